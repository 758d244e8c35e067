"""The one grammar of ids: what each is made of, and how it is taken apart again. Pure; nobody else knows a pattern.

    paper      2411.01234v2 · cs/0112017v1 · local-3fa9c0d1e2b4 · sample-1 · source:key
    passage    2411.01234v2#p17 · 2411.01234v2#abstract
    claim      2411.01234v2#c03
    show       2026-11-20-daily · 2026-11-20-daily+2 · 2411.01234v2-paper · primer-attention
    segment    2026-11-20-daily/03
    sentence   2026-11-20-daily/03/017.2
    workflow   show/2026-11-20-daily · show/2026-11-20-daily~2

An id is text, so that it can be stored, logged and typed; `PaperName`, `ShowName` and `WorkflowName` are its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NewType

PaperId = NewType("PaperId", str)
"""`2411.01234v2`, `local-3fa9c0d1e2b4` for a PDF of the operator's, `sample-1` for one that the project ships."""
WorkId = NewType("WorkId", str)
"""A paper whatever its version: `2411.01234`."""
PassageId = NewType("PassageId", str)
ClaimId = NewType("ClaimId", str)
ShowId = NewType("ShowId", str)
SegmentId = NewType("SegmentId", str)
SentenceId = NewType("SentenceId", str)
WorkflowId = NewType("WorkflowId", str)

ARXIV_NUMBER = (
    r"(?:\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
    r"|[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]{2,})?/\d{2}(?:0[1-9]|1[0-2])\d{3})"
)
"""`0704.0001` and later; `hep-th/9901001`, `math.GT/0309136` before. Public for whoever looks for ids in addresses."""

ARXIV, LOCAL, SAMPLE = "arxiv", "local", "sample"
"""Sources of papers whose ids have forms of their own. Those of any other are `source:key`, without `/` and `+`."""

_ARXIV = re.compile(rf"(?P<work>{ARXIV_NUMBER})(?:v(?P<version>[1-9]\d*))?")
_OTHER_SOURCE = re.compile(r"(?P<own>local|sample)-|(?P<other>[a-z]+):")
_DATED_SHOW = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})-(?P<format>[a-z]+)")
_PAPER_SHOW = re.compile(
    rf"(?P<paper>{ARXIV_NUMBER}(?:v[1-9]\d*)?|(?:(?:local|sample)-|[a-z]+:)[^/+]+)-(?P<format>[a-z]+)"
)
_NAMED_SHOW = re.compile(r"(?P<format>[a-z]+)-(?P<name>[^/+]+)")
_EDITION = re.compile(r"(?P<stem>[^+]+)(?:\+(?P<edition>[1-9]\d*))?")
_SEGMENT = re.compile(r"(?P<show>.+)/(?P<position>\d{2,3})")
_SENTENCE = re.compile(r"(?P<segment>.+)/\d{3,}\.\d+")
_WORKFLOW = re.compile(r"(?P<name>[a-z]+)/(?P<subject>[^~]+)(?:~(?P<attempt>[1-9]\d*))?")


# --- papers -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PaperName:
    """The parts of a paper's id."""

    work: WorkId
    version: int = 0
    """0 where the id names none, as those of local PDFs and samples."""
    source: str = ""
    """The word of the source that knows it: `arxiv`, `local`, `sample`; of any other source what stands before `:`."""

    @property
    def is_arxiv(self) -> bool:
        return self.source == ARXIV


def paper_name(paper: str) -> PaperName:
    """`2411.01234v2` → `2411.01234`, 2; whatever is not arXiv's is its own work."""
    if found := _ARXIV.fullmatch(paper):
        return PaperName(WorkId(found["work"]), int(found["version"] or 0), ARXIV)
    source = _OTHER_SOURCE.match(paper)
    return PaperName(WorkId(paper), source=(source["own"] or source["other"]) if source else "")


def work_of(paper: str) -> WorkId:
    """`2411.01234v2` → `2411.01234`"""
    return paper_name(paper).work


def version_of(paper: str) -> int:
    """`2411.01234v2` → 2; 0 where the id names none."""
    return paper_name(paper).version


def arxiv_number(paper: str) -> str:
    """The number that arXiv lists the paper under, without a version; empty for a paper that is not there."""
    name = paper_name(paper)
    return name.work if name.is_arxiv else ""


def source_of(paper: str) -> str:
    """The word of the source that knows the paper: `arxiv`, `local`, `sample`."""
    return paper_name(paper).source


def local_paper(digest: str) -> PaperId:
    """The id of a PDF of the operator's, by the hash of its content."""
    return PaperId(f"{LOCAL}-{digest}")


# --- what stands in a paper ---------------------------------------------------------------------------------------

ABSTRACT, BODY, TITLE, WITHDRAWAL = "abstract", "text", "title", "withdrawn"
"""Parts of a paper that are no passage of its document."""


def passage_id(paper: PaperId, number: int) -> PassageId:
    """`2411.01234v2#p17`; numbers count from 1."""
    return PassageId(f"{paper}#p{number}")


