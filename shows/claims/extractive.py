"""Paper + Document → Summary, without a model: the paper's own sentences, chosen and lightly turned for the ear.

Chosen by cue words, nearness to the title, centrality and place. Each claim's quote is an exact stretch of the passage
it names (or of arXiv's abstract), and its text adds nothing to the quote. Scope of a claim: empty; `follows`, said
right after the claim before it; `quote`, a credited short quote from the body of a paper without an open licence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from radio.ids import ABSTRACT, PassageId, claim_id, part_id
from radio.model import Claim, ClaimKind, Document, Paper, Passage, Summary
from shows.claims import grounding
from shows.claims.cues import cue_score, kind_in_abstract, kind_in_section
from shows.claims.fit_to_speak import MOST_WORDS
from shows.claims.keywords import keywords_of
from shows.claims.misread import without_misread
from shows.claims.rewrite import bare, pieces, points_back, rewrite
from shows.claims.scopes import FOLLOWS, QUOTE
from shows.claims.titles import headline, title_of
from shows.words.sentences import count_words, split

MOST_QUOTES, MOST_QUOTE_WORDS = 2, 25
MOST_BODY: dict[ClaimKind, int] = {"problem": 2, "idea": 2, "method": 4, "result": 4, "limit": 3, "context": 1}
FEWEST_BODY_STRENGTH = 1.9
FEWEST_PROBLEM = 2.0
"""By its cues; a weaker sentence after the idea is told describes the work, not its problem."""
IDEA_WORDS = 42
"""What the authors set out to do is worth a longer sentence than others."""
ENOUGH_WORDS, LONG_WORDS = 105, 46
"""An abstract that gives fewer words than this is read again, with longer sentences allowed."""
MOST_ABSTRACT_WORDS = 500
ALIKE = 0.5
"""Share of content words in common from which two sentences say the same."""

_SKIPPED = re.compile(
    r"references|bibliography|acknowledg|appendix|related work|ethic|funding|author|broader|checklist", re.I
)
_ABSTRACT = re.compile(r"^\W*abstract", re.I)
_WORD = re.compile(r"[a-z][a-z-]{3,}")


@dataclass(frozen=True, slots=True)
class _Candidate:
    quote: str
    passage: PassageId
    text: str
    scope: str
    kind: ClaimKind
    score: float


def summarise(paper: Paper, document: Document | None, open_licence: bool = True) -> Summary:
    """What can be said of the paper. With a closed licence its body gives at most two short credited quotes."""
    title, sure = title_of(paper, document), partial(without_misread, paper=paper, document=document)
    if document and not paper.abstract:
        paper = replace(paper, abstract="\n\n".join(passage.text for passage in _abstract_in(document)))
    abstract = sure(_from_abstract(paper, document))
    if sum(count_words(c.text) for c in abstract) < ENOUGH_WORDS:
        abstract = sure(_from_abstract(paper, document, LONG_WORDS))
    body = sure(_from_body(paper, document, abstract)) if document else []
    chosen = abstract + (_best(body) if open_licence else _quotes(body))
    claims = tuple(_numbered(paper, _scored(chosen, title, paper.abstract)))
    return Summary(paper=paper.id, headline=headline(title), claims=claims, keywords=keywords_of(title, paper.abstract))


def _abstract_in(document: Document) -> tuple[Passage, ...]:
    """The passages of the abstract as it is printed; its beginning where no heading ends it."""
    found: list[Passage] = []
    words = 0
    for passage in document.passages:
        words += count_words(passage.text)
        if not _ABSTRACT.match(passage.section) or (found and words > MOST_ABSTRACT_WORDS):
            break
        found.append(passage)
    return tuple(found)


def _from_abstract(paper: Paper, document: Document | None, most_words: int = MOST_WORDS) -> Iterator[_Candidate]:
    sentences = split(paper.abstract) if paper.abstract else []
    usable, introduced = True, False
    for at, sentence in enumerate(sentences):
        place = at / max(1, len(sentences) - 1)
        passage, quote = _on_page(sentence, document) or (part_id(paper.id, ABSTRACT), sentence)
        kind, score = kind_in_abstract(sentence, place)
        if introduced and kind in ("problem", "context") and cue_score(sentence, "problem") < FEWEST_PROBLEM:
            kind = "method"
        made, introduced = False, introduced or kind == "idea"
        most = max(most_words, IDEA_WORDS) if kind == "idea" else most_words
        for candidate in _candidates(quote, passage, len(paper.authors), kind, score, most):
            if candidate.scope != FOLLOWS or usable:
                made = True
                yield candidate
        usable = made


def _on_page(sentence: str, document: Document | None) -> tuple[PassageId, str] | None:
    """The passage that holds a sentence of the abstract, and the sentence as it stands there."""
    if document is None:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, sentence.split())))
    for passage in document.passages[:40]:
        if found := pattern.search(passage.text):
            return passage.id, found.group()
    return None


def _from_body(paper: Paper, document: Document, said: list[_Candidate]) -> Iterator[_Candidate]:
    heard = [(c.kind == "limit", _content(c.quote)) for c in said]
    abstract = {passage.id for passage in _abstract_in(document)}
    for passage in document.passages:
        if _SKIPPED.search(passage.section) or passage.id in abstract:
            continue
        for at, sentence in enumerate(split(passage.text)):
            kind, score = kind_in_section(sentence, passage.section)
            if score < FEWEST_BODY_STRENGTH or (at == 0 and not sentence[:1].isupper()):
                continue
            for candidate in _candidates(sentence, passage.id, len(paper.authors), kind, score):
                is_limit, words = kind == "limit", _content(candidate.quote)
                same = any(_alike(words, other) for limits, other in heard if limits == is_limit)
                if candidate.scope != FOLLOWS and not same and not points_back(candidate.text):
                    heard.append((is_limit, words))
                    yield candidate


def _candidates(
    sentence: str, passage: PassageId, authors: int, kind: ClaimKind, score: float, most_words: int = MOST_WORDS
) -> Iterator[_Candidate]:
    for piece in pieces(sentence):
        if said := rewrite(piece, authors, most_words):
            text, scope = said
            if not grounding.check_against(text, piece):
                yield _Candidate(piece, passage, text, scope, kind, score)


def _best(body: list[_Candidate]) -> list[_Candidate]:
    """The strongest of each kind, in the order of the paper."""
    kept: set[int] = set()
    for kind, most in MOST_BODY.items():
        of_kind = [i for i, c in enumerate(body) if c.kind == kind]
        kept |= set(sorted(of_kind, key=lambda i: -body[i].score)[:most])
    return [c for i, c in enumerate(body) if i in kept]


def _quotes(body: list[_Candidate]) -> list[_Candidate]:
    """At most two short quotes, limits before results, since an abstract seldom says its limits."""
    short = [c for c in body if count_words(c.quote) <= MOST_QUOTE_WORDS and c.kind in ("limit", "result")]
    short.sort(key=lambda c: (c.kind != "limit", -c.score))
    short = short[:MOST_QUOTES]
    return [_Candidate(c.quote, c.passage, bare(c.quote), QUOTE, c.kind, c.score) for c in short]


def _scored(chosen: list[_Candidate], title: str, abstract: str) -> list[_Candidate]:
    """Strength by cues and place, raised by nearness to the title and to what the abstract keeps coming back to."""
    near, often = _content(title), Counter(word.rstrip("s") for word in _WORD.findall(abstract.casefold()))
    top = {word for word, n in often.most_common(25) if n > 1}
    scored: list[_Candidate] = []
    for c in chosen:
        words = _content(c.quote)
        nearness = len(words & near) / (len(near) or 1)
        centrality = len(words & top) / (len(top) or 1)
        score = round(c.score + 2 * nearness + centrality, 3)
        scored.append(_Candidate(c.quote, c.passage, c.text, c.scope, c.kind, score))
    return scored


def _numbered(paper: Paper, chosen: list[_Candidate]) -> Iterator[Claim]:
    """Claims with ids in the order of the paper."""
    for at, c in enumerate(chosen):
        yield Claim(
            id=claim_id(paper.id, at),
            kind=c.kind,
            text=c.text,
            quote=c.quote,
            passage=c.passage,
            scope=c.scope,
            score=c.score,
        )


def _content(text: str) -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in _WORD.findall(text.casefold()))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) / min(len(one), len(other)) >= ALIKE
