"""What a sentence does in a paper, told by its cue words: problem, idea, method, result, limit or context.

In: a sentence and where it stands.  Out: the kind of claim it makes and how strongly. Without a model.
"""

from __future__ import annotations

import re

from radio.model import ClaimKind
from radio.rules import either

CUES: dict[ClaimKind, tuple[tuple[str, float], ...]] = {
    "limit": (
        (r"\blimitations?\b|\bcaveats?\b|\blimited to\b|\bshortcomings?\b", 3.0),
        (r"\b(?:we|this (?:work|study|paper)) (?:do|did|does|have|has) not\b|\bcannot (?:yet|be)\b|\bdid not\b", 2.3),
        (r"\bfuture (?:work|research|studies)\b|\bremains? (?:open|for future)\b|\bleave\b.*\bfuture\b", 2.5),
        (r"\bwe (?:only )?(?:evaluate|test|consider|study)d? only\b|\bmay not (?:generali[sz]e|transfer"
            r"|hold)\b", 2.0),
        (r"\bshould (?:not )?be (?:interpreted|read|treated)\b|\bdoes not (?:generali[sz]e|transfer|improve)\b", 2.0),
    ),
    "result": (
        (r"\b(?:results?|experiments?|evaluations?|ablations?|analys[ie]s) (?:\w+ ){0,6}?(?:show|demonstrate"
            r"|suggest|indicate|reveal|confirm)", 3.0),
        (r"\b(?:outperform|surpass|exceed|achiev|attain|improv|reduc|increas|reach|yield|match)\w*", 1.6),
        (r"\bwe (?:also |further )?(?:find|found|show|observe|demonstrate|report that|prove|establish|reveal)", 2.4),
        (r"\d(?:\.\d+)?\s?\\?%|\d\s?(?:x|×|times)\b|percentage points?|\bpoints\b|\b\d+-fold\b", 1.4),
        (r"\b(?:state-of-the-art|baselines?|accuracy|F1|win rate|speed-?up|error rate|AUC)\b", 0.8),
    ),
    "idea": (
        (r"\bwe (?:\w+ly |therefore |thus )?(?:propose|introduce|present|develop|design|describe|formali[sz]e"
            r"|offer|argue)\b", 3.2),
        (r"\bthis (?:paper|work|study|article) (?:proposes|introduces|presents|develops|describes|studies"
            r"|investigates|examines|explores|argues)", 3.2),
        (r"\bwe (?:first |also )?(?:study|investigate|examine|explore|revisit|ask|analy[sz]e|consider|address|conduct"
            r"|build|create|survey|review|shed light)\b", 2.4),
        (r"\b(?:is|are) (?:proposed|introduced|presented)\b|\bnovel\b|\bkey (?:idea|insight)\b|\bour (?:idea"
            r"|insight|goal|aim)\b", 1.6),
    ),
    "method": (
        (r"^(?:in|at|during) (?:the|its|a) (?:first|second|third|final|last) (?:stage|step|phase)\b", 4.0),
        (r"\bconsists? of\b|\bcomprises?\b|\b(?:is|are) (?:based|built) on\b|\bcombin(?:es|ing)\b"
            r"|\bintegrat(?:es|ing)\b", 1.8),
        (r"\b(?:uses?|using|leverag\w+|employ\w*|appl(?:y|ies)|train(?:s|ed)?|learns?|encod\w+|optimi[sz]\w+"
            r"|fine-?tun\w+)\b", 1.0),
        (r"\b(?:framework|method|approach|algorithm|pipeline|architecture|module|stage|model|dataset"
            r"|benchmark)\b", 0.7),
        (r"^(?:first|second|then|next|specifically|concretely)\b|\bwe (?:\w+ly )?(?:train|us|appl|collect"
            r"|construct|evaluat|compar|test|measur|built|conduct|analy|report(?! that))", 1.5),
    ),
    "problem": (
        (r"\bhowever\b|\bdespite\b|\balthough\b|\byet\b|\bunfortunately\b|\bnevertheless\b", 1.6),
        (r"\bchalleng\w+|\bdifficult\w*|\bbottleneck|\bproblem\b|\bobstacle|\bcostly\b|\bexpensive\b", 1.3),
        (r"\b(?:remains?|is|are) (?:\w+ )?(?:unclear|unknown|limited|open|underexplored|under-explored"
            r"|understudied|unexplored|poorly)", 2.2),
        (r"\b(?:lack|suffer|struggle|fail|neglect|overlook|ignore|rely on|relies on|existing|current|prior"
            r"|conventional)\w*\b", 1.0),
        (r"\blittle is known\b|\bgap\b|\bcritical\b|\bincreasingly\b|\bessential\b", 0.8),
    ),
    "context": ((r"\b(?:has|have) (?:become|emerged|been|shown|achieved)\b|\bwidely\b|\brecent(?:ly)?\b", 1.2),),
}  # fmt: skip
_COMPILED = {kind: [(re.compile(pattern, re.I), weight) for pattern, weight in rows] for kind, rows in CUES.items()}

