"""What plays next: chooses shows, breaks in for those that are due, and does what the operator wishes.

In: the shelf, what was heard, the time of day, the operator's wishes. Out: shows for the supply to cue. With nothing to
choose, the bed plays.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from radio import log
from radio.config import AirConfig
from radio.ids import ShowId
from radio.model import HOUSE_RATE, Item, Rundown
from radio.utc import utc_now
from workers.air import next_show
from workers.air.asrun import HEARD_FOR
from workers.air.logbook import Logbook
from workers.air.next_show import Candidate
from workers.air.pcm import frames_of
from workers.air.shelf import Shelf
from workers.air.supply import STATION, Supply

STEP_SECONDS = 0.1
LOOK_SECONDS = 0.5
IDENT_EVERY = timedelta(minutes=15)
FORGET_EVERY = timedelta(days=1)
FINISH_SECONDS = 3.0
FINISH_FADE_FRAMES = frames_of(0.3)


class Continuity:
    """The station's will."""

    def __init__(self, air: AirConfig, shelf: Shelf, supply: Supply, logbook: Logbook):
        self.air = air
        self.shelf = shelf
        self.supply = supply
        self.logbook = logbook
        self.heard = logbook.asrun.heard
        self.clock, self.player = supply.clock, supply.player
        self.panicking = False
        self._wanted: ShowId | None = None
        self._last_ident: datetime | None = None

    # --- the programme -----------------------------------------------------------------------------------------

    async def look(self) -> None:
        """Follows what studio hands over."""
        forgot = utc_now()
        while True:
            await asyncio.to_thread(self.shelf.look, (self.supply.show, self._wanted))
            self.break_in()
            if utc_now() - forgot > FORGET_EVERY:
                forgot = utc_now()
                self.heard.forget(forgot - HEARD_FOR, tuple(self.shelf.rundowns))
            await asyncio.sleep(LOOK_SECONDS)

    async def cue_ahead(self) -> None:
        """Keeps the player supplied."""
        while True:
            if not await self.cue_step():
                await asyncio.sleep(STEP_SECONDS)

    async def cue_step(self) -> bool:
        """Cues one item or chooses a show, if there is room; says whether there may be more to do at once."""
        if self.panicking:
            return False
        return await self.supply.step() or (self.supply.is_short() and self._choose())

    def _choose(self) -> bool:
        self.supply.leave()
        starts = utc_now() + timedelta(seconds=self.player.frames_queued() / HOUSE_RATE)
        chosen = self._asked_for() or self._resumed(starts) or next_show.next_show(
            self._candidates(), starts, timedelta(hours=self.air.repeat_after_hours), self.supply.last_show
        )  # fmt: skip
        if chosen is None:
            return False
        self._begin(chosen, starts)
        return True

    def _candidates(self, timed: bool = False) -> list[Candidate]:
        slots = [s for s in self.shelf.slots() if (s.airs_at or not timed) and not self.supply.rests(s.show)]
        return next_show.candidates(slots, self.shelf.rundowns, self.heard, self.air.runway_seconds)

    def _asked_for(self) -> Candidate | None:
        rundown = self.shelf.rundowns.get(self._wanted) if self._wanted else None
        if rundown is None:
            return None
        self._wanted = None
        self.shelf.asked.discard(rundown.show)
        return next_show.whole(rundown)

    def _resumed(self, now: datetime) -> Candidate | None:
        """The show that was on air before a restart."""
        if self._last_ident is not None:
            return None
        return next_show.resumed(self.shelf.slots(), self.shelf.rundowns, self.heard, now)

    def _begin(self, chosen: Candidate, starts: datetime) -> None:
        self.heard.shows[chosen.show] = starts
        prelude: list[tuple[Rundown, Item] | None] = []
        if self._last_ident is None or starts - self._last_ident > IDENT_EVERY:
            self._last_ident = starts
            ident = next_show.next_ident(self.shelf.slots(), self.shelf.rundowns, self.heard)
            prelude = [(ident, item) for item in ident.items] if ident else [None]
        self.supply.begin(chosen.show, chosen.source, chosen.start, prelude)
        log.get().info("show chosen", show=chosen.show, source=chosen.source, start=chosen.start)

    def break_in(self) -> None:
        """Starts a due show at the next sentence end, where what plays may be broken off."""
        due = next_show.due_show(self._candidates(timed=True), utc_now())
        if due is None or due.show == self.supply.show or self.panicking:
            return
        on_air = self.logbook.on_air
        if next_show.breaks_in(due, on_air.source if on_air else "evergreen", utc_now()):
            self.supply.drop()
            self._begin(due, utc_now())

    # --- the operator's wishes ---------------------------------------------------------------------------------

    def skip(self) -> None:
        """On to the next show; the rest of this one is not taken up again."""
        on_air = self.logbook.on_air
        show = on_air.show if on_air else self.supply.show
        if show:
            self.heard.given_up.add(show)
        self.supply.drop()
        self.supply.last_show = show
        self.clock.call(self.player.cut)

    def say(self, show: ShowId) -> None:
        """This show plays when the present one is over."""
        self.shelf.asked.add(show)
        self._wanted = show
        on_air = self.logbook.on_air
        if on_air and self.supply.show != on_air.show:
            self.supply.drop()

    def panic(self) -> None:
        """The bed, at once and until `resume`."""
        self.panicking = True
        self.supply.drop()
        self.clock.call(self.player.hold)
        self.clock.call(self.player.cut)

    def resume(self) -> None:
        self.panicking = False
        self.clock.call(self.player.release)

    async def finish(self) -> None:
        """Ends what plays: at its sentence's end when that is near, else with a fade."""
        self.panicking = True
        left = self.player.frames_left()
        self.clock.call(self.player.hold)
        self.supply.drop()
        if left > frames_of(FINISH_SECONDS):
            left = FINISH_FADE_FRAMES
            self.clock.call(lambda: self.player.cut(FINISH_FADE_FRAMES))
        await asyncio.sleep(left / HOUSE_RATE + 0.1)
        await self.logbook.step()

    def next_up(self) -> str:
        """Title of the show that is cued after the one on air; empty while it is not chosen."""
        showing = self.logbook.on_air.show if self.logbook.on_air else None
        return next((c.title for c in tuple(self.player.queue) if c.show not in (showing, STATION)), "")
