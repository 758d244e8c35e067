"""Gives the reader files made to break it, and counts what they broke.

In: the hostile files of the shared data folder where it is there, bombs made here, and pages with flipped bytes. Each
is read, searched for a quote and drawn. Out: a table and figures, and every answer that is not one short sentence.
Exit status 1 when the studio's process crashed, a child hung or took too much memory, or an answer is unclear.
"""

from __future__ import annotations

import asyncio
import random
import struct
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import measure
import pymupdf

from radio.documents.sandbox.messages import Request
from radio.documents.sandbox.sandbox import Sandbox, payload
from radio.errors import RadioError, Unreadable
from radio.model import Quote

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
HANG_SECONDS = 60.0
MOST_MIB = 1024
MUTANTS, QUICK_MUTANTS = 2000, 200
FLIPS = 20
MOST_REASONS = 12
LONGEST_REASON = 200
SEED = 20261120
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


@dataclass
class Tally:
    """What became of one kind of file."""

    files: int = 0
    read: int = 0
    parked: int = 0
    crashed: int = 0
    """Children ended by a signal that no limit sends: parked too."""
    studio_crashes: int = 0
    hangs: int = 0
    over_memory: int = 0
    peak_mib: float = 0.0
    slowest_seconds: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)


REQUESTS = (
    Request(kind="read", paper="p"),
    Request(kind="locate", quotes=(Quote("These words stand on a page", 1),)),
    Request(kind="render", width=640),
)


async def give(sandbox: Sandbox, pdf: Path, tally: Tally) -> None:
    """Reads, searches and draws one file within the station's limits."""
    tally.files += 1
    outcomes = {await _ask(sandbox, request, pdf, tally) for request in REQUESTS}
    tally.read += outcomes == {"answered"}
    tally.parked += "parked" in outcomes


async def _ask(sandbox: Sandbox, request: Request, pdf: Path, tally: Tally) -> str:
    started = time.monotonic()
    try:
        async with asyncio.timeout(HANG_SECONDS + 10):
            outcome = await sandbox.outcome(request, pdf)
    except Unreadable as exc:
        tally.reasons[str(exc)] += 1
        return "parked"
    except TimeoutError:
        return "hung"
    except (RadioError, OSError, ValueError):
        tally.studio_crashes += 1
        return "crashed"
    finally:
        seconds = time.monotonic() - started
        tally.slowest_seconds = max(tally.slowest_seconds, seconds)
        tally.hangs += seconds > HANG_SECONDS + 5
    tally.peak_mib = max(tally.peak_mib, outcome.ending.peak_kib / 1024)
    tally.over_memory += outcome.ending.peak_kib > MOST_MIB * 1024
    tally.crashed += outcome.ending.status < 0
    try:
        payload(outcome, request)
    except Unreadable as exc:
        tally.reasons[str(exc)] += 1
        return "parked"
    return "answered"


def unclear(reasons: Iterable[str]) -> list[str]:
    """The answers that are not one short printable sentence."""
    return [r for r in reasons if not (10 < len(r) <= LONGEST_REASON and r.isprintable() and "Error" not in r)]


