"""How a sentence is pronounced: as its script says, or anew with the operator's own lexicon.

Reads: the operator's `lexicon.toml`, again whenever it changes.  Never touches the script: what is shown stays.
A lexicon with a mistake in it is told once and not used; the last good one stays.
"""

from __future__ import annotations

from pathlib import Path

from radio import log
from radio.model import Sentence
from shows.speakable import SHIPPED, BadLexicon, Lexicon, speakable


class Pronunciation:
    """What the voices are given for a sentence."""

    def __init__(self, file: Path | None):
        self._file = file
        self._read: tuple[int, int] | None = None
        self._lexicon: Lexicon | None = None

    def of(self, sentence: Sentence) -> str:
        """The sentence's spoken form, in the operator's words where there are any."""
        lexicon = self._current()
        return speakable(sentence.text, lexicon) if lexicon else sentence.spoken

    def _current(self) -> Lexicon | None:
        if self._file is None:
            return None
        try:
            state = self._file.stat()
        except OSError:
            self._read = self._lexicon = None
            return None
        seen = (state.st_mtime_ns, state.st_size)
        if seen != self._read:
            self._read = seen
            self._lexicon = self._loaded(self._file)
        return self._lexicon

    def _loaded(self, file: Path) -> Lexicon | None:
        try:
            lexicon = SHIPPED.over(file.read_text(encoding="utf-8"))
        except (BadLexicon, OSError, UnicodeDecodeError) as exc:
            log.get().warning("lexicon not read", file=str(file), reason=str(exc))
            return self._lexicon
        log.get().info("lexicon read", file=str(file), words=len(lexicon.said) - len(SHIPPED.said))
        return lexicon
