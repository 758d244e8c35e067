"""A sentence of a paper → the sentence as the station says it, or nothing where it cannot be said well.

Only takes away and turns the person: `we` becomes the authors, references and asides go, a worn opener is cut.
Adds no word that says more, and never joins two sentences.
"""

from __future__ import annotations

import re
from itertools import pairwise

from radio.rules import Rule, Rules, any_word, either
from shows.claims.fit_to_speak import ENDS, FEWEST_WORDS, MOST_WORDS, has_verb, is_fit_to_speak
from shows.claims.scopes import FOLLOWS
from shows.words import latex
from shows.words.sentences import count_words

_CITED = re.compile(r"\s?\[\s?\d+(?:\s?[,;–-]\s?\d+)*\s?\]|\\cite[a-z]*\{[^}]*\}")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|\*|__|_)(?=\w)([^*_]{2,80})(?<=\w)\1(?!\w)")
_ASIDE = re.compile(r"\s?\((?!s\))[^()]*\)")
_SHOWN = r"(?:[Aa]s (?:shown|illustrated|depicted|seen|reported|summari[sz]ed|listed|described|discussed) )?"
_PART = r"(?:Fig(?:ure|\.)?s?|Tab(?:le|\.)?s?|Sec(?:tion|\.)?s?|App(?:endix|\.)?|Eq(?:uation|\.)?s?|Algorithm)"
_FIGURE_REF = re.compile(rf",?\s?\b{_SHOWN}(?:in|by|see) {_PART}\s?~?[\dA-Z.]+(?:\([a-z]\)|[a-z])?(?: and [\d.]+)?,?")
_LINKS = (
    "here|to this end|to that end|specifically|more specifically|in particular|concretely|moreover|furthermore",
    "additionally|in addition|finally|notably|importantly|more importantly|most importantly|interestingly|crucially",
    "however|nevertheless|nonetheless|yet|thus|hence|therefore|consequently|accordingly|as a result|overall|in summary",
    "to summari[sz]e|in conclusion|first|firstly|second|secondly|third|thirdly|lastly|meanwhile|also|then|next|indeed",
    "in fact|likewise|similarly|rather|remarkably|surprisingly|conversely|in contrast|by contrast|instead|critically",
    "further|to do so|to achieve this|on the other hand|for this purpose|for example|for instance|as such|still",
    "together|taken together|in response",
    r"in (?:this|the present|our|the) (?:(?:position|short|survey) )?(?:paper|work|study|article|report|letter"
    r"|survey|thesis|technical report)",
    r"to (?:address|tackle|overcome|fill|bridge|close|solve|answer|study|test|investigate|examine|resolve|mitigate) "
    r"(?:this|these|the above|that)(?: \w+){0,3}",
    r"(?:motivated|inspired|guided|driven|building|based|drawing) (?:by|on|upon|from) "
    r"(?:this|these|that|those)(?: \w+){0,3}",
)
"""Openers that only tie a sentence to the one before it; none of them holds a hedge."""
_OPENERS = re.compile(rf"^(?:{'|'.join(_LINKS)})(?:,\s?|\s(?=we\b))(?:and )?", re.I)
_LABELS = either(
    any_word("background objectives? methods? results? conclusions? introduction purpose motivation aims? findings"),
    any_word("significance approach materials design setting exposures? participants interventions? importance"),
    "(?:main )?outcomes",
    any_word("discussion abstract tl;dr summary"),
)
_LABEL = Rules(
    (
        Rule(
            "a heading in capitals",
            r"^(?:ABSTRACT|INTRODUCTION|(?i:abstract)(?: \d+)?)\s(?=[A-Z])",
            "INTRODUCTION A field is small.",
            "An introduction is small.",
        ),
        Rule(
            "a label of a structured abstract",
            rf"(?i:^(?:{_LABELS})(?: and \w+)?\s?[:.]\s)",
            "Methods: We read trees.",
            "Methods are small.",
        ),
    )
).pattern
_RUN_IN = Rules(
    (
        Rule(
            "a heading before what the authors did",
            r"^[A-Z][\w-]*(?:\s[\w/-]+){0,6}?[:.]?\s(?=We\b)",
            "Impact of gold passages We use them.",
        ),
        Rule(
            "a heading with its mark",
            r"^[A-Z][\w-]*(?:\s[\w-]+){0,3}[:.]\s"
            r"(?=(?:To|In|For|As|It|The|This|These|When|Since|While|Following|Given)\s)",
            "Small trees. The parser reads them.",
            "Small trees are read.",
        ),
    )
).pattern
"""A heading printed at the head of its paragraph."""
_NOTE_MARK = re.compile(
    r"(?:(?<=[a-z]{3})|(?<=[A-Z]{2}))([.,;])\d{1,2}(?=[\s.]|$)|(?<=[a-z][\"'”’])()\d{1,2}(?=[\s.,;]|$)"
)
_NAMED_BEFORE = any_word(
    "question assumption gap issue problem challenge phenomenon concern limitation approach view formulation framework",
    "technique idea insight process setting model method system strategy dataset signal component property",
)
_LEANING = Rules(
    (
        Rule(
            "a thing named before",
            rf"\b(?:this|these|such|the same) (?:[\w-]+ ){{0,2}}(?:{_NAMED_BEFORE})s?\b",
            "Using this small approach, it is read.",
            "Using an approach, it is read.",
        ),
        Rule(
            "a likeness to what was named",
            r"\ba similar (?:configuration|setting|setup|approach|procedure|trend|pattern|strategy|way|manner)\b"
            r"(?! (?:to|as)\b)",
            "It is read in a similar way.",
            "It is read in a similar way to it.",
        ),
    ),
    flags=re.I,
).pattern
_LEANING_HEAD = re.compile(r"^(?:\w+,?|[^,]{1,40},) (?:this|these|those|such)\b", re.I)
_NOT_BACK = any_word(r"paper work study article survey report thesis end way case time reason is\b was\b")
_BACK = re.compile(rf"\b(?:these|this (?!{_NOT_BACK}))\s?((?:[\w-]+ ?){{1,3}})", re.I)
_CONTENT = re.compile(r"[\w-]{4,}")
_LEANING_WITHIN = 60
"""Characters at the head of a sentence; further on, `this question` may stand for what the sentence itself says."""
_JOINED = re.compile(r"^(?:and|but|so|or) (?=\w)", re.I)
_DANGLERS = either(
    any_word("this that these those it its they their them such both another others one"),
    "the (?:latter|former|resulting|same|above|proposed)",
    "doing so",
    any_word("which each"),
    "in the (?:second|third|fourth|next|last|final) (?:step|stage|phase)",
    "as such",
    "neither",
    "unlike (?:this|these)",
    any_word("he she his her"),
    "many of", "most of", "some of", "all of",
)  # fmt: skip
_DANGLING = re.compile(rf"^(?:{_DANGLERS})\b", re.I)
_WORKS = any_word(
    "paper work study method approach framework model system results? findings article survey review book chapter",
    "tutorial essay note benchmark dataset algorithm technique architecture experiments report thesis",
)
_KIND_OF_WORK = r"(?:(?:position|short|technical|systematic|survey) )?"
_POINTER = re.compile(rf"^(?:this|these|the proposed|our proposed) (?={_KIND_OF_WORK}(?:{_WORKS})\b)", re.I)
_THING = (
    "paper|work|study|article|survey|reports?|analys[ie]s|evaluations?|results?|experiments?|findings|methods?|approach|framework"
    "|models?|system|code|benchmark|dataset|algorithm|technique|architecture|experimental|proposed|empirical|theoretical|main|key"
    "|contributions?|data|implementation|pipeline|theory|goal|aim|extensive|ablations?|proposal|solution"
)
_OUR_THING = re.compile(rf"\bour (?=(?:{_THING})\b)", re.I)
_MORE, _LESS = re.compile(r"(?<=\s)>\s?(?=\d)"), re.compile(r"(?<=\s)<\s?(?=\d)")
_US = re.compile(r"\b(?:we|our|ours|us|ourselves)\b", re.I)
_TAILS = either(
    any_word("thereby thus hence while whereas which where enabling allowing making leading resulting providing"),
    any_word("offering yielding achieving demonstrating highlighting showing suggesting improving reducing including"),
    any_word("ranging using"),
    "and (?:thus|thereby)",
    "with",
    "such as",
    "as well as",
)
_TAIL = re.compile(rf",\s(?:{_TAILS})\b[^,;]*")
_LIST = re.compile(r"(?<=[a-z]):\s.*$", re.S)
_LED_TO = re.compile(r"\b(?:is|are|was|were|be|following|including|follows|and|or|of|to|that|namely)$")
_HANGING = re.compile(r"[,;:]?\s(?:and|or|but|as well as|while)$")
_EN_DASH = re.compile(r"(?<=\d)\s?(?:---?|[–—])\s?(?=[\d.])|(?<=[\w%+])--(?=[\w+])")
_DASH = re.compile(r"\s?(?:—|--+)\s?|(?<=\s)[–-]\s|\s?–\s")
_KEPT_WITH = re.compile(r"\b(?:only|unless|except|if|not|without|may|might|could|but)\b", re.I)
_CLAUSE = Rules(
    (
        Rule(
            "a semicolon before its own subject",
            r";\s+(?=(?:and )?(?:we|the|our|it|they|this|these|in|when|for)\s)",
            "It is read; the tree is small.",
            "It is read; small trees are.",
        ),
        Rule(
            "a conjunction before its own subject",
            r",\s(?:and|so)\s(?=(?:we|the|our|it|they|this|these)\s)",
            "It is read, and the tree is small.",
            "It is read, and small.",
        ),
        Rule(
            "a number of a list",
            r"[;:,]\s+(?:and\s+)?(?=\(?(?:[1-9]|i{1,3}|iv|v|[a-e])\)\s(?:we|the|our|it|they)\s)",
            "It is read: (1) the tree is small.",
        ),
    ),
    flags=re.I,
).pattern
"""Where a long sentence may be cut in two. Never at a contrast: half of it would say what the whole takes back."""
_START_LEFT = re.compile(r"^[\s,;:.)\]-]+")
_LIST_MARK = re.compile(r"^(?:\(?(?:i{1,3}|iv|v|[1-9]|[a-e])[).]|[•▪–-])\s+")


