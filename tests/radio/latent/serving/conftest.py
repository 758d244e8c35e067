"""A tiny checkpoint, made once, and the parts of a server of it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

if not (find_spec("torch") and find_spec("peft")):
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def checkpoint_folders(tmp_path_factory) -> tuple[Path, Path]:
    from tiny_served import tiny_checkpoint

    return tiny_checkpoint(tmp_path_factory.mktemp("served"))


@dataclass(frozen=True)
class Parts:
    """What a server is made of."""

    preparing: Any
    writing: Any
    model: Any
    tokenizer: Any

    def writing_by(self, grow: Callable) -> Any:
        """The same, decoding otherwise."""
        from radio.latent.serving.batch_writing import Writing

        return Writing(self.model, self.tokenizer, grow)


@pytest.fixture
def parts(checkpoint_folders) -> Parts:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from radio.latent.model import checkpoint
    from radio.latent.serving.loading import open_writing

    folder, vectors = checkpoint_folders
    base, other = (AutoModelForCausalLM.from_pretrained(folder.parent / "base").eval() for _ in range(2))
    tokenizer = AutoTokenizer.from_pretrained(folder.parent / "base")
    preparing, writing = open_writing(folder, base, tokenizer, vectors, "transformers")
    return Parts(preparing, writing, checkpoint.load(folder, other, tokenizer), tokenizer)


@pytest.fixture
def job(parts) -> Callable:
    """A job of the fields of a request."""
    from radio.latent.serving.asked import parse

    return lambda **fields: parts.preparing.job(parse(json.dumps(fields).encode()))


@pytest.fixture
def serving(parts) -> Callable:
    """`with serving() as url` is a real server; `write` replaces how it writes."""

    @contextmanager
    def serve(write=None, **limits) -> Iterator[str]:
        import uvicorn

        from radio.latent.serving.batches import Batches
        from radio.latent.serving.completions import create_app

        batches = Batches(write or parts.writing, **limits)
        app = create_app(parts.preparing, batches)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=2))
        with socket.create_server(("127.0.0.1", 0)) as listening:
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            try:
                yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            finally:
                server.should_exit = True
                thread.join(20)
                batches.close()

    return serve
