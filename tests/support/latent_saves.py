"""Checkpoints saved by processes that are killed, and what is then found: `latent_saves.py FOLDER SEED` prints JSON.

`operations`: for each file that a save opens, makes, moves or removes, a child that is killed right before it does.
The two phases of training: a run that is killed at random moments and gone on with, until it comes to its end.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from tiny_latent import SPAN, VOCABULARY, tiny_model

from radio.latent.model import checkpoint
from radio.latent.model.bigvae import BigVae
from radio.latent.model.replacing import PART, WHOLE
from radio.latent.model.settings import Norms
from radio.latent.training.training import Phase, Plan, Progress, train

ADAPTERS = ("encoder", "decoder", "writer")
TOUCHES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}
KILLS, MOST_STEPS = 5, 3
"""How often a run is killed, and how far it comes at most from one to the next."""
PLAN = Plan(steps=12, batch_size=4, learning_rate=5e-3, warm_up_steps=2, beta_warm_up_steps=8, checkpoint_steps=1)


def operations(folder: Path) -> list[dict[str, object]]:
    """For each kill, the step that was saved before, the steps of what is found, and what lay about."""
    model, found = tiny_model(), []
    _save(model, folder, 0)
    for number in range(1, 1_000):
        before = max(_found(model, folder))
        if _forked(lambda: (_die_before(number), _save(model, folder, before + 1))) == 0:  # noqa: B023
            return found
        lay = [name for name in (PART, WHOLE) if (folder / name).exists()]
        found.append({"before": before, "found": sorted(_found(model, folder)), "lay": lay})
        shutil.rmtree(folder / PART, ignore_errors=True)  # the next save makes the same operations
    raise RuntimeError("a save does not end")


def training(folder: Path, phase: Phase, seed: int) -> dict[str, object]:
    """The step that each run but the first went on from, and whether the weights are those of a run left alone."""
    chance, begun = random.Random(seed), [0]
    if phase == "writer":  # rests on an autoencoder that is there
        for name in ("whole", "cut"):
            checkpoint.save(tiny_model(), folder / name, ("encoder", "decoder"))
    started = time.monotonic()
    _forked(lambda: _train(folder / "whole", phase, 0))
    most_seconds = MOST_STEPS * (time.monotonic() - started) / PLAN.steps
    for _ in range(KILLS):
        reading, writing = os.pipe()
        pid = _fork(lambda: _train(folder / "cut", phase, begun[-1], writing))  # noqa: B023
        os.close(writing)
        os.read(reading, 1)
        os.close(reading)
        time.sleep(chance.uniform(0, most_seconds))
        os.kill(pid, signal.SIGKILL)
        if _status(pid) == 0:
            break
        state = checkpoint.training_state(folder / "cut", torch.device("cpu"))
        begun.append(state["step"] if state and state["phase"] == phase else 0)
    _forked(lambda: _train(folder / "cut", phase, begun[-1]))
    weights = [path.relative_to(folder / "whole") for path in (folder / "whole").rglob("*.safetensors")]
    same = all((folder / "cut" / path).read_bytes() == (folder / "whole" / path).read_bytes() for path in weights)
    return {"begun": begun, "weights": sorted(map(str, weights)), "same": same}


def _train(folder: Path, phase: Phase, begun: int, writing: int | None = None) -> None:
    """Goes on from the step `begun`; writes a byte to `writing` at its first step."""
    generator = torch.Generator().manual_seed(2)
    rows = torch.randint(3, VOCABULARY, (24, 4), generator=generator).repeat(1, 2 * SPAN // 4)
    steps = itertools.count(begun + 1)

    def on_step(progress: Progress) -> None:
        if progress.step != next(steps):
            raise RuntimeError(f"step {progress.step} was not to come after {begun}")
        if writing is not None and progress.step == begun + 1:
            os.write(writing, b".")

    train(tiny_model(), rows, torch.ones_like(rows), phase, PLAN, folder, on_step)


def _save(model: BigVae, folder: Path, step: int) -> None:
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_" in name or name.startswith("head."):
                parameter.fill_(step)
    model.settings = model.settings.with_norms(Norms(mean_norm=step, scale=1.0))
    checkpoint.save(model, folder, ADAPTERS, {"step": step})


def _found(model: BigVae, folder: Path) -> set[int]:
    """The steps that anything in the checkpoint is of."""
    about = checkpoint.described(folder)
    checkpoint.load_into(model, folder, ADAPTERS)
    numbers = {about.norms.mean_norm, checkpoint.training_state(folder, torch.device("cpu"))["step"]}
    for name, parameter in model.named_parameters():
        if "lora_" in name or name.startswith("head."):
            numbers |= set(parameter.detach().unique().tolist())
    return {int(number) for number in numbers}


def _forked(do: Callable[[], object]) -> int:
    return _status(_fork(do))


def _fork(do: Callable[[], object]) -> int:
    """The id of a child that does this and nothing else."""
    pid = os.fork()
    if pid == 0:
        try:
            do()
        except BaseException as exc:
            print(repr(exc), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return pid


def _status(pid: int) -> int:
    """0, or the signal that ended the child, negative."""
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status not in (0, -signal.SIGKILL):
        raise RuntimeError(f"the child ended with {status}")
    return status


def _die_before(number: int) -> None:
    """Kills this process right before its so many-th touch of a file."""
    left = [number]

    def hook(event: str, _arguments: object) -> None:
        if event in TOUCHES:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def main() -> None:
    torch.set_num_threads(1)
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    found = {phase: training(folder / phase, phase, seed) for phase in ("autoencoder", "writer")}
    print(json.dumps({"operations": operations(folder / "operations"), **found}))


if __name__ == "__main__":
    main()
