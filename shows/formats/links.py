"""What the hosts say between the stories: into a theme, into a primer, and back over what was heard.

Says of a paper only its title, its authors and how many there are; rests on records, never on an opinion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from radio.ids import PaperId
from radio.model import Paper, Segment, Summary
from shows.claims.titles import title_of
from shows.formats.lineup import IN_BRIEF
from shows.formats.primers import primer_titled
from shows.formats.themes import shared_phrases
from shows.scripts.dialogue import Line, listed
from shows.words.counting import cardinal

INTO_THEME = (
    "We begin with {theme}.",
    "Next, {theme}.",
    "From there we turn to {theme}.",
    "Now to {theme}.",
    "That brings us to {theme}.",
    "And now, {theme}.",
)
HOW_MANY = ("{many} on this.", "{many} here.", "{many} under that heading.", "{many} to tell of.", "{many} again.")
INTO_LAST_THEME = "Our last theme is {theme}."
SAMPLE = "sample"


def into_theme(
    segment: Segment, themes: Sequence[str], papers: Mapping[PaperId, Paper], summaries: Mapping[PaperId, Summary]
) -> list[Line]:
    """Names the theme, how many papers stand under it, and what they share."""
    told = [papers[paper] for paper in segment.papers]
    if segment.theme == IN_BRIEF:
        return [
            Line(
                "host",
                f"Outside these themes, {counted(len(told), 'more paper')}." if themes else "Here is what came in.",
            )
        ]
    place = themes.index(segment.theme)
    last = place == len(themes) - 1 and place > 1
    opener = INTO_LAST_THEME if last else INTO_THEME[place % len(INTO_THEME)]
    lines = [Line("host", opener.format(theme=segment.theme))]
    if len(told) > 1:
        many = counted(len(told), "paper").capitalize()
        lines.append(Line("guest", HOW_MANY[place % len(HOW_MANY)].format(many=many)))
        shared = shared_phrases(segment.theme, told, summaries)
        if shared:
            lines.append(Line("guest", f"Listen for what they have in common: {listed(shared)}."))
    return lines


def primer_lines(segment: Segment, segments: Sequence[Segment]) -> list[Line]:
    """A primer with the words that lead into it."""
    first = next(s for s in segments if s.kind == "primer").id == segment.id
    opener = "Now a few minutes of background" if first else "And one more piece of background"
    return [Line("host", f"{opener}: {_lower_first(segment.title)}."), *primer_titled(segment.title).lines]


def why_primers(segments: Sequence[Segment], any_papers: bool, when: str) -> list[Line]:
    """Says that there are explanations beside the papers."""
    titles = [_lower_first(segment.title) for segment in segments if segment.kind == "primer"]
    if not titles:
        return []
    if not any_papers:
        return [Line("host", f"So we explain some ideas instead: {listed(titles)}.")]
    return [Line("host", f"Beside the papers, we explain {listed(titles)} {when}.")]


def first_up(segments: Sequence[Segment], papers: Mapping[PaperId, Paper]) -> list[Line]:
    """Teases the first paper by its title."""
    first = next((segment.papers[0] for segment in segments if segment.kind in ("story", "brief")), None)
    if first is None:
        return []
    return [Line("host", f"First up: {title_of(papers[first])}.", paper=first)]


def back_over(segments: Sequence[Segment], papers: Mapping[PaperId, Paper]) -> list[Line]:
    """Back-announce: the titles, theme by theme, the voices in turn."""
    themes = [segment for segment in segments if segment.kind == "theme"]
    if not themes:
        return []
    lines = [Line("host", f"You have heard {counted(sum(len(theme.papers) for theme in themes), 'paper')}.")]
    for place, theme in enumerate(themes):
        opener = "And in brief" if theme.theme == IN_BRIEF else f"On {theme.theme}"
        speaker = "host" if place % 2 else "guest"
        titles = [title_of(papers[paper]) for paper in theme.papers]
        lines.append(Line(speaker, f"{opener}: {titles[0]}."))
        lines += [Line(speaker, f"{'And' if place % 2 else 'Then'}: {title}.") for title in titles[1:]]
    return lines


def farewell(told: Sequence[Paper]) -> list[Line]:
    if not told:
        return []
    return [
        Line("host", where_to_find(told)),
        Line("guest", "The words were put together and spoken by software, so read a paper before you rely on it."),
    ]


def told_in(segments: Sequence[Segment], papers: Mapping[PaperId, Paper]) -> list[Paper]:
    return [papers[segment.papers[0]] for segment in segments if segment.kind in ("story", "brief")]


def where_to_find(papers: Sequence[Paper]) -> str:
    """Where the papers are, truly: only arXiv's are on arXiv."""
    if papers and all(paper.announce in (SAMPLE, "local") for paper in papers):
        return "Each paper that you heard is named on our page, beside the passage that every sentence rests on."
    return "Each paper that you heard is linked on our page, with the passage that every sentence rests on."


def what_they_are(papers: Sequence[Paper]) -> str:
    """Whether the papers have been reviewed, as far as we know."""
    if papers and all(paper.announce == SAMPLE for paper in papers):
        return "The papers are samples that ship with the station, short reports about its own techniques."
    return "Most of what we read is a preprint: shared by its authors, and not always reviewed by others yet."


def counted(count: int, noun: str) -> str:
    """`no papers`, `one paper`, `twelve papers`, `1,204 papers`."""
    return f"{number(count) if count else 'no'} {noun if count == 1 else noun + 's'}"


def number(count: int) -> str:
    """`none`, `twelve`, `1,204`."""
    if not count:
        return "none"
    return cardinal(count) if count <= 12 else f"{count:,}"


def _lower_first(title: str) -> str:
    """The title within a sentence: `what attention does`; a name in capitals stays as it is."""
    first, _, rest = title.partition(" ")
    return f"{first.lower()} {rest}" if first.istitle() else title
