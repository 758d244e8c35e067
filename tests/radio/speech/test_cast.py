"""Which voice a host speaks with: the best that works, never another host's, and back to the better one later."""

from __future__ import annotations

import asyncio

import pytest

from radio.backoff import FIRST_REST_SECONDS
from radio.doors import Voice
from radio.errors import Unreachable, Unspeakable
from radio.speech.cast import Cast, HostVoice
from radio.speech.takes import Takes

TEXT = "Twelve words that take about four seconds, which is what this is."
DEAD = Unreachable("the engine died")


class Clock:
    """Moves when a test moves it."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(media, scripted, murmur, clock):
    """A cast of Ada and Max on engines that follow a script of sounds and failures."""

    def make(ada: str, max_: str, **scripts: object) -> Cast:
        engines = {}
        for name, script in scripts.items():
            script = script if isinstance(script, list) else [script]
            engines[name] = scripted(*(murmur(4.0) if sound is ... else sound for sound in script))
            engines[name].name = name
        parts = {"Ada": parts_of(ada), "Max": parts_of(max_)}
        return Cast(parts, engines, Takes(media, -16.0), clock)

    return make


def parts_of(names: str) -> list[HostVoice]:
    return [HostVoice(engine, Voice(voice)) for engine, voice in (name.split(":") for name in names.split())]


async def test_a_host_speaks_with_the_first_of_its_voices_that_works(make):
    reading = await make("neural:a plain:a", "absent:b plain:b", neural=..., plain=...).reading()
    assert (await reading.record(TEXT, "Ada")).engine == "neural"
    assert (await reading.record(TEXT, "Max")).engine == "plain"


async def test_two_hosts_never_have_the_same_voice(make):
    reading = await make("plain:a", "plain:a plain:b", plain=...).reading()
    assert str(reading.part_of("Max")) == "plain:b"


async def test_a_failed_engine_is_replaced_within_the_segment_and_the_sentence_is_not_lost(make):
    reading = await make("neural:a plain:a", "plain:b", neural=[*[...] * 10, DEAD], plain=...).reading()
    takes = [await reading.record(text, "Ada") for text in (TEXT, TEXT + " And so on.")]
    assert [take.engine for take in takes] == ["plain", "plain"] and takes[0].voice == "a"


async def test_both_hosts_leave_an_engine_that_failed_without_trying_it_again(make):
    cast = make("neural:a plain:a", "neural:b plain:b", neural=DEAD, plain=...)
    reading = await cast.reading()
    assert (await reading.record(TEXT, "Ada")).engine == "plain"
    assert (await reading.record(TEXT, "Max")).engine == "plain"
    assert len(cast._engines["neural"].spoken) == 1


async def test_a_host_that_falls_does_not_take_the_other_hosts_voice(make):
    reading = await make("neural:a plain:a plain:c", "plain:a", neural=DEAD, plain=...).reading()
    assert (await reading.record(TEXT, "Ada")).voice == "c"


async def test_the_better_voice_comes_back_with_a_later_segment(make, clock):
    cast = make("neural:a plain:a", "plain:b", neural=[DEAD, ...], plain=...)
    await (await cast.reading()).record(TEXT, "Ada")
    assert not cast.is_whole
    assert str((await cast.reading()).part_of("Ada")) == "plain:a"
    clock.seconds += FIRST_REST_SECONDS
    reading = await cast.reading()
    assert (await reading.record(TEXT, "Ada")).engine == "neural"
    assert cast.is_whole


async def test_an_engine_that_fails_again_rests_longer(make, clock):
    cast = make("neural:a plain:a", "plain:b", neural=DEAD, plain=...)
    await (await cast.reading()).record(TEXT, "Ada")
    clock.seconds += FIRST_REST_SECONDS
    await (await cast.reading()).record(TEXT, "Ada")
    clock.seconds += FIRST_REST_SECONDS
    assert str((await cast.reading()).part_of("Ada")) == "plain:a"


async def test_a_sentence_spoken_badly_is_left_to_the_next_voice_and_the_host_keeps_its_own(make, murmur):
    bad = [*[...] * 10, murmur(0.1), murmur(0.1), ...]
    reading = await make("neural:a plain:a", "plain:b", neural=bad, plain=...).reading()
    takes = [await reading.record(text, "Ada") for text in (TEXT, TEXT + " And so on.")]
    assert [take.engine for take in takes] == ["plain", "neural"]


async def test_sentences_recorded_side_by_side_are_each_recorded_once(make):
    cast = make("plain:a", "plain:b", plain=...)
    reading = await cast.reading()
    await reading.record(TEXT, "Ada")
    before = len(cast._engines["plain"].spoken)
    await asyncio.gather(*(reading.record(TEXT + " Again.", "Ada") for _ in range(3)))
    assert len(cast._engines["plain"].spoken) == before + 1


async def test_a_host_without_any_voice_is_named_with_the_reasons(make):
    with pytest.raises(Unreachable, match="no voice of Max works: absent is not configured"):
        await make("plain:a", "absent:b", plain=...).reading()


async def test_where_no_voice_is_left_the_last_reason_is_given(make):
    reading = await make("plain:a", "other:b", plain=Unspeakable("hoarse"), other=...).reading()
    with pytest.raises(Unspeakable, match="hoarse"):
        await reading.record(TEXT, "Ada")


async def test_the_signature_tells_which_voices_a_segment_was_meant_for(make):
    cast = make("neural:a plain:a", "plain:b", neural=[DEAD, ...], plain=...)
    reading = await cast.reading()
    meant = reading.signature
    await reading.record(TEXT, "Ada")
    assert reading.signature == meant != (await cast.reading()).signature
