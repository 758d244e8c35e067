"""What studio remembers of its own work: how far it has asked each source, when it tidied, when it was last at work.

What was never written down is None.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from radio.store import schema as t
from radio.store.database import Database

_ROW = 1


class StudioBook:
    """Studio's own notes, which the desk may read."""

    def __init__(self, database: Database):
        self._database = database

    def announced_until(self, source: str) -> date | None:
        """The day of the newest paper that a source of papers has announced."""
        query = sa.select(t.sources.c.announced_until).where(t.sources.c.name == source)
        return self._database.value(query)

    def save_announced_until(self, source: str, day: date) -> None:
        self._database.save(t.sources, {"name": source, "announced_until": day})

    def tidied_on(self) -> date | None:
        """The day, in the station's time zone, on which old things were last removed."""
        return self._value(t.studio.c.tidied_on)

    def save_tidied_on(self, day: date) -> None:
        self._save(tidied_on=day)

    def seen_at(self) -> datetime | None:
        """When studio was last at work."""
        return self._value(t.studio.c.seen_at)

    def save_seen_at(self, when: datetime) -> None:
        self._save(seen_at=when)

    def voice_speeds(self) -> str | None:
        """How quickly the engines speak, as the JSON that was saved."""
        return self._value(t.studio.c.voice_speeds)

    def save_voice_speeds(self, speeds: str) -> None:
        self._save(voice_speeds=speeds)

    def _value(self, column: sa.Column[Any]) -> Any:
        return self._database.value(sa.select(column).where(t.studio.c.id == _ROW))

    def _save(self, **columns: Any) -> None:
        self._database.save(t.studio, {"id": _ROW, **columns})
