"""The station's memory: records and the as-run log, in SQLite or PostgreSQL. The only place with SQL."""

from radio.store.asrun import AsRunLog
from radio.store.gate import StoreGate
from radio.store.library import Library, Parked
from radio.store.programme import Archive, ProgrammeBook, ReadyShow, edition_number
from radio.store.store import RELEASE_MARK, Store
from radio.store.work import WorkBook

__all__ = [
    "RELEASE_MARK",
    "Archive",
    "AsRunLog",
    "Library",
    "Parked",
    "ProgrammeBook",
    "ReadyShow",
    "Store",
    "StoreGate",
    "WorkBook",
    "edition_number",
]