def rewrite(sentence: str, authors: int = 2, most_words: int = MOST_WORDS) -> tuple[str, str] | None:
    """The text to be said and its scope (empty, or `follows`); None when the sentence is not fit to be spoken."""
    text = bare(sentence)
    text = _shortened(text, most_words)
    if not text or not is_fit_to_speak(text, most_words):
        return None
    leans = _DANGLING.match(text) or _LEANING_HEAD.match(text) or _LEANING.search(text[:_LEANING_WITHIN])
    return third_person(text, authors), FOLLOWS if leans else ""


def bare(sentence: str) -> str:
    """Without references, asides, pointers to figures, and worn openers."""
    text = _NOTE_MARK.sub(r"\1", latex.plain(_CITED.sub("", sentence)))
    text = _RUN_IN.sub("", _LABEL.sub("", _LIST_MARK.sub("", text)))
    text = _EMPHASIS.sub(r"\2", text)
    for _ in range(2):
        text = _ASIDE.sub("", text)
    text = _LESS.sub("less than ", _MORE.sub("more than ", _FIGURE_REF.sub("", text)))
    for _ in range(3):
        text = _JOINED.sub("", _OPENERS.sub("", text))
    text = _POINTER.sub("The ", _START_LEFT.sub("", text))
    text = _DASH.sub(", ", _EN_DASH.sub("–", text))
    text = re.sub(r"\s+([,;:.?!])", r"\1", " ".join(text.split()))
    text = re.sub(r",\s*([,.;:])", r"\1", text)
    return _capital(text)


