"""`paper-radio latent train` and `vector`: both phases in one folder, gone on with, and what does not fit is said."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import extras
import pytest
from latent_program import START_SECONDS
from processes import LOOK_EVERY_SECONDS
from typer.testing import CliRunner

from radio.errors import BadConfig
from workers.cli.main import app

extras.need("latent", "torch", "transformers", "peft", "accelerate", "tensorboard")

pytestmark = pytest.mark.slow
REPOSITORY = Path(__file__).parents[3]
SIZES = ("--span", "12", "--latent-width", "8", "--rank", "4")
STEPS = ("--steps", "6", "--batch", "4", "--checkpoint-steps", "4", "--learning-rate", "0.003")


def run(*words: object) -> str:
    """What the command prints. Raises what it raises."""
    result = CliRunner().invoke(app, ["latent", *map(str, words)])
    if result.exception:
        raise result.exception
    return result.output


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, Path]:
    """A base, texts, and a checkpoint of both phases."""
    import torch
    from tiny_served import tiny_texts

    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("latent")
    (folder / "one.txt").write_text(tiny_texts(folder)[0])
    parts = {name: folder / name for name in ("base", "texts.jsonl", "one.txt", "latent")}
    run("train", parts["latent"], parts["texts.jsonl"], "--base", parts["base"], *SIZES, *STEPS)
    run("train", parts["latent"], parts["texts.jsonl"], "--phase", "writer", "--context-tokens", 48, *STEPS)
    return parts


def test_both_phases_leave_a_checkpoint_that_can_be_served_and_their_logs(made):
    from radio.latent.model import checkpoint
    from radio.latent.model.base import load_base

    model = checkpoint.load(made["latent"], *load_base(str(made["base"])))
    assert model.adapters == ("encoder", "writer") and model.settings.span == 12
    assert Path(model.settings.base_model).is_absolute()
    kept = {path.name for path in made["latent"].iterdir()}
    assert kept - {"vectors"} == {
        "encoder", "decoder", "writer", "head.safetensors", "latent.json", "training.pt", "logs"
    }  # fmt: skip
    assert {path.name for path in (made["latent"] / "logs").iterdir()} == {"autoencoder", "writer"}
    assert list((made["latent"] / "logs/writer").glob("events.*"))


def kept_step(folder: Path) -> int:
    import torch

    return torch.load(folder / "training.pt", weights_only=True)["step"]


def logged_steps(folder: Path) -> list[int]:
    """The steps that TensorBoard shows."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    shown = EventAccumulator(str(folder))
    shown.Reload()
    return [event.step for event in shown.Scalars("loss")]


