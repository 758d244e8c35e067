"""Training: rows → a checkpoint, in two phases that can be stopped and gone on with.

A step draws its rows and its noise from the seed and its own number, so that a run that was interrupted ends with the
same weights as one that was not. `accelerate` places it on the CPU, one GPU, or as many as it was launched for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import torch
from accelerate import Accelerator, PartialState
from torch import Tensor, nn

from radio.errors import BadConfig
from radio.latent.model import checkpoint
from radio.latent.model.bigvae import Adapter, BigVae
from radio.latent.model.settings import Norms
from radio.latent.training.phases import CONTEXT_SWAP, autoencoding, continuing
from radio.latent.training.schedule import beta_at, learning_rate

Phase = Literal["autoencoder", "writer"]
TRAINED: dict[Phase, tuple[Adapter, ...]] = {"autoencoder": ("encoder", "decoder"), "writer": ("writer",)}
LEARNT_HEAD: dict[Phase, tuple[str, ...]] = {"autoencoder": ("f", "w_e", "w_d", "gain"), "writer": ("w_d", "gain")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how fast a phase is trained."""

    steps: int
    batch_size: int = 4
    accumulation: int = 1
    """Batches a step."""
    learning_rate: float = 1e-4
    warm_up_steps: int = 200
    beta: float = 0.1
    beta_warm_up_steps: int = 50_000
    context_swap: float = CONTEXT_SWAP
    clip: float = 1.0
    seed: int = 0
    checkpoint_steps: int = 1000


@dataclass(frozen=True, slots=True)
class Progress:
    """What a step came to, in nats a token."""

    step: int
    steps: int
    loss: float
    reconstruction: float
    divergence: float
    beta: float


def processes() -> PartialState:
    """Those that train together, this one among them: as many as a launcher started, without a GPU too, where
    `accelerate` by itself would have each of them train alone."""
    return PartialState(cpu=not torch.accelerator.is_available())


def train(
    model: BigVae,
    rows: Tensor,
    mask: Tensor,
    phase: Phase,
    plan: Plan,
    folder: Path,
    on_step: Callable[[Progress], None] = lambda progress: None,
) -> BigVae:
    """Trains the phase in `folder`, from where it was left; keeps a checkpoint every so many steps and at the end.

    P processes take a batch each a step; together they train as one does with P times the accumulation.

    Rows and masks: [N, 2S] for the autoencoder, [N, L] for the writer. Raises BadConfig where the folder holds the
    state of another plan or where the loss is no number any more.
    """
    processes()
    accelerator = Accelerator(gradient_accumulation_steps=1)
    model.train()
    parameters = model.train_only(TRAINED[phase], head=LEARNT_HEAD[phase])
    optimiser = torch.optim.AdamW(parameters, lr=plan.learning_rate, betas=(0.9, 0.99), weight_decay=0.0)
    start = _resume(model, optimiser, folder, phase, plan)
    if start == 0 and phase == "autoencoder":
        _match_soft_token(model, rows, mask)
    losses, optimiser = accelerator.prepare(_Losses(model, phase, plan.context_swap), optimiser)
    for step in range(start, plan.steps):
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(step, plan.learning_rate, plan.warm_up_steps, plan.steps)
        progress = _step(losses, optimiser, accelerator, rows, mask, plan, step)
        if step == 0:
            _refuse_deaf(model, phase)
        on_step(progress)
        if accelerator.is_main_process and ((step + 1) % plan.checkpoint_steps == 0 or step + 1 == plan.steps):
            if phase == "autoencoder":
                model.settings = model.settings.with_norms(measured_norms(model, rows, mask))
            _keep(model, optimiser, folder, phase, plan, step + 1)
    accelerator.wait_for_everyone()
    return model.eval()


class _Losses(nn.Module):
    """A phase's loss as a module's forward, which is what `accelerate` can spread over devices."""

    def __init__(self, model: BigVae, phase: Phase, context_swap: float):
        super().__init__()
        self.model = model
        self.phase = phase
        self.context_swap = context_swap

    def forward(self, rows: Tensor, mask: Tensor, beta: float, seed: int) -> tuple[Tensor, Tensor, Tensor]:
        generator = torch.Generator(device=rows.device).manual_seed(seed)
        if self.phase == "autoencoder":
            loss = autoencoding(self.model, rows, mask, beta, generator)
        else:
            loss = continuing(self.model, rows, mask, generator, self.context_swap)
        return loss.total, loss.reconstruction, loss.divergence


