"""Keeps the player supplied: cues the items of one show ahead, one after another.

In: a show to play, its rundown on the shelf, its files. Out: cued items in the player. What cannot be played is logged
and passed over; a show of which nothing can be played rests. Never chooses a show.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from radio import log
from radio.ids import SentenceId, ShowId
from radio.media import Media
from radio.model import HOUSE_RATE, Item, MediaKey, Rundown
from radio.utc import utc_now
from workers.air import bed
from workers.air.clock import Clock
from workers.air.cue import Unplayable, cue
from workers.air.logbook import Logbook
from workers.air.pcm import frames_of
from workers.air.shelf import Shelf
from workers.air.sources import Cued, Player, SourceName

AHEAD_FRAMES = frames_of(60)
CHOOSE_FRAMES = frames_of(20)
"""The next show is chosen this long before it starts: late enough for what is new."""

DRY_FRAMES = frames_of(3)
BROKEN_IN_A_ROW = 2
"""After this many unplayable items in a row their show rests: its files may come back."""

BROKEN_REST = timedelta(minutes=5)
STATION = ShowId("station")


class Supply:
    """The show that is being cued, and how far."""

    def __init__(self, station: str, clock: Clock, player: Player, shelf: Shelf, logbook: Logbook, media: Media):
        self.clock = clock
        self.player = player
        self.shelf = shelf
        self.logbook = logbook
        self.media = media
        self.show: ShowId | None = None
        self.last_show: ShowId | None = None
        """The show before it."""
        self._source: SourceName = "evergreen"
        self._index = 0
        self._prelude: deque[tuple[Rundown, Item] | None] = deque()
        self._drops = 0
        self._broken = 0
        self._resting: dict[ShowId, datetime] = {}
        self._station = station
        self._chime = bed.chime()
        self._card = bed.station_picture(station, "")

    def begin(
        self, show: ShowId, source: SourceName, start: int, prelude: Iterable[tuple[Rundown, Item] | None]
    ) -> None:
        """The prelude is heard first: items of idents, or None for the chime."""
        self.show, self._source, self._index = show, source, start
        self._prelude.extend(prelude)

    def leave(self) -> None:
        """Cues no more of the show."""
        if self.show:
            self.last_show, self.show = self.show, None

    def drop(self) -> None:
        """Leaves the show, and takes back all of it that has not sounded."""
        self.leave()
        self._drops += 1
        self._prelude.clear()
        doomed = tuple(self.player.queue)
        self.clock.call(lambda: self.player.drop(doomed))

    async def step(self) -> bool:
        """Cues one item if there is one and room for it; says whether there was."""
        if self.player.frames_queued() > AHEAD_FRAMES:
            return False
        if self._prelude:
            ident = self._prelude.popleft()
            if ident:
                await self._cue(*ident, "ident")
            else:
                self.player.push(self._chime_cued())
            return True
        rundown = self._rundown()
        if rundown is None or self._index >= len(rundown.items):
            return False
        self._index += 1
        await self._cue(rundown, rundown.items[self._index - 1], self._source)
        return True

    def is_short(self) -> bool:
        """Whether it is time for the next show. A show that is still being voiced is waited for, if not for long."""
        rundown = self._rundown()
        waits = rundown is not None and not rundown.complete
        return self.player.frames_queued() < (DRY_FRAMES if waits else CHOOSE_FRAMES)

    def rests(self, show: ShowId) -> bool:
        """Whether its files were broken a moment ago."""
        return show in self._resting and self._resting[show] > utc_now()

    def runway_seconds(self) -> float:
        """Recorded sound ahead: cued, and the rest of the show."""
        rundown = self._rundown()
        rest = sum(i.frames + i.pause_frames for i in rundown.items[self._index :]) if rundown else 0
        return (self.player.frames_queued() + rest) / HOUSE_RATE

    def _rundown(self) -> Rundown | None:
        return self.shelf.rundowns.get(self.show) if self.show else None

    async def _cue(self, rundown: Rundown, item: Item, source: SourceName) -> None:
        heard, drops = self.logbook.asrun.heard, self._drops
        heard.items.setdefault(rundown.show, set()).add(item.id)
        try:
            cued = await asyncio.to_thread(cue, item, rundown, source, self.media)
        except Unplayable as exc:
            log.get().warning("item skipped", item=item.id, reason=str(exc))
            await self.logbook.skipped(item, rundown.show)
            self._count_broken(rundown.show)
            return
        self._broken = 0
        if drops == self._drops:
            self.player.push(cued)
        else:
            heard.unnote(rundown.show, item.id)

    def _count_broken(self, show: ShowId) -> None:
        self._broken += 1
        if self._broken >= BROKEN_IN_A_ROW:
            self._broken = 0
            now = utc_now()
            self._resting = {s: until for s, until in self._resting.items() if until > now} | {show: now + BROKEN_REST}
            if show == self.show:
                self.leave()

    def _chime_cued(self) -> Cued:
        none = MediaKey("")
        frames = len(self._chime)
        item = Item(
            id=SentenceId("chime"), sound=none, frames=frames, pause_frames=0, picture=none, text="", speaker=""
        )
        name = self._station
        return Cued(item, STATION, name, name, "ident", self._chime, self._card, logged=False, airable=True)
