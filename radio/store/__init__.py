"""The station's memory: records and the as-run log, in SQLite or PostgreSQL. The only place with SQL."""

from radio.store.asrun_log import AsRunLog
from radio.store.library import Library, Parked
from radio.store.programme_book import Archive, ProgrammeBook, ReadyShow, edition_number
from radio.store.replies import WorkBook
from radio.store.store import RELEASE_MARK, Store
from radio.store.store_gate import StoreGate

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
