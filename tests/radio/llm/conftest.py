"""A scripted model server for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from model_server import ModelServer


@pytest.fixture(scope="session", autouse=True)
def _client_is_loaded() -> None:
    """The first question loads the client, which on a busy machine takes longer than the tests allow an answer."""
    import openai  # noqa: F401


@pytest.fixture
def server() -> Iterator[ModelServer]:
    running = ModelServer()
    yield running
    running.close()
