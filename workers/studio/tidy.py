"""Old shows and unused media → gone; lost vectors → made again. What a kept show needs, and the archive, stay."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

from radio import log
from radio.ids import show_name
from radio.model import Show
from shows.claims.revision import VERSIONS
from shows.formats import format_of
from workers.studio.durable import forget_finished
from workers.studio.known_papers import remember
from workers.studio.station import Station

WORKFLOW_DAYS = 30
YOUNG_MEDIA_HOURS = 24
"""Media written or asked for this lately may belong to a show that is still being made."""
LOOK_SECONDS = 600.0


async def tidy(station: Station) -> None:
    """Removes rundowns past their time, the PDFs and media only they used, and the record of finished workflows."""
    removed = [show for show in station.store.programme.shows() if _is_over(station, show)]
    for show in removed:
        station.config.paths.rundown_of(show.id).unlink(missing_ok=True)
        station.store.programme.retire(show.id)
        _forget_pdf(station, show)
    freed = await asyncio.to_thread(_sweep_media, station)
    await asyncio.to_thread(_remember_again, station)
    forgotten = await forget_finished((station.now() - timedelta(days=WORKFLOW_DAYS)).isoformat())
    log.get().info("tidied", shows=len(removed), freed_mib=freed // 2**20, workflows=forgotten)


async def tidy_daily(station: Station) -> None:
    """Tidies once a day, at the first look after midnight or after the station was off."""
    while True:
        today = station.today()
        if station.store.studio.tidied_on() != today:
            await tidy(station)
            station.store.studio.save_tidied_on(today)
        await asyncio.sleep(LOOK_SECONDS)


def _is_over(station: Station, show: Show) -> bool:
    days = format_of(show.id).kept_days
    return days is not None and station.today() - show.day > timedelta(days=days)


def _forget_pdf(station: Station, show: Show) -> None:
    """Nothing needs the PDF of a paper whose own story is over."""
    paper = show_name(show.id).paper
    if paper and not format_of(show.id).reports_changes:
        station.store.library.forget_pdf(paper)


def _remember_again(station: Station) -> None:
    """Makes the vectors of all papers again where some are lost, as after damage to their folder."""
    papers = [paper for paper, summary in station.store.library.summarised() if summary.writer != VERSIONS]
    if (kept := station.vectors.count()) < len(papers):
        log.get().info("vectors are made again", kept=kept, papers=len(papers))
        remember(station, papers)


def _sweep_media(station: Station) -> int:
    """Removes files that no kept item and no kept PDF names; returns the bytes freed.

    What memory of takes outlives its sound is harmless: a take without its file is recorded again.
    """
    used = station.store.media_in_use()
    oldest = station.now().timestamp() - YOUNG_MEDIA_HOURS * 3600
    freed = 0
    for path in station.media.files():
        with suppress(FileNotFoundError):
            status = path.stat()
            if f"{path.parent.name}/{path.name}" not in used and status.st_mtime < oldest:
                path.unlink()
                freed += status.st_size
    return freed
