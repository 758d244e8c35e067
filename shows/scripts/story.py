"""Segment + Paper + Summary → Script: one paper told by two voices in one to three minutes.

Hook, who and where, problem, idea, method, evidence, limits, where to find it. Every sentence that states something of
the paper is a claim's text and carries its id; the words between are the station's and state nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from radio.ids import show_name
from radio.model import HOSTS, Paper, Script, Segment, Speaker, Summary
from shows.claims.scopes import QUOTE
from shows.scripts import phrases
from shows.scripts.brief import Brief, Point, brief
from shows.scripts.dialogue import Line, script_of, seconds_of_words
from shows.words.sentences import count_words

WORDS_PER_MINUTE = 155
"""Of words as they are written; figures and acronyms take several when they are spoken."""
FEWEST_WORDS, MOST_WORDS = 165, 420
"""Of a story: 60 to 180 seconds, with a little to spare at the short end."""
SHORT_WORDS = 160
"""A story of fewer words lasts less than a minute."""
FRAME_WORDS = 75
"""Opening, questions and closing."""
TURN_WORDS = 60
"""After so many the other voice goes on."""


def write_segment(
    segment: Segment, paper: Paper, summary: Summary, hosts: tuple[str, str] = HOSTS, part: int = 0
) -> Script:
    """The story of one paper. `part` is its place in a show: neighbours are phrased differently.

    A story on its own (`part` 0) that would be short also says that it is a preprint, and of which field.
    """
    told = brief(paper, summary, _words(segment) - FRAME_WORDS)
    seed = show_name(segment.show).stem if part else paper.id
    lines = [*_opening(told, seed, part), *_middle(told, seed, part), *_closing(told, seed, part)]
    if told.number and not part and sum(count_words(line.text) for line in lines) < SHORT_WORDS:
        lines[-1:-1] = [_standing(told, seed)]
    return script_of(segment.id, (replace(line, paper=paper.id) for line in _varied(lines)))


def seconds_to_say(segment: Segment, paper: Paper, summary: Summary) -> float:
    """How long the story will take, from what there is to say of the paper; nothing is written for it."""
    points = [point for _, points in brief(paper, summary, _words(segment) - FRAME_WORDS).parts for point in points]
    return seconds_of_words(FRAME_WORDS + sum(point.words for point in points))


def _words(segment: Segment) -> int:
    words = round(segment.seconds * WORDS_PER_MINUTE / 60)
    return min(MOST_WORDS, words if segment.kind == "brief" else max(FEWEST_WORDS, words))


def _opening(told: Brief, seed: str, part: int) -> Iterator[Line]:
    title = f'"{told.title}"' if told.title[-1:] in "?!" else f'"{told.title}".'
    yield Line("host", phrases.pick(phrases.HOOK, seed, part).format(title=title))
    if told.authors:
        who = phrases.pick(phrases.WHO if told.day else phrases.WHO_UNDATED, seed, part)
        said = who.format(authors=told.authors, day=told.day)
        yield Line("host", said[0].upper() + said[1:] if said.startswith("the ") else said)


def _middle(told: Brief, seed: str, part: int) -> Iterator[Line]:
    last: Speaker = "guest"
    quoted, heard = 0, set[str]()
    for kind, points in told.parts:
        yield Line(last, phrases.pick(phrases.ASK[kind], seed, part))
        last = _other(last)
        spoken = 0
        for point in points:
            if spoken and spoken + point.words > TURN_WORDS:
                last, spoken = _other(last), 0
                part += 1
                heard.add(said := phrases.pick(phrases.GO_ON, seed, part, point.claims[0].text, heard))
                yield Line(last, said)
            spoken += point.words
            quoted += point.claims[0].scope == QUOTE
            yield from _told(point, last, seed, part + quoted)


def _told(point: Point, speaker: Speaker, seed: str, part: int) -> Iterator[Line]:
    for claim in point.claims:
        text = claim.text
        if claim.scope == QUOTE:
            text = phrases.pick(phrases.QUOTED, seed, part).format(quote=f'"{text}"')
        yield Line(speaker, text, claims=(claim.id,))


def _standing(told: Brief, seed: str) -> Line:
    """What the paper is, for a story that would be short."""
    field = f" in {told.field}" if told.field else ""
    return Line("host", phrases.pick(phrases.PREPRINT, seed).format(field=field))


def _closing(told: Brief, seed: str, part: int) -> Iterator[Line]:
    variants = phrases.CLOSE if told.number else phrases.CLOSE_UNNUMBERED
    yield Line("host", phrases.pick(variants, seed, part).format(id=told.number))


def _varied(lines: list[Line]) -> Iterator[Line]:
    """`The authors` not at the start of two sentences of one voice in a row: the second says `They`."""
    before: Line | None = None
    for line in lines:
        if before and before.speaker == line.speaker and before.text.startswith("The authors "):
            for whole, short in (("The authors ", "They "), ("The authors' ", "Their ")):
                if line.text.startswith(whole):
                    line = replace(line, text=short + line.text.removeprefix(whole))
        yield line
        before = line


def _other(speaker: Speaker) -> Speaker:
    return "host" if speaker == "guest" else "guest"
