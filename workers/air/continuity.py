"""Keeps the air supplied: chooses shows, cues their items ahead, logs what sounds.

In: the shelf, the clock's events, the operator's wishes. Out: cued items in the player, lines in the as-run log. Every
wait of the station's disk happens here, and the clock never waits for it: with nothing cued, the bed plays.
"""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime, timedelta

from radio import log
from radio.config import Config
from radio.media import Media
from radio.model import HOUSE_RATE, Item, MediaKey, Rundown, ShowId
from workers.air import bed, choose
from workers.air.asrun import HEARD_FOR, AsRunLog
from workers.air.clock import DEAD_AIR_FRAMES, Clock, Timeline, utc_now
from workers.air.cue import Unplayable, cue
from workers.air.pcm import frames_of
from workers.air.shelf import Shelf
from workers.air.sources import Cued, Player, SourceName

STEP_SECONDS = 0.1
LOOK_SECONDS = 0.5
AHEAD_FRAMES = frames_of(60)
CHOOSE_FRAMES = frames_of(20)
"""The next show is chosen this long before it starts: late enough for what is new."""

DRY_FRAMES = frames_of(3)
ARM_FRAMES = frames_of(1.2)
"""An item is logged this long before it may sound: a crash costs at most one sentence besides the one it cut."""

IDENT_EVERY = timedelta(minutes=15)
RESUME_WITHIN = timedelta(minutes=10)
FORGET_EVERY = timedelta(days=1)
MARK_SECONDS = 60.0
CLOCK_STEP_SECONDS = 2.0
FINISH_SECONDS = 3.0
FINISH_FADE_FRAMES = frames_of(0.3)
BROKEN_IN_A_ROW = 2
"""So many unplayable items and their show rests: its files may come back."""

BROKEN_REST = timedelta(minutes=5)
STATION = ShowId("station")


