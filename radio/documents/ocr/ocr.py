"""The studio's side of reading a scan by its looks: pages drawn behind the walls → recognised in a process of its own.

In: how to draw a page, and the sizes of the pages. Out: a Document as JSON, or Unreadable. The recogniser is started
for one scan, one at a time, and ends with it; it holds up to 1 GiB. Needs the extra `ocr`; never looks at a picture.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import math
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence

from radio.documents.pictures import image
from radio.documents.sandbox import messages
from radio.documents.sandbox.sandbox import ENVIRONMENT, receive
from radio.documents.scanned import Pictures
from radio.errors import Unreadable
from radio.ids import PaperId
from radio.model import PageImage, PageSize

PIXELS_PER_POINT = 2.0
WIDEST_PIXELS = 2000
MOST_PAGES = 40
"""At four seconds a page."""
PAGE_SECONDS = 30.0
START_SECONDS = 60.0
MEMORY_MIB = 3072
"""Address space; what is held of it is some 1 GiB."""

Draw = Callable[[int, int], Awaitable[PageImage]]
"""(page, width in pixels) → its image; raises Unreadable."""


def installed() -> bool:
    return importlib.util.find_spec("rapidocr") is not None


class Ocr:
    """Reads scans, one at a time."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def read(self, draw: Draw, paper: PaperId, pictures: Pictures) -> bytes:
        """The Document as JSON. Raises Unreadable."""
        pages = list(zip(pictures.numbers, pictures.sizes, strict=True))[:MOST_PAGES]
        seconds = START_SECONDS + PAGE_SECONDS * len(pages)
        async with self._turn:
            process = await _start(paper, seconds)
            try:
                async with asyncio.timeout(seconds):
                    return await _recognised(process, draw, pages)
            except TimeoutError:
                raise Unreadable(f"it took longer than {seconds:g} s to recognise its pages") from None
            finally:
                await _end(process)


async def _start(paper: PaperId, seconds: float) -> Process:
    module = "radio.documents.ocr.recognise"
    command = (sys.executable, "-P", "-m", module, str(os.getpid()), paper, str(MEMORY_MIB), str(seconds))
    return await asyncio.create_subprocess_exec(
        *command, env=ENVIRONMENT | {"OMP_NUM_THREADS": "1"}, stdin=PIPE, stdout=PIPE, start_new_session=True
    )


async def _recognised(process: Process, draw: Draw, pages: Sequence[tuple[int, PageSize]]) -> bytes:
    assert process.stdin and process.stdout, "it was started with pipes"
    with contextlib.suppress(ConnectionError):  # it says why it stopped taking pages, or dies
        for number, size in pages:
            with contextlib.suppress(Unreadable):  # the other pages may be drawn
                drawn = await draw(number, min(WIDEST_PIXELS, math.ceil(PIXELS_PER_POINT * size.width)))
                packed = image.pack(drawn.width, drawn.height, drawn.rgb)
                process.stdin.write(messages.PAGE_HEAD.pack(number, size.width, size.height, len(packed)) + packed)
                await process.stdin.drain()
        process.stdin.close()
    kind, payload = await receive(process.stdout)
    if kind == messages.ANSWERED:
        return payload
    if kind == messages.REFUSED:
        raise Unreadable(payload.decode(errors="replace"))
    raise Unreadable("it is a scan, and the program that recognises pages died on it")


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
