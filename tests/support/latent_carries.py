"""What latents carry: the likelihood of spans with their own, another's and none; whether they return and mix."""

from __future__ import annotations

import torch
from latent_likelihood import log_likelihood
from latent_world import SPAN
from torch import Tensor

from radio.latent.model.bigvae import BigVae
from radio.latent.model.head import divergence
from radio.latent.writing.decoding import Growing, Options
from radio.latent.writing.mix import cosine, mix

ACTIVE_VARIANCE = 0.01


@torch.inference_mode()
def nll(model: BigVae, adapter: str, spans: Tensor, z: Tensor) -> Tensor:
    """[B, S] → [B]: nats a token of a span after its latent alone, laid out as the adapter was trained: the decoder's
    hidden prefix takes its places."""
    one = torch.ones(len(spans), 1, dtype=torch.long)
    parts = [model.head.soft_token(z), model.embed(spans[:, :-1])]
    masks = [one, torch.ones_like(spans[:, :-1])]
    if adapter == "decoder":
        hidden = torch.zeros_like(spans)
        parts.insert(1, model.embed(hidden))
        masks.insert(1, hidden)
    logits = model.logits(adapter, parts, masks, spans.shape[1])
    return torch.nn.functional.cross_entropy(logits.transpose(1, 2), spans, reduction="none").mean(1)


def no_context(rows: int) -> tuple[Tensor, Tensor]:
    none = torch.zeros(rows, 0, dtype=torch.long)
    return none, none.clone()


@torch.inference_mode()
def carried(model: BigVae, spans: Tensor, forbidden: tuple[int, ...] = ()) -> dict[str, float]:
    """The figures of a latent space, on spans [B, S] that were not trained on, each of another text; `forbidden` ids
    are never drawn."""
    mu = model.encode(spans)
    others = mu.roll(1, 0)
    greedy, drawn = Options(temperature=0.0, forbidden=forbidden), Options(forbidden=forbidden)
    back = model.encode(Growing(model, *no_context(len(mu)), range(len(mu)), greedy).decode(mu, spans.shape[1]).ids)
    middle = mix((0.5, mu), (0.5, others))
    decoded = Growing(model, *no_context(len(mu)), range(len(mu)), drawn).decode(middle, spans.shape[1]).ids
    ones = torch.ones_like(spans)
    return {
        **{
            f"{adapter} nll {name}": nll(model, adapter, spans, z).mean().item()
            for adapter in ("decoder", "writer")
            for name, z in (("true", mu), ("shuffled", others), ("zero", torch.zeros_like(mu)))
        },
        "active_units_share": (mu.var(0) > ACTIVE_VARIANCE).float().mean().item(),
        "kl per span": divergence(mu).mean().item(),
        "cycle_cosine": cosine(back, mu).mean().item(),
        "random_cosine": cosine(mu, others).mean().item(),
        "midpoint_nll_ratio": (
            log_likelihood(model, decoded, ones).mean() / log_likelihood(model, spans, ones).mean()
        ).item(),
    }


@torch.inference_mode()
def context_helps(model: BigVae, rows: Tensor) -> dict[str, float]:
    """Nats a token of a span with latent and context, and with either alone."""
    before, spans = rows[:, : 3 * SPAN], rows[:, 3 * SPAN : 4 * SPAN]
    mu = model.encode(spans)

    def nats(z: Tensor | None, context: bool) -> float:
        parts, masks = [], []
        if context:
            parts, masks = [model.embed(before)], [torch.ones_like(before)]
        soft = model.head.soft_token(mu if z is None else z)
        parts += [soft, model.embed(spans[:, :-1])]
        seen = torch.ones(len(spans), 1, dtype=torch.long)
        masks += [seen if z is not None else 0 * seen, torch.ones_like(spans[:, :-1])]
        logits = model.logits("writer", parts, masks, SPAN)[:, 1:]
        return torch.nn.functional.cross_entropy(logits.transpose(1, 2), spans[:, 1:]).item()

    return {"latent and context": nats(mu, True), "latent": nats(mu, False), "context": nats(None, True)}
