"""Festival and flite, where they are installed: what they tell beyond what every engine does, and what they lack."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from radio.doors import Voice
from radio.errors import Unreachable, Unspeakable
from radio.speech.collect import collect
from radio.speech.engines.festival import open_festival
from radio.speech.engines.flite import open_flite

TEXT = "The naïve café reads papers. It's well-known, and it works."


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts a program of ours on the PATH, before all others; without a body, nothing but Python is on it."""

    def put(name: str, body: str = "") -> None:
        path = tmp_path / name
        path.write_text(f"#!{sys.executable}\n{body}")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    return put


@pytest.mark.skipif(not shutil.which("festival"), reason="festival is not installed here")
async def test_festival_times_every_word_of_the_written_text():
    festival = open_festival()
    recording = await collect(TEXT, Voice("cmu_us_slt_arctic_hts"), festival)
    await festival.close()
    words = [TEXT[w.offset : w.offset + w.length] for w in recording.words]
    assert words == ["The", "naïve", "café", "reads", "papers", "It's", "well-known", "and", "it", "works"]
    assert 0 < recording.words[0].seconds < 0.4 and recording.words[-1].seconds < recording.seconds


@pytest.mark.parametrize(
    ("engine", "advice"), [(open_flite, "apt install flite"), (open_festival, "apt install festival")]
)
async def test_a_program_that_is_not_installed_is_named_with_what_installs_it(engine, advice, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    for ask in (engine().check(Voice("rms")), collect("Hello.", Voice("rms"), engine())):
        with pytest.raises(Unspeakable, match=advice):
            await ask


@pytest.mark.parametrize("engine", [open_flite, open_festival])
async def test_a_program_that_ends_at_once_is_reported(engine, program):
    speaking = engine()
    program(speaking.name, "raise SystemExit(3)")
    with pytest.raises(Unreachable):
        await speaking.check(Voice("rms"))
    await speaking.close()


async def test_a_program_that_fails_in_the_middle_is_reported(program):
    program("flite", "import sys\nprint('Voices available: rms') if '-lv' in sys.argv else sys.exit('out of breath')")
    flite = open_flite()
    with pytest.raises(Unreachable, match="out of breath"):
        await collect("Hello.", Voice("rms"), flite)
    await flite.close()


async def test_a_program_that_writes_no_sound_is_reported(program):
    program("flite", "import sys\nif '-lv' in sys.argv: print('Voices available: rms')")
    flite = open_flite()
    with pytest.raises(Unreachable):
        await collect("Hello.", Voice("rms"), flite)
    await flite.close()
