"""Checks of what papers need: the reader in its sandbox, pictures, and arXiv."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from radio.config import Config
from radio.errors import RadioError
from workers.cli.doctor.finding import Finding, Level
from workers.cli.doctor.reach import opens


async def pictures(config: Config) -> list[Finding]:
    from radio.pictures import station_card

    try:
        station_card(config.station.name, "a test")
    except (OSError, RuntimeError, RadioError) as exc:
        return [Finding(Level.BROKEN, "pictures", f"no picture can be drawn: {exc}", "install the project again")]
    return [Finding(Level.GOOD, "pictures", "the fonts are there and a card can be drawn")]


async def pdf_reader(config: Config) -> list[Finding]:
    from radio.documents.ocr import ocr
    from radio.documents.reader import SandboxedReader
    from radio.papers import samples

    limits = config.limits
    reader = SandboxedReader(pages=limits.pdf_pages, seconds=limits.pdf_seconds, memory_mib=limits.pdf_memory_mib)
    try:
        sample = samples()[0]
        document = await reader.read(Path(sample.pdf), sample.id)
    except (RadioError, OSError, IndexError) as exc:
        return [Finding(Level.BROKEN, "papers", f"the sample paper cannot be read: {exc}", "install the project again")]
    finally:
        await reader.close()
    scans = "scans are recognised" if ocr.installed() else "scans are parked: the extra `ocr` is not installed"
    text = f"a sample of {len(document.pages)} pages is read in the sandbox; {scans}"
    return [Finding(Level.GOOD, "papers", text)]


async def arxiv(config: Config) -> list[Finding]:
    if not config.arxiv.enabled:
        return [Finding(Level.GOOD, "arxiv", "turned off by [arxiv] enabled")]
    if not config.station.contact:
        text = "is not polled: it asks for a contact; on air are samples, primers and your own PDFs"
        return [Finding(Level.WARNING, "arxiv", text, "set [station] contact to your e-mail address or page")]
    addresses = (config.arxiv.feed_url, config.arxiv.api_url, config.arxiv.oai_url)
    closed = [urlsplit(address).netloc for address in addresses if not await opens(address)]
    if closed:
        text = f"{', '.join(closed)} cannot be reached; the station goes on air with samples and primers"
        return [Finding(Level.WARNING, "arxiv", text, "look at the network; it is tried again by itself")]
    return [Finding(Level.GOOD, "arxiv", f"reached; you are {config.station.contact}")]
