"""Whether a listener could follow a sentence of a paper that is read out. Changes nothing; told by length and form."""

from __future__ import annotations

import re

from shows.words.sentences import count_words

FEWEST_WORDS, MOST_WORDS = 7, 34
MOST_FIGURES = 7
MOST_LETTERS_IN_WORD = 40
FEWEST_LETTERS = 0.82
"""Share of letters and spaces among the characters."""

ENDS = re.compile(r"[.!?][\"')]*$")
_POINTS_ELSEWHERE = re.compile(
    r"https?:|www\.|\S@\S+\.\w"
    r"|\b(?i:Figure|Table|Section|Theorem|Lemma|Equation|Appendix|Algorithm|Fig\.|Eq\.|Sec\.|Tab\.)\s?\d"
    r"|\b(?:in|see) (?:the|our|this) (?:[A-Z]\w+|next|following|previous|present)? ?(?i:section|appendix)\b"
    r"|\b(?:rest of (?:this|the) paper|organi[sz]ed as follows|as follows|the following|source code|code (?:is|and|are"
    r"|will be) |publicly available|available at|github|project page|all rights reserved|copyright|licen[sc]ed under"
    r"|corresponding author|[Kk]eywords|preprint|supplementary|camera.ready|accepted (?:at|by|to)|[Ww]ithdrawn"
    r"|above-mentioned|aforementioned|et al|refers? (?:the )?readers?"
    r"|readers? (?:is|are) referred|[Bb]efore we conclude)\b"
    r"|^(?:Below|Above)\b"
    r"|\b(?:discuss|describ|present|report|show|list|giv|given|see)\w*(?: \w+){0,3} (?:below|above)\b"
)
_BROKEN = re.compile(
    r"\b(?:on|of|for|with|by|from|at) (?:is|are|was|were)\b"
    r"|\b(?:and|or|but|while|which|the|an?|of|than|as|into|(?:that|which) (?:maxi|mini)mi[sz]es)[.;]"
    r"|\b(?:the|an?|their|its) (?:in|on|for|with|by|from|at|to)\b"
    r"|\b(?:is|are|was|were) (?:shown|listed|given|summari[sz]ed|reported|presented|illustrated|depicted)[.;]"
    r"|\?\?|\(\s*\)|::|\.\.\.|…|\b[a-z]+ ?\( ?[a-z]|^\d{1,2}(?:\.\d+)*\.? [A-Z][a-z]"
    r"|^To (?!date)[^,]*(?:, and [^,]*)?\.$|^(?:And|Or|But|Nor)\b|\bx\s.*\sx\s"
    r"|^To (?:describe|evaluate|assess|develop|determine|compare|identify|propose|present)\b"
    r"(?!.*, (?:we|this|these|it|our) )"
)
_OF_ONES_OWN = re.compile(
    r"(?<!['\"-])\bI(?:'m|'ve)?\b(?!-)(?! [A-Z])|\bmy\b|^We (?:all|are (?:in|now|living|witnessing|entering)|live)\b"
)
_QUESTION = re.compile(
    r"^(?:how|what|which|why|when|where|who|whose|can|could|do|does|did|is|are|was|will|would|should|has|have|may)\b"
    r".*\?[\"')]*$|\?[\"')]*\s",
    re.I,
)
_RUN_ON = re.compile(
    r"^[A-Z]\w{3,}(?: \w{4,}){0,2} (?:For|To|As|When|While|Since|Following|Given|This|These|Although|If)\s"
)
_ANNOUNCES = re.compile(
    r"\b(?:two|three|four|five|six|several|a number of|the following) (?:[\w-]+ ){0,2}(?:contributions|weaknesses"
    r"|drawbacks|shortcomings|challenges|questions|reasons|steps|stages|phases|parts|components|issues|problems|limitations"
    r"|advantages|aspects|properties|observations|findings|goals|insights|directions|ways)"
    r"(?: (?:to|of|in|for) (?:[\w-]+ ?){1,4})?\.$",
    re.I,
)
"""A sentence that promises what only the next ones tell."""
_VERB = re.compile(
    r"\b(?:we|they|it)\s+[a-z]"
    r"|(?<!which )(?<!that )(?<!who )\b(?:is|are|was|were|has|have|had|does|do|did|can|could|may|might|will|would"
    r"|should|must"
    r"|shows?|demonstrates?|suggests?|indicates?|reveals?|confirms?|achieves?|achieved|attains?|improves?|outperforms?"
    r"|outperformed|reduces?|increases?|increased|decreases?|reaches|reached|yields?|yielded|provides?|enables?|allows?"
    r"|requires?|leads?|led|makes?|made|takes?|took|gives?|gave|needs?|remains?|becomes?|became|uses|consists?|performs?"
    r"|performed|depends?|contains?|includes?|helps?|ensures?|captures?|predicts?|learns?|generates?|produces?|produced"
    r"|occurs?|exists?|fails?|failed|suffers?|supports?|offers?|tends?|relies|varies|follows?|holds?|grows?|grew|falls?|fell"
    r"|rises?|rose|drops?|dropped|appears?|turns?|comes?|came|reports?|exhibits?|acts?|serves?|converges?)\b"
    r"|\b[a-z]{2,}s (?:the|an?|its|their|our|how)\b",
    re.I,
)
"""Verbs that a clause of a paper may stand on. Some stand for things as well; what has none of them is no clause."""
_LEFT_OVER = re.compile(r"(?<![A-Z])\*|[\\{}^_$|#<>∑∏∫∂∇√∀∃⟨⟩]|[=≤≥∈≈≡]\s?\S*\s?[=≤≥∈≈≡]|\[[^\]]*$")
_UNFIT = (_POINTS_ELSEWHERE, _BROKEN, _OF_ONES_OWN, _QUESTION, _RUN_ON, _LEFT_OVER, _ANNOUNCES)


def has_verb(clause: str) -> bool:
    """Whether a part of a sentence can stand alone, as far as its verb goes; a rare verb is not known here."""
    return bool(_VERB.search(clause))


def is_hearable(text: str, most_words: int = MOST_WORDS) -> bool:
    """Length, figures, marks left over, a proper end; no question, and nothing that points off the page."""
    words = text.split()
    letters = sum(c.isalpha() or c.isspace() for c in text)
    return (
        FEWEST_WORDS <= count_words(text) <= most_words
        and bool(ENDS.search(text))
        and not any(pattern.search(text) for pattern in _UNFIT)
        and len(re.findall(r"\d+(?:[.,]\d+)*", text)) <= MOST_FIGURES
        and letters >= FEWEST_LETTERS * len(text)
        and sum(w[:1].islower() for w in words) * 2 >= len(words)
        and max(map(len, words)) < MOST_LETTERS_IN_WORD
        and text.count('"') % 2 == 0
        and text.count("(") == text.count(")")
    )