PLACES: dict[ClaimKind, tuple[float, float]] = {
    "problem": (0.15, 1.6), "context": (0.0, 1.2), "idea": (0.4, 1.0), "method": (0.55, 0.8), "result": (0.85, 1.2),
    "limit": (0.95, 0.4),
}  # fmt: skip
"""Where in an abstract each kind is at home (0 its start, 1 its end), and what being there is worth."""

ROOM: dict[ClaimKind, tuple[float, float]] = {
    "problem": (0.0, 0.6), "method": (0.2, 1.0), "context": (0.0, 0.3), "idea": (0.0, 0.8),
    "result": (0.3, 1.0), "limit": (0.5, 1.0),
}  # fmt: skip
"""Outside these bounds a kind is seldom what it seems."""
OUT_OF_PLACE = 0.4
FEWEST_LIMIT = 2.0
"""Below this a sentence is not said as a limit: `only` and `not` stand in many others."""
_STEMS_OF_OTHERS = either(
    "address", "overcom", "mitigat", "tackl", "alleviat", "resolv", "bypass", "beyond", "existing", "prior", "previous",
    "current", "unlike", "instead of", "outperform", "improv", "propos", "introduc", "motivat", "conventional",
    "traditional",
)  # fmt: skip
_OF_OTHERS = re.compile(rf"\b(?:{_STEMS_OF_OTHERS})\w*\b", re.I)

_OFFERED = re.compile(
    r"\b(?:releas|provid|offer|facilitat|support|enabl|encourag|inspir|foundation|guid|resource|benefit)\w*\b.*\bfuture\b",
    re.I,
)
"""What the work gives to those who come after is none of its limits."""
_THE_WORK = r"(?:the|this) (?:proposed )?(?:approach|framework|method|system)"
_OF_THE_WORK = re.compile(rf"(?:[^,]{{1,80}}, )?(?:we|our|here,? we|in this (?:\w+ )?\w+,? we|{_THE_WORK})\b", re.I)

_OWN = re.compile(r"\b(?:we|our|us|ours|this (?:paper|work|study|article|report)|here|proposed)\b", re.I)
OWN_KINDS: tuple[ClaimKind, ...] = ("result", "idea", "method")
"""What only a sentence about the work itself can be: what others achieved is context."""
OPENING = 0.2
"""The first part of an abstract, which speaks of the field unless it says otherwise."""

SECTIONS: dict[ClaimKind, str] = {
    "problem": r"introduction|motivation|background|problem",
    "idea": r"introduction|overview|contribution",
    "method": r"method|approach|model|architecture|algorithm|framework|design|system|training",
    "result": r"result|experiment|evaluation|finding|conclusion|discussion|ablation|analysis",
    "limit": r"limitation|discussion|conclusion|future|threats",
    "context": r"introduction|background|related",
}


def kind_in_abstract(sentence: str, place: float) -> tuple[ClaimKind, float]:
    """The kind of an abstract's sentence at a place between 0 and 1, with its strength."""
    marks: dict[ClaimKind, float] = {
        kind: cue_score(sentence, kind) + worth * max(0.0, 1 - 2 * abs(place - home))
        for kind, (home, worth) in PLACES.items()
    }
    for kind, (first, last) in ROOM.items():
        if not first <= place <= last:
            marks[kind] *= OUT_OF_PLACE
    if marks["limit"] < FEWEST_LIMIT or _OF_OTHERS.search(sentence) or _OFFERED.search(sentence):
        marks["limit"] = 0.0
    if _OF_THE_WORK.match(sentence):
        marks["problem"] *= OUT_OF_PLACE
        marks["context"] *= OUT_OF_PLACE
    if place <= OPENING and not _OWN.search(sentence):
        marks |= {kind: marks[kind] * OUT_OF_PLACE for kind in OWN_KINDS}
    return max(marks.items(), key=lambda mark: mark[1])


def kind_in_section(sentence: str, section: str) -> tuple[ClaimKind, float]:
    """The kind of a body's sentence under a heading, with its strength; weak when the heading does not fit."""
    marks: dict[ClaimKind, float] = {
        kind: cue_score(sentence, kind) * (1.0 if re.search(pattern, section, re.I) else 0.4)
        for kind, pattern in SECTIONS.items()
    }
    if _OF_OTHERS.search(sentence) or _OFFERED.search(sentence):
        marks["limit"] = 0.0
    if re.search(SECTIONS["context"], section, re.I) and not _OWN.search(sentence):
        marks |= {kind: marks[kind] * OUT_OF_PLACE for kind in OWN_KINDS}
    return max(marks.items(), key=lambda mark: mark[1])


def cue_score(sentence: str, kind: ClaimKind) -> float:
    return sum(weight for pattern, weight in _COMPILED[kind] if pattern.search(sentence))
