"""A continuation by a latent writer → why it is not good enough to look at, or nothing.

Measures three things: whether it is nearer to its guides than to others' (a shuffled baseline), whether it repeats
itself, and whether the model itself found it likely. Whether it is true is not decided here.
"""

from __future__ import annotations

from radio.model import Continuation

LEAST_LEAD = 0.05
"""Of the cosine to the guides over that to guides of other papers."""
RUN_WORDS = 4
MOST_REPEATED = 0.2
"""Share of the runs of four words that came before."""
LEAST_LOG_PROBABILITY = -4.0
"""Mean a token, in nats: text drawn from a language model at temperature 0.9 lies between −2 and −3."""


def flaw(continued: Continuation) -> str:
    """What is wrong with a continuation; empty where nothing is."""
    repeated = repetition(continued.text)
    if repeated > MOST_REPEATED:
        return f"it repeats itself ({repeated:.0%} of its runs of {RUN_WORDS} words)"
    if not continued.log_probability >= LEAST_LOG_PROBABILITY:
        return f"the model finds it unlikely ({continued.log_probability:.1f} nats a token)"
    if not continued.cosine - continued.baseline >= LEAST_LEAD:
        return f"it is no nearer to its guides than to others ({continued.cosine:.2f}, {continued.baseline:.2f})"
    return ""


def repetition(text: str) -> float:
    """Share of a text's runs of words that stood in it before."""
    words = text.casefold().split()
    runs = [tuple(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1)]
    return 1 - len(set(runs)) / len(runs) if runs else 0.0
