"""A show whose segments are voiced → air's to play, and ready in the store."""

from __future__ import annotations

from radio.errors import Unspeakable
from radio.ids import ShowId
from workers.studio.handover import hand_over
from workers.studio.station import Station


async def publish(station: Station, show_id: ShowId) -> ShowId:
    """Hands the finished show to air and marks it ready. Raises Unspeakable when nothing of it could be voiced."""
    seconds = hand_over(station, station.store.programme.show(show_id))
    if seconds == 0:
        raise Unspeakable(f"nothing of {show_id} could be voiced; `paper-radio doctor` checks the voices")
    station.store.programme.mark_ready(show_id, seconds)
    return show_id
