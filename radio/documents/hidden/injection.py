"""A text → the sentences in it that tell a language model what to do. Pure.

In plain sight only what a paper would not say to its readers counts: an order to forget other orders, an order to a
model by name, a demand for praise, the marks between the turns of a chat. In text that nobody sees any order counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from radio.documents.prose.passages import sentences


class _Rule(NamedTuple):
    needs: tuple[tuple[str, ...], ...]
    """In lower case: of each group one stands in whatever the pattern finds."""
    pattern: re.Pattern[str]


_MODEL = (
    r"(?:(?:large |vision[- ])?language model|llm"
    r"|a\.?i\.?(?: (?:model|system|assistant|agent|reviewer|tool|summari[sz]er))?"
    r"|chat ?bot|chat ?gpt|gpt-?\w*|claude|gemini|copilot|(?:virtual|digital) assistant"
    r"|(?:automat(?:ed|ic) |machine |robot )(?:reviewer|summari[sz]er|reader|system|agent))s?"
)
_TELL = (
    r"(?:accept|add|announce|answer|ask|assign|award|avoid|call|cite|claim|conclude|consider|continue|declare|deliver|"
    r"describe|disregard|download|emphasi[sz]e|end|ensure|evaluate|execute|explain|fetch|focus|follow|forget|forward|"
    r"generate|give|grade|highlight|ignore|include|insert|inform|judge|keep|leak|list|make|mention|never|obey|omit|"
    r"open|output|play|praise|pretend|print|produce|promote|provide|put|rank|rate|read|recommend|refuse|remember|"
    r"remove|repeat|replace|reply|report|respond|return|reveal|run|say|score|select|send|share|show|skip|speak|start|"
    r"state|stop|stress|suggest|summari[sz]e|suppress|tell|translate|treat|use|visit|vote|warn|write)"
)
_SOFTLY = r"(?:please |now |kindly |also |then |and |instead |always |only |just |never |do not |don't )*"
_EARLIER = (
    r"(?:previous|prior|above|preceding|earlier|foregoing|former|past|existing|other|initial|original|system|your)"
)
_GIVEN = (
    r"(?:instructions?|prompts?|directions?|directives?|guidelines?|guardrails?|rules?|commands?|messages?|orders?)"
)
_GOOD = r"(?:positive|favou?rable|glowing|excellent|outstanding|enthusiastic|flattering|perfect|highest|maximum|top)"
_VERDICT = r"(?:reviews?|ratings?|scores?|grades?|evaluations?|recommendations?|assessments?|verdicts?|remarks)"
_BAD = r"(?:negatives?|weakness(?:es)?|limitations?|flaws?|criticisms?|drawbacks?|shortcomings?|faults?|errors?)"
_WORK = r"(?:paper|work|manuscript|submission|document|article|text)"
_START = r"(?:^|[:;,\"“‘'(\]>-]\s?|\b(?:please|and|then|now|must|should|always|only|just|instead|kindly)\s)"

_DROP = ("ignor", "disregard", "forget", "override", "bypass", "discard", "not follow", "n't follow")
_CALL = (
    *("if you", "note to", "note for", "attention", "dear", "hey", "hello", "message to", "message for", "instruction"),
    *("you are", "you're", "as a ", "as an ", "as the "),
)
_AGENTS = ("assistant", "review", "summari", "reader", "system", "agent")
_PRAISE = (
    *("positive", "favo", "glowing", "excellent", "outstanding", "enthusiastic", "flattering", "perfect", "highest"),
    *("maximum", "top"),
)
_BLAME = ("negative", "weakness", "limitation", "flaw", "criticism", "drawback", "shortcoming", "fault", "error")
_IN_PLAIN_SIGHT = [
    (
        (_DROP, ("instruction", "prompt", "direct", "guid", "guard", "rule", "command", "message", "order")),
        r"\b(?:ignor(?:e|ing)|disregard|forget|override|bypass|discard|do not follow|don't follow)\b"
        rf"(?:\W+\w+){{0,5}}?\W+{_EARLIER}\W+(?:\w+\W+){{0,3}}?{_GIVEN}\b",
    ),
    (
        (_DROP,),
        r"\b(?:ignore|disregard|forget) (?:all|any|every|everything|what)\b(?:\W+\w+){0,4}?\W+"
        rf"(?:{_GIVEN}|before|above|so far|told)\b",
    ),
    (
        (_DROP,),
        r"^(?:ignore|disregard|forget) (?:all |everything )?(?:of )?the (?:above|foregoing)\W+"
        rf"(?:and\W+)?{_SOFTLY}{_TELL}\b",
    ),
    (
        (_CALL, ("language model", "llm", "ai", "a.i", "chat", "gpt", "claude", "gemini", "copilot", *_AGENTS)),
        r"\b(?:if you(?: are|'re)|note (?:to|for)|attention|dear|hey|hello|message (?:to|for)|instructions? (?:to|for)|"
        rf"you are|you're|(?<!such )as(?= an? | the )) (?:an?|the|any|all|every)?\s?{_MODEL}\b[^.!?]{{0,80}}?"
        rf"(?:[,:;.!]|\byou (?:must|should|will|are to))\s?{_SOFTLY}{_TELL}\b",
    ),
    (
        (("give", "write", "provide", "produce", "output", "generate", "return", "leave", "submit", "award"), _PRAISE),
        rf"{_START}(?:give|write|provide|produce|output|generate|return|leave|submit|award)\s(?:\w+ ){{0,4}}?{_GOOD}"
        rf"(?:[ ,-]+\w+){{0,2}}? {_VERDICT}\b(?! (?:function|model|matrix|head))",
    ),
    (
        (("do not ", "don't ", "never ", "avoid ", "without "), _BLAME),
        r"\b(?:do not|don't|never|avoid|without) (?:mention|highlight|report|list|raise|include|discuss|point out|"
        rf"state|reveal|say)(?:ing)? (?:\w+ ){{0,2}}?{_BAD}\b(?: (?:of|in) (?:this|the) {_WORK})?\W*$",
    ),
    (
        (("acceptance",),),
        r"\b(?:recommend|vote for|suggest|argue for) (?:strong(?:ly)? |immediate |the |its |this )*acceptance\b"
        r"(?! (?:rate|threshold|criteri))",
    ),
    (
        (("accept",),),
        r"\baccept(?:ing)? (?:this|the) (?:paper|manuscript|submission)\b",
    ),
    (
        (("from now on", "now act", "now behave", "now respond", "now answer", "now pretend", "now obey"),),
        r"\bfrom now on\W+you\b|\byou (?:must|will|shall|should) now (?:act|behave|respond|answer|pretend|obey)\b",
    ),
    (
        (("system prompt", "system message"),),
        r"\b(?:reveal|print|repeat|output|show|leak|disclose) (?:me )?(?:your|the) (?:hidden |full |entire |initial )*"
        r"system (?:prompt|message)",
    ),
    (
        (("your ",),),
        rf"\b(?:in|at the end of|at the start of) your (?:summary|review|answer|reply|response|output|report)\b"
        rf"[^.!?]{{0,40}}{_TELL}\b",
    ),
    (
        (("when ", "while ", "if ", "before "), ("summari", "review", "evaluat", "read"), ("this ", "the ")),
        r"\b(?:when|while|if|before) (?:you )?(?:summari[sz](?:e|ing)|review(?:ing)?|evaluat(?:e|ing)|read(?:ing)?) "
        rf"th(?:is|e) {_WORK}\W+(?:(?:you )?(?:must|should) )?{_SOFTLY}{_TELL}\b",
    ),
    (
        (("<|", "inst]", "sys>>"),),
        r"<\|(?:im_start|im_end|system|user|assistant|endoftext|begin_of_text|eot_id)\|>|\[/?INST\]|<</?SYS>>",
    ),
    (
        (("忽略", "无视", "忽視", "無視"),),
        r"(?:忽略|无视|忽視|無視)[^。]{0,12}(?:指令|指示|提示)|(?:指示|命令|プロンプト)[^。]{0,8}無視",
    ),
    (
        (("ignor",),),
        r"\b(?:ignorez|ignoriere|ignorieren sie|ignora|ignore) (?:toutes|les|alle|die|todas|las|as|tutte|le)\b"
        r"(?:\W+\w+){0,3}?\W+(?:instructions|consignes|anweisungen|instrucciones|instruções|istruzioni)\b",
    ),
]
_UNSEEN = [
    rf"^{_SOFTLY}{_TELL}\b(?!\.)",
    r"\b(?:please|you (?:must|should|will|shall|are to|have to|need to)|must|be sure to|make sure|do not|don't)\b"
    rf"[^.!?]{{0,30}}\b{_TELL}\b",
    r"(?:[:;,]|\b(?:and|then))\s(?:please )?"
    r"(?:give|ignore|recommend|say|write|praise|rate|tell|output|accept|mention|answer|reply) ",
    rf"\b{_MODEL}\b[^.!?]{{0,60}}\b{_TELL}\b",
]
_SEEN = tuple(_Rule(needs, re.compile(pattern, re.IGNORECASE)) for needs, pattern in _IN_PLAIN_SIGHT)
_ANY = re.compile("|".join(f"(?:{rule})" for rule in _UNSEEN), re.IGNORECASE)
_DOTLESS = str.maketrans("ıİ", "ii")
"""A pattern that ignores case takes these for an i."""
_LONE_LETTERS = re.compile(r" \w \w \w ")
_SPACED_OUT = re.compile(r"(?<!\w)(?:\w ){4,}\w(?!\w)")


def in_plain_sight(text: str) -> list[str]:
    """The sentences of a visible text that speak to a language model."""
    rules = _that_may_find(_plain(text))
    return [s for s in _sentences(text) if _finds(rules, _plain(s))] if rules else []


def in_text(text: str) -> bool:
    """Whether a text that nobody sees gives an order."""
    return any(_finds(_SEEN, s) or _ANY.search(s) for s in map(_plain, _sentences(text)))


def _finds(rules: Iterable[_Rule], sentence: str) -> bool:
    return any(rule.pattern.search(sentence) for rule in rules)


def _that_may_find(text: str) -> list[_Rule]:
    """The rules that have what they need in a text: a quick look, for hardly any text has it."""
    lower = (text if text.isascii() else text.translate(_DOTLESS)).lower()
    return [rule for rule in _SEEN if _has_needs(rule, lower)]


def _has_needs(rule: _Rule, lower: str) -> bool:
    for group in rule.needs:
        for word in group:
            if word in lower:
                break
        else:
            return False
    return True


def _sentences(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in sentences(text)]


def _plain(sentence: str) -> str:
    """One way of writing: compatibility forms folded, spaced-out words closed up."""
    if not sentence.isascii():
        sentence = unicodedata.normalize("NFKC", sentence).replace("’", "'")
    folded = " ".join(sentence.split())
    if not _LONE_LETTERS.search(folded):
        return folded
    return _SPACED_OUT.sub(lambda m: m.group().replace(" ", ""), folded)
