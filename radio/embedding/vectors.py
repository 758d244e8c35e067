"""Vectors with ids → the nearest of them: Chroma inside this process, in a folder with one owner.

The folder holds nothing that the store could not give again: one that Chroma cannot read is moved aside and begun anew,
and `count` shows its owner when to add everything again. Calls are blocking; async callers use a thread. Chroma makes
no vectors here, sends no telemetry and serves nothing.
"""

from __future__ import annotations

import fcntl
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from radio import log
from radio.errors import BadConfig

BATCH_ROWS = 1000
Metadata = Mapping[str, str | int | float | bool | None]
Result = TypeVar("Result")


class Vectors:
    """The vectors of one space: `with Vectors(folder, embedding.name) as vectors`.

    Raises BadConfig when another process has the folder.
    """

    def __init__(self, folder: Path, space: str):
        self._folder = folder
        self._name = f"papers-{space}"
        self._calls = threading.Lock()
        self._client: Any = None
        self._open_collection: Any = None
        self._owner = _own(folder)

    def add(self, ids: Sequence[str], vectors: np.ndarray, metadata: Sequence[Metadata] | None = None) -> None:
        """Adds the vectors, or replaces those of the same ids. Raises ValueError when the lengths differ."""
        if not len(ids) == len(vectors) == len(metadata if metadata is not None else ids):
            raise ValueError(f"{len(ids)} ids came with {len(vectors)} vectors")
        for start in range(0, len(ids), BATCH_ROWS):
            part = slice(start, start + BATCH_ROWS)
            rows = {
                "ids": list(ids[part]),
                "embeddings": np.asarray(vectors[part], dtype=np.float32),
                "metadatas": [_plain(m) for m in metadata[part]] if metadata is not None else None,
            }
            self._with_collection(lambda collection, rows=rows: collection.upsert(**rows))

    def nearest(self, vector: np.ndarray, n: int, where: Mapping[str, Any] | None = None) -> list[tuple[str, float]]:
        """The n most alike with their cosine likeness, best first; `where` filters on metadata in Chroma's words."""
        query = {
            "query_embeddings": np.asarray(vector, dtype=np.float32).reshape(1, -1),
            "n_results": n,
            "where": dict(where) if where else None,
            "include": ["distances"],
        }
        found = self._with_collection(lambda collection: collection.query(**query))
        return [(id, 1.0 - distance) for id, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def count(self) -> int:
        """How many ids it holds; fewer than were added after damage."""
        return self._with_collection(lambda collection: collection.count())

    def close(self) -> None:
        with self._calls:
            self._close_client()
        self._owner.close()

    def __enter__(self) -> Vectors:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _with_collection(self, call: Callable[[Any], Result]) -> Result:
        """Calls with the collection; with a new empty one where the folder turns out to be damaged."""
        with self._calls:
            try:
                return call(self._collection())
            except BaseException as exc:
                if not _is_damage(exc):
                    raise
                log.get().error("vectors cannot be read and are begun anew", folder=str(self._folder), reason=str(exc))
            self._begin_anew()
            return call(self._collection())

    def _collection(self) -> Any:
        if self._open_collection is None:
            import chromadb
            from chromadb.config import Settings

            settings = Settings(anonymized_telemetry=False, is_persistent=True)
            self._client = chromadb.PersistentClient(str(self._folder), settings=settings)
            self._open_collection = self._client.get_or_create_collection(
                self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        return self._open_collection

    def _begin_anew(self) -> None:
        """Moves the folder aside, in the place of one that was moved before."""
        from chromadb.api.shared_system_client import SharedSystemClient

        self._close_client()
        # Chroma keeps the client of a folder that it failed to open, and would give it again.
        SharedSystemClient.clear_system_cache()
        aside = self._folder.with_name(f"{self._folder.name}.damaged")
        shutil.rmtree(aside, ignore_errors=True)
        if self._folder.exists():
            self._folder.rename(aside)

    def _close_client(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = self._open_collection = None


def _own(folder: Path) -> Any:
    """A lock on the folder that ends with this process: two writers would spoil Chroma's files."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    file = folder.with_name(f"{folder.name}.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise BadConfig(f"the vectors in {folder} belong to another running studio: stop it first") from None
    return file


def _plain(metadata: Metadata) -> dict[str, Any] | None:
    """Chroma takes neither None nor an empty table."""
    return {name: value for name, value in metadata.items() if value is not None} or None


def _is_damage(error: BaseException) -> bool:
    """Whether Chroma failed to read its own files; its Rust core panics with an exception of its own."""
    from chromadb.errors import ChromaError, InternalError

    if isinstance(error, ChromaError):
        return isinstance(error, InternalError)
    return type(error).__name__ == "PanicException"
