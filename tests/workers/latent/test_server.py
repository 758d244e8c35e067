"""`paper-radio latent serve` as a program: it answers, refuses what it cannot serve, and stops at a signal."""

from __future__ import annotations

import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import extras
import httpx
import pytest
from latent_program import REPOSITORY, START_SECONDS, STOP_SECONDS, command, served

extras.need("latent", "torch", "transformers", "peft")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> tuple[Path, Path]:
    from tiny_served import tiny_checkpoint

    return tiny_checkpoint(tmp_path_factory.mktemp("served"))


def test_the_program_serves_a_checkpoint_with_its_vectors_and_stops_when_told(folders):
    with served(folders[0], "--vectors", folders[1]) as (url, process):
        (model,) = httpx.get(f"{url}/v1/models").json()["data"]
        asked = {"prompt": "Hello", "spans": 2, "sampler": "guide", "guides": [{"vector": "plain"}], "trace": True}
        found = httpx.post(f"{url}/v1/completions", json=asked, timeout=START_SECONDS)
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0
    assert model["vectors"] == ["plain"] and found.status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "encoder/adapter_model.safetensors").unlink(), "has no adapter called encoder"),
        (lambda folder: (folder / "latent.json").unlink(), "holds no latent checkpoint"),
    ],
)
def test_a_checkpoint_that_cannot_be_served_is_one_sentence(folders, tmp_path, change, said):
    shutil.copytree(folders[0], tmp_path / "broken")
    change(tmp_path / "broken")
    ended = subprocess.run(
        command(tmp_path / "broken"), cwd=REPOSITORY, capture_output=True, text=True, timeout=START_SECONDS
    )
    assert ended.returncode == 1
    assert said in ended.stderr and "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("width", "tokens", "said"),
    [(128, (), "64 wide, and the base given is 128"), (64, ("<more>",), "another tokenizer")],
)
def test_a_base_that_is_not_the_checkpoints_is_one_sentence(folders, tmp_path, width, tokens, said):
    from tiny_latent import tiny_base
    from tiny_served import tiny_tokenizer

    tokenizer = tiny_tokenizer()
    tokenizer.add_tokens(list(tokens))
    tiny_base(width=width, vocabulary=len(tokenizer)).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    ended = subprocess.run(
        command(folders[0], "--base", tmp_path), cwd=REPOSITORY, capture_output=True, text=True, timeout=START_SECONDS
    )
    assert ended.returncode == 1
    assert said in ended.stderr and "serve it on its own base" in ended.stderr and "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("options", "said"), [(("--host", "0.0.0.0"), "not loopback"), (("--back-end", "magic"), "no back end")]
)
def test_options_that_cannot_be_are_one_sentence(folders, options, said):
    ended = subprocess.run(
        command(folders[0], *options), cwd=REPOSITORY, capture_output=True, text=True, timeout=START_SECONDS
    )
    assert ended.returncode == 1
    assert said in ended.stderr and "Traceback" not in ended.stderr


@pytest.mark.without_extra("vllm")
@pytest.mark.skipif(bool(find_spec("vllm")), reason="vLLM is installed")
def test_a_back_end_that_is_not_installed_is_one_sentence(folders):
    ended = subprocess.run(
        command(folders[0], "--back-end", "vllm"), cwd=REPOSITORY, capture_output=True, text=True, timeout=START_SECONDS
    )
    assert ended.returncode == 1
    assert "vLLM is not installed; serve with --back-end transformers" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.with_extra("vllm")
@pytest.mark.skipif(not find_spec("vllm"), reason="vLLM is not installed")
def test_the_program_serves_by_vllm_and_stops_when_told(tmp_path):
    from tiny_latent import tiny_base
    from tiny_served import tiny_checkpoint, tiny_tokenizer

    base = tiny_base(vocabulary=len(tiny_tokenizer()), heads=2)
    folder, vectors = tiny_checkpoint(tmp_path, base=base)
    with served(folder, "--vectors", vectors, "--back-end", "vllm") as (url, process):
        asked = {"prompt": "Hello", "spans": 2, "sampler": "guide", "guides": [{"vector": "plain"}], "trace": True}
        found = httpx.post(f"{url}/v1/completions", json=asked, timeout=START_SECONDS)
        (model,) = httpx.get(f"{url}/v1/models").json()["data"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0
    assert model["backend"] == "vllm"
    assert len(found.json()["choices"][0]["trace"]["spans"]) == 2
