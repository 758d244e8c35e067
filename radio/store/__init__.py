"""The station's memory: records and the as-run log, in SQLite or PostgreSQL. The only place with SQL.

`paper(id)` raises Missing where there is none, `find_paper(id)` returns None: so it is with every record.
"""

from radio.store.asrun_log import AsRunLog
from radio.store.library import Library, Parked
from radio.store.programme_book import Archive, ProgrammeBook, ReadyShow
from radio.store.replies import Replies
from radio.store.store import Store
from radio.store.store_gate import StoreGate
from radio.store.studio_book import StudioBook

__all__ = [
    "Archive",
    "AsRunLog",
    "Library",
    "Parked",
    "ProgrammeBook",
    "ReadyShow",
    "Replies",
    "Store",
    "StoreGate",
    "StudioBook",
]
