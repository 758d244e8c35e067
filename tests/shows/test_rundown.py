"""Scripts and recordings put in order for the clock."""

from __future__ import annotations

from datetime import UTC, datetime

from some_papers import DAY

from radio.ids import PaperId, ShowId
from radio.model import HOUSE_RATE, Item, MediaKey, Script, Segment, Sentence, Show, Turn
from shows.rundown import (
    ANSWER_SECONDS,
    QUESTION_SECONDS,
    SEGMENT_SECONDS,
    SENTENCE_SECONDS,
    TURN_SECONDS,
    pauses,
    rundown_of,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SHOW = Show(id=ShowId("2026-11-20-daily"), format="daily", title="The daily", day=DAY, airs_at=NOW)
HOSTS = ("Ada", "Max")


def segment(position: int) -> Segment:
    return Segment(
        id=f"{SHOW.id}/{position:02d}",
        show=SHOW.id,
        position=position,
        kind="story",
        title="A story",
        papers=(PaperId("2611.00001v1"),),
    )


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


def item(sentence: Sentence) -> Item:
    return Item(
        id=sentence.id,
        sound=MediaKey("aa/a.flac"),
        frames=HOUSE_RATE,
        pause_frames=0,
        picture=MediaKey("bb/b.yuvz"),
        text=sentence.text,
        speaker="Ada",
    )


ITEMS = [item(sentence) for made in SCRIPTS.values() for _, sentence in made.sentences]


def test_a_rundown_holds_the_items_in_order_and_says_that_its_voices_are_synthetic():
    made = rundown_of(SHOW, SEGMENTS, ITEMS, HOSTS, NOW, complete=True)
    assert [item.text for item in made.items] == ["One.", "Two?", "Three.", "Four.", "Is it? Five?", "Six."]
    assert made.artist == "Ada and Max (synthetic voices)"
    assert (made.show, made.airs_at, made.seconds) == (SHOW.id, NOW, 6)


def test_a_rundown_names_each_of_its_papers_once():
    assert rundown_of(SHOW, SEGMENTS, ITEMS, HOSTS, NOW, complete=False).papers == ("2611.00001v1",)


def test_pauses_follow_punctuation_turns_and_segments():
    assert pauses(SCRIPTS[SEGMENTS[0].id]) == [
        round(seconds * HOUSE_RATE) for seconds in (SENTENCE_SECONDS, ANSWER_SECONDS, SEGMENT_SECONDS)
    ]
    assert pauses(SCRIPTS[SEGMENTS[1].id])[1] == round(QUESTION_SECONDS * HOUSE_RATE)
    assert pauses(script(0, ("host", ["One."]), ("guest", ["Two."])))[0] == round(TURN_SECONDS * HOUSE_RATE)
    assert pauses(Script(segment="none", turns=())) == []
