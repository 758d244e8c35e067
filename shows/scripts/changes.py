"""A new version of a paper that was told before → the claims of an update, and its words: short, and true of both.

What stood in the older version is a claim of its own, which is evidence and never said alone (scope `was`). Each claim
passes the same gate as those of a story; where none can be said, the update says that the abstract has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from radio.ids import ABSTRACT, BODY, TITLE, WITHDRAWAL, ClaimId, PassageId, claim_id, part_id
from radio.model import Claim, ClaimKind, Paper, Script, Segment, Summary
from shows.claims import grounding
from shows.claims.revision import VERSIONS, FigureChange, Revision
from shows.claims.rewrite import rewrite
from shows.claims.scopes import FOLLOWS, WAS
from shows.claims.titles import headline, title_of
from shows.scripts import phrases
from shows.scripts.brief import number_of
from shows.scripts.dialogue import Line, script_of

MOST_FIGURES, MOST_ADDED, MOST_REMOVED = 3, 2, 1

_WITHDRAWAL = re.compile(r"^.*?\b(?:withdr[ae]wn?|withdrawing)\b(?: by (?:the |its |arxiv )?[\w-]+)?", re.IGNORECASE)
_BY_AUTHORS = re.compile(
    r"\bby (?:the |its )?authors?\b|\bwe (?:have )?withdr|\bauthors? (?:ha[sv]e? )?withdr", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A claim without its number."""

    text: str
    quote: str
    passage: PassageId
    scope: str = ""


def summarise_update(before: Paper, after: Paper, change: Revision) -> Summary:
    """The claims with which an update says what a version changes, or that it withdraws the paper."""
    drafts = _withdrawal(after) if after.withdrawn else _changes(before, after, change)
    claims: list[Claim] = []
    for group in drafts:
        numbered = [_claim(after, len(claims) + place, draft) for place, draft in enumerate(group)]
        said = " ; ".join([after.title, before.title])
        if not grounding.check(numbered[0].text, numbered, said):
            claims += numbered
    return Summary(paper=after.id, headline=headline(title_of(after)), claims=tuple(claims), writer=VERSIONS)


def write_update(segment: Segment, paper: Paper, summary: Summary) -> Script:
    """The update's words, from the claims that it rests on."""
    said = list(_said(summary))
    opening = phrases.pick(phrases.CORRECTION if paper.withdrawn else phrases.UPDATE, paper.id)
    lines = [Line("host", opening.format(title=_closed(title_of(paper))), paper.id)]
    if not paper.withdrawn:
        lines.append(Line("host", "Its authors have posted a new version.", paper.id))
        if not said:
            said = [("The abstract has changed.", ())]
    lines += [Line("guest", text, paper.id, claims) for text, claims in said]
    if number := number_of(paper):
        lines.append(Line("host", f"Its number is arXiv:{number}, also on screen.", paper.id))
    return script_of(segment.id, lines)


def _said(summary: Summary) -> Iterator[tuple[str, tuple[ClaimId, ...]]]:
    """Each claim that is said, with those that it is measured against."""
    for place, claim in enumerate(summary.claims):
        if claim.scope == WAS:
            continue
        after = summary.claims[place + 1 :]
        evidence = [other.id for other in after[:1] if other.scope == WAS]
        yield claim.text, (claim.id, *evidence)


def _closed(title: str) -> str:
    return f'"{title}"' if title[-1:] in "?!" else f'"{title}".'


def _claim(after: Paper, number: int, draft: _Draft) -> Claim:
    is_finding = draft.passage in (part_id(after.id, ABSTRACT), part_id(after.id, BODY))
    kind: ClaimKind = "result" if is_finding else "context"
    return Claim(
        id=claim_id(after.id, number),
        kind=kind,
        text=draft.text,
        quote=draft.quote,
        passage=draft.passage,
        scope=draft.scope,
    )


def _withdrawal(paper: Paper) -> Iterator[list[_Draft]]:
    found = _WITHDRAWAL.match(paper.withdrawn)
    quote = found[0] if found else paper.withdrawn
    by = " by its authors" if _BY_AUTHORS.search(paper.withdrawn) else ""
    yield [_Draft(f"It has since been withdrawn{by}.", quote, part_id(paper.id, WITHDRAWAL))]


def _changes(before: Paper, after: Paper, change: Revision) -> Iterator[list[_Draft]]:
    figures = [(ABSTRACT, f) for f in change.figures] + [(BODY, f) for f in change.text_figures]
    for where, figure in figures[:MOST_FIGURES]:
        yield _of_figure(before, after, where, figure)
    if change.title:
        was, now = change.title
        said = f'Its title was "{was}", and is now "{now}".'
        yield [
            _Draft(said, now, part_id(after.id, TITLE)),
            _Draft(f'It was "{was}".', was, part_id(before.id, TITLE), WAS),
        ]
    if change.title and change.keeps_abstract:
        yield [_Draft("The abstract is unchanged.", "", part_id(after.id, ABSTRACT))]
    if change.is_rewritten:
        yield [_Draft("Most of the abstract is new.", "", part_id(after.id, ABSTRACT))]
    yield from _of_sentences("New in the abstract", change.added, after, MOST_ADDED)
    if not change.is_rewritten:
        yield from _of_sentences("Gone from the abstract", change.removed, before, MOST_REMOVED)


def _of_figure(before: Paper, after: Paper, where: str, figure: FigureChange) -> list[_Draft]:
    said = f'The {where} now says "{figure.now_quote}", where it said {figure.was}.'
    return [
        _Draft(said, figure.now_quote, part_id(after.id, where)),
        _Draft(f"It said {figure.was}.", figure.was_quote, part_id(before.id, where), WAS),
    ]


def _of_sentences(lead: str, sentences: Sequence[str], paper: Paper, most: int) -> list[list[_Draft]]:
    """The first of the sentences that can be said by themselves."""
    found = ((sentence, rewrite(sentence)) for sentence in sentences)
    said = [(sentence, fit[0]) for sentence, fit in found if fit and fit[1] != FOLLOWS]
    return [[_Draft(f"{lead}: {text}", sentence, part_id(paper.id, ABSTRACT))] for sentence, text in said[:most]]
