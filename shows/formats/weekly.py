"""This week's papers against last week's → the weekly: what sets it apart from the other dated formats. Pure.

The numbers come from `comparison`.
"""

from __future__ import annotations

from collections.abc import Sequence

from radio.model import Segment
from shows.formats import links
from shows.formats.edition import Papers, Style, dated
from shows.formats.hot_clock import HotClock
from shows.formats.lineup import Place, theme_names
from shows.scripts.dialogue import Line, listed

CLOCK = HotClock(
    opening=55, theme=20, story=130, brief=55, comparison=90, primer=150, close=60,
    most_papers=11, most_themes=5, target=1110, least=990,
)  # fmt: skip


def _opening(segments: Sequence[Segment], papers: Papers) -> list[Line]:
    told, themes = links.told_in(segments, papers), theme_names(segments)
    lines = [
        Line(
            "guest",
            "We look at what the week brought against the week before, and then read the papers that stood out.",
        )
    ]
    if themes:
        named = f"Our theme{'s are' if len(themes) > 1 else ' is'} {listed(themes)}."
        lines.append(Line("host", named))
    if told:
        lines.append(Line("guest", links.what_they_are(told)))
    return [*lines, *links.why_primers(segments, bool(told), "this week")]


WEEKLY = dated(
    Style(
        name="weekly",
        clock=CLOCK,
        pool=120,
        opening=_opening,
        before=(Place(kind="comparison", title="The week in numbers", seconds=CLOCK.comparison),),
    ),
    looks_back_days=(7,),
    compares=True,
    kept_days=60,
)
