"""What a child says on standard error, into the log without any stream key."""

from __future__ import annotations

import re

from radio import log

_ADDRESS = re.compile(r"([a-z][\w+.-]*://[^\s/'\"]+(?:/[^\s/?'\"]+)?)[^\s'\"]*")
HARMLESS = "Guessed Channel Layout"
LINES_LOGGED = 20
"""A child that complains without end must not fill the disk: so many lines of each life are logged."""


def without_keys(line: str, secret: str = "") -> str:
    """The line with addresses cut after their application, and the secret itself gone wherever it stands."""
    line = _ADDRESS.sub(r"\1/****", line)
    return line.replace(secret, "****") if secret else line


class Redactor:
    """Keeps the last line and logs the first few."""

    def __init__(self, name: str, secret: str = ""):
        self.name = name
        self.last = ""
        self._secret = secret
        self._lines = 0

    def line(self, text: str) -> None:
        if HARMLESS in text:
            return
        self.last = without_keys(text, self._secret)
        self._lines += 1
        if self._lines <= LINES_LOGGED:
            log.get().warning("ffmpeg says", child=self.name, line=self.last)