def heeds_interrupts() -> None:
    """A shell has what it runs in the background ignore Ctrl-C, and their children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_phase_that_was_interrupted_goes_on_to_the_same_weights_and_logs_each_step_once(made, tmp_path):
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    words = ("--phase", "writer", "--context-tokens", 48, "--steps", 60, "--batch", 2, "--checkpoint-steps", 10)
    for folder in (whole, cut):
        shutil.copytree(made["latent"], folder, ignore=shutil.ignore_patterns("writer", "training.pt"))
    program = [sys.executable, "-m", "workers.cli.main", "latent", "train", cut, made["texts.jsonl"], *words]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        list(map(str, program)), cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, preexec_fn=heeds_interrupts
    ) as process:
        ends = time.monotonic() + START_SECONDS
        while not (cut / "training.pt").is_file():
            assert time.monotonic() < ends and process.poll() is None
            time.sleep(LOOK_EVERY_SECONDS)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) != 0
    assert kept_step(cut) < 60
    for folder in (cut, whole):
        run("train", folder, made["texts.jsonl"], *words)
    for file in ("writer/adapter_model.safetensors", "head.safetensors"):
        assert (cut / file).read_bytes() == (whole / file).read_bytes()
    assert logged_steps(cut / "logs/writer") == list(range(1, 61))


def test_a_finished_phase_is_not_trained_again(made):
    before = (made["latent"] / "writer/adapter_model.safetensors").read_bytes()
    said = run("train", made["latent"], made["texts.jsonl"], "--phase", "writer", "--context-tokens", 48, *STEPS)
    assert "holds the writer" in said and "6/6" in said
    assert (made["latent"] / "writer/adapter_model.safetensors").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--phase", "writer", "--steps", 9), "another plan"),
        (("--phase", "writer", "--context-tokens", 20), "holds no two spans of 12"),
        (("--base", "base"), "holds a writer that rests on its autoencoder"),
        ((), "needs --base"),
    ],
)
def test_what_does_not_go_with_the_folder_is_one_sentence(made, words, said):
    words = [made.get(word, word) for word in words]
    with pytest.raises(BadConfig, match=said):
        run("train", made["latent"], made["texts.jsonl"], *words)


def test_a_folder_is_not_gone_on_with_at_another_span(made, tmp_path):
    begun = tmp_path / "latent"
    shutil.copytree(made["latent"], begun)
    shutil.rmtree(begun / "writer")
    with pytest.raises(BadConfig, match="begun with another base, span"):
        run("train", begun, made["texts.jsonl"], "--base", made["base"], "--span", 16, *STEPS)


def test_a_writer_needs_an_autoencoder_and_training_needs_texts(made, tmp_path):
    with pytest.raises(BadConfig, match="has no autoencoder yet"):
        run("train", tmp_path, made["texts.jsonl"], "--phase", "writer")
    with pytest.raises(BadConfig, match="either files of text or --from-station"):
        run("train", tmp_path, "--base", made["base"])


def test_a_text_that_cannot_be_read_is_said_before_any_base_is_loaded(made, tmp_path):
    nothing = tmp_path / "nothing"
    for words in (("train", tmp_path, nothing), ("vector", "build", "x", nothing, "--checkpoint", made["latent"])):
        with pytest.raises(BadConfig, match="nothing cannot be read as text"):
            run(*words, "--base", tmp_path / "no-base")


def test_a_vector_is_built_listed_and_shown(made):
    built = run("vector", "build", "plain-prose", made["texts.jsonl"], made["one.txt"], "--checkpoint", made["latent"])
    assert "plain-prose: 13 samples" in built
    assert "plain-prose" in run("vector", "list", "--checkpoint", made["latent"])
    shown = run("vector", "show", "plain-prose", "--checkpoint", made["latent"])
    assert shown.startswith("length ") and "Paper" in shown


def test_a_sample_shorter_than_a_span_is_left_out_and_one_alone_is_refused(made, tmp_path):
    (tmp_path / "short.txt").write_text("short")
    with pytest.raises(BadConfig, match="none of the texts has 12 tokens"):
        run("vector", "build", "short", tmp_path / "short.txt", "--checkpoint", made["latent"])
    both = (tmp_path / "short.txt", made["one.txt"])
    assert "left out, being shorter than a span: 1" in run(
        "vector", "build", "both", *both, "--checkpoint", made["latent"]
    )


def test_the_vector_of_another_checkpoint_is_not_shown_as_this_ones(made, tmp_path):
    run("vector", "build", "ours", made["one.txt"], "--checkpoint", made["latent"], "--vectors", tmp_path)
    other = tmp_path / "other"
    shutil.copytree(made["latent"], other)
    import torch
    from safetensors.torch import load_file, save_file

    head = load_file(other / "head.safetensors")
    save_file({name: tensor + torch.ones_like(tensor) for name, tensor in head.items()}, other / "head.safetensors")
    with pytest.raises(BadConfig, match="made with another checkpoint"):
        run("vector", "show", "ours", "--checkpoint", other, "--vectors", tmp_path)


def test_only_papers_that_a_licence_opens_are_learnt_from(tmp_path):
    from some_papers import some_paper

    from radio.config import Config
    from radio.model import Document, Passage
    from radio.store import Store
    from workers.latent.trainer import open_texts

    config = Config.model_validate({"station": {"data": tmp_path}, "licence": {"private": True}})
    licences = ("http://creativecommons.org/licenses/by/4.0/", "http://arxiv.org/licenses/nonexclusive-distrib/1.0/")
    with Store.open(config.paths.store) as store:
        for number, licence in enumerate(licences):
            paper = some_paper(number, licence=licence)
            passage = Passage(
                id=f"{paper.id}#p1", section="Introduction", text=f"The body of paper {number}.", page=1, boxes=()
            )
            store.library.save_paper(paper)
            store.library.save_document(Document(paper=paper.id, title=paper.title, passages=(passage,)))
    assert list(open_texts(config)) == ["The body of paper 0."]


def test_the_command_line_loads_no_torch():
    code = "import sys, workers.cli.main; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, timeout=60).returncode == 0
