"""Weave: a tree search over texts by a judge's opinion; needs no latents.

Stochastic best-first beam search: leaves are expanded by score plus Gumbel noise, and a beam is chosen without
replacement by Gumbel-top-k (arXiv 1903.06059) over the children's probabilities. After JD Pressman's `weave`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Expand = Callable[[str, int], Sequence[str]]
"""A text, a number n → n continuations."""
Judge = Callable[[Sequence[str]], Sequence[float]]
"""Texts → log-odds that they are good."""


@dataclass(slots=True)
class Node:
    """A text in the tree."""

    text: str
    score: float
    depth: int
    children: list[Node] = field(default_factory=list)

    def value(self, temperature: float) -> float:
        """The log of the summed weights of the leaves below."""
        if not self.children:
            return self.score / temperature
        values = [child.value(temperature) for child in self.children]
        most = max(values)
        return most + math.log(sum(math.exp(value - most) for value in values))

    def leaves(self) -> list[Node]:
        return [leaf for child in self.children for leaf in child.leaves()] if self.children else [self]


def weave(
    start: str,
    expand: Expand,
    judge: Judge,
    *,
    rounds: int,
    round_budget: int = 24,
    expansions: int = 8,
    beam_width: int = 1,
    lookahead: int = 3,
    temperature: float = 0.25,
    seed: int = 0,
) -> list[Node]:
    """The beam after so many rounds, best first. A round asks for `round_budget` continuations at most."""
    rng = random.Random(seed)
    beam = [Node(start, 0.0, 0)]
    for _ in range(rounds):
        depth = beam[0].depth
        budget = round_budget
        while budget > 0 and (leaf := _next_leaf(beam, depth + lookahead, temperature, rng)):
            texts = expand(leaf.text, min(expansions, budget))
            budget -= len(texts)
            scores = judge(texts)
            leaf.children = [Node(t, s, leaf.depth + 1) for t, s in zip(texts, scores, strict=True)]
        beam = _chosen(beam, beam_width, temperature, rng)
    return sorted(beam, key=lambda node: node.score, reverse=True)


def _next_leaf(beam: Sequence[Node], deepest: int, temperature: float, rng: random.Random) -> Node | None:
    leaves = [leaf for node in beam for leaf in node.leaves() if leaf.depth < deepest]
    return max(leaves, key=lambda leaf: leaf.score / temperature + _gumbel(rng), default=None)


def _chosen(beam: Sequence[Node], width: int, temperature: float, rng: random.Random) -> list[Node]:
    children = [child for node in beam for child in node.children] or list(beam)
    return sorted(children, key=lambda child: child.value(temperature) + _gumbel(rng), reverse=True)[:width]


def _gumbel(rng: random.Random) -> float:
    return -math.log(-math.log(min(max(rng.random(), 1e-12), 1 - 1e-12)))