def part_id(paper: PaperId, part: str) -> PassageId:
    """`2411.01234v2#abstract`"""
    return PassageId(f"{paper}#{part}")


def claim_id(paper: PaperId, number: int) -> ClaimId:
    """`2411.01234v2#c03`; numbers count from 0."""
    return ClaimId(f"{paper}#c{number:02d}")


def is_abstract(passage: str) -> bool:
    """Whether it is arXiv's own abstract, and not a passage of the document."""
    return passage.endswith(f"#{ABSTRACT}")


def paper_of(part: str) -> PaperId:
    """The paper that a passage or a claim belongs to."""
    return PaperId(part.partition("#")[0])


# --- shows --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowName:
    """The parts of a show's id: its format, and a day, a paper or a name."""

    format: str
    day: date | None = None
    paper: PaperId | None = None
    name: str = ""
    edition: int = 1

    @property
    def stem(self) -> str:
        """The id of the first edition, which all have in common."""
        if self.name:
            return f"{self.format}-{self.name}"
        return f"{self.day.isoformat() if self.day else self.paper}-{self.format}"

    @property
    def id(self) -> ShowId:
        return ShowId(f"{self.stem}+{self.edition}" if self.edition > 1 else self.stem)

    def of_edition(self, edition: int) -> ShowName:
        return replace(self, edition=edition)


def show_name(show: str) -> ShowName:
    """The parts of a show's id. Raises ValueError with a sentence where it is none."""
    found = _EDITION.fullmatch(show)
    if found is None or (name := _find_first_edition(found["stem"])) is None:
        raise ValueError(f"{show!r} is not the id of a show, such as 2026-11-20-daily or 2411.01234v2-paper")
    return name.of_edition(int(found["edition"] or 1))


def _find_first_edition(stem: str) -> ShowName | None:
    if found := _DATED_SHOW.fullmatch(stem):
        day = _find_day(found["day"])
        return ShowName(format=found["format"], day=day) if day else None
    if found := _PAPER_SHOW.fullmatch(stem):
        return ShowName(format=found["format"], paper=PaperId(found["paper"]))
    if found := _NAMED_SHOW.fullmatch(stem):
        return ShowName(format=found["format"], name=found["name"])
    return None


def _find_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def segment_id(show: ShowId, position: int) -> SegmentId:
    """`2026-11-20-daily/03`; positions count from 0."""
    return SegmentId(f"{show}/{position:02d}")


def show_of(segment: str) -> ShowId:
    """The show that a segment belongs to. Raises ValueError where it is none."""
    show = find_show_of(segment)
    if show is None:
        raise ValueError(f"{segment!r} is not the id of a segment, such as 2026-11-20-daily/03")
    return show


def find_show_of(segment: str) -> ShowId | None:
    """As `show_of`; None where the id is not a segment's."""
    found = _SEGMENT.fullmatch(segment)
    stem = found["show"].partition("+")[0] if found else ""
    return ShowId(found["show"]) if found and _find_first_edition(stem) else None


def sentence_id(segment: SegmentId, turn: int, place: int) -> SentenceId:
    """`2026-11-20-daily/03/017.2`: turn and place in the turn count from 0."""
    return SentenceId(f"{segment}/{turn:03d}.{place}")


# --- workflows ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WorkflowName:
    """The parts of a workflow's id: its kind, what it works on, and how often that was begun."""

    kind: str
    subject: str
    attempt: int = 1

    @property
    def id(self) -> WorkflowId:
        first = f"{self.kind}/{self.subject}"
        return WorkflowId(f"{first}~{self.attempt}" if self.attempt > 1 else first)

    @property
    def next(self) -> WorkflowName:
        """The same work, begun once more."""
        return replace(self, attempt=self.attempt + 1)

    def is_same_work(self, other: WorkflowName) -> bool:
        return (self.kind, self.subject) == (other.kind, other.subject)


def workflow_name(workflow: str) -> WorkflowName:
    """The parts of a workflow's id. Raises ValueError with a sentence where it is none."""
    name = find_workflow_name(workflow)
    if name is None:
        raise ValueError(f"{workflow!r} is not the id of a workflow, such as show/2026-11-20-daily~2")
    return name


def find_workflow_name(workflow: str) -> WorkflowName | None:
    """As `workflow_name`; None where the id is none."""
    found = _WORKFLOW.fullmatch(workflow)
    return WorkflowName(found["name"], found["subject"], int(found["attempt"] or 1)) if found else None


def after(attempts: Iterable[str], first: WorkflowName) -> WorkflowName:
    """The name that follows the latest of the attempts at one piece of work; the first where there is none.

    `attempts` are ids of workflows; those of other work are passed over.
    """
    names = (find_workflow_name(attempt) for attempt in attempts)
    latest = max((name.attempt for name in names if name and name.is_same_work(first)), default=0)
    return replace(first, attempt=latest + 1)
