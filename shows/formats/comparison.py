"""This week's papers against last week's, in numbers counted from the two weeks given; nothing is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shows.formats.format import Window
from shows.formats.links import counted, number
from shows.formats.themes import bears
from shows.scripts.dialogue import Line
from shows.words.fields import field_of

FEWEST_FOR_PERCENT = 4
"""A week of fewer papers is compared in papers."""
SAME = "as many as this week"
LARGEST_FIELDS = ("The largest field was {}, with {}", "Then came {}, with {}", "And {}, with {}")


def compared(this: Window, last: Window | None, themes: Sequence[str]) -> list[Line]:
    """All papers, the largest fields, what grew and fell most, the themes. Without a last week, only what there is."""
    total = Line("host", f"First, the week in numbers: the station heard of {counted(len(this.papers), 'paper')}.")
    if last is None or not last.papers:
        alone = "There is no week before it to compare with: the station was not listening then."
        return [total, Line("guest", alone), *_largest(_by_field(this), None), *_themes(this, None, themes)]
    now, before = _by_field(this), _by_field(last)
    change = _change(len(this.papers), len(last.papers))
    return [
        total,
        Line("guest", f"The week before, it was {number(len(last.papers))}: {change}."),
        *_uneven_days(this, last),
        *_largest(now, before),
        *_movers(now, before),
        *_themes(this, last, themes),
        Line("guest", "These numbers count what reached this station, not all that was written."),
    ]


def _by_field(week: Window) -> Counter[str]:
    return Counter(field_of(paper.primary) for paper in week.papers if paper.primary)


def _uneven_days(this: Window, last: Window) -> list[Line]:
    """A week with a holiday has fewer papers for that reason alone."""
    now, before = (len({p.announced for p in week.papers if p.announced}) for week in (this, last))
    if now == before or not now or not before:
        return []
    days = f"{counted(now, 'day')} with new papers, and the last one {counted(before, 'day')}"
    return [Line("host", f"Mind that this week had {days}.")]


def _largest(now: Counter[str], before: Counter[str] | None) -> list[Line]:
    ordered = sorted(now, key=lambda name: (-now[name], name))
    lines: list[Line] = []
    for opener, name in zip(LARGEST_FIELDS, ordered, strict=False):
        sentence = opener.format(name, counted(now[name], "paper"))
        against = "" if before is None else f", after {number(before[name])} the week before"
        lines.append(Line("host", f"{sentence}{against}."))
    return lines


def _movers(now: Counter[str], before: Counter[str]) -> list[Line]:
    changes = {name: now[name] - before[name] for name in now.keys() | before.keys()}
    ordered = sorted(changes, key=lambda name: (-changes[name], name))
    movers = [("grew", name) for name in ordered[:1] if changes[name] > 0]
    movers += [("fell", name) for name in ordered[-1:] if changes[name] < 0]
    return [
        Line("guest", f"What {verb} most was {name}, from {number(before[name])} to {number(now[name])}.")
        for verb, name in movers
    ]


def _themes(this: Window, last: Window | None, themes: Sequence[str]) -> list[Line]:
    lines: list[Line] = []
    for place, name in enumerate(themes):
        now = _bearing(this, name)
        against = "" if last is None else f", {_against(now, _bearing(last, name))}"
        speaker = "guest" if place % 2 else "host"
        lines.append(Line(speaker, f"On {name}, we count {counted(now, 'paper')}{against}."))
    return lines


def _bearing(week: Window, theme: str) -> int:
    return sum(bears(paper, theme) for paper in week.papers)


def _against(now: int, before: int) -> str:
    if now == before:
        return "as many as the week before"
    if not before:
        return "where the week before had none"
    return f"{'up' if now > before else 'down'} from {number(before)}"


def _change(now: int, before: int) -> str:
    if before < FEWEST_FOR_PERCENT:
        return f"{number(abs(now - before))} {'more' if now > before else 'fewer'} this week" if now != before else SAME
    percent = round(100 * (now - before) / before)
    if not percent:
        return SAME if now == before else "about as many as this week"
    return f"{abs(percent)} percent {'more' if percent > 0 else 'fewer'} this week"