def _step(
    losses: nn.Module,
    optimiser: torch.optim.Optimizer,
    accelerator: Accelerator,
    rows: Tensor,
    mask: Tensor,
    plan: Plan,
    step: int,
) -> Progress:
    beta = beta_at(step, plan.beta, plan.beta_warm_up_steps)
    sums = torch.zeros(3)
    optimiser.zero_grad(set_to_none=True)
    for part in range(plan.accumulation):
        number = (step * plan.accumulation + part) * accelerator.num_processes + accelerator.process_index
        chosen = _rows_of(number, len(rows), plan)
        total, reconstruction, priced = losses(
            rows[chosen].to(accelerator.device), mask[chosen].to(accelerator.device), beta, plan.seed + 1 + number
        )
        if not torch.isfinite(total):
            raise BadConfig(f"the loss is no number at step {step}; train with a smaller learning rate")
        accelerator.backward(total / plan.accumulation)
        sums += torch.stack([total.detach(), reconstruction, priced]).float().cpu() / plan.accumulation
    accelerator.clip_grad_norm_([p for g in optimiser.param_groups for p in g["params"]], plan.clip)
    optimiser.step()
    loss, reconstruction, divergence = sums.tolist()
    return Progress(step + 1, plan.steps, loss, reconstruction, divergence, beta)


def _refuse_deaf(model: BigVae, phase: Phase) -> None:
    """Raises BadConfig where an adapter or a part of the head is meant to learn and the loss does not reach it:
    switching adapters can take their gradients away without a word."""

    def heard(module: nn.Module, part: str) -> bool:
        return any(p.grad is not None and p.grad.any() for name, p in module.named_parameters() if part in f".{name}.")

    deaf = [f"adapter {adapter}" for adapter in TRAINED[phase] if not heard(model.lm, f".{adapter}.")]
    deaf += [f"head's {part}" for part in LEARNT_HEAD[phase] if not heard(model.head, f".{part}.")]
    if deaf:
        raise BadConfig(f"the loss does not reach the {deaf[0]}, so it would not learn; nothing was trained")


def _rows_of(batch: int, count: int, plan: Plan) -> Tensor:
    """The rows of a batch: every row once before any comes again, in an order of its own each time."""
    places = torch.arange(batch * plan.batch_size, (batch + 1) * plan.batch_size)
    orders = {
        epoch: torch.randperm(count, generator=torch.Generator().manual_seed(plan.seed + 7919 * epoch))
        for epoch in {int(place) // count for place in places}
    }
    return torch.stack([orders[int(place) // count][int(place) % count] for place in places])


@torch.no_grad()
def measured_norms(model: BigVae, rows: Tensor, mask: Tensor, most_rows: int = 256) -> Norms:
    """Where the encoder puts the last spans of rows [N, ≥ S]."""
    span = model.settings.span
    mu = torch.cat(
        [
            model.encode(r[:, -span:].to(model.device), m[:, -span:].to(model.device))
            for r, m in zip(rows[:most_rows].split(32), mask[:most_rows].split(32), strict=True)
        ]
    )
    scale = (mu.pow(2).mean() + 1).sqrt()  # of z = μ + ε
    return Norms(mean_norm=round(mu.norm(dim=-1).mean().item(), 4), scale=round(scale.item(), 4))


@torch.no_grad()
def _match_soft_token(model: BigVae, rows: Tensor, mask: Tensor) -> None:
    span = model.settings.span
    mu = model.encode(rows[:32, -span:].to(model.device), mask[:32, -span:].to(model.device))
    z = mu + torch.randn(mu.shape, generator=torch.Generator().manual_seed(0)).to(mu.device)
    model.head.match(z, model.base.get_input_embeddings().get_parameter("weight"))


def _keep(model: BigVae, optimiser: torch.optim.Optimizer, folder: Path, phase: Phase, plan: Plan, step: int) -> None:
    state = {"phase": phase, "plan": _hash(plan), "step": step, "optimiser": optimiser.state_dict()}
    checkpoint.save(model, folder, model.adapters, state)


def _resume(model: BigVae, optimiser: torch.optim.Optimizer, folder: Path, phase: Phase, plan: Plan) -> int:
    """The step to go on from; 0 where nothing of this phase was done."""
    state = checkpoint.training_state(folder, model.device)
    if state is None or state["phase"] != phase:
        return 0
    if state["plan"] != _hash(plan):
        raise BadConfig(f"{folder} was trained by another plan so far; give the same settings, or another folder")
    checkpoint.load_into(model, folder, model.adapters)
    optimiser.load_state_dict(state["optimiser"])
    return state["step"]


def _hash(plan: Plan) -> str:
    return hashlib.sha256(json.dumps(asdict(plan)).encode()).hexdigest()[:16]
