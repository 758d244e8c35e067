"""The writing loop: contexts, first latents and a sampler's rule → texts, span after span.

`write` decodes two spans from a latent: the first is the text, the second a draft that is only encoded; the rule makes
the next latent of it. A span may be drawn several times over, and a trace says what each was written towards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal, Protocol

import torch
from torch import Tensor

from radio.latent.model.bigvae import BigVae
from radio.latent.writing.decoding import Decoded, Growing, Options
from radio.latent.writing.mix import cosine, to_length
from radio.latent.writing.samplers import Rule, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """Several continuations a span instead of one."""

    count: int = 1
    choose: Literal["first", "best", "average"] = "first"
    """`best` keeps the span nearest to the judge; `average` goes on from the mean of the drafts."""
    judge: Tensor | None = None
    """[B, k]: what `best` compares with."""
    judge_weight: float = 1.0
    """How much the cosine counts beside the mean log-probability in nats."""

    @property
    def compared(self) -> Tensor | None:
        """What written spans are compared with to choose one; None where none is chosen by that."""
        return self.judge if self.choose == "best" else None


@dataclass(slots=True)
class Trace:
    """What a text's spans were written from and towards; one value a row and span."""

    norms: list[Tensor] = field(default_factory=list)
    """‖z‖ that each span was decoded from."""
    log_probabilities: list[Tensor] = field(default_factory=list)
    """Mean a token, in nats."""
    cosines: dict[str, list[Tensor]] = field(default_factory=dict)
    """How near the written span's latent is to each guide, by the guide's name."""


@dataclass(frozen=True, slots=True)
class Written:
    """The tokens that a sampler wrote."""

    spans: tuple[Tensor, ...]
    """One [B, S] for each span; zeros after the last span of a text, as in the trace."""
    trace: Trace

    @property
    def ids(self) -> Tensor:
        return torch.cat(self.spans, dim=1)

    def latents(self, model: BigVae) -> tuple[Tensor, ...]:
        """Each span's latent as it was written, [B, k]."""
        return model.encode(torch.cat(self.spans)).split(len(self.spans[0]))


class Grows(Protocol):
    """Texts that a back end lengthens: `decoding.Growing`, or another that keeps its promises."""

    def decode(self, z: Tensor | None, count: int) -> Decoded: ...
    def keep(self, ids: Tensor) -> None: ...
    def narrow(self, rows: Tensor) -> None: ...


Grow = Callable[[Tensor, Tensor, Sequence[int], Options | None], Grows]
"""Contexts, their mask, a seed a row, how tokens are drawn → texts that begin with these."""


@torch.inference_mode()
def write(
    model: BigVae,
    context: Tensor,
    mask: Tensor,
    start: Tensor,
    rule: Rule,
    spans: int | Sequence[int],
    seeds: Sequence[int],
    *,
    options: Options | None = None,
    draws: Draws | None = None,
    guides: Mapping[str, Tensor] | None = None,
    grow: Grow | None = None,
    on_span: Callable[[Written], None] = lambda written: None,
) -> Written:
    """`spans` spans after a context [B, T], the first from the latents `start` [B, k].

    `spans` is one number or one a row: a text leaves the batch when it has its spans. `seeds` has a number a row: the
    same row with the same seed is the same text. `guides` only name what the trace compares with; a written span is
    encoded where that, `best` or the rule asks for it, a draft always. `grow` decodes elsewhere than in the model
    itself. `on_span` gets what is written after each span; what it raises ends the writing.
    """
    draws, guides, size = draws or Draws(), guides or {}, model.settings.span
    grow = grow or partial(Growing, model)
    drawn = _drawn(options or Options(), len(seeds), draws.count)
    growing = grow(_repeated(draws.count, context), _repeated(draws.count, mask), _seeds(seeds, draws.count), drawn)
    counts = torch.tensor([spans] * len(seeds) if isinstance(spans, int) else spans, device=start.device)
    most, going = int(counts.max()), _Going.all(len(seeds), start.device)
    z, trace = start, Trace(cosines={name: [] for name in guides})
    written = Written((), trace)
    compared = bool(guides) or draws.compared is not None
    for index in range(1, most + 1):
        decoded = growing.decode(_repeated(draws.count, going.of(z)), size if index == most else 2 * size)
        text, draft = decoded.ids[:, :size], decoded.ids[:, size:]
        likely = decoded.log_probabilities[:, :size].mean(1)
        read = _read(model, text if compared or index == 1 else None, draft if index < most else None)
        best = _chosen(draws, going, read, likely)
        growing.keep(_repeated(draws.count, text[best]))
        written = Written((*written.spans, going.spread(text[best])), trace)
        trace.norms.append(z.norm(dim=-1))
        trace.log_probabilities.append(going.spread(likely[best]))
        for name, target in guides.items():
            trace.cosines[name].append(going.spread(cosine(read.latents[best], going.of(target))))
        on_span(written)
        if index == 1:
            first = read.latents[best]
        if read.draft is not None:
            drafted = going.spread(_draft(draws, read.draft, best))
            z = rule(Step(index=index + 1, count=most, draft=drafted, first=first))
            going = going.narrowed(counts > index, growing, draws.count)
    return written


