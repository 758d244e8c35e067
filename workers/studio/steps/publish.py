"""Items → the rundown file that air plays: files first, the manifest last, replaced whole."""

from __future__ import annotations

from radio.errors import Unspeakable
from radio.media import write_atomic
from radio.model import Show, ShowId, to_json
from shows import rundown
from workers.studio.station import Station


async def hand(station: Station, show_id: str) -> str:
    """Hands the finished show to air and marks it ready. Raises Unspeakable when nothing of it could be voiced."""
    show = station.store.programme.show(show_id)
    seconds = _write(station, show, complete=True)
    if seconds == 0:
        raise Unspeakable(f"nothing of {show_id} could be voiced; `paper-radio doctor` checks the voices")
    station.store.programme.mark_ready(show_id, seconds)
    return show_id


async def hand_part(station: Station, show_id: str) -> None:
    """Hands over what is recorded without a hole so far, unless the show was finished before."""
    if not station.store.programme.is_ready(show_id):
        _write(station, station.store.programme.show(show_id), complete=False)


def show_of(segment_id: str) -> ShowId:
    """`2026-11-20-daily/03` → `2026-11-20-daily`"""
    return ShowId(segment_id.rsplit("/", 1)[0])


def _write(station: Station, show: Show, *, complete: bool) -> float:
    """Writes the rundown of the segments voiced so far, in order; returns its seconds."""
    programme = station.store.programme
    segments, items = programme.segments(show.id), []
    for segment in segments:
        items.extend(programme.items(segment.id))
        if not complete and not station.store.marked(f"voiced/{segment.id}"):
            break
    manifest = rundown.rundown_of(show, segments, items, station.host_names, station.now(), complete=complete)
    if items:
        write_atomic(station.config.paths.rundown_of(show.id), to_json(manifest))
    return manifest.seconds