class Continuity:
    """What plays next, and the record of what played."""

    def __init__(self, config: Config, clock: Clock, player: Player, shelf: Shelf, asrun: AsRunLog):
        self.config = config
        self.clock = clock
        self.player = player
        self.shelf = shelf
        self.asrun = asrun
        self.on_air: Cued | None = None
        self.timeline = Timeline(clock.frame, utc_now())
        self.show: ShowId | None = None
        """The show whose items are being cued."""
        self.source: SourceName = "evergreen"
        self.index = 0
        self.wanted: ShowId | None = None
        self.panicking = False
        self.changed = asyncio.Event()
        """Set at every change of the item on air."""
        self._media = Media(config.paths.media)
        self._prelude: deque[tuple[Rundown, Item] | None] = deque()
        self._last_show: ShowId | None = None
        self._last_ident: datetime | None = None
        self._chime = bed.chime()
        self._card = bed.station_picture(config.station.name, "")
        self._broken = 0
        self._resting: dict[ShowId, datetime] = {}

    # --- the log -----------------------------------------------------------------------------------------------

    async def keep_log(self) -> None:
        """Logs what started and ended, lets the next item sound, and cuts an item that is silent."""
        marked = 0.0
        while True:
            await self.log_step()
            if asyncio.get_running_loop().time() - marked > MARK_SECONDS:
                marked = asyncio.get_running_loop().time()
                self._mark()
            await asyncio.sleep(STEP_SECONDS)

    async def log_step(self) -> None:
        while self.clock.events:
            event = self.clock.events.popleft()
            ended = event.kind == "ended"
            self.on_air = None if ended else event.cued
            if ended and event.cued.logged:
                await self._log_end(event.cued, event.frame, event.cued.outcome)
            self.changed.set()
        while self.player.dropped:
            await self._forget(self.player.dropped.popleft())
        await self._arm()
        if self.on_air and self.clock.silent_frames > DEAD_AIR_FRAMES and self.player.frames_left():
            log.get().error("item is silent and was cut", item=self.on_air.item.id)
            self.clock.call(self.player.cut)

    async def _arm(self) -> None:
        """Lets the next item sound, once the log has it."""
        following = self.player.following()
        left = self.player.frames_left()
        if following is None or following.airable or left > ARM_FRAMES:
            return
        await asyncio.to_thread(following.unpack)
        if following.logged:
            frame = self.clock.frame + left
            at = self.timeline.utc_of(frame)
            await asyncio.to_thread(self.asrun.cued, following.item, following.show, at, frame)
        following.airable = True

    async def _log_end(self, cued: Cued, frame: int, outcome) -> None:
        at = self.timeline.utc_of(frame)
        await asyncio.to_thread(self.asrun.ended, cued.item.id, cued.show, at, frame, outcome)

    async def _forget(self, cued: Cued) -> None:
        if cued.airable and cued.logged:
            await self._log_end(cued, self.clock.frame, "skipped")
        else:
            self.asrun.heard.unnote(cued.show, cued.item.id)

    def _mark(self) -> None:
        moved = self.timeline.mark(self.clock.frame, utc_now())
        if abs(moved) > CLOCK_STEP_SECONDS:
            log.get().warning("the time of day moved against the samples", seconds=round(moved, 1))

    # --- the programme -----------------------------------------------------------------------------------------

    async def look(self) -> None:
        """Follows what studio hands over."""
        forgot = utc_now()
        while True:
            await asyncio.to_thread(self.shelf.look, (self.show, self.wanted))
            self._break_in()
            if utc_now() - forgot > FORGET_EVERY:
                forgot = utc_now()
                self.asrun.heard.forget(forgot - HEARD_FOR, tuple(self.shelf.rundowns))
            await asyncio.sleep(LOOK_SECONDS)

    async def cue_ahead(self) -> None:
        """Keeps the player supplied."""
        while True:
            if not await self.cue_step():
                await asyncio.sleep(STEP_SECONDS)

    async def cue_step(self) -> bool:
        """Cues one item if there is room for it; says whether there may be more to do at once."""
        queued = self.player.frames_queued()
        if self.panicking or queued > AHEAD_FRAMES:
            return False
        if self._prelude:
            return await self._cue_prelude(self._prelude.popleft())
        rundown = self.shelf.rundowns.get(self.show) if self.show else None
        if rundown and self.index < len(rundown.items):
            self.index += 1
            return await self._cue(rundown, rundown.items[self.index - 1], self.source)
        if rundown and not rundown.complete and queued > DRY_FRAMES:
            return False
        if queued < CHOOSE_FRAMES:
            return self._choose()
        return False

    async def _cue(self, rundown: Rundown, item: Item, source: SourceName) -> bool:
        self.asrun.heard.items.setdefault(rundown.show, set()).add(item.id)
        show = self.show
        try:
            cued = await asyncio.to_thread(cue, item, rundown, source, self._media)
        except Unplayable as exc:
            await self._skip_unplayable(item, rundown.show, str(exc))
            return True
        self._broken = 0
        if self.show == show and not self.panicking:
            self.player.push(cued)
        else:
            self.asrun.heard.unnote(rundown.show, item.id)
        return True

    async def _skip_unplayable(self, item: Item, show: ShowId, reason: str) -> None:
        log.get().warning("item skipped", item=item.id, reason=reason)
        at = self.timeline.utc_of(self.clock.frame)
        await asyncio.to_thread(self.asrun.ended, item.id, show, at, self.clock.frame, "skipped")
        self._broken += 1
        if self._broken >= BROKEN_IN_A_ROW:
            self._broken = 0
            self._resting[show] = utc_now() + BROKEN_REST
            if show == self.show:
                self._last_show, self.show = show, None

    async def _cue_prelude(self, ident: tuple[Rundown, Item] | None) -> bool:
        if ident:
            return await self._cue(*ident, "ident")
        self.player.push(self._chime_cued())
        return True

    def _chime_cued(self) -> Cued:
        none = MediaKey("")
        frames = len(self._chime)
        item = Item(id="chime", sound=none, frames=frames, pause_frames=0, picture=none, text="", speaker="")
        name = self.config.station.name
        return Cued(item, STATION, name, name, "ident", self._chime, self._card, logged=False, airable=True)

    def _choose(self) -> bool:
        if self.show:
            self._last_show, self.show = self.show, None
        starts = utc_now() + timedelta(seconds=self.player.frames_queued() / HOUSE_RATE)
        chosen = self._wanted() or self._resumed(starts) or choose.next_show(
            self._candidates(), starts, timedelta(hours=self.config.air.repeat_after_hours), self._last_show
        )  # fmt: skip
        if chosen is None:
            return False
        self._begin(chosen, starts)
        return True

    def _candidates(self, timed: bool = False) -> list[choose.Candidate]:
        now = utc_now()
        slots = [s for s in self.shelf.slots() if (s.airs_at or not timed) and self._resting.get(s.show, now) <= now]
        return choose.candidates(slots, self.shelf.rundowns, self.asrun.heard, self.config.air.runway_seconds)

    def _wanted(self) -> choose.Candidate | None:
        rundown = self.shelf.rundowns.get(self.wanted) if self.wanted else None
        if rundown is None:
            return None
        self.wanted = None
        self.shelf.asked.discard(rundown.show)
        return choose.Candidate(show=rundown.show, source="repeat", seconds=rundown.seconds, ready=True, fresh=False)

    def _resumed(self, now: datetime) -> choose.Candidate | None:
        """After a restart: the show that was on air, from its next sentence on."""
        heard = self.asrun.heard
        rundown = self.shelf.rundowns.get(heard.last_show) if heard.last_show and self._last_ident is None else None
        if rundown is None or heard.last_at is None or now - heard.last_at > RESUME_WITHIN or rundown.format == "ident":
            return None
        start = next((i + 1 for i, item in enumerate(rundown.items) if item.id == heard.last_item), 0)
        if not 0 < start < len(rundown.items):
            return None
        source = next((s.source for s in self.shelf.slots() if s.show == rundown.show), "repeat")
        return choose.Candidate(
            show=rundown.show, source=source, start=start, seconds=rundown.seconds, ready=True, fresh=False
        )

    def _begin(self, chosen: choose.Candidate, starts: datetime) -> None:
        self.show, self.source, self.index = chosen.show, chosen.source, chosen.start
        self.asrun.heard.shows[chosen.show] = starts
        if self._last_ident is None or starts - self._last_ident > IDENT_EVERY:
            self._last_ident = starts
            self._prelude.extend(self._ident() or [None])
        log.get().info("show chosen", show=chosen.show, source=chosen.source, start=chosen.start)

    def _ident(self) -> list[tuple[Rundown, Item]]:
        rundowns = (self.shelf.rundowns.get(slot.show) for slot in self.shelf.slots())
        idents = [r for r in rundowns if r and r.format == "ident" and r.complete]
        heard = self.asrun.heard.shows
        ident = min(idents, key=lambda r: heard[r.show].timestamp() if r.show in heard else 0.0, default=None)
        return [(ident, item) for item in ident.items] if ident else []

    def _break_in(self) -> None:
        """Starts a due show at the next sentence end, where what plays may be broken off."""
        due = choose.due_show(self._candidates(timed=True), utc_now())
        if due is None or due.show == self.show or self.panicking:
            return
        playing = self.on_air.source if self.on_air else "evergreen"
        if choose.breaks_in(due, playing, utc_now()):
            self._drop_queued()
            self._begin(due, utc_now())

    # --- the operator's wishes ---------------------------------------------------------------------------------

    def _drop_queued(self) -> None:
        self._last_show, self.show = self.show, None
        self._prelude.clear()
        doomed = tuple(self.player.queue)
        self.clock.call(lambda: self.player.drop(doomed))

    def skip(self) -> None:
        """On to the next show; the rest of this one is not taken up again."""
        show = self.on_air.show if self.on_air else self.show
        if show:
            self.asrun.heard.given_up.add(show)
        self._drop_queued()
        self._last_show = show
        self.clock.call(self.player.cut)

    def say(self, show: ShowId) -> None:
        """This show plays when the present one is over."""
        self.shelf.asked.add(show)
        self.wanted = show
        if self.on_air and self.show != self.on_air.show:
            self._drop_queued()

    def panic(self) -> None:
        """The bed, at once and until `resume`."""
        self.panicking = True
        self._drop_queued()
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
        self._drop_queued()
        if left > frames_of(FINISH_SECONDS):
            left = FINISH_FADE_FRAMES
            self.clock.call(lambda: self.player.cut(FINISH_FADE_FRAMES))
        await asyncio.sleep(left / HOUSE_RATE + 0.1)
        await self.log_step()

    # --- what is known -----------------------------------------------------------------------------------------

    def runway_seconds(self) -> float:
        """Recorded sound ahead: cued, and the rest of the show."""
        rundown = self.shelf.rundowns.get(self.show) if self.show else None
        rest = sum(i.frames + i.pause_frames for i in rundown.items[self.index :]) if rundown else 0
        return (self.player.frames_queued() + rest) / HOUSE_RATE

    def next_up(self) -> str:
        """Title of the show that is cued after the one on air; empty while it is not chosen."""
        showing = self.on_air.show if self.on_air else None
        following = next((c.title for c in tuple(self.player.queue) if c.show not in (showing, STATION)), "")
        return following
