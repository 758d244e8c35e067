"""A day's papers → the daily: what sets it apart from the other dated formats. Pure and repeatable."""

from __future__ import annotations

from collections.abc import Sequence

from radio.model import Paper, Segment
from shows.formats import links
from shows.formats.edition import Papers, Style, dated
from shows.formats.hot_clock import HotClock
from shows.formats.lineup import theme_names
from shows.scripts.dialogue import Line, listed

CLOCK = HotClock(
    opening=50, theme=20, story=120, brief=50, comparison=0, primer=150, close=45,
    most_papers=8, most_themes=4, target=740, least=540,
)  # fmt: skip


def _opening(segments: Sequence[Segment], papers: Papers) -> list[Line]:
    told = links.told_in(segments, papers)
    return [
        *_what_comes(told, theme_names(segments)),
        *links.why_primers(segments, bool(told), "today"),
        *links.first_up(segments, papers),
    ]


def _what_comes(told: Sequence[Paper], themes: Sequence[str]) -> list[Line]:
    if not told:
        return [Line("guest", "There are no new papers to read today.")]
    count = links.counted(len(told), "paper")
    under = f", under {links.counted(len(themes), 'theme')}: {listed(themes)}" if len(themes) > 1 else ""
    return [Line("guest", f"Today we read {count}{under}."), Line("guest", links.what_they_are(told))]


# What was announced since yesterday; where nothing was, as at weekends, since a week before that.
DAILY = dated(Style(name="daily", clock=CLOCK, pool=60, opening=_opening), looks_back_days=(2, 8), kept_days=30)
