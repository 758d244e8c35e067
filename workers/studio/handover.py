"""Items → the rundown file that air plays: takes and pictures first, the manifest last, replaced whole."""

from __future__ import annotations

from radio.ids import ShowId
from radio.media import write_atomic
from radio.model import Item, Show, to_json
from shows import rundown
from workers.studio.station import Station


def hand_over(station: Station, show: Show) -> float:
    """Hands the finished show to air; returns its seconds, 0 where nothing of it is voiced."""
    return _write(station, show, complete=True)


def hand_over_part(station: Station, show_id: ShowId) -> None:
    """Hands over what is recorded without a hole so far, unless the show was finished before."""
    if not station.store.programme.is_ready(show_id):
        _write(station, station.store.programme.show(show_id), complete=False)


def _write(station: Station, show: Show, *, complete: bool) -> float:
    """Writes the rundown of the segments voiced so far, in order; returns its seconds."""
    programme, items = station.store.programme, list[Item]()
    segments = programme.segments(show.id)
    for segment in segments:
        items.extend(programme.items(segment.id))
        if not complete and programme.find_voiced_with(segment.id) is None:
            break
    manifest = rundown.rundown_of(show, segments, items, station.host_names, station.now(), complete=complete)
    if items:
        write_atomic(station.config.paths.rundown_of(show.id), to_json(manifest))
    return manifest.seconds
