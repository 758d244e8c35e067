"""The language model's way: prompts and schemas out, replies in, every quote and sentence traced before it counts.

In: a paper and its document, or a summary.  Out: (system, prompt, schema) to ask with, and a Summary or Script out of
the reply. Raises ValueError naming the first thing that makes a reply useless. Never calls a model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any, Protocol, get_args

from radio.model import Claim, ClaimKind, Document, Paper, Passage, Script, Segment, Sentence, Speaker, Summary, Turn
from shows import grounding
from shows.brief import authors_of, day_of, number_of
from shows.extractive import MOST_QUOTE_WORDS, MOST_QUOTES
from shows.keywords import keywords_of
from shows.prompts import script as script_words
from shows.prompts import summary as summary_words
from shows.scopes import QUOTE
from shows.segment import WORDS_PER_MINUTE
from shows.sentences import count_words
from shows.speakable import speakable
from shows.titles import headline, title_of

MOST_TEXT_CHARACTERS = 24_000
"""Of a paper's text in a prompt: about 6,000 tokens."""
FEWEST_CLAIMS, FEWEST_SENTENCES = 3, 6
ALIKE = 0.9
"""Likeness from which a quote counts as found; what is kept is the passage's own wording."""
LONGEST_SENTENCE_WORDS = 45
_KINDS = get_args(ClaimKind)
_SPEAKER_TAG = re.compile(r"^\s*(?:host|guest|ada|max|speaker \w+)\s*:\s*", re.I)
_MARK_UP = re.compile(r"</?\w+[^>]*>|\*\*|__|^#+\s*")
_TEXT = {"type": "string", "minLength": 1}

Prompt = tuple[str, str, dict[str, Any]]


class Answer(Protocol):
    """A parsed reply and the model that gave it."""

    value: Mapping[str, Any]
    model: str


def summary_prompt(paper: Paper, document: Document | None) -> Prompt:
    """System text, prompt and schema that ask for a paper's claims."""
    text = "\n".join(f"[{p.id}] {p.text}" for p in _visible(paper, document, MOST_TEXT_CHARACTERS))
    prompt = summary_words.PROMPT.format(nonce=_nonce(text), title=title_of(paper, document), text=text)
    claim = _record(kind={"enum": list(_KINDS)}, text=_TEXT, quote=_TEXT, passage=_TEXT)
    schema = _record(headline=_TEXT, claims=_list(claim, 24), keywords=_list(_TEXT, 8))
    return summary_words.SYSTEM, prompt, schema


def parse_summary(reply: Answer, paper: Paper, document: Document | None, *, open_licence: bool = True) -> Summary:
    """The claims whose quotes were found where the model says, or elsewhere in the visible text."""
    passages = _visible(paper, document, None)
    title = title_of(paper, document)
    claims = list(_claims(_rows(reply.value, "claims"), paper, passages, title))
    claims = _within_licence(claims, paper, passages, open_licence)
    if len(claims) < FEWEST_CLAIMS:
        raise ValueError(f"only {len(claims)} claims could be traced to the text")
    heading = str(reply.value.get("headline", "")).strip()
    quotes = " ".join(c.quote for c in claims)
    if not 3 <= count_words(heading) <= 20 or grounding.check_against(heading, quotes, title):
        heading = headline(title)
    said = tuple(str(k).strip() for k in _rows(reply.value, "keywords") if 0 < count_words(str(k)) <= 4)[:6]
    keywords = said if len(said) >= 3 else keywords_of(title, paper.abstract)
    return Summary(
        paper=paper.id, headline=heading, claims=tuple(claims), keywords=keywords, writer=f"llm:{reply.model}"
    )


def script_prompt(segment: Segment, paper: Paper, summary: Summary, hosts: tuple[str, str] = ("Ada", "Max")) -> Prompt:
    """System text, prompt and schema that ask for a dialogue out of traced claims."""
    claims = "\n".join(f"[{c.id}] ({c.kind}) {c.text}" for c in summary.claims)
    about = f"Title: {title_of(paper)}\nAuthors: {authors_of(paper)}\nOn arXiv: {day_of(paper)} {number_of(paper)}"
    words = round(segment.seconds * WORDS_PER_MINUTE / 60)
    prompt = script_words.PROMPT.format(
        nonce=_nonce(about + claims), about=about, claims=claims, words=words, host=hosts[0], guest=hosts[1]
    )
    ids = {"type": "array", "items": {"enum": [c.id for c in summary.claims]}, "maxItems": 4}
    turn = _record(speaker={"enum": list(get_args(Speaker))}, sentences=_list(_record(text=_TEXT, claims=ids), 8))
    return script_words.SYSTEM, prompt, _record(turns=_list(turn, 40))


def parse_script(
    reply: Answer, segment: Segment, paper: Paper, summary: Summary, hosts: Sequence[str] = ("Ada", "Max")
) -> Script:
    """The dialogue with every sentence that cannot be traced left out."""
    turns = [_turn(row, f"{segment.id}/{at:03d}", paper, hosts) for at, row in enumerate(_rows(reply.value, "turns"))]
    script = Script(segment=segment.id, turns=tuple(t for t in turns if t.sentences))
    script = grounding.grounded(script, summary, paper, hosts)
    stating = sum(bool(s.claims) for _, s in script.sentences)
    if len(script.sentences) < FEWEST_SENTENCES or stating < FEWEST_CLAIMS:
        raise ValueError(f"only {stating} of the script's sentences could be traced to claims")
    return script


