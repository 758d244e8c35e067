"""What points elsewhere: citations are dropped, addresses are shown and not read, parts of a paper are named.

In: plain text.  Out: the same with `Fig. 3` → figure 3, `et al.` → and colleagues, an address → the link in the notes.
"""

from __future__ import annotations

import re

from radio.rules import Rule, Rules, any_word
from shows.speakable.numbers import digits, number, ordinal
from shows.speakable.short_forms import say_short_forms
from shows.words.tables import BEFORE_FIGURES, FILE_ENDINGS, LATIN, MONTHS, PARTS, ROMAN_AFTER, UNITS


def any_of(*forms: str) -> str:
    """A pattern for any of these texts, the longest first, that looks at the first letter once."""
    tails: dict[str, list[str]] = {}
    for form in sorted(set(forms), key=len, reverse=True):
        tails.setdefault(form[0], []).append(re.escape(form[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in tails.items())


LINK = "the link in the notes"
ADDRESS = "the address in the notes"
EARLIER = "earlier work"

_YEAR = r"(?:19|20)\d\d[a-z]?"
_CITED_YEAR = re.compile(rf"{_YEAR}\s?[)\],;]")
_NUMBERED = re.compile(r"(?:\[(?!0\b)\d{1,3}(?:\s?(?:,|;|--?|–)\s?\d{1,3})*\])+(?!\()")
_NEEDED = re.compile(r"(?:\b(in|of|from|by|see|with|to|following|on|and)|\b[Rr]efs?\.)\s?$")
_REFERENCE = re.compile(rf"\b[Rr]efs?\.\s?(?={EARLIER})")
_NAMED_BRACKETS = re.compile(rf"\s?\((?:[A-Z][^()\d]{{0,80}}\({_YEAR}\)(?:;\s)?)+\)")
_NAMED_YEAR = re.compile(rf"\b([A-Z][a-z][\w'’-]*)\s\({_YEAR}(?:,\s?pp?\.\s?[\d–-]+)?\)")
_LAST_IN_BRACKETS = re.compile(rf";\s(?:see\s)?[A-Z][^();\d]{{0,60}}{_YEAR}(?=\))")
_SHOWN_IN_BRACKETS = re.compile(r"\s?[(\[](?:see\s|at\s|code:\s)?(?:https?://|www\.)[^\s()]*\.?[)\]]")
_INTERVAL = re.compile(r"\[\s?(-?\d[\d.]*%?)\s?,\s?(-?\d[\d.]*%?)\s?\]")
_REST = re.compile(r"(?<=[.,;!?])\^\{\d+\}")
_SEE = r"(?:(?:see|e\.g\.,?|cf\.|also|following)\s)*"
_AUTHORED = re.compile(
    rf"\s?[(\[]{_SEE}[A-Z][^()\[\]\d]{{0,80}},?\s{_YEAR}"
    rf"(?:[;,][^()\[\]]{{0,200}}{_YEAR}|,\s?(?:p|pp)\.\s?[\d–-]+|,\s?{_YEAR})*\s?[)\]]"
)
_NOT_AUTHORED = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_DATED = re.compile(rf"(?<=et al\.)\s?\(?\[?{_YEAR}\]?\)?|(?<=et al)\s\({_YEAR}\)")
_OWNED = re.compile(r"\bet al\.?['’]s?")
_ARXIV = re.compile(r"\barXiv[:\s]\s?(\d{4})\.(\d{4,5})(?:v(\d+))?\b", re.I)
_URL = re.compile(r"(?:(?:https?|ftp|file)://|\bwww\.)[^\s<>()\[\]{}\"]*|\bhttps?\b(?:://)?|\bdoi:\s?10\.\S+", re.I)
_ENDINGS = any_word("com org io net edu ai dev gov co uk de fr it me ch nl eu us")
_BARE = re.compile(rf"\b[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS})" + r"(?:/[^\s<>()\[\]{},;\"]*|(?=[\s,;.:!?)]|$))")
_DOMAIN = re.compile(r"\.(?:com|org|io|net|edu|ai|dev|gov|co|uk|de|fr|it|me|ch|nl|eu|us)\b")
_MAIL = re.compile(r"[\w.+{},-]*[\w}]@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b(?:/[\w-]+)*")
_OF_PART = re.compile(r"(?:quations?|igures?|ables?|ections?)\s(?:\(\d+[a-z]?\)(?:,\s?(?:and\s)?|\s(?:and|or|to)\s))*$")
_NUMBERED_PART = re.compile(r"\((\d+[a-z]?)\)(?:(\s?[–-]\s?|\s(?:and|to)\s)\((\d+[a-z]?)\))?")
_PART_LETTER = re.compile(r"(?<=igure )(\d+)\(?([a-z])\b\)?")
_SLASH = re.compile(r"/(?<=[a-z]{3}/)(?=([a-z]{3,}))")
_ENDING = re.compile(rf"\.(?<=[A-Za-z0-9_].)(?=(?:{any_of(*FILE_ENDINGS)})\b)|\.(?<![\w.].)(?=[A-Z]{{3,}}\b)")
_SECTION = re.compile(r"§(§)?\s?")
_ROMAN = re.compile(r"\s([IVX]{1,5})\b(?!['.]\w|(?<=\s[IVX])-)(?:-(?=[A-Z]\b))?")
_NAME_ROMAN = re.compile(r"([ -])(?<=[A-Za-z].)(VI{1,3}|I{2,3}|I[VX]|XI{1,3})\b(?![-.'’]\w)")
_RULER = re.compile(
    r"\b(?:Henry|Louis|Elizabeth|George|Charles|William|Edward|James|Philip|Pius|Paul|Catherine|Napoleon)$"
)
_LABEL = re.compile(r"(?<![\w)])\(?(i{1,3}|iv|vi{0,3}|ix)\)")
_ITEM = re.compile(r"\)\s(?:(?<=^\d..)|(?<=^\d\d..)|(?<=[,;:.]\s\d..)|(?<=[,;:.]\s\d\d..))")
_VERSION = re.compile(r"v(?<!\w.)(?:er\.\s?)?(?=\d+(?:\.\d+)*\b)")
_DOTTED = re.compile(r"[A-Z](?<![\w.].)\.(?:[A-Z]\.)+(?:(?!\w)|(?=[A-Z]\b))")
_SHORT = Rules(
    (
        Rule(
            "a part of a paper",
            rf"(?P<part>{any_of(*PARTS, *map(str.capitalize, PARTS))})(?:\.\s?~?|(?<=[Ff]ig)\s|(?<=[Ee]q)\s)"
            r"(?=\(?(?:\d|[A-Z]\d?\b|[IVX]{1,4}\b))",
            " Fig. 3",
            " fig tree",
        ),
        Rule("a month", r"(?P<month>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|(?=[\s~-]\d))", " Nov. 20"),
        Rule(
            "a month of a date",
            r"(?P<day>(?i:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))\.?(?=[\s-](?:[12]?\d|3[01])\b(?![.%/]))",
            " nov 20",
        ),
        Rule("a saint", r"St\.\s(?=[A-Z])", " St. Andrews"),
        Rule("a word before a figure", rf"(?P<count>{any_of(*BEFORE_FIGURES)})\s?(?=\d)", " No. 3", " No. Three"),
        Rule("a short form", rf"(?P<form>{any_of(*LATIN)})(?!\w)(?P<comma>,(?=\s))?(?P<last>\s*$)?", " e.g. it"),
    ),
    before=r"(?P<before>[\s(\[\"',;:/~–—-])",
).pattern
_VALUES = {"i": 1, "v": 5, "x": 10}


def resolved(text: str) -> str:
    """The text with nothing in it that points elsewhere by a mark."""
    if "[" in text or "(" in text:
        text = _citations(text)
    text = _addresses(text)
    if "et al" in text:
        text = _OWNED.sub("and colleagues'", _DATED.sub("", text))
    if "^" in text:
        text = _REST.sub("", text)
    text = _parts(_SHORT.sub(_in_full, " " + text))
    if "/" in text:
        text = _SLASH.sub(_slashed, text.replace("C/C++", "C and C++"))
    if "." in text:
        text = _ENDING.sub(" dot ", text)
        text = _DOTTED.sub(lambda m: "-".join(m.group().replace(".", "")), text)
    return say_short_forms(text)


def _citations(text: str) -> str:
    if "[" in text:
        text = _INTERVAL.sub(r"\1 to \2", _REFERENCE.sub("", _NUMBERED.sub(_earlier, text)))
    if _CITED_YEAR.search(text):
        text = _NAMED_BRACKETS.sub("", _LAST_IN_BRACKETS.sub("", text))
        text = _AUTHORED.sub(lambda m: m.group() if _NOT_AUTHORED.search(m.group()) else "", text)
        text = _NAMED_YEAR.sub(lambda m: m.group() if _NOT_AUTHORED.match(m.group(1)) else m.group(1), text)
    if "i)" in text or "v)" in text or "x)" in text:
        text = _LABEL.sub(lambda m: f"({roman(m.group(1))})", text)
    return _ITEM.sub(", ", text)


def _earlier(match: re.Match[str]) -> str:
    """A citation that the sentence needs: `as in [5]` → as in earlier work; any other is dropped."""
    return EARLIER if _NEEDED.search(match.string[max(0, match.start() - 12) : match.start()]) else ""


def _addresses(text: str) -> str:
    if "rXiv" in text or "rxiv" in text:
        text = _ARXIV.sub(_arxiv, text)
    if "@" in text:
        text = _MAIL.sub(_shown(ADDRESS), text)
    if "://" in text or "www." in text or "http" in text or "HTTP" in text or "doi:" in text or "DOI:" in text:
        text = _URL.sub(_shown(LINK), _SHOWN_IN_BRACKETS.sub("", text))
    return _BARE.sub(_shown(LINK), text) if _DOMAIN.search(text) else text


def _shown(words: str):
    def said(match: re.Match[str]) -> str:
        found = match.group()
        return f" {words}" + found[len(found.rstrip(".,;:!?'\"")) :]

    return said


def _arxiv(match: re.Match[str]) -> str:
    month, figures, version = match.groups()
    second = f"oh {number(month[3])}" if month[2] == "0" else number(month[2:])
    said = f"arXiv {number(month[:2])} {second} point {digits(figures)}"
    return f"{said}, version {number(version)}" if version else said


def _parts(text: str) -> str:
    if "(" in text:
        text = _NUMBERED_PART.sub(_bare_number, text)
    if "igure" in text:
        text = _PART_LETTER.sub(r"\1 \2", text)
    if "§" in text:
        text = _SECTION.sub(lambda m: "sections " if m.group(1) else "section ", text)
    text = _VERSION.sub(_version, text) if "v" in text else text
    text = _ROMAN.sub(_numbered, text)
    return _NAME_ROMAN.sub(_named, text)


def _numbered(match: re.Match[str]) -> str:
    """`Section IV` → Section four."""
    noun = match.string[max(0, match.start() - 14) : match.start()].rpartition(" ")[2].lower()
    return f" {number(str(roman(match.group(1).lower())))} " if noun.lstrip("(") in ROMAN_AFTER else match.group()


def _named(match: re.Match[str]) -> str:
    """A Roman figure after a name: `StarCraft II`, `NSGA-II`, `Henry VIII`; after a common noun it is none."""
    figure = str(roman(match.group(2).lower()))
    before = match.string[max(0, match.start() - 24) : match.start()].rpartition(" ")[2]
    if not before[:1].isupper() or (match.group(2) == "VI" and match.group(1) == " "):
        return match.group()
    return f" the {ordinal(figure)}" if _RULER.search(before) else f" {number(figure)}"


def _version(match: re.Match[str]) -> str:
    """`v2.1` is a version; `v2` only after a name: elsewhere it may be a letter with an index."""
    dotted = re.compile(r"\d+\.\d").match(match.string, match.end())
    before = match.string[max(0, match.start() - 24) : match.start()]
    named = re.search(r"[A-Z]\w*[\s-]$", before)
    return "version " if dotted or named or not before.strip() else match.group()


def _slashed(match: re.Match[str]) -> str:
    """`wind/wave` → wind slash wave; what is counted per unit is left to the measure."""
    return match.group() if match.group(1) in UNITS else " slash "


def _bare_number(match: re.Match[str]) -> str:
    if not _OF_PART.search(match.string[max(0, match.start() - 40) : match.start()]):
        return match.group()
    return match.group(1) + (match.group(2) or "") + (match.group(3) or "")


def roman(figure: str) -> int:
    """`iv` → 4. Of letters in no good order the sum."""
    values = [_VALUES[c] for c in figure]
    return sum(-v if any(w > v for w in values[at + 1 : at + 2]) else v for at, v in enumerate(values))


def _in_full(match: re.Match[str]) -> str:
    """A short form as it is said; at the end of a sentence its full stop stays."""
    before = match["before"]
    if match["part"]:
        return f"{before}{PARTS[match['part'].lower()]} "
    if month := match["month"] or match["day"]:
        return before + next(name for name in MONTHS if name[:3] == month[:3].capitalize())
    if match["count"]:
        return f"{before}{BEFORE_FIGURES[match['count']]} "
    if not match["form"]:
        return f"{before}Saint "
    said = LATIN[match["form"]]
    if match["last"] is not None and match["form"].endswith("."):
        return f"{before}{said.rstrip(',')}."
    return before + said + ("," if match["comma"] and not said.endswith(",") else "")