@dataclass(frozen=True, slots=True)
class _Going:
    """Which of the texts still lack a span, and their places in what the back end holds."""

    count: int
    rows: Tensor
    """[n], ascending."""

    @classmethod
    def all(cls, count: int, device: torch.device) -> _Going:
        return cls(count, torch.arange(count, device=device))

    def of(self, values: Tensor) -> Tensor:
        """[B, …] or [k] → [n, …]: those of these texts."""
        return values.expand(self.count, -1)[self.rows]

    def spread(self, values: Tensor) -> Tensor:
        """[n, …] → [B, …], zeros where a text is whole."""
        every = values.new_zeros(self.count, *values.shape[1:])
        every[self.rows] = values
        return every

    def narrowed(self, left: Tensor, growing: Grows, draws: int) -> _Going:
        """Without the texts of which `left` [B] is false; they leave the back end as well."""
        kept = left[self.rows].nonzero().squeeze(1)
        if len(kept) == len(self.rows):
            return self
        each = torch.arange(draws, device=kept.device)
        growing.narrow((kept.unsqueeze(1) * draws + each).flatten())
        return _Going(self.count, self.rows[kept])


@dataclass(frozen=True, slots=True)
class _Read:
    """Latents [B · n, k] of a span and of its draft; None where it was not asked for."""

    written: Tensor | None
    draft: Tensor | None

    @property
    def latents(self) -> Tensor:
        """The span's. Raises ValueError where they were not asked for."""
        if self.written is None:
            raise ValueError("the written span was not encoded")
        return self.written


def _read(model: BigVae, text: Tensor | None, draft: Tensor | None) -> _Read:
    asked = [part for part in (text, draft) if part is not None]
    if not asked:
        return _Read(None, None)
    read = model.encode(torch.cat(asked)).split(len(asked[0]))
    return _Read(None if text is None else read[0], None if draft is None else read[-1])


def _chosen(draws: Draws, going: _Going, read: _Read, likely: Tensor) -> Tensor:
    """Likelihoods [B · n] → [B]: which of the n rows of each text goes on."""
    rows = likely.shape[0] // draws.count
    first = torch.arange(rows, device=likely.device) * draws.count
    if draws.compared is None:
        return first
    judge = going.of(draws.compared).repeat_interleave(draws.count, 0)
    scores = draws.judge_weight * cosine(read.latents, judge) + likely
    return first + scores.view(rows, draws.count).argmax(1)


def _draft(draws: Draws, latents: Tensor, best: Tensor) -> Tensor:
    """[B · n, k], [B] → [B, k]"""
    if draws.choose != "average":
        return latents[best]
    drafts = latents.view(best.shape[0], draws.count, -1)
    return to_length(drafts.mean(1), drafts.norm(dim=-1).mean(1, keepdim=True))


def _repeated(count: int, rows: Tensor) -> Tensor:
    return rows.repeat_interleave(count, 0) if count > 1 else rows


def _drawn(options: Options, rows: int, draws: int) -> Options:
    """The options with a temperature for each draw of each row."""
    return replace(options, temperature=tuple(t for t in options.temperatures(rows) for _ in range(draws)))


def _seeds(seeds: Sequence[int], count: int) -> list[int]:
    """Each draw of a row has its own generator."""
    return [seed * 1_000 + draw if count > 1 else seed for seed in seeds for draw in range(count)]