def _visible(paper: Paper, document: Document | None, most_characters: int | None) -> list[Passage]:
    """The abstract and the document's passages in order, up to a length; hidden text is not among them."""
    abstract = Passage(id=f"{paper.id}#abstract", section="Abstract", text=paper.abstract, page=1, boxes=())
    passages = [abstract] if paper.abstract else []
    room = most_characters if most_characters is not None else float("inf")
    for passage in document.passages if document else ():
        room -= len(passage.text)
        if room < 0:
            break
        passages.append(passage)
    return passages


def _claims(rows: Sequence[Any], paper: Paper, passages: list[Passage], title: str) -> Iterator[Claim]:
    made = 0
    for row in rows:
        if not isinstance(row, Mapping) or row.get("kind") not in _KINDS:
            continue
        found = find_quote(str(row.get("quote", "")), passages, str(row.get("passage", "")))
        text = clean(str(row.get("text", "")))
        if found is None or not text or count_words(text) > LONGEST_SENTENCE_WORDS:
            continue
        passage, quote = found
        if not grounding.check_against(text, quote, title):
            yield Claim(
                id=f"{paper.id}#c{made:02d}", kind=row["kind"], text=text, quote=quote, passage=passage.id, score=1.0
            )
            made += 1


def find_quote(quote: str, passages: Sequence[Passage], wanted: str = "") -> tuple[Passage, str] | None:
    """The passage that holds a quote, and its own wording of it; the passage that was named is tried first."""
    words = quote.split()
    if len(words) < 3:
        return None
    exact = re.compile(r"\s+".join(map(re.escape, words)), re.I)
    for passage in sorted(passages, key=lambda p: p.id != wanted):
        if match := exact.search(passage.text):
            return passage, match.group()
    named = next((p for p in passages if p.id == wanted), None)
    near = _nearest(words, named.text) if named else None
    return (named, near) if named and near else None


def _nearest(words: list[str], text: str) -> str | None:
    """The stretch of the text of about as many words that is most like the quote, if it is like enough."""
    starts = [m.start() for m in re.finditer(r"\S+", text)]
    ends = [m.end() for m in re.finditer(r"\S+", text)]
    quote, best, found = " ".join(words), ALIKE, None
    matcher = SequenceMatcher(autojunk=False, b=quote)
    for size in (len(words), len(words) - 1, len(words) + 1):
        for at in range(0, max(0, len(starts) - size) + 1):
            stretch = text[starts[at] : ends[min(at + size, len(ends)) - 1]] if starts else ""
            matcher.set_seq1(stretch)
            if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and matcher.ratio() >= best:
                best, found = matcher.ratio(), stretch
    return found


def _within_licence(claims: list[Claim], paper: Paper, passages: list[Passage], open_licence: bool) -> list[Claim]:
    """With a closed licence: claims of the abstract, and at most two short ones of the body, marked as quotes."""
    if open_licence:
        return claims
    kept, quotes = [], 0
    for claim in claims:
        if claim.passage == f"{paper.id}#abstract" or _in_abstract(claim.quote, paper):
            kept.append(claim)
        elif quotes < MOST_QUOTES and count_words(claim.quote) <= MOST_QUOTE_WORDS:
            kept.append(Claim(id=claim.id, kind=claim.kind, text=claim.quote, quote=claim.quote, passage=claim.passage,
                              scope=QUOTE, score=claim.score))  # fmt: skip
            quotes += 1
    return kept


def _in_abstract(quote: str, paper: Paper) -> bool:
    return " ".join(quote.split()) in " ".join(paper.abstract.split())


def _turn(row: Any, turn_id: str, paper: Paper, hosts: Sequence[str]) -> Turn:
    if not isinstance(row, Mapping) or row.get("speaker") not in get_args(Speaker):
        raise ValueError(f"turn {turn_id} has no speaker")
    sentences = []
    for at, said in enumerate(_rows(row, "sentences")):
        text = clean(str(said.get("text", "")), hosts) if isinstance(said, Mapping) else ""
        if text and count_words(text) <= LONGEST_SENTENCE_WORDS:
            claims = tuple(str(c) for c in said.get("claims") or ())
            sentences.append(
                Sentence(id=f"{turn_id}.{at}", text=text, spoken=speakable(text), claims=claims, paper=paper.id)
            )
    return Turn(speaker=row["speaker"], sentences=tuple(sentences))


def clean(text: str, hosts: Sequence[str] = ()) -> str:
    """Without mark-up, and without a speaker's name in front."""
    text = " ".join(_MARK_UP.sub("", text).split())
    text = _SPEAKER_TAG.sub("", text)
    for host in hosts:
        text = text.removeprefix(f"{host}:").strip()
    return text if text[-1:] in ".?!\"'" or not text else text + "."


def _rows(value: Mapping[str, Any], name: str) -> Sequence[Any]:
    rows = value.get(name)
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise ValueError(f"the reply has no list of {name}")
    return rows


def _nonce(text: str) -> str:
    """A mark that the text cannot hold, since it follows from the whole of the text."""
    return "paper-" + sha256(text.encode()).hexdigest()[:16]


def _record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(of: Mapping[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": of, "maxItems": most}
