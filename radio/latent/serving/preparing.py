"""An `Asked` → a `Job`: tokens and vectors. Refuses what is too much for the model's sizes. Touches no weights."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from radio.errors import BadConfig
from radio.latent.model.tokenizing import Tokenizes, words_of
from radio.latent.serving.asked import Asked, Guide, Refused, Start
from radio.latent.serving.jobs import Job, Target
from radio.latent.writing import prose_vectors

MOST_GUIDE_SPANS = 32
"""How much of a guide's text is read; what follows is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The checkpoint that is served, as requests are measured against it."""

    checkpoint: str
    base_model: str
    backend: str
    span: int
    most_positions: int
    """How long context, latent, text and draft may be together."""
    guides_freely: bool
    """Whether the back end can do classifier-free guidance."""
    vectors: Path


class Preparing:
    """Makes jobs for one checkpoint."""

    def __init__(self, served: Served, tokenizer: Tokenizes):
        self.served = served
        self._tokenizer = tokenizer

    def job(self, asked: Asked) -> Job:
        """Raises Refused: 400, 404 for an unknown checkpoint or vector, 413 for too long a prompt."""
        served = self.served
        if asked.model not in ("", served.checkpoint):
            raise Refused(404, f"model: {asked.model} is not served here; this is {served.checkpoint}")
        if asked.guidance != 1 and not served.guides_freely:
            raise Refused(400, f"guidance: the {served.backend} back end writes without it; leave it at 1")
        spans = asked.span_count(served.span)
        words = words_of(asked.prompt, self._tokenizer)
        ids = self._begun(words)
        room = served.most_positions - (spans + 1) * served.span - 1
        if len(ids) > room:
            raise Refused(413, f"prompt: {len(ids)} tokens are too many before {spans} spans; at most {max(0, room)}")
        targets = tuple(self._target(number, guide) for number, guide in enumerate(asked.guides))
        seed = random.randrange(2**31) if asked.seed is None else asked.seed
        has_words = not set(words) <= set(self._tokenizer.all_special_ids)
        return Job(asked, ids, targets, _start(asked, has_words), spans, seed)

    def _begun(self, words: list[int]) -> tuple[int, ...]:
        """The prompt after one beginning-of-text token, where the tokenizer has one."""
        first = self._tokenizer.bos_token_id
        return (first, *words) if first is not None else tuple(words)

    def _target(self, number: int, guide: Guide) -> Target:
        served = self.served
        if guide.vector is not None:
            try:
                found = prose_vectors.load(served.vectors, guide.vector, served.checkpoint)
            except BadConfig as exc:
                raise Refused(404, f"guides.{number}.vector: {exc}") from None
            return Target(guide.weight, latent=found.vector)
        ids = words_of(guide.text or "", self._tokenizer)[: MOST_GUIDE_SPANS * served.span]
        if not ids:
            raise Refused(400, f"guides.{number}.text: it has no token")
        return Target(guide.weight, tuple(ids))


def _start(asked: Asked, has_words: bool) -> Start:
    """Raises Refused where the prompt is to be started from and is empty."""
    if asked.start == "prompt" and not has_words:
        raise Refused(400, "start: to start from the prompt there must be one")
    return asked.start or ("prompt" if has_words else "guide" if asked.steers else "random")
