"""Scripts and recordings put in order for the clock."""

from __future__ import annotations

from datetime import UTC, datetime

from some_papers import DAY

from radio.model import HOUSE_RATE, MediaKey, Script, Segment, Sentence, Show, ShowId, Take, Turn
from shows.rundown import (
    ANSWER_SECONDS,
    QUESTION_SECONDS,
    SEGMENT_SECONDS,
    SENTENCE_SECONDS,
    TURN_SECONDS,
    Recording,
    pauses,
    rundown_of,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SHOW = Show(id=ShowId("2026-11-20-daily"), format="daily", title="The daily", day=DAY, airs_at=NOW)
HOSTS = ("Ada", "Max")


def segment(position: int) -> Segment:
    return Segment(id=f"{SHOW.id}/{position:02d}", show=SHOW.id, position=position, kind="story", title="A story")


def script(position: int, *turns: tuple[str, list[str]]) -> Script:
    made = tuple(
        Turn(
            speaker=speaker,
            sentences=tuple(
                Sentence(id=f"{SHOW.id}/{position:02d}/{number:03d}.{place}", text=text, spoken=text)
                for place, text in enumerate(texts)
            ),
        )
        for number, (speaker, texts) in enumerate(turns)
    )
    return Script(segment=f"{SHOW.id}/{position:02d}", turns=made)


SEGMENTS = [segment(0), segment(1)]
SCRIPTS = {
    SEGMENTS[0].id: script(0, ("host", ["One.", "Two?"]), ("guest", ["Three."])),
    SEGMENTS[1].id: script(1, ("host", ["Four.", "Is it? Five?", "Six."])),
}


def recorded(*left_out: str) -> dict[str, Recording]:
    return {
        sentence.id: Recording(
            take=Take(id=sentence.id, sound=MediaKey("aa/a.flac"), seconds=1.5, rate=22050, adapter="test", voice="v"),
            picture=MediaKey("bb/b.yuvz"),
        )
        for made in SCRIPTS.values()
        for _, sentence in made.sentences
        if sentence.text not in left_out
    }


def rundown(recordings, **changes):
    return rundown_of(SHOW, SEGMENTS, changes.pop("scripts", SCRIPTS), recordings, HOSTS, NOW, **changes)


def test_every_sentence_becomes_an_item_in_order_with_the_name_of_its_speaker():
    made = rundown(recorded())
    assert [item.text for item in made.items] == ["One.", "Two?", "Three.", "Four.", "Is it? Five?", "Six."]
    assert [item.speaker for item in made.items] == ["Ada", "Ada", "Max", "Ada", "Ada", "Ada"]
    assert made.complete
    assert made.artist == "Ada and Max (synthetic voices)"
    assert made.items[0].frames == 1.5 * HOUSE_RATE


def test_pauses_follow_punctuation_turns_and_segments():
    assert pauses(SCRIPTS[SEGMENTS[0].id]) == [
        round(seconds * HOUSE_RATE) for seconds in (SENTENCE_SECONDS, ANSWER_SECONDS, SEGMENT_SECONDS)
    ]
    assert pauses(SCRIPTS[SEGMENTS[1].id])[1] == round(QUESTION_SECONDS * HOUSE_RATE)
    assert pauses(script(0, ("host", ["One."]), ("guest", ["Two."])))[0] == round(TURN_SECONDS * HOUSE_RATE)
    assert pauses(Script(segment="none", turns=())) == []


def test_a_rundown_ends_before_the_first_sentence_that_is_not_recorded():
    made = rundown(recorded("Three."))
    assert [item.text for item in made.items] == ["One.", "Two?"]
    assert not made.complete


def test_a_segment_without_a_script_ends_the_rundown():
    made = rundown(recorded(), scripts={SEGMENTS[1].id: SCRIPTS[SEGMENTS[1].id]})
    assert made.items == ()
    assert not made.complete


def test_a_sentence_that_no_voice_could_speak_is_left_out():
    three = f"{SEGMENTS[0].id}/001.0"
    made = rundown(recorded("Three."), left_out={three})
    assert made.complete
    assert [item.text for item in made.items][:3] == ["One.", "Two?", "Four."]
    assert made.items[1].pause_frames == round(SEGMENT_SECONDS * HOUSE_RATE)
