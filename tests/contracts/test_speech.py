"""What every engine that speaks without a network promises: real programs, real workers, models made on the spot."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import measure
import numpy as np
import pytest
import pytest_asyncio
import tone_models

from radio import sound
from radio.config import SpeechConfig
from radio.doors import Speaking, Speech, Voice
from radio.errors import Unreachable, Unspeakable
from radio.speech.engines.kokoro import open_kokoro
from radio.speech.engines.piper import open_piper
from radio.speech.engines.registry import ENGINES, engines

TEXT = "The naïve café reads papers aloud. We trained on many images, and it works. Nobody had expected that."
LONG = " ".join([TEXT] * 30)
IMPATIENT_SECONDS = 3.0


@dataclass(frozen=True)
class Adapter:
    """An engine as the contract tries it."""

    name: str
    """As it is listed."""
    voice: str
    other: str
    """Another of its voices; the same where it has one only."""
    program: str = ""
    """What has to be on the PATH."""
    impatient: Callable[[Path], Speaking] | None = None
    """Opens it so that it is given up sooner than a model would need; None where it is quick."""

    def make(self, voices: Path) -> Speaking:
        """The engine, given the folder of installed voices."""
        return self.impatient(voices) if self.impatient else opened(self.name, voices)


def opened(name: str, voices: Path) -> Speaking:
    return engines(SpeechConfig(), voices)[name]


HTS = "cmu_us_slt_arctic_hts"
ADAPTERS = {
    adapter.name: adapter
    for adapter in (
        Adapter("espeak", "en-us+f3", "en-gb+m3"),
        Adapter("flite", "rms", "slt", program="flite"),
        Adapter("festival", HTS, HTS, program="festival"),
        Adapter("piper", "en_US-hum-low", "en_US-hums-low#1", impatient=lambda it: open_piper(it, IMPATIENT_SECONDS)),
        Adapter("kokoro", "af_hum", "bm_hum", impatient=lambda it: open_kokoro(it, IMPATIENT_SECONDS)),
    )
}
BESIDE = {"endpoint", "xtts"}
"""Engines that need a server or an extra of two gigabytes: their own tests hold them to their promises."""


def test_every_engine_that_is_listed_is_held_to_the_contract():
    assert {kind.name for kind in ENGINES} == {*ADAPTERS, *BESIDE}


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed voices."""
    folder = tmp_path_factory.mktemp("voices")
    tone_models.install_piper(folder, "en_US-hum-low")
    tone_models.install_piper(folder, "en_US-hums-low", speakers=3)
    tone_models.install_kokoro(folder, af_hum=210.0, bm_hum=120.0)
    return folder


@pytest.fixture(
    params=[
        pytest.param(name, marks=pytest.mark.slow if adapter.program else ()) for name, adapter in ADAPTERS.items()
    ],
    scope="module",
)
def adapter(request: pytest.FixtureRequest) -> Adapter:
    adapter = ADAPTERS[request.param]
    if adapter.program and not shutil.which(adapter.program):
        pytest.skip(f"{adapter.program} is not installed here; `apt-get install {adapter.program}` brings it")
    return adapter


@pytest.fixture
def voice(adapter: Adapter) -> Voice:
    return Voice(adapter.voice)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def speaking(adapter: Adapter, voices: Path) -> AsyncIterator[Speaking]:
    """The engine, for all tests that leave it alive: what one asks of it must not hurt the next. Nothing of it is left
    running."""
    others = descendants()
    made = adapter.make(voices)
    yield made
    started = set(descendants()) - set(others)
    await made.close()
    wait_until_gone(started)


@pytest.fixture
async def mortal(adapter: Adapter, voices: Path) -> AsyncIterator[Mortal]:
    """An engine of the test's own, whose processes it may kill. Nothing of it is left running."""
    others = descendants()
    made = Mortal(adapter.make(voices), others)
    yield made
    started = made.processes()
    await made.engine.close()
    wait_until_gone(started)


@dataclass(frozen=True)
class Mortal:
    """An engine, and the processes that were there before it."""

    engine: Speaking
    others: list[int]

    def processes(self) -> list[int]:
        """What it started, parents before their children."""
        return [pid for pid in descendants() if pid not in self.others]


def descendants() -> list[int]:
    """Processes that this one started, and those that they started."""
    return measure.tree(os.getpid())[1:]


