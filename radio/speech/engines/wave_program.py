"""A program that writes a RIFF wave, within a worker: it reads and writes memory, never a file that can be left behind.

The program is on a leash held by the worker, which the station kills when it hangs.
"""

from __future__ import annotations

import io
import os
import wave
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def in_memory(content: bytes = b"") -> Iterator[int]:
    """A file in memory; programs that are given its number open `path_of` it."""
    file = os.memfd_create("speech")
    try:
        os.write(file, content)
        yield file
    finally:
        os.close(file)


def path_of(file: int) -> str:
    return f"/dev/fd/{file}"


def sound_of(file: int) -> tuple[bytes, int]:
    """16-bit mono PCM and its rate out of a wave. Raises wave.Error, EOFError or ValueError where it is none."""
    content = os.pread(file, os.fstat(file).st_size, 0)
    with wave.open(io.BytesIO(content)) as sound:
        if (sound.getnchannels(), sound.getsampwidth()) != (1, 2):
            raise ValueError("the wave is not 16-bit mono")
        return sound.readframes(sound.getnframes()), sound.getframerate()
