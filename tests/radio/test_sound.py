"""Levels, loudness, trimming, limiting and the house format, against known signals and ffmpeg's own meter."""

from __future__ import annotations

import re
import subprocess

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from levels import peak_db, rms_db, true_peak_db

from radio import sound
from radio.ffmpeg import ffmpeg

RATE = 22_050


def tone(seconds: float, hertz: float = 997.0, level_db: float = -20.0, rate: int = RATE) -> np.ndarray:
    time = np.arange(round(seconds * rate)) / rate
    return (sound.amplitude(level_db) * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def syllables(seconds: float, rate: int) -> np.ndarray:
    """Noise bursts with pauses: what the gates of a loudness meter are for."""
    noise = np.random.default_rng(7).normal(0, 0.1, round(seconds * rate)).astype(np.float32)
    loud = np.sin(2 * np.pi * 0.4 * np.arange(len(noise)) / rate) > -0.3
    return noise * loud


def test_a_full_scale_sine_on_both_channels_reads_as_the_standard_says():
    stereo = np.column_stack([tone(5, level_db=-23, rate=48_000)] * 2)
    assert sound.loudness(stereo, 48_000) == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("rate", [22_050, 48_000])
def test_loudness_agrees_with_ffmpeg(tmp_path, rate):
    mono = np.concatenate([tone(4, 300, -26, rate), syllables(8, rate), np.zeros(rate * 3, np.float32)])
    stereo = np.column_stack([mono, mono * 0.5])
    soundfile.write(tmp_path / "a.wav", stereo, rate, subtype="FLOAT")
    assert sound.loudness(stereo, rate) == pytest.approx(_ffmpeg_lufs(tmp_path / "a.wav"), abs=0.2)


def _ffmpeg_lufs(path) -> float:
    command = [ffmpeg(), "-nostdin", "-hide_banner", "-nostats", "-i", path, "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stderr
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


def test_a_signal_on_both_channels_is_three_lu_louder_than_alone():
    mono = syllables(5, RATE)
    both = sound.loudness(np.column_stack([mono, mono]), RATE)
    assert both - sound.loudness(mono, RATE) == pytest.approx(sound.DUAL_MONO_LU, abs=0.01)


def test_silence_and_a_blink_of_sound_have_no_loudness():
    assert sound.loudness(np.zeros(RATE, np.float32), RATE) == sound.SILENCE_DB
    assert sound.loudness(tone(0.1), RATE) == sound.SILENCE_DB


def test_trimming_keeps_a_margin_around_what_sounds():
    signal = np.concatenate([np.zeros(RATE, np.float32), tone(0.5), np.zeros(RATE, np.float32)])
    kept = sound.sounding(signal, RATE, lead=0.015, tail=0.040)
    assert kept.start == pytest.approx(RATE - 0.015 * RATE, abs=3)
    assert kept.stop == pytest.approx(1.5 * RATE + 0.040 * RATE, abs=RATE * 0.002)


def test_trimming_silence_leaves_nothing():
    assert not len(np.zeros(100)[sound.sounding(np.zeros(100), RATE)])


@settings(max_examples=25, deadline=None)
@given(gain_db=st.floats(0, 18), hertz=st.floats(60, 9_000), seed=st.integers(0, 1000))
def test_the_limiter_holds_the_true_peak(gain_db, hertz, seed):
    noise = np.random.default_rng(seed).normal(0, 0.05, RATE // 2).astype(np.float32)
    loud = (tone(0.5, hertz, -6) + noise) * sound.amplitude(gain_db)
    assert true_peak_db(sound.limit(loud, RATE, ceiling_db=-1.5), RATE) <= -1.0


def test_the_limiter_leaves_alone_what_is_quiet_enough():
    quiet = tone(0.5, level_db=-6)
    assert sound.limit(quiet, RATE) is quiet


def test_the_limiter_turns_down_only_around_the_peak():
    signal = tone(1.0, level_db=-12)
    signal[RATE // 2 : RATE // 2 + 50] *= 6
    limited = sound.limit(signal, RATE, ceiling_db=-3)
    assert np.array_equal(limited[: RATE // 2 - 500], signal[: RATE // 2 - 500])
    assert np.array_equal(limited[RATE // 2 + 500 :], signal[RATE // 2 + 500 :])


def test_a_fade_starts_and_ends_near_silence_and_keeps_the_middle():
    faded = sound.fade(np.ones(RATE, np.float32), RATE, seconds_in=0.1, seconds_out=0.2)
    assert faded[0] < 0.001 and faded[-1] < 0.001
    assert faded[RATE // 2] == 1.0
    assert np.all(np.diff(faded[: RATE // 10]) > 0)


def test_fading_stereo_and_a_signal_shorter_than_its_fade():
    assert sound.fade(np.ones((10, 2), np.float32), RATE, seconds_in=1.0, seconds_out=1.0).shape == (10, 2)


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_the_house_format_keeps_length_level_and_pitch(rate):
    stereo = sound.house(sound.to_int16(tone(2, 997, -20, rate)), rate)
    assert stereo.dtype == np.int16 and stereo.shape == (96_000, 2)
    assert np.array_equal(stereo[:, 0], stereo[:, 1])
    left = sound.from_int16(stereo[:, 0])
    assert rms_db(left) == pytest.approx(-23.0, abs=0.1)
    assert np.argmax(np.abs(np.fft.rfft(left))) / 2 == pytest.approx(997, abs=1)


def test_sixteen_bits_come_back_as_they_were():
    samples = np.arange(-32768, 32768, dtype=np.int16)
    assert np.array_equal(sound.to_int16(sound.from_int16(samples)), samples)


def test_levels_of_known_signals():
    assert sound.decibels(0.5) == pytest.approx(-6.02, abs=0.01)
    assert sound.decibels(0) == sound.SILENCE_DB
    assert sound.amplitude(sound.decibels(0.3)) == pytest.approx(0.3)
    assert peak_db(np.zeros(0, np.float32)) == sound.SILENCE_DB
    assert true_peak_db(tone(1, level_db=-6), RATE) == pytest.approx(-6, abs=0.1)
