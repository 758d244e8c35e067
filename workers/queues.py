"""How durable work is named and where it queues: what studio and those who ask it for work must agree on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

APPLICATION = "paper-radio"
EXECUTOR = "studio"
"""One studio works on a data folder; by this name it finds its work again, whatever the machine is called."""

UNFINISHED = ("PENDING", "ENQUEUED", "DELAYED")
FAILED = ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
"""States of DBOS in which work waits or runs, and in which it ended without a result."""

QUEUES = {"arxiv": 3, "local": 2, "segments": 2, "shows": 1, "evergreen": 1, "chores": 1}
"""Workflows that run at once. `arxiv` may sleep while arXiv is away; nothing else waits behind it."""

QUEUE_OF = {"poll": "chores", "paper": "arxiv", "update": "local", "show": "shows"}
"""The queue of each workflow that can be asked for; `segment` only follows from `show`."""


def next_id(workflow_id: str) -> str:
    """`paper/2411.01234v2` → `paper/2411.01234v2~2` → `…~3`."""
    stem, mark, count = workflow_id.rpartition("~")
    return f"{stem}~{int(count) + 1}" if mark and count.isdigit() else f"{workflow_id}~2"


def id_after(tries: Iterable[str], first: str) -> str:
    """The id that follows the latest of the tries; `first` where there is none."""
    latest = max(tries, key=lambda workflow_id: int(workflow_id.partition("~")[2] or 1), default="")
    return next_id(latest) if latest else first


def segment_id_within(show_workflow_id: str, segment: str) -> str:
    """`show/2026-11-20-daily~2`, `2026-11-20-daily/03` → `segment/2026-11-20-daily/03~2`: each try has its own."""
    _, mark, count = show_workflow_id.rpartition("~")
    return f"segment/{segment}{mark}{count if mark else ''}"


def database_url(work: Path) -> str:
    """Where DBOS keeps its state."""
    return f"sqlite:///{work}"
