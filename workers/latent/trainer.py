"""Training a latent model: a base model and texts → a checkpoint in a folder, that goes on where it was left.

Texts come from files or from the station's own store, there only papers whose licence opens them. A folder holds the
checkpoint, the optimiser's state and TensorBoard's logs; `paper-radio latent serve` reads the same folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from torch import Tensor
from torch.utils.tensorboard import SummaryWriter
from transformers import PreTrainedModel

from radio.config import Config
from radio.errors import BadConfig
from radio.latent.model import checkpoint
from radio.latent.model.base import load_base
from radio.latent.model.bigvae import BigVae
from radio.latent.model.settings import Settings, tokenizer_hash
from radio.latent.model.tokenizing import Tokenizes
from radio.latent.training.rows import pairs, texts_of, tokens, windows
from radio.latent.training.training import Phase, Plan, Progress, processes, train
from radio.licence import is_open
from radio.store import Store

LOGS = "logs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """What a new checkpoint is to be; the second phase takes those of the first."""

    span: int = 64
    latent_width: int = 768
    rank: int = 32


def main(
    folder: Path, phase: Phase, texts: Iterable[str], plan: Plan, *, sizes: Sizes, base: str = "",
    context_tokens: int = 2048, device: str = "", four_bit: bool = False,
) -> bool:  # fmt: skip
    """Trains one phase in `folder`; whether this is the process, of those that train together, that reports it.

    Raises BadConfig where base, folder and texts do not go together.
    """
    torch.manual_seed(plan.seed)  # adapters and head begin at random
    base = str(Path(base).resolve()) if base and Path(base).is_dir() else base  # the checkpoint names it for ever
    begun = checkpoint.begun(folder)
    _refuse_order(folder, phase, begun)
    texts = list(texts)  # one that cannot be read costs no load of the base
    named = base or (begun.base_model if begun else "")
    lm, tokenizer = load_base(named, device=device, four_bit=four_bit, learns=True)
    if phase == "autoencoder":
        model = _first(lm, tokenizer, named, sizes, plan, begun)
    else:
        model = checkpoint.load(folder, lm, tokenizer, adapters=("encoder",))
        model.add("writer")
    documents = tokens(texts, tokenizer)
    span = model.settings.span
    rows, mask = (
        pairs(documents, span) if phase == "autoencoder" else _contexts(documents, context_tokens, span, tokenizer)
    )
    _watched(model, rows, mask, phase, plan, folder)
    return processes().is_main_process


def open_texts(config: Config) -> Iterator[str]:
    """The texts of the station's papers that a licence opens to everybody, whatever the station may show in private."""
    rule = config.licence.model_copy(update={"private": False})
    with Store.open(config.paths.store) as store:
        withdrawn = set(store.library.withdrawn().values())
        for paper in store.library.papers():
            document = store.library.find_document(paper.id)
            if document and paper.id not in withdrawn and is_open(paper, document, rule):
                yield "\n\n".join(passage.text for passage in document.passages)


def texts_in(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        yield from texts_of(file)


def _refuse_order(folder: Path, phase: Phase, begun: Settings | None) -> None:
    if phase == "writer" and begun is None:
        raise BadConfig(f"{folder} has no autoencoder yet; train `--phase autoencoder` there first")
    if phase == "autoencoder" and (folder / "writer").is_dir():
        raise BadConfig(f"{folder} holds a writer that rests on its autoencoder; train a new one in another folder")


def _first(
    lm: PreTrainedModel, tokenizer: Tokenizes, base: str, sizes: Sizes, plan: Plan, begun: Settings | None
) -> BigVae:
    """The model of the first phase; `train` fills it where the folder was begun."""
    asked = Settings(
        base_model=base,
        base_width=lm.config.hidden_size,
        tokenizer_hash=tokenizer_hash(tokenizer.get_vocab()),
        span=sizes.span,
        latent_width=sizes.latent_width,
        rank=sizes.rank,
        alpha=2 * sizes.rank,
        beta=plan.beta,
    )
    if begun is not None and replace(begun, norms=asked.norms) != asked:
        raise BadConfig("the folder was begun with another base, span, latent width, rank or beta; give another folder")
    return BigVae(lm, asked, ("encoder", "decoder"))


def _contexts(documents: list[list[int]], length: int, span: int, tokenizer: Tokenizes) -> tuple[Tensor, Tensor]:
    if length < 2 * span:
        raise BadConfig(f"a context of {length} tokens holds no two spans of {span}; give --context-tokens {2 * span}")
    return windows(documents, length, tokenizer.eos_token_id)


def _watched(model: BigVae, rows: Tensor, mask: Tensor, phase: Phase, plan: Plan, folder: Path) -> None:
    """Trains with a bar and logs, both by the first process alone."""
    if not processes().is_main_process:
        train(model, rows, mask, phase, plan, folder)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns) as bar, ExitStack() as stack:
        task = bar.add_task(f"{phase}: {len(rows)} rows", total=plan.steps)
        opened: list[SummaryWriter] = []

        def on_step(progress: Progress) -> None:
            if not opened:  # what was logged after the checkpoint that is gone on from is hidden
                logs = SummaryWriter(str(folder / LOGS / phase), purge_step=progress.step)
                opened.append(stack.enter_context(logs))
            described = f"{phase}: {progress.reconstruction:.3f} nats/token"
            bar.update(task, completed=progress.step, description=described)
            for name in ("loss", "reconstruction", "divergence", "beta"):
                opened[0].add_scalar(name, getattr(progress, name), progress.step)

        train(model, rows, mask, phase, plan, folder, on_step)
        bar.update(task, completed=plan.steps)
