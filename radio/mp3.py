"""House PCM → a finished mp3 with its tags. Blocks in, one file out, whole and durable or not at all.

Blocks, so that a show of hours needs no memory of its length; a plain function, so that its caller chooses the thread.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from mutagen.id3 import COMM, ID3, TDRC, TIT2, TPE1

from radio.errors import Transient
from radio.ffmpeg import ffmpeg
from radio.media import atomic
from radio.model import HOUSE_RATE
from radio.parent_death import leashed

KBPS = 128
STALL_SECONDS = 30.0
"""ffmpeg takes a block within this long, or it hangs."""
CLOSE_SECONDS = 30.0
_MESSAGE_CHARACTERS = 300


class NotEncoded(Transient):
    """ffmpeg could not make the mp3; mostly the disk is full."""


def encode_mp3(blocks: Iterable[bytes], path: Path, *, title: str, artist: str, date: str, comment: str = "") -> None:
    """Writes 16-bit stereo house PCM as mp3 with ID3v2.3 tags; `date` is `2026-11-20`. Raises NotEncoded."""
    with atomic(path) as file:
        part = Path(file.name)
        _encode(blocks, part)
        tag(part, title=title, artist=artist, date=date, comment=comment)


def _encode(blocks: Iterable[bytes], path: Path) -> None:
    command = [ffmpeg(), "-hide_banner", "-nostats", "-nostdin", "-loglevel", "error", "-y"]
    command += ["-f", "s16le", "-ar", str(HOUSE_RATE), "-ac", "2", "-i", "pipe:0"]
    command += [
        "-c:a",
        "libmp3lame",
        "-b:a",
        f"{KBPS}k",
        "-map_metadata",
        "-1",
        "-id3v2_version",
        "0",
        "-f",
        "mp3",
        str(path),
    ]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(leashed(command), stdin=subprocess.PIPE, stderr=said, bufsize=0)
        assert process.stdin is not None, "it was opened as a pipe"
        try:
            if not _feed(process.stdin, blocks):
                raise NotEncoded("there is no sound to encode")
            process.stdin.close()
            if process.wait(CLOSE_SECONDS) == 0:
                return
        except (BrokenPipeError, TimeoutError, subprocess.TimeoutExpired):
            pass
        finally:
            process.kill()
            process.stdin.close()
            process.wait()
        raise NotEncoded(f"ffmpeg could not encode {path.name}: {_last_words(said)}")


def _feed(pipe: IO[bytes], blocks: Iterable[bytes]) -> int:
    """Bytes written. Raises TimeoutError when ffmpeg takes none for too long."""
    written = 0
    os.set_blocking(pipe.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_WRITE)
        for block in blocks:
            rest = memoryview(block)
            while rest:
                if not selector.select(STALL_SECONDS):
                    raise TimeoutError
                taken = os.write(pipe.fileno(), rest)
                written, rest = written + taken, rest[taken:]
    return written


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode(errors="replace").strip()[-_MESSAGE_CHARACTERS:] or "it hung"


def tag(path: Path, *, title: str, artist: str, date: str, comment: str = "") -> None:
    """Writes the tags of an mp3 anew, as ID3v2.3. Raises OSError, mutagen.MutagenError."""
    tags = ID3()
    tags.add(TIT2(encoding=1, text=title))
    tags.add(TPE1(encoding=1, text=artist))
    tags.add(TDRC(encoding=1, text=date))
    if comment:
        tags.add(COMM(encoding=1, lang="eng", desc="", text=comment))
    tags.update_to_v23()
    tags.save(path, v2_version=3)