def bombs(folder: Path, quick: bool) -> Iterator[Path]:
    """Small files that grow, nest or go on for ever."""
    scale = 10 if quick else 1
    blanks = zlib.compress(b"(" + b"A" * (400_000_000 // scale) + b") Tj", 9)
    text = zlib.compress(b"BT /F 8 Tf " + b"(word ) Tj 0 1 Td " * (5_000_000 // scale) + b" ET", 9)
    yield _pdf(folder / "deflate.pdf", _stream(blanks))
    yield _pdf(folder / "deflate-twice.pdf", _stream(zlib.compress(blanks, 9), "[/FlateDecode /FlateDecode]"))
    yield _pdf(folder / "text.pdf", _stream(text))
    yield _pdf(folder / "many-objects.pdf", _stream(b""), extra=[b"null"] * (1_000_000 // scale))
    yield _pdf(folder / "huge-page.pdf", _stream(b""), box="0 0 200000 200000")
    yield _pdf(folder / "deep.pdf", _stream(b""), extra=[b"[" * 500_000 + b"]" * 500_000])
    yield _pdf(folder / "deep-graphics.pdf", _stream(zlib.compress(b"q " * 5_000_000)))
    yield _pdf(folder / "endless-form.pdf", _form(6), extra=[_form(6)])
    yield _pages(folder / "pages.pdf", 10_000)
    yield _drawn(folder / "huge-image.pdf", _image(60_000, "/FlateDecode", zlib.compress(bytes(1_000_000), 9)))
    yield _drawn(folder / "grown-image.pdf", _image(20_000, "/FlateDecode", zlib.compress(bytes(400_000_000 // scale))))
    yield _drawn(folder / "jbig2.pdf", _image(2**31 - 1, "/JBIG2Decode", _jbig2(2**31 - 1), bits=1))
    yield _drawn(folder / "jpx.pdf", _image(65_535, "/JPXDecode", _jpx(65_535)))
    yield _annotated(folder / "annotations.pdf", 100_000 // scale)
    yield _giant_font(folder / "font.pdf", 400_000_000 // scale)
    yield _write(folder / "page-cycle.pdf", [CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"])
    yield _previous_is_itself(folder / "xref-loop.pdf")


def _stream(content: bytes, filters: str = "/FlateDecode") -> bytes:
    head = f"<< /Length {len(content)} /Filter {filters} >>" if content else "<< /Length 0 >>"
    return head.encode() + b"\nstream\n" + content + b"\nendstream"


def _form(number: int) -> bytes:
    """A drawing that draws itself twice."""
    content = b"/X Do /X Do"
    head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length {len(content)} "
    head += f"/Resources << /XObject << /X {number} 0 R >> >> >>"
    return head.encode() + b"\nstream\n" + content + b"\nendstream"


def _image(side: int, filters: str, content: bytes, *, bits: int = 8) -> bytes:
    """A square picture, whose stream need not hold as much."""
    head = f"<< /Type /XObject /Subtype /Image /Width {side} /Height {side} /BitsPerComponent {bits} "
    head += f"/ColorSpace /DeviceGray /Filter {filters} /Length {len(content)} >>"
    return head.encode() + b"\nstream\n" + content + b"\nendstream"


def _jbig2(side: int) -> bytes:
    """The head of a page and a blank region of this size (ITU-T T.88, 7.2 and 7.4)."""
    page = struct.pack(">IIIIBH", side, side, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", side, side, 0, 0, 0) + bytes(18)
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(content)) + content
        for number, (kind, content) in enumerate([(48, page), (38, region)])
    )


def _jpx(side: int) -> bytes:
    """The heads of a picture in one tile of this size, without the tile (ITU-T T.800, annex A)."""
    size = struct.pack(">HIIIIIIIIH", 0, side, side, 0, 0, side, side, 0, 0, 1) + bytes([7, 1, 1])
    coding = struct.pack(">BBHBBBBBB", 0, 0, 1, 0, 5, 4, 4, 0, 1)
    quantisation = bytes([0x40]) + bytes([0x48] * 16)
    tile = struct.pack(">HIBB", 0, 0, 0, 1)
    marks = ((0xFF51, size), (0xFF52, coding), (0xFF5C, quantisation), (0xFF90, tile))
    heads = b"".join(struct.pack(">HH", mark, len(content) + 2) + content for mark, content in marks)
    return b"\xff\x4f" + heads + b"\xff\x93" + bytes(1000) + b"\xff\xd9"


def _drawn(path: Path, image: bytes) -> Path:
    return _pdf(path, _stream(zlib.compress(b"500 0 0 500 9 9 cm /X Do")), extra=[image])


def _annotated(path: Path, count: int) -> Path:
    """A page with many notes."""
    note = b"<< /Type /Annot /Subtype /Square /Rect [9 9 99 99] /C [1 0 0] /Contents (a note) >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [{_references(4, count)}] >>"
    return _write(path, [CATALOGUE, ONE_PAGE, page.encode(), *[note] * count])


def _giant_font(path: Path, size: int) -> Path:
    """A page in a font whose file is long and empty."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    )
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /Giant /FontDescriptor 6 0 R >>"
    descriptor = b"<< /Type /FontDescriptor /FontName /Giant /Flags 4 /FontFile2 7 0 R >>"
    text = _stream(zlib.compress(b"BT /F 12 Tf 72 700 Td (These words stand on a page) Tj ET"))
    file = _stream(zlib.compress(b"\x00\x01\x00\x00\x00\x40" + bytes(size), 9))
    return _write(path, [CATALOGUE, ONE_PAGE, page, text, font, descriptor, file])


def _previous_is_itself(path: Path) -> Path:
    """A table of objects that names itself as the one before it."""
    content = _write(path, [CATALOGUE, ONE_PAGE, b"<< /Type /Page /Parent 2 0 R >>"]).read_bytes()
    path.write_bytes(content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % content.rindex(b"xref\n0")))
    return path


def _references(first: int, count: int) -> str:
    return " ".join(f"{number} 0 R" for number in range(first, first + count))


def _pdf(path: Path, content: bytes, *, box: str = "0 0 595 842", extra: list[bytes] | None = None) -> Path:
    """A one-page file with this content stream as object 4, and more objects from 6 on."""
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R "
    page += "/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>"
    objects = [
        CATALOGUE,
        ONE_PAGE,
        page.encode(),
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(extra or []),
    ]
    return _write(path, objects)


def _pages(path: Path, count: int) -> Path:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    tree = f"<< /Type /Pages /Kids [{_references(3, count)}] /Count {count} >>"
    return _write(path, [CATALOGUE, tree.encode(), *[page] * count])


def _write(path: Path, objects: list[bytes]) -> Path:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(out)
    return path


def mutants(folder: Path, count: int) -> Iterator[Path]:
    """Pages of our own and small real papers, each time with other bytes flipped."""
    chance = random.Random(SEED)
    originals = [_sample()]
    if SHARED.is_dir():
        originals += [p.read_bytes() for p in sorted((SHARED / "papers").glob("*.pdf")) if p.stat().st_size < 300_000]
    path = folder / "mutant.pdf"
    for number in range(count):
        content = bytearray(originals[number % len(originals)])
        for _ in range(FLIPS):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content)
        yield path


def _sample() -> bytes:
    with pymupdf.open() as document:
        for _ in range(3):
            line = "These words stand on a page whose bytes will be changed to see what a reader makes of it."
            document.new_page().insert_text((72, 72), ["Abstract", "", *[line] * 20], fontsize=10)
        return document.tobytes(deflate=True)


async def run(quick: bool) -> dict[str, Tally]:
    tallies = {"hostile": Tally(), "bombs": Tally(), "mutants": Tally()}
    sandbox = Sandbox()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = {
            "hostile": sorted((SHARED / "hostile").glob("*.pdf")) if SHARED.is_dir() else [],
            "bombs": bombs(folder, quick),
            "mutants": mutants(folder, QUICK_MUTANTS if quick else MUTANTS),
        }
        for kind, pdfs in sources.items():
            for pdf in pdfs:
                await give(sandbox, pdf, tallies[kind])
    await sandbox.close()
    return tallies


def rows(tallies: dict[str, Tally]) -> list[tuple[str, str, str]]:
    shown = []
    for kind, tally in tallies.items():
        shown.append(
            (f"{kind}: files, read, parked", f"{tally.files}, {tally.read}, {tally.parked}", "all read or parked")
        )
        shown.append((f"{kind}: children ended by a signal", str(tally.crashed), ""))
        shown.append((f"{kind}: studio crashes, hangs", f"{tally.studio_crashes}, {tally.hangs}", "0, 0"))
        shown.append((f"{kind}: over memory, peak MiB", f"{tally.over_memory}, {tally.peak_mib:.0f}", f"0, {MOST_MIB}"))
        shown.append((f"{kind}: slowest s", f"{tally.slowest_seconds:.1f}", f"{HANG_SECONDS:.0f}"))
    reasons = sum((tally.reasons for tally in tallies.values()), Counter())
    return shown + [(reason, str(count), "") for reason, count in reasons.most_common(MOST_REASONS)]


def main() -> None:
    options = measure.arguments(__doc__)
    tallies = asyncio.run(run(options.quick))
    names = ("files", "studio_crashes", "hangs", "over_memory")
    figures = {name: sum(getattr(tally, name) for tally in tallies.values()) for name in names}
    figures["unclear"] = len(not_clear := unclear({r for tally in tallies.values() for r in tally.reasons}))
    for reason in not_clear:
        print(f"unclear: {reason!r}")
    measure.report("Hostile PDFs", rows(tallies), figures, options.json)
    sys.exit(any(figures[name] for name in (*names[1:], "unclear")))


if __name__ == "__main__":
    main()
