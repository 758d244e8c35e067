"""The station's own words between a paper's: openings, questions, hand-overs, closings, each in many variants.

No variant states a fact of a paper. Which one is taken follows from what it is for, so that the same script is always
written alike; neighbours in a show never get the same.
"""

from __future__ import annotations

from collections.abc import Container
from hashlib import sha256

HOOK = (
    "Our next paper is called {title}",
    "Here is a paper with the title {title}",
    "The next story begins with a title: {title}",
    "Next, a paper named {title}",
    "On the desk now: {title}",
    "Let us turn to a paper called {title}",
    "The paper in front of us is {title}",
    "Now to a paper that its authors call {title}",
    "From the pile of new papers: {title}",
    "Another of the new papers: {title}",
)
WHO = (
    "It comes from {authors}, and was posted on arXiv on {day}.",
    "It is by {authors}, on arXiv since {day}.",
    "{authors} posted it on arXiv on {day}.",
    "The names on it: {authors}. It reached arXiv on {day}.",
    "Written by {authors}, it went up on arXiv on {day}.",
    "Behind it: {authors}, with arXiv dating it {day}.",
    "On {day}, {authors} put it on arXiv.",
    "arXiv lists {authors}, and the date is {day}.",
)
WHO_UNDATED = (
    "It comes from {authors}.",
    "It is by {authors}.",
    "It was written by {authors}.",
    "The names on it: {authors}.",
    "Behind it: {authors}.",
    "The title page names {authors}.",
    "Credit goes to {authors}.",
    "The paper is signed by {authors}.",
)
ASK = {
    "problem": (
        "What is the problem here?",
        "Where does it start from?",
        "What is it about?",
        "What gap do they see?",
        "What is the question behind it?",
        "Set the scene for us?",
        "What is the starting point?",
        "What is it that they look at?",
        "What prompted the work?",
    ),
    "idea": (
        "So what do they bring to it?",
        "And what is the idea?",
        "What is the contribution, then?",
        "How do they take it on?",
        "So what is in the paper?",
        "What is their answer?",
        "And what do they set out to do?",
        "What is the core of it?",
        "Which way do they go?",
    ),
    "method": (
        "How does that work?",
        "Can you go a step deeper?",
        "What does it look like in detail?",
        "What is underneath?",
        "How is it put together?",
        "And in practice?",
        "How do they go about it?",
        "Walk us through the parts?",
        "What are the moving parts?",
    ),
    "result": (
        "And what came out?",
        "What do they find?",
        "What does the evidence say?",
        "What do they report?",
        "So what was the outcome?",
        "And the results?",
        "What can they show for it?",
        "How did it turn out?",
        "What is the evidence?",
    ),
    "limit": (
        "Where does it stop?",
        "Are there caveats?",
        "What does the paper say about its limits?",
        "What should we be careful about?",
        "What is left open?",
        "What are the reservations?",
        "And the small print?",
        "What does the paper itself call its limits?",
        "Where should we be cautious?",
    ),
}
GO_ON = (
    "There is one more thing.",
    "And there is more.",
    "The paper says more about it.",
    "They go on.",
    "Here is the next step.",
    "The paper goes on.",
    "That is not all.",
    "Here is how it goes on.",
)
QUOTED = (
    "In the paper's own words: {quote}",
    "The paper puts it this way: {quote}",
    "To quote the paper: {quote}",
    "One sentence from the page: {quote}",
    "The text itself says: {quote}",
    "Read from the page: {quote}",
    "As the authors write: {quote}",
    "Word for word: {quote}",
)
PREPRINT = (
    "It is a preprint{field}, so this is its authors' account.",
    "What you heard is a preprint{field}, told as its authors tell it.",
    "As a preprint{field}, it may still be revised.",
    "Keep in mind that it is a preprint{field}.",
    "It is a preprint{field}, which others have yet to weigh.",
    "This one is a preprint{field}: hear it as the authors' report.",
)
UPDATE = (
    "An update on a paper that you heard here: {title}",
    "There is news of a paper that we told you about: {title}",
    "A paper that was on this station has changed: {title}",
    "We come back to a paper that you heard here: {title}",
)
CORRECTION = (
    "A correction to what you heard here. It is about the paper {title}",
    "We have to correct something. You heard here of the paper {title}",
    "A correction. We told you about the paper {title}",
)
CLOSE = (
    "The paper is arXiv:{id}, with its title on screen.",
    "You find it as arXiv:{id}; it is on screen.",
    "That was arXiv:{id}, with the title on screen.",
    "Its number is arXiv:{id}, also on screen.",
    "Look it up as arXiv:{id}, as shown on screen.",
    "On screen is where to find it: arXiv:{id}.",
    "The full text is arXiv:{id}, as the screen shows.",
    "For the whole of it, see arXiv:{id}, on screen now.",
    "If you want to read it: arXiv:{id}, on screen.",
)
CLOSE_UNNUMBERED = (
    "The title and the authors are on screen.",
    "Its title stays on screen for a moment.",
    "Title and names stay on screen for a moment.",
    "Where it comes from is shown on screen.",
    "See the screen for the full title.",
    "The screen shows its title and its authors.",
)
DISCLOSURE = (
    "I am {host}, a synthetic voice, and with me is {guest}, who is synthetic too.",
    "I am {host} and this is {guest}; both of us are synthetic voices.",
    "My name is {host}, next to me is {guest}, and neither of us is human: we are synthetic voices.",
    "You are listening to {host} and {guest}, two synthetic voices.",
    "I am {host}, a synthetic voice; {guest}, the other one, is synthetic as well.",
    "Before we begin: {host} and {guest} are synthetic voices, reading what software has written.",
    "This is {host}, with {guest}. We are synthetic voices, and software wrote our lines.",
    "Speaking today are {host} and {guest}, both of them synthetic voices.",
)


def pick(
    variants: tuple[str, ...], seed: str, turn: int = 0, before: str = "", heard: Container[str] = frozenset()
) -> str:
    """One of the variants: always the same for a seed, the next one for the next turn.

    `before` is the sentence that comes right after it; no variant is taken that starts with the same word, and none
    that was `heard`, while there is another.
    """
    start = turn + int.from_bytes(sha256(f"{variants[0]}|{seed}".encode()).digest()[:4], "big")
    ordered = [variants[(start + at) % len(variants)] for at in range(len(variants))]
    ordered = [variant for variant in ordered if variant not in heard] or ordered
    opener = before.partition(" ")[0]
    return next((variant for variant in ordered if variant.partition(" ")[0] != opener), ordered[0])


def disclosure(host: str, guest: str, seed: str = "") -> str:
    """The sentence that tells the listener who is speaking, and that no human is."""
    return pick(DISCLOSURE, seed or f"{host} {guest}").format(host=host, guest=guest)
