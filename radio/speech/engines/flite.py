"""Flite: small, quick English voices of a Debian package, found on the PATH. A voice is `rms`, `slt` or `awb`.

Sound comes sentence by sentence; words are not timed.
"""

from __future__ import annotations

from collections.abc import Sequence

from radio.speech.engines.kind import EngineKind
from radio.speech.engines.program_engine import ProgramEngine

PROGRAM = "flite"
WORKERS = 2


def open_flite() -> ProgramEngine:
    """The engine."""
    return ProgramEngine(
        PROGRAM,
        module="radio.speech.engines.flite_worker",
        install="apt install flite",
        no_voice=no_voice,
        workers=WORKERS,
    )


def no_voice(name: str, voices: Sequence[str]) -> str:
    return f"flite has no voice {name!r}; it has {', '.join(voices)}"


FLITE = EngineKind(name="flite", opened=lambda _speech, _voices: open_flite())
