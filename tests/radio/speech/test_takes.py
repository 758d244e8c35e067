"""Recording a take: trimmed, levelled, checked, kept once, and tried once more when it went wrong."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import soundfile
from levels import rms_db, true_peak_db

from radio import sound
from radio.doors import Voice
from radio.errors import Unreachable, Unspeakable
from radio.speech.engines.espeak import Espeak
from radio.speech.takes import LEAD_SECONDS, SILENT_DB, TAIL_SECONDS, Takes, record, take_id

TEXT = "Twelve words that take about four seconds, which is what this is."
VOICE = Voice("one")


def read(media, take) -> np.ndarray:
    samples, rate = soundfile.read(media.path(take.sound), dtype="int16")
    assert rate == take.rate
    return samples


async def test_a_take_is_mono_flac_without_silence_at_its_ends(scripted, media, murmur):
    take = await record(TEXT, VOICE, scripted(murmur(4.0, before=0.3, after=0.5)), media, 0.0)
    samples = read(media, take)
    assert take.sound.endswith(".flac") and samples.ndim == 1
    assert soundfile.info(media.path(take.sound)).subtype == "PCM_16"
    assert take.seconds == len(samples) / take.rate == pytest.approx(4.055, abs=0.01)
    assert (take.engine, take.voice, take.frames) == ("scripted", "one", round(take.seconds * 48_000))


@pytest.mark.parametrize(("before", "after"), [(0.3, 0.5), (0.0, 0.0), (0.005, 0.0), (0.0, 0.01)])
async def test_every_take_has_the_same_silence_at_its_ends(scripted, media, murmur, before, after):
    take = await record(TEXT, VOICE, scripted(murmur(4.0, before=before, after=after)), media, 0.0)
    loud = np.flatnonzero(np.abs(read(media, take)) > 32768 * sound.amplitude(SILENT_DB))
    assert loud[0] / take.rate == pytest.approx(LEAD_SECONDS, abs=0.003)
    assert (len(read(media, take)) - 1 - loud[-1]) / take.rate == pytest.approx(TAIL_SECONDS, abs=0.003)


async def test_words_are_timed_from_the_start_of_the_take(scripted, media, murmur):
    take = await record(TEXT, VOICE, scripted(murmur(4.0, before=0.3)), media, 0.0)
    assert [(w.offset, w.length) for w in take.words] == [(0, 5), (6, 5)]
    assert [w.seconds for w in take.words] == pytest.approx([0.015, 0.615], abs=0.005)


async def test_the_gain_is_on_and_the_peak_is_held(scripted, media, murmur):
    quiet = await record(TEXT, VOICE, scripted(murmur(4.0, -30)), media, 6.0)
    plain = await record(TEXT, VOICE, scripted(murmur(4.0, -30)), media, 0.0)
    gained = rms_db(sound.from_int16(read(media, quiet))) - rms_db(sound.from_int16(read(media, plain)))
    assert gained == pytest.approx(6.0, abs=0.1)
    loud = await record(TEXT, VOICE, scripted(murmur(4.0, -10)), media, 12.0)
    assert true_peak_db(sound.from_int16(sound.house(read(media, loud), loud.rate)), 48_000) <= -1.0


async def test_the_id_is_known_beforehand_and_depends_on_all_that_is_heard(scripted, media, murmur):
    speaking = scripted(murmur(4.0))
    signature = speaking.signature(VOICE)
    assert (await record(TEXT, VOICE, speaking, media, 1.5)).id == take_id(TEXT, signature, 1.5)
    others = (take_id(TEXT + "!", signature, 1.5), take_id(TEXT, "other", 1.5), take_id(TEXT, signature, 1.6))
    assert len({take_id(TEXT, signature, 1.5), *others}) == 4


def test_a_signature_tells_voices_and_settings_apart():
    voices = (
        VOICE,
        Voice("two"),
        dataclasses.replace(VOICE, pitch=51),
        dataclasses.replace(VOICE, words_per_minute=170),
    )
    assert len({Espeak().signature(voice) for voice in voices}) == 4


async def test_the_same_sound_is_kept_once(scripted, media, murmur):
    first = await record(TEXT, VOICE, scripted(murmur(4.0)), media, 0.0)
    assert await record(TEXT, VOICE, scripted(murmur(4.0)), media, 0.0) == first
    assert len(list(media.root.rglob("*.flac"))) == 1 and not list(media.root.rglob("*.part"))


@pytest.mark.parametrize(
    ("seconds", "level_db", "reason"),
    [(4.0, -90, "no sound"), (4.0, 20, "clipped"), (0.2, -20, "too short"), (40.0, -20, "too long")],
)
async def test_a_bad_recording_is_made_once_more_and_then_refused(scripted, media, murmur, seconds, level_db, reason):
    speaking = scripted(murmur(seconds, level_db))
    with pytest.raises(Unspeakable, match=reason):
        await record(TEXT, VOICE, speaking, media, 0.0)
    assert len(speaking.spoken) == 2 and not list(media.root.rglob("*.flac"))


async def test_an_empty_stream_is_a_bad_recording(scripted, media):
    with pytest.raises(Unspeakable, match="no sound"):
        await record(TEXT, VOICE, scripted(np.zeros(0, np.float32)), media, 0.0)


async def test_a_second_good_recording_is_taken(scripted, media, murmur):
    speaking = scripted(murmur(4.0, -90), murmur(4.0))
    assert (await record(TEXT, VOICE, speaking, media, 0.0)).seconds > 4


async def test_a_voice_that_died_once_is_asked_again_and_twice_is_reported(scripted, media, murmur):
    assert await record(TEXT, VOICE, scripted(Unreachable("died"), murmur(4.0)), media, 0.0)
    with pytest.raises(Unreachable, match="died"):
        await record(TEXT, VOICE, scripted(Unreachable("died")), media, 0.0)


async def test_what_no_voice_can_speak_is_not_tried_twice(scripted, media):
    speaking = scripted(Unspeakable("no such voice"))
    with pytest.raises(Unspeakable, match="no such voice"):
        await record(TEXT, VOICE, speaking, media, 0.0)
    assert len(speaking.spoken) == 1


async def test_a_sentence_recorded_before_is_not_spoken_again_even_by_another_process(scripted, media, murmur):
    first = await Takes(media, -16.0).record(TEXT, VOICE, scripted(murmur(4.0)))
    later = scripted(murmur(4.0))
    assert await Takes(media, -16.0).record(TEXT, VOICE, later) == first
    assert not later.spoken


async def test_a_take_whose_sound_was_tidied_away_is_recorded_again(scripted, media, murmur):
    takes, speaking = Takes(media, -16.0), scripted(murmur(4.0))
    first = await takes.record(TEXT, VOICE, speaking)
    media.path(first.sound).unlink()
    assert await takes.record(TEXT, VOICE, speaking) == first
    assert media.path(first.sound).exists()


async def test_a_torn_note_about_a_take_is_written_over(scripted, media, murmur):
    takes, speaking = Takes(media, -16.0), scripted(murmur(4.0))
    first = await takes.record(TEXT, VOICE, speaking)
    (media.root / "takes" / f"{first.id}.json").write_text('{"id": "')
    assert await takes.record(TEXT, VOICE, speaking) == first
