"""Air's status → what the page shows and `/now.json` says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from radio.config import Config
from radio.ids import paper_name

DISCLOSURE = "All voices on this station are synthetic."
EMERGENCY = "emergency voice: it needs nothing, and sounds like a machine"
SOURCES = {"rundown": "new", "repeat": "repeat", "evergreen": "evergreen", "bed": "between programmes"}


def now_of(status: Mapping[str, Any] | None, config: Config) -> dict[str, Any]:
    """The document at `/now.json`; the same keys whether air is up or not."""
    status = status or {}
    paper = status.get("paper") or None
    return {
        "station": config.station.name,
        "on_air": bool(status),
        "flowing": status.get("flowing") is True,
        "utc": status.get("utc"),
        "show": status.get("show"),
        "title": status.get("title") or "",
        "text": status.get("text") or "",
        "speaker": status.get("speaker") or "",
        "paper": paper,
        "paper_url": paper_url(paper),
        "page": status.get("page"),
        "source": SOURCES.get(status.get("source", ""), ""),
        "next": status.get("next") or "",
        "disclosure": DISCLOSURE,
        "voice_note": EMERGENCY if status.get("engine") == "espeak" else "",
    }


def paper_url(paper: str | None) -> str | None:
    """The paper's page at arXiv; None for papers that are not from there."""
    return f"https://arxiv.org/abs/{paper}" if paper and paper_name(paper).is_arxiv else None
