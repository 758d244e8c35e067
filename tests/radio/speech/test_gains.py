"""A voice's static gain: measured once, kept, and right."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from radio import sound
from radio.doors import Voice
from radio.errors import Unreachable, Unspeakable
from radio.speech.gains import CALIBRATION, Gains, levelled

VOICE = Voice("one")


async def test_the_gain_brings_the_voice_to_the_target_on_both_channels(scripted, murmur):
    speaking = scripted(murmur(4.0, -35))
    gain = await Gains(-16.0).of(VOICE, speaking)
    mono = levelled(np.concatenate([murmur(4.0, -35, before=0, after=0)] * 5), speaking.rate, gain)
    assert sound.loudness(np.column_stack([mono, mono]), speaking.rate) == pytest.approx(-16.0, abs=0.2)


async def test_a_voice_is_measured_once_even_when_asked_for_at_once(scripted, murmur):
    speaking = scripted(murmur(4.0))
    gains = Gains(-16.0)
    assert len(set(await asyncio.gather(*(gains.of(VOICE, speaking) for _ in range(3))))) == 1
    assert len(speaking.spoken) == len(CALIBRATION)


async def test_a_gain_outlives_its_process(scripted, murmur, tmp_path):
    first = await Gains(-16.0, tmp_path / "gains.json").of(VOICE, scripted(murmur(4.0)))
    again = scripted(murmur(4.0, -40))
    assert await Gains(-16.0, tmp_path / "gains.json").of(VOICE, again) == first
    assert not again.spoken


async def test_another_target_or_setting_is_measured_anew(scripted, murmur, tmp_path):
    speaking = scripted(murmur(4.0))
    loud = await Gains(-16.0, tmp_path / "gains.json").of(VOICE, speaking)
    assert await Gains(-20.0, tmp_path / "gains.json").of(VOICE, speaking) == pytest.approx(loud - 4, abs=0.2)


@pytest.mark.parametrize("text", ["{half", "", "[1, 2]", '"word"'])
async def test_a_broken_file_is_measured_over(scripted, murmur, tmp_path, text):
    (tmp_path / "gains.json").write_text(text)
    assert await Gains(-16.0, tmp_path / "gains.json").of(VOICE, scripted(murmur(4.0)))


async def test_a_silent_voice_is_refused(scripted, murmur):
    with pytest.raises(Unspeakable, match="one is silent"):
        await Gains(-16.0).of(VOICE, scripted(murmur(4.0, -90)))


@pytest.mark.parametrize("seconds", [2.0, 12.0])
async def test_a_voice_that_is_far_too_fast_or_slow_is_refused(scripted, murmur, seconds):
    with pytest.raises(Unreachable, match="times as long as it should: is its rate right"):
        await Gains(-16.0).of(VOICE, scripted(murmur(seconds)))
