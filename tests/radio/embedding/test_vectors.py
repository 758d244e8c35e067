"""The collection on the real Chroma."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from radio.embedding import Vectors
from radio.errors import BadConfig

pytestmark = pytest.mark.slow

NORTH, NORTH_EAST, EAST = np.array([[0, 1], [0.6, 0.8], [1, 0]], dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vectors"


@pytest.fixture
def vectors(folder: Path) -> Iterator[Vectors]:
    with Vectors(folder, "compass-2") as opened:
        yield opened


def test_the_most_alike_come_first_with_their_likeness(vectors: Vectors) -> None:
    vectors.add(["north", "north-east", "east"], np.stack([NORTH, NORTH_EAST, EAST]))
    found = vectors.nearest(NORTH, 2)
    assert [id for id, _ in found] == ["north", "north-east"]
    assert [likeness for _, likeness in found] == pytest.approx([1.0, 0.8], abs=1e-5)


def test_adding_twice_keeps_one_and_its_last_vector(vectors: Vectors) -> None:
    vectors.add(["a"], NORTH[None], [{"title": "A", "primary": None}])
    vectors.add(["a"], EAST[None], [{"title": "A", "primary": "cs.RO"}])
    assert vectors.count() == 1
    assert vectors.nearest(EAST, 5, {"primary": "cs.RO"}) == [("a", pytest.approx(1.0, abs=1e-5))]
    assert vectors.nearest(EAST, 5, {"primary": "cs.CL"}) == []


def test_an_empty_collection_has_no_nearest(vectors: Vectors) -> None:
    assert vectors.nearest(NORTH, 3) == []
    vectors.add([], np.zeros((0, 2)))


def test_ids_without_vectors_are_refused(vectors: Vectors) -> None:
    with pytest.raises(ValueError, match="2 ids came with 1 vectors"):
        vectors.add(["a", "b"], NORTH[None])


def test_vectors_outlive_their_process_and_spaces_do_not_mix(folder: Path) -> None:
    with Vectors(folder, "compass-2") as vectors:
        vectors.add(["a"], NORTH[None])
    with Vectors(folder, "compass-2") as vectors:
        assert vectors.nearest(NORTH, 1)[0][0] == "a"
    with Vectors(folder, "sphere-3") as vectors:
        assert vectors.count() == 0


def test_a_second_owner_is_told_so(vectors: Vectors, folder: Path) -> None:
    with pytest.raises(BadConfig, match="belong to another running studio"):
        Vectors(folder, "compass-2")


def test_a_folder_that_chroma_cannot_read_is_begun_anew_and_can_be_filled_again(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "chroma.sqlite3").write_text("this is a letter, not a database" * 200)
    with Vectors(folder, "compass-2") as vectors:
        assert vectors.count() == 0
        vectors.add(["a", "b"], np.stack([NORTH, EAST]), [{}, {"year": 2026}])
        assert vectors.count() == 2
        assert vectors.nearest(EAST, 1)[0][0] == "b"


def test_importing_the_door_does_not_import_chroma() -> None:
    program = "import sys, radio.embedding; sys.exit('chromadb' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
