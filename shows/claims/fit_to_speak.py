"""Whether a listener could follow a sentence of a paper that is read out, and why not. Changes nothing.

Judged by length and form alone: tables of rules, each with a name that is the reason of a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from radio.rules import Rule, Rules, any_word
from shows.words.sentences import count_words

FEWEST_WORDS, MOST_WORDS = 7, 34
MOST_FIGURES = 7
MOST_LETTERS_IN_WORD = 40
FEWEST_LETTERS = 0.82
"""Share of letters and spaces among the characters."""

_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
ENDS = re.compile(r"[.!?][\"')]*$")
_POINTS_ELSEWHERE = Rules(
    (
        Rule("an address", r"https?:|www\.|\S@\S+\.\w", "It is at https://example.org now."),
        Rule(
            "a numbered part of the paper",
            r"\b(?i:Figure|Table|Section|Theorem|Lemma|Equation|Appendix|Algorithm|Fig\.|Eq\.|Sec\.|Tab\.)\s?\d",
            "The trees of Figure 3 are small.",
            "The figure of three is small.",
        ),
        Rule(
            "a part of the paper",
            r"\b(?:in|see) (?:the|our|this) (?:[A-Z]\w+|next|following|previous|present)? ?(?i:section|appendix)\b",
            "Proofs are in the next section.",
        ),
        Rule(
            "the order of the paper",
            r"\b(?:rest of (?:this|the) paper|organi[sz]ed as follows|as follows|the following"
            r"|[Bb]efore we conclude)\b",
            "The rest of the paper is short.",
        ),
        Rule(
            "where to get it",
            r"\b(?:source code|code (?:is|and|are|will be) |publicly available|available at|github|project page)\b",
            "It is publicly available.",
        ),
        Rule(
            "how it was published",
            r"\b(?:all rights reserved|copyright|licen[sc]ed under|corresponding author|[Kk]eywords|preprint"
            r"|supplementary|camera.ready)\b",
            "Keywords are parsing and trees.",
        ),
        Rule(
            "what became of it",
            r"\b(?:accepted (?:at|by|to)|[Ww]ithdrawn)\b",
            "It was accepted at a workshop.",
            "It is widely accepted that trees grow.",
        ),
        Rule("what stands above", r"\b(?:above-mentioned|aforementioned)\b", "The aforementioned trees are small."),
        Rule(
            "other authors or the reader",
            r"\b(?:et al|refers? (?:the )?readers?|readers? (?:is|are) referred)\b",
            "The reader is referred to the book.",
        ),
        Rule("a start that points", r"^(?:Below|Above)\b", "Below is a list of trees.", "Trees below ten are small."),
        Rule(
            "a place on the page",
            r"\b(?:discuss|describ|present|report|show|list|giv|given|see)\w*(?: \w+){0,3} (?:below|above)\b",
            "It is discussed in detail below.",
        ),
    )
)
_BROKEN = Rules(
    (
        Rule(
            "a preposition before its verb",
            r"\b(?:on|of|for|with|by|from|at) (?:is|are|was|were)\b",
            "The set of is small.",
        ),
        Rule(
            "an end that goes on",
            r"\b(?:and|or|but|while|which|the|an?|of|than|as|into|(?:that|which) (?:maxi|mini)mi[sz]es)[.;]",
            "It is smaller than.",
        ),
        Rule(
            "an article without its noun",
            r"\b(?:the|an?|their|its) (?:in|on|for|with|by|from|at|to)\b",
            "It is the in use.",
        ),
        Rule(
            "what was shown on the page",
            r"\b(?:is|are|was|were) (?:shown|listed|given|summari[sz]ed|reported|presented|illustrated|depicted)[.;]",
            "A summary of it is shown.",
            "It is shown to be small.",
        ),
        Rule("a gap", r"\?\?|\(\s*\)|::|\.\.\.|…", "As of Figure ?? it is small."),
        Rule("a call of a function", r"\b[a-z]+ ?\( ?[a-z]", "It is f(x) here.", "It is small (Smith)."),
        Rule(
            "a number of a heading", r"^\d{1,2}(?:\.\d+)*\.? [A-Z][a-z]", "5.1 Trees are small.", "12 trees are small."
        ),
        Rule(
            "a purpose without an act",
            r"^To (?!date)[^,]*(?:, and [^,]*)?\.$",
            "To read trees aloud.",
            "To date it is new.",
        ),
        Rule("a start that goes on", r"^(?:And|Or|But|Nor)\b", "And it is small.", "Andes are high."),
        Rule("a table read as a line", r"\bx\s.*\sx\s", "x small x large x "),
        Rule(
            "an act that nobody does",
            r"^To (?:describe|evaluate|assess|develop|determine|compare|identify|propose|present)\b"
            r"(?!.*, (?:we|this|these|it|our) )",
            "To describe the design of a system, an automated one.",
            "To describe the design, we read it.",
        ),
    )
)
_OF_ONES_OWN = Rules(
    (
        Rule(
            "a person",
            r"(?<!['\"-])\bI(?:'m|'ve)?\b(?!-)(?! [A-Z])|\bmy\b",
            "I read trees aloud.",
            "Type I Errors are rare.",
        ),
        Rule(
            "all of us",
            r"^We (?:all|are (?:in|now|living|witnessing|entering)|live)\b",
            "We all live in it.",
            "We are first.",
        ),
    )
)
_ASKS = any_word(
    "how what which why when where who whose can could do does did is are was will would should has have may"
)
_QUESTION = Rules(
    (
        Rule("a question", rf"^(?:{_ASKS})\b.*\?[\"')]*$", "How large is it?", "However, is it large?"),
        Rule("a question within", r"\?[\"')]*\s", "How large is it? It is small."),
    ),
    flags=re.IGNORECASE,
)
_RUN_ON = Rules(
    (
        Rule(
            "a heading run into its sentence",
            r"^[A-Z]\w{3,}(?: \w{4,}){0,2} (?:For|To|As|When|While|Since|Following|Given|This|These|Although|If)\s",
            "Baseline For experiments it is used.",
            "Baselines are for experiments.",
        ),
    )
)
_SEVERAL = r"(?:two|three|four|five|six|several|a number of|the following)"
_COUNTED = any_word(
    "contributions weaknesses drawbacks shortcomings challenges questions reasons steps stages phases parts",
    "components issues problems limitations advantages aspects properties observations findings goals",
    "insights directions ways",
)
_ANNOUNCES = Rules(
    (
        Rule(
            "a promise of what comes next",
            rf"\b{_SEVERAL} (?:[\w-]+ ){{0,2}}(?:{_COUNTED})(?: (?:to|of|in|for) (?:[\w-]+ ?){{1,4}})?\.$",
            "The paper makes three main contributions.",
            "Three contributions were read aloud by us.",
        ),
    ),
    flags=re.IGNORECASE,
)
"""A sentence that promises what only the next ones tell."""
_VERBS = any_word(
    "is are was were has have had does do did can could may might will would should must",
    "shows? demonstrates? suggests? indicates? reveals? confirms? achieves? achieved attains? improves?",
    "outperforms? outperformed reduces? increases? increased decreases? reaches reached yields? yielded",
    "provides? enables? allows? requires? leads? led makes? made takes? took gives? gave needs? remains?",
    "becomes? became uses consists? performs? performed depends? contains? includes? helps? ensures?",
    "captures? predicts? learns? generates? produces? produced occurs? exists? fails? failed suffers?",
    "supports? offers? tends? relies varies follows? holds? grows? grew falls? fell rises? rose drops?",
    "dropped appears? turns? comes? came reports? exhibits? acts? serves? converges?",
)
_VERB = Rules(
    (
        Rule("someone who does something", r"\b(?:we|they|it)\s+[a-z]", "as they walk", "as they, too"),
        Rule(
            "a verb that is known",
            rf"(?<!which )(?<!that )(?<!who )\b(?:{_VERBS})\b",
            "the parser reads and is small",
            "the parser that is small",
        ),
        Rule("a verb before its object", r"\b[a-z]{2,}s (?:the|an?|its|their|our|how)\b", "the parser reads the tree"),
    ),
    flags=re.IGNORECASE,
)
"""Verbs that a clause of a paper may stand on. Some stand for things as well; what has none of them is no clause."""
_LEFT_OVER = Rules(
    (
        Rule("a footnote's star", r"(?<![A-Z])\*", "It is small* here.", "A* is a search."),
        Rule("mark-up or mathematics", r"[\\{}^_$|#<>∑∏∫∂∇√∀∃⟨⟩]", "It is x^2 here."),
        Rule("a chain of relations", r"[=≤≥∈≈≡]\s?\S*\s?[=≤≥∈≈≡]", "It is a = b = c here.", "It is a = b here."),
        Rule("an open bracket", r"\[[^\]]*$", "It is small [see here."),
    )
)
_UNFIT = (_POINTS_ELSEWHERE, _BROKEN, _OF_ONES_OWN, _QUESTION, _RUN_ON, _LEFT_OVER, _ANNOUNCES)


def has_verb(clause: str) -> bool:
    """Whether a part of a sentence can stand alone, as far as its verb goes; a rare verb is not known here."""
    return bool(_VERB.pattern.search(clause))


def find_flaw(text: str, most_words: int = MOST_WORDS) -> str | None:
    """Why a listener could not follow the sentence, as a phrase; None where nothing is wrong with it."""
    return next((reason for reason, is_so in _flaws(text, most_words) if is_so), None)


def is_fit_to_speak(text: str, most_words: int = MOST_WORDS) -> bool:
    """Whether nothing is wrong with the sentence."""
    return find_flaw(text, most_words) is None


def _flaws(text: str, most_words: int) -> Iterator[tuple[str, bool]]:
    """Each reason to refuse a sentence, with whether it holds; what is cheap to see comes first."""
    words, count = text.split(), count_words(text)
    yield "too few words", count < FEWEST_WORDS
    yield "too many words", count > most_words
    yield "no end", not ENDS.search(text)
    for table in _UNFIT:
        if table.pattern.search(text) and (rule := table.find(text)):
            yield rule.name, True
    yield "too many figures", len(_FIGURES.findall(text)) > MOST_FIGURES
    letters = sum(character.isalpha() or character.isspace() for character in text)
    yield "too few letters", letters < FEWEST_LETTERS * len(text)
    yield "too many capitals", sum(word[:1].islower() for word in words) * 2 < len(words)
    yield "a word without end", max(map(len, words)) >= MOST_LETTERS_IN_WORD
    yield "an open quotation", text.count('"') % 2 == 1
    yield "an open bracket", text.count("(") != text.count(")")
