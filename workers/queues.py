"""Where durable work queues: what studio and those who ask it for work must agree on. Ids are `radio.ids`."""

from __future__ import annotations

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


def database_url(work: Path) -> str:
    """Where DBOS keeps its state."""
    return f"sqlite:///{work}"
