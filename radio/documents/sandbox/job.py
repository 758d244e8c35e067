"""What a confined child does with one PDF: (request, the file's bytes) → one answer.

`load` and `standard_input` run before the walls are up and do not look into the file. `answer` runs behind them.
"""

from __future__ import annotations

import os
import re
import stat

from radio.documents import scan
from radio.documents.document import assembled
from radio.documents.pictures import drawing, poppler
from radio.documents.printed import opening
from radio.documents.quotes import locating
from radio.documents.sandbox import messages
from radio.documents.scanned import Scanned
from radio.errors import Unreadable
from radio.ids import PaperId
from radio.model import Quote, to_json

MOST_BYTES = 200 * 1024 * 1024
_MUPDF_CODE = re.compile(r"^code=\d+: ")
_OUT_OF_MEMORY = ("malloc", "calloc", "realloc", "memory")


def load(number: int) -> bytes | None:
    """The file's bytes, or None where it is not a file or is too large."""
    status = os.fstat(number)
    if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
        return None
    with os.fdopen(number, "rb") as file:
        return file.read()


def standard_input(request: messages.Request, content: bytes | None) -> int:
    """The PDF in memory for poppler, which must open it by a name that nobody may read; else nothing."""
    if request.kind != "render-poppler":
        return os.open(os.devnull, os.O_RDONLY)
    copy = os.memfd_create("paper.pdf")
    with os.fdopen(os.dup(copy), "wb") as file:
        file.write(content or b"")
    return copy


def answer(request: messages.Request, content: bytes | None) -> bytes:
    """The packed answer: a Document or places as JSON, a packed picture, or why there is none."""
    try:
        return messages.answer(messages.ANSWERED, _work(request, content))
    except Scanned as exc:
        return messages.answer(messages.SCANNED, to_json(exc.pictures).encode())
    except Unreadable as exc:
        return _refusal(str(exc))
    except MemoryError:
        return _refusal(f"it needs more than {request.memory_mib} MiB of memory")
    except Exception as exc:  # whatever a broken file makes a parser raise, the paper is parked with it
        if any(word in str(exc).lower() for word in _OUT_OF_MEMORY):
            return _refusal(f"it needs more than {request.memory_mib} MiB of memory")
        return _refusal(
            f"the PDF is broken ({_MUPDF_CODE.sub('', ' '.join(str(exc).split()))[:120] or type(exc).__name__})"
        )


def _refusal(sentence: str) -> bytes:
    return messages.answer(messages.REFUSED, sentence.encode(errors="replace"))


def _work(request: messages.Request, content: bytes | None) -> bytes:
    if content is None:
        raise Unreadable(f"it is not a file of at most {MOST_BYTES >> 20} MiB")
    if request.kind == "read":
        return to_json(assembled(PaperId(request.paper), scan.scan(content, request.pages))).encode()
    if request.kind == "locate":
        return to_json(messages.Located(locating.locate(content, request.quotes, request.pages))).encode()
    if request.kind == "render":
        return drawing.render(content, request.page, request.width, request.part)
    return poppler.render(request.page, request.width, request.part)


def warm_up() -> None:
    """Runs everything once on a page of our own, so that a child finds it loaded and can live without opening files."""
    content = opening.specimen()
    read = assembled(PaperId("specimen"), scan.scan(content, 1))
    to_json(read)
    to_json(messages.Located(locating.locate(content, [Quote(p.text[:40], 1) for p in read.passages], 1)))
    drawing.render(content, 1, 64)