def points_back(text: str) -> bool:
    """Whether it speaks of `these guidelines` without having named any guidelines itself."""
    for match in _BACK.finditer(text):
        named = {word.rstrip("s") for word in _CONTENT.findall(text[: match.start()].casefold())}
        if named.isdisjoint(word.rstrip("s") for word in _CONTENT.findall(match[1].casefold())):
            return True
    return False


def pieces(sentence: str) -> list[str]:
    """The sentence, or its clauses where it is too long to be said at once; each an exact stretch of it."""
    if count_words(bare(sentence)) <= MOST_WORDS:
        return [sentence]
    cuts = [(m.start(), m.end()) for m in _CLAUSE.finditer(sentence)]
    edges = [(0, 0), *cuts, (len(sentence), len(sentence))]
    parts = [sentence[start:end].strip() for (_, start), (end, _) in pairwise(edges)]
    whole = all(count_words(p) >= FEWEST_WORDS and has_verb(p) for p in parts)
    return parts if whole else [sentence]


def third_person(text: str, authors: int = 2) -> str:
    """`We show that our model learns` → `The authors show that the model learns`."""
    said = _OUR_THING.sub(lambda m: "The " if m.group()[0] == "O" else "the ", text)
    named = authors == 1
    out: list[str] = []
    last = 0
    for match in _US.finditer(said):
        word, named = _person(match.group().casefold(), named)
        start = match.start() == 0
        out += [said[last : match.start()], word.capitalize() if start else word]
        last = match.end()
    return "".join([*out, said[last:]])


def _person(word: str, named: bool) -> tuple[str, bool]:
    if named or word in {"ours", "ourselves", "us"}:
        return {"we": "they", "our": "their", "ours": "theirs", "us": "them", "ourselves": "themselves"}[word], named
    return ("the authors", True) if word == "we" else ("the authors'", True)


def _shortened(text: str, most_words: int) -> str:
    """Without the last side clauses of a sentence that is too long, where they carry no condition."""
    for _ in range(3):
        if count_words(text) <= most_words:
            break
        tails = [m for m in _TAIL.finditer(text) if m.end() >= len(text) - 1 and not _KEPT_WITH.search(m.group())]
        text = _HANGING.sub("", text[: tails[-1].start()]) + "." if tails else _without_list(text)
    return text if ENDS.search(text) else re.sub(r"[,;:]$", "", text) + "."


def _without_list(text: str) -> str:
    """Without what follows a colon, where what comes before can stand alone."""
    head = _LIST.sub("", text)
    return text if _LED_TO.search(head) or count_words(head) < FEWEST_WORDS else head.rstrip(".") + "."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:2].islower() or text[1:2] == " " else text