def is_alive(pid: int) -> bool:
    """Whether it runs; one that ended and was not yet waited for has no command line."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


def wait_until_gone(pids: Iterable[int]) -> None:
    """Being killed takes a moment."""
    until = time.monotonic() + 5
    while any(map(is_alive, pids)):
        assert time.monotonic() < until
        time.sleep(0.01)


async def spoken(speaking: Speaking, text: str, voice: Voice) -> list[Speech]:
    return [speech async for speech in speaking.speak(text, voice)]


def loud_seconds(speech: list[Speech]) -> float:
    samples = sound.from_int16(np.frombuffer(b"".join(s.pcm for s in speech), np.int16))
    heard = sound.sounding(samples, speech[0].rate)
    return (heard.stop - heard.start) / speech[0].rate


async def test_it_can_speak_with_its_voice(speaking, voice):
    await speaking.check(voice)
    assert loud_seconds(await spoken(speaking, "Hello.", voice)) > 0.2


async def test_sound_comes_in_stretches_of_one_rate_while_the_rest_is_still_being_spoken(speaking, voice):
    speech = await spoken(speaking, TEXT, voice)
    assert len(speech) >= 3 and len({s.rate for s in speech}) == 1
    assert speech[0].rate in (16_000, 22_050, 24_000, 32_000)
    assert 4 < loud_seconds(speech) < 14


async def test_a_voice_speaks_faster_when_it_is_told_to(speaking, voice):
    slow, fast = [loud_seconds(await spoken(speaking, TEXT, Voice(voice.name, wpm))) for wpm in (130, 220)]
    assert slow > 1.3 * fast


async def test_the_signature_tells_voices_and_paces_apart(speaking, adapter):
    voices = {adapter.voice, adapter.other}
    assert len({speaking.signature(Voice(name, wpm)) for name in voices for wpm in (150, 165)}) == 2 * len(voices)


async def test_words_that_are_timed_stand_in_the_text_in_order(speaking, voice):
    words = [word for speech in await spoken(speaking, TEXT, voice) for word in speech.words]
    assert [w.seconds for w in words] == sorted(w.seconds for w in words)
    assert {TEXT[w.offset : w.offset + w.length] for w in words} <= set(TEXT.replace(".", "").replace(",", "").split())


@pytest.mark.parametrize("name", ["nobody", "", "../../etc/passwd", "a" * 300, "x\ny", '") (system "id") ("', "-v"])
async def test_an_unknown_voice_is_refused_in_one_sentence(speaking, voice, name):
    for ask in (speaking.check, partial(spoken, speaking, "Hello.")):
        with pytest.raises(Unspeakable) as refused:
            await ask(Voice(name))
        assert repr(name) in str(refused.value) and "\n" not in str(refused.value)
    assert await spoken(speaking, "Hello.", voice)


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x01", "<speak> </speak>", "a" * 20_000], ids=repr)
async def test_what_has_no_words_or_too_many_is_refused(speaking, voice, text):
    with pytest.raises(Unspeakable, match=r"no words|too long"):
        await spoken(speaking, text, voice)


STRANGE = (
    "🙂🎉👩\u200d🔬",
    "机器学习模型",
    "שלום עולם",
    "مرحبا",
    "\u202eevil\u202c \u2066x\u2069",
    "…",
    "—",
    "½ x² ∑ → ∞",
    "a" * 600,
)


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
async def test_strange_text_is_spoken_or_refused_and_the_next_sentence_is_not_hurt(speaking, voice, text):
    try:
        await spoken(speaking, text, voice)
    except Unspeakable as refused:
        assert "\n" not in str(refused)
    assert loud_seconds(await spoken(speaking, "Hello.", voice)) > 0.2


async def test_markup_is_neither_spoken_nor_obeyed(speaking, voice):
    plain = loud_seconds(await spoken(speaking, "We shall see what comes next.", voice))
    marked = '<speak version="1.0">We shall <break time="9s"/>see <emphasis>what</emphasis> comes next.</speak>'
    assert loud_seconds(await spoken(speaking, marked, voice)) == pytest.approx(plain, abs=0.7)


async def test_text_is_no_command_to_the_engine(speaking, voice, tmp_path):
    trap = tmp_path / "trap"
    for text in (
        f'Hello") (system "touch {trap}") ("there.',
        f'Hello\n(system "touch {trap}")\n',
        f"-o {trap} $(touch {trap}) `touch {trap}` ; touch {trap}",
        "[[h@l'oU]] \\x01 {{ }} %s %n \"",
    ):
        assert await spoken(speaking, text, voice)
    assert not trap.exists()


async def test_a_sentence_that_is_dropped_does_not_leak_into_the_next(speaking, voice):
    alone = loud_seconds(await spoken(speaking, "Hello.", voice))
    async with aclosing(speaking.speak(LONG, voice)) as speech:
        async for _ in speech:
            break
    assert loud_seconds(await spoken(speaking, "Hello.", voice)) == pytest.approx(alone, abs=0.2)


async def test_an_engine_killed_while_it_speaks_is_reported_and_replaced(mortal, voice):
    with pytest.raises(Unreachable, match="died"):
        async for _ in mortal.engine.speak(LONG, voice):
            for pid in mortal.processes():
                with suppress(ProcessLookupError):  # what it started ends with it
                    os.kill(pid, signal.SIGKILL)
    assert await spoken(mortal.engine, "Hello.", voice)


@pytest.mark.slow
async def test_an_engine_that_hangs_is_reported_and_replaced(mortal, voice):
    await spoken(mortal.engine, "Hello.", voice)
    hung = mortal.processes()
    for pid in reversed(hung):
        os.kill(pid, signal.SIGSTOP)
    with pytest.raises(Unreachable, match=r"was silent for \d+ s"):
        await spoken(mortal.engine, "Hello.", voice)
    wait_until_gone(hung)
    assert await spoken(mortal.engine, "Hello.", voice)


STATION = """
import asyncio, os, pathlib, signal, sys
sys.path.insert(0, {tests!r})
import measure
from radio.config import SpeechConfig
from radio.doors import Voice
from radio.speech.engines.registry import engines
engine = engines(SpeechConfig(), pathlib.Path({voices!r}))[{name!r}]
async def main():
    async for _ in engine.speak({text!r}, Voice({voice!r})):
        print(*measure.tree(os.getpid())[1:], flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(main())
"""


@pytest.mark.slow
def test_nothing_outlives_a_station_that_is_killed(adapter, voices):
    program = STATION.format(
        tests=str(Path(measure.__file__).parent),
        voices=str(voices),
        name=adapter.name,
        text=LONG,
        voice=adapter.voice,
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    started = [int(pid) for pid in done.stdout.split()]
    assert started
    wait_until_gone(started)
