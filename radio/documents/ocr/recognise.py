"""Words out of pictures of pages: a process of its own that reads the pages of one scan and answers with its Document.

`python -m radio.documents.ocr.recognise STUDIO PAPER MEMORY_MIB SECONDS`. In, on standard input: `wire.PAGE_HEAD` and a
packed image for each page, until the end of the input. Out, on standard output: one answer. Needs the extra `ocr`.
The walls of `confine` go up when the models are loaded and before the first page is looked at.
"""

from __future__ import annotations

import io
import statistics
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidocr import RapidOCR

from radio.documents.document import assembled
from radio.documents.layout import Scan, ScannedPage, Span
from radio.documents.pictures.image import pack, unpack
from radio.documents.printed import print_lines
from radio.documents.sandbox import confine, messages
from radio.errors import Unreadable
from radio.ids import PaperId
from radio.model import PageSize, to_json

LEAST_SCORE = 0.6
"""A line that the recogniser is less sure of is not read."""
TYPE_TO_BOX = 0.7
"""Size of the type over the height of the box that is found around a line of it."""
LINE_TO_TYPE = 1.2
"""Height of a line, from the highest letter to the lowest, over the size of its type."""
SAME_SIZE = 1.35
"""Boxes of the same type differ by this much: with and without letters that reach up or down."""

Found = tuple[str, tuple[float, float, float, float]]
"""A line's words and its box in points."""


class Recogniser:
    """The loaded models, on one thread."""

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        runtime = "EngineConfig.onnxruntime"
        self._ocr = RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.log_level": "error",
                f"{runtime}.intra_op_num_threads": 1,
                f"{runtime}.inter_op_num_threads": 1,
            }
        )

    def page(self, packed: bytes, number: int, size: PageSize) -> ScannedPage:
        """The page's lines in no order. Raises Unreadable for a picture that is none or too large."""
        found = list(self._found(_picture(packed), size))
        usual = statistics.median(y1 - y0 for _, (_, y0, _, y1) in found) if found else 0.0
        spans = [_span(text, box, usual) for text, box in found]
        return ScannedPage(number, size, [line for span in spans for line in print_lines.join([[span]], number)])

    def _found(self, picture: np.ndarray, size: PageSize) -> Iterator[Found]:
        """Lines at an angle are left out, as they are in a PDF with text."""
        seen = self._ocr(picture)
        if seen.boxes is None:
            return
        scale = size.width / picture.shape[1]
        for corners, text, score in zip(seen.boxes, seen.txts, seen.scores, strict=True):
            (x0, y0), (x1, y1) = corners.min(axis=0) * scale, corners.max(axis=0) * scale
            upright = len(text) < 3 or x1 - x0 > y1 - y0
            if score >= LEAST_SCORE and upright and text.strip():
                yield text, (float(x0), float(y0), float(x1), float(y1))


def _span(text: str, box: tuple[float, float, float, float], usual: float) -> Span:
    """`usual` is the height of most boxes on the page; a box as high as most holds type of one size."""
    x0, y0, x1, y1 = box
    height = usual if usual / SAME_SIZE < y1 - y0 < usual * SAME_SIZE else y1 - y0
    size, middle = TYPE_TO_BOX * height, (y0 + y1) / 2
    return Span(text, x0, middle - size * LINE_TO_TYPE / 2, x1, middle + size * LINE_TO_TYPE / 2, size)


def _picture(packed: bytes) -> np.ndarray:
    try:
        drawn = unpack(packed)
    except ValueError as exc:
        raise Unreadable("the picture of a page is broken") from exc
    rgb = np.frombuffer(drawn.rgb, np.uint8).reshape(drawn.height, drawn.width, 3)
    return rgb[:, :, ::-1]  # OpenCV's order of colours


def warm_up(recogniser: Recogniser) -> None:
    """Reads a page of our own, so that all is loaded and no file is wanted when a stranger's is looked at."""
    image = Image.new("RGB", (1200, 800), "white")
    words = ["Abstract", *["These words stand here so that a page was read before."] * 6]
    ImageDraw.Draw(image).text((90, 90), "\n".join(words), fill="black", font=ImageFont.load_default(36))
    packed = pack(image.width, image.height, image.tobytes())
    source = io.BytesIO(messages.PAGE_HEAD.pack(1, 600, 400, len(packed)) + packed)
    document(recogniser, PaperId("specimen"), source)


def pages(source: BinaryIO) -> Iterator[tuple[int, PageSize, bytes]]:
    while head := source.read(messages.PAGE_HEAD.size):
        number, width, height, length = messages.PAGE_HEAD.unpack(head)
        yield number, PageSize(width, height), source.read(length)


def document(recogniser: Recogniser, paper: PaperId, source: BinaryIO) -> bytes:
    """The packed answer for all the pages of the input."""
    try:
        scanned = [recogniser.page(packed, number, size) for number, size, packed in pages(source)]
        if not any(page.lines for page in scanned):
            raise Unreadable("it is a scan, and no words can be recognised in it")
        read = replace(assembled(paper, Scan(scanned)), recognised=True)
        return messages.answer(messages.ANSWERED, to_json(read).encode())
    except Unreadable as exc:
        return messages.answer(messages.REFUSED, str(exc).encode())
    except (MemoryError, cv2.error):
        return messages.answer(messages.REFUSED, b"a scan whose pages need more memory than recognising may take")


def main() -> None:
    studio, paper, memory_mib, seconds = sys.argv[1:]
    recogniser = Recogniser()
    warm_up(recogniser)
    confine.confine(int(studio), memory_mib=int(memory_mib), seconds=float(seconds), may_start_programs=False)
    sys.stdout.buffer.write(document(recogniser, PaperId(paper), sys.stdin.buffer))


if __name__ == "__main__":
    main()
