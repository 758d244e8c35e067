"""Festival with an HTS voice: clearer than espeak-ng, no download beyond Debian's packages. English.

A voice is `cmu_us_slt_arctic_hts`, any that festival lists. Sound comes sentence by sentence, with the times of words.
"""

from __future__ import annotations

from collections.abc import Sequence

from radio.speech.engines.kind import EngineKind
from radio.speech.engines.program_engine import ProgramEngine

PROGRAM = "festival"
INSTALL = "apt install festival festvox-us-slt-hts"


def open_festival() -> ProgramEngine:
    """The engine."""
    return ProgramEngine(PROGRAM, module="radio.speech.engines.festival_worker", install=INSTALL, no_voice=no_voice)


def no_voice(name: str, voices: Sequence[str]) -> str:
    return f"festival has no voice {name!r}; it has {', '.join(voices) or 'none'}, and `{INSTALL}` brings a good one"


FESTIVAL = EngineKind(name="festival", opened=lambda _speech, _voices: open_festival())
