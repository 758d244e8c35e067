"""The as-run log: what truly went out, one JSON line an event, in a file a day that only air appends to.

In: an item cued (durable before it may sound), an item ended. Out: at start, what was heard and what a crash cut
short. When the disk is full the lines wait in memory: sound goes on.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from radio import log
from radio.ids import ShowId
from radio.model import Item

HEARD_FOR = timedelta(days=14)
WAITING_LINES = 10_000
FIELDS = {"show", "item", "event", "frame"}
"""What every line has beside its time; one without is passed over."""
Outcome = Literal["aired", "cut", "skipped"]


@dataclass(slots=True)
class Heard:
    """What the log says has been on air."""

    shows: dict[ShowId, datetime] = field(default_factory=dict)
    """When each show was last heard."""
    items: dict[ShowId, set[str]] = field(default_factory=dict)
    """Every item of a show that was cued, whatever came of it."""
    given_up: set[ShowId] = field(default_factory=set)
    """Shows that the operator skipped: what is left of them is not taken up again."""
    last_show: ShowId | None = None
    last_item: str = ""
    last_at: datetime | None = None

    def note(self, show: ShowId, item: str, at: datetime, outcome: Outcome | None) -> None:
        """An item was cued (no outcome yet) or ended."""
        self.items.setdefault(show, set()).add(item)
        if outcome != "skipped":
            self.shows[show] = max(at, self.shows.get(show, at))
        if outcome is None:
            # An item is cued before the one ahead of it ends: only the cue says how far the show has come.
            self.last_show, self.last_item, self.last_at = show, item, at

    def unnote(self, show: ShowId, item: str) -> None:
        """The item was cued and did not sound: it may be cued again."""
        self.items.get(show, set()).discard(item)

    def forget(self, before: datetime, needed: Collection[ShowId]) -> None:
        """Forgets the shows that are not needed and were not heard since then."""
        for show in {*self.shows, *self.items, *self.given_up}.difference(needed):
            if show not in self.shows or self.shows[show] < before:
                self.shows.pop(show, None)
                self.items.pop(show, None)
                self.given_up.discard(show)


class AsRunLog:
    """Appends to `<folder>/<UTC date>.jsonl`. Its calls wait for the disk; they may come from several threads."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.heard = Heard()
        self._waiting: deque[tuple[str, str]] = deque(maxlen=WAITING_LINES)
        self._failed = False
        self._writing = Lock()

    def recover(self, now: datetime) -> list[str]:
        """Reads what was heard; closes as `cut` every item that was cued and never ended, and returns those."""
        open_items: dict[tuple[ShowId, str], dict[str, Any]] = {}
        for entry in _entries(self._recent(now)):
            key = (ShowId(entry["show"]), entry["item"])
            self.heard.note(*key, datetime.fromisoformat(entry["at"]), entry.get("outcome"))
            if entry["event"] == "cued":
                open_items[key] = entry
            else:
                open_items.pop(key, None)
        for (show, item), entry in open_items.items():
            self._append(now, {"event": "ended", "item": item, "show": show, "frame": entry["frame"], "outcome": "cut"})
        return [item for _, item in open_items]

    def _recent(self, now: datetime) -> list[Path]:
        first = f"{now - HEARD_FOR:%Y-%m-%d}"
        return sorted(p for p in self.folder.glob("*.jsonl") if p.stem >= first)

    def cued(self, item: Item, show: ShowId, at: datetime, frame: int) -> None:
        """Durable when this returns, or held in memory when the disk does not take it."""
        self.heard.note(show, item.id, at, None)
        entry = {"event": "cued", "item": item.id, "show": show, "frame": frame, "text": item.text}
        self._append(at, entry | {"paper": item.paper})

    def ended(self, item: str, show: ShowId, at: datetime, frame: int, outcome: Outcome) -> None:
        self.heard.note(show, item, at, outcome)
        self._append(at, {"event": "ended", "item": item, "show": show, "frame": frame, "outcome": outcome})

    def _append(self, at: datetime, entry: dict[str, Any]) -> None:
        line = json.dumps({"event": entry["event"], "at": at.isoformat(timespec="milliseconds"), **entry})
        with self._writing:
            self._waiting.append((f"{at:%Y-%m-%d}", line))
            self._write_waiting()

    def _write_waiting(self) -> None:
        try:
            while self._waiting:
                day, line = self._waiting[0]
                _append_line(self.folder / f"{day}.jsonl", line)
                self._waiting.popleft()
            self._failed = False
        except OSError as exc:
            if not self._failed:
                log.get().error("as-run log cannot be written; free some disk space", reason=exc.strerror)
            self._failed = True


def _append_line(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        end = file.tell()
        if end:
            # A line that a crash tore is closed first, so that it spoils no other.
            file.seek(end - 1)
            line = line if file.read(1) == b"\n" else "\n" + line
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _entries(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        try:
            lines = path.read_bytes().splitlines()
        except OSError as exc:
            log.get().error("as-run log cannot be read; what it says may play again", file=path.name, reason=str(exc))
            continue
        for line in lines:
            try:
                entry = json.loads(line)
                datetime.fromisoformat(entry["at"])
            except (ValueError, KeyError, TypeError):
                continue
            if entry.keys() >= FIELDS:
                yield entry
