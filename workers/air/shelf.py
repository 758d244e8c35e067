"""What studio has handed over: the programme and the rundowns, as last read whole.

In: files that studio replaces. Out: records. A file that is missing or broken changes nothing: the last good one stays,
and the log says so once.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from radio import log
from radio.config import Paths
from radio.ids import ShowId
from radio.model import Programme, Rundown, Slot, from_json

Record = TypeVar("Record", Programme, Rundown)
Stamp = tuple[int, int, int]


class Shelf:
    """Reads only what changed since the last look, and keeps what is in the programme, asked for or playing."""

    def __init__(self, paths: Paths):
        self.paths = paths
        self.programme: Programme | None = None
        self.rundowns: dict[ShowId, Rundown] = {}
        self.asked: set[ShowId] = set()
        """Shows that the operator asked for, in the programme or not."""
        self._stamps: dict[Path, Stamp] = {}
        self._broken: set[Path] = set()

    def look(self, playing: Collection[ShowId | None] = ()) -> None:
        """Reads what is new, and forgets what nobody needs any more. Touches the disk: call it in a thread."""
        if programme := self._changed(self.paths.programme, Programme):
            self.programme = programme
        for show in self._shows():
            if rundown := self._changed(self.paths.rundown_of(show), Rundown):
                self.rundowns[show] = rundown
        if self.programme:
            self._forget_all_but({*self._shows(), *playing})

    def _forget_all_but(self, needed: Collection[ShowId | None]) -> None:
        for show in self.rundowns.keys() - needed:
            path = self.paths.rundown_of(show)
            self.rundowns.pop(show, None)
            self._stamps.pop(path, None)
            self._broken.discard(path)

    def forget_stamps(self) -> None:
        """Reads everything again at the next look."""
        self._stamps = {}

    def slots(self) -> tuple[Slot, ...]:
        """The programme; without one, every rundown there is, as a repeat."""
        if self.programme:
            return self.programme.slots
        return tuple(Slot(show=show, source="repeat") for show in sorted(self.rundowns))

    def _shows(self) -> list[ShowId]:
        if self.programme:
            return [*(slot.show for slot in self.programme.slots), *tuple(self.asked)]
        found = (p for p in self.paths.rundown.glob("*.json") if p != self.paths.programme)
        return [ShowId(p.stem) for p in found]

    def _changed(self, path: Path, kind: type[Record]) -> Record | None:
        try:
            stat = path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if self._stamps.get(path) == stamp:
                return None
            self._stamps[path] = stamp
            record = from_json(kind, path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as exc:
            self._complain(path, exc)
            return None
        self._broken.discard(path)
        return record

    def _complain(self, path: Path, exc: Exception) -> None:
        if path not in self._broken:
            self._broken.add(path)
            reason = exc.strerror if isinstance(exc, OSError) else "it is not the record it should be"
            log.get().warning(
                "what studio handed over cannot be read; the last good one stays", file=path.name, reason=reason
            )
