"""The sentences of docs/architecture.md that a machine can hold true."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
DOORS = ("papers", "llm", "embedding", "speech", "documents")
LOOK_UPS = {"files", "import_module", "__import__", "find_spec", "get_data"}
READERS_OF_FILES = ("pathlib", "os", "io", "shutil", "tempfile")
TASK_MAKERS = {"create_task", "ensure_future", "TaskGroup"}
RECORDS = ("radio", "radio.model", "radio.ids", "radio.licence", "radio.rules")
"""What the shows may know of radio: records, their ids, their licences, and tables of rules; all of it pure."""
NOT_IN_AIR = (
    "pymupdf",
    "fitz",
    "dbos",
    "sqlalchemy",
    "chromadb",
    "fastapi",
    "uvicorn",
    "openai",
    "arxiv",
    "radio.store",
    "radio.speech",
)


def modules(folder: str) -> list[Path]:
    return sorted((REPOSITORY / folder).rglob("*.py"))


@dataclass(frozen=True)
class Source:
    """What the sentences ask of a file; it is parsed once for all of them."""

    imports: frozenset[str]
    """Every module it imports, `from radio import log` as `radio.log`."""
    names: frozenset[str]
    """Every name and attribute that it uses."""
    looked_up: frozenset[str]
    """Every package that it asks for by a string or a constant, and `__package__` for its own."""
    waits: bool


@cache
def source(path: Path) -> Source:
    tree = ast.parse(path.read_text())
    nodes = list(ast.walk(tree))
    return Source(
        imports=frozenset(name for node in nodes for name in imported(node)),
        names=frozenset(
            node.attr if isinstance(node, ast.Attribute) else node.id
            for node in nodes
            if isinstance(node, ast.Attribute | ast.Name)
        ),
        looked_up=frozenset(looked_up(tree, nodes)),
        waits=any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in nodes),
    )


def imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        if node.module in ("radio", "shows", "workers"):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def looked_up(tree: ast.Module, nodes: list[ast.AST]) -> Iterator[str]:
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in nodes:
        if isinstance(node, ast.Call) and called(node) in LOOK_UPS:
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant):
                    yield str(argument.value)
                elif isinstance(argument, ast.Name):
                    yield str(constants.get(argument.id, argument.id))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def starts(name: str, *packages: str) -> bool:
    return any(name == p or name.startswith(p + ".") for p in packages)


@pytest.mark.parametrize("path", modules("radio"), ids=lambda p: str(p.relative_to(REPOSITORY)))
def test_radio_knows_neither_shows_nor_workers(path: Path):
    assert not [name for name in (*source(path).imports, *source(path).looked_up) if starts(name, "shows", "workers")]


@pytest.mark.parametrize("path", modules("shows"), ids=lambda p: str(p.relative_to(REPOSITORY)))
def test_shows_know_of_radio_the_records_only_and_never_wait(path: Path):
    assert not [name for name in source(path).imports if starts(name, "radio") and name not in RECORDS]
    assert not [name for name in source(path).imports if starts(name, "workers", "asyncio")]
    assert not source(path).waits


@pytest.mark.parametrize("path", modules("shows"), ids=lambda p: str(p.relative_to(REPOSITORY)))
def test_shows_read_no_file_but_those_of_their_own_package(path: Path):
    assert source(path).looked_up <= {"__package__", "__name__"}
    assert not [name for name in source(path).imports if starts(name, *READERS_OF_FILES)]
    assert "open" not in source(path).names


@pytest.mark.parametrize("door", DOORS)
def test_a_door_knows_neither_the_store_nor_another_door(door: str):
    others = [f"radio.{other}" for other in DOORS if other != door]
    for path in modules(f"radio/{door}"):
        assert not [name for name in source(path).imports if starts(name, "radio.store", *others)], path


@pytest.mark.parametrize("folder", ["radio", "shows", "workers"])
def test_only_the_configuration_reads_the_environment_and_only_vllm_is_set_by_it(folder: str):
    for path in modules(folder):
        if path not in (REPOSITORY / "radio/config.py", REPOSITORY / "radio/latent/serving/vllm_back_end.py"):
            assert not {"environ", "getenv"} & source(path).names, path


@pytest.mark.parametrize("folder", ["radio", "shows", "workers"])
def test_only_the_store_speaks_sql(folder: str):
    for path in modules(folder):
        if REPOSITORY / "radio/store" not in path.parents:
            assert not [name for name in source(path).imports if starts(name, "sqlalchemy", "sqlite3", "psycopg")], path


def test_only_supervisors_the_line_and_air_start_tasks():
    allowed = {
        REPOSITORY / "workers/processes/loops.py",
        REPOSITORY / "workers/processes/supervisor.py",
        REPOSITORY / "workers/studio/workflows.py",
    }
    for path in modules("workers") + modules("shows"):
        if path not in allowed and REPOSITORY / "workers/air" not in path.parents:
            assert not TASK_MAKERS & source(path).names, path


def test_air_loads_no_pdf_model_speech_web_or_store_code():
    program = "import sys, workers.air.main; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    assert not [name for name in loaded if starts(name, *NOT_IN_AIR)]


def test_only_the_latent_programs_know_the_latent_model():
    programs = {REPOSITORY / "radio/latent", REPOSITORY / "workers/latent"}
    for path in modules("radio") + modules("shows") + modules("workers"):
        if not programs & set(path.parents) and path.stem != "latent_verbs":
            assert not [name for name in source(path).imports if starts(name, "radio.latent")], path


def test_no_test_patches_what_it_tests():
    for path in modules("tests"):
        assert not [name for name in source(path).imports if starts(name, "unittest.mock", "mock")], path
        assert not {"mock", "MagicMock"} & source(path).names, path
