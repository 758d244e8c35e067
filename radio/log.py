"""Logs: one line an event, a static message with its values beside it, to standard error."""

from __future__ import annotations

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor

KEYS_FIRST = ("timestamp", "level", "program", "event")
_SECRET = re.compile(r"(\b(?!https?:|file:)[a-z][\w+.-]*://[^\s/]+/[^\s/?]+/)[^\s?\"']+")


def _hide_keys(_logger: object, _name: str, event: EventDict) -> EventDict:
    """A stream key at the end of an output's address never reaches a log; pages and files are shown whole."""
    return {k: _SECRET.sub(r"\1****", v) if isinstance(v, str) else v for k, v in event.items()}


def start(program: str, *, verbose: bool = False) -> None:
    """Sends all logs of this process to standard error as `time level program event key=value`."""
    level = logging.DEBUG if verbose else logging.INFO
    form = "%(asctime)s %(levelname)s %(name)s %(message)s"
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format=form, force=True)

    def name_program(_logger: object, _method: str, event: EventDict) -> EventDict:
        return {"program": program, **event}

    structlog.configure(
        processors=[
            name_program,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _hide_keys,
            _renderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def _renderer() -> Processor:
    """Colours for a person at a terminal, plain `key=value` for a file or the journal."""
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(colors=True, pad_event_to=0)
    return structlog.processors.LogfmtRenderer(key_order=KEYS_FIRST, bool_as_flag=False)


def get() -> structlog.stdlib.BoundLogger:
    """A logger: `log.info("paper read", paper=paper.id, pages=12)`."""
    return structlog.get_logger()
