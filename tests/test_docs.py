"""What the documents promise: commands, configuration keys, links and `make` targets that are really there."""

from __future__ import annotations

import itertools
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer.main

from radio.config import Config
from radio.config_file import example
from workers.cli.main import app

REPOSITORY = Path(__file__).parents[1]
DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")])

DEPENDENCIES = REPOSITORY / "docs" / "dependencies.md"

FIELD_WORDS = {
    "cli",
    "desk",
    "doctor",
    "embedding",
    "llm",
    "maths",
    "migrations",
    "model",
    "ocr",
    "processes",
    "radio",
    "serving",
    "speech",
    "studio",
    "training",
}
"""Folders whose names every engineer knows; all others are in the glossary."""

FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
CALL = re.compile(r"^(?:sudo -u paper-radio )?(?:\S*/)?paper-radio ((?:[\w-]).*)$")
KEY = re.compile(r"^\[+([a-z.]+)\]+(?: ([a-z_]+)\b.*)?$")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def snippets(document: Path) -> Iterator[str]:
    """Each line of the shell blocks, and each piece of code in the prose."""
    text = document.read_text()
    for language, block in FENCE.findall(text):
        if language != "toml":
            yield from block.splitlines()
    yield from CODE.findall(FENCE.sub("", text))


def calls(document: Path) -> Iterator[list[str]]:
    for snippet in snippets(document):
        for part in snippet.split("&&"):
            if found := CALL.match(part.partition(" #")[0].strip()):
                yield shlex.split(found[1])


@cache
def tables() -> dict:
    """Every section and key, as `init` writes them."""
    return tomllib.loads(re.sub(r"^#(?=\[\[|[a-z_]+ = )", "", example(), flags=re.MULTILINE))


def is_known(section: str, key: str | None) -> bool:
    table = tables()
    for name in section.split("."):
        table = table.get(name, {})
        table = table[0] if isinstance(table, list) else table
    return bool(table) and (key is None or key in table)


def anchors(document: Path) -> set[str]:
    return {
        re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in HEADING.findall(document.read_text())
    }


@every_document
def test_every_command_that_is_named_exists(document):
    for words in calls(document):
        command = typer.main.get_command(app)
        while words and (named := getattr(command, "commands", None)):
            assert words[0] in named or words[0].startswith("-") or words[0] in ("…", "studio|air|desk"), words
            command = named.get(words[0], command)
            words = words[1:]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, words


@every_document
def test_every_key_that_is_named_exists(document):
    for code in CODE.findall(FENCE.sub("", document.read_text())):
        if found := KEY.match(code):
            assert is_known(found[1], found[2]), code


@every_document
def test_every_example_is_a_configuration_that_holds(document):
    for language, block in FENCE.findall(document.read_text()):
        if language == "toml":
            Config.model_validate(tomllib.loads(block))


@every_document
def test_every_link_leads_somewhere(document):
    for target in LINK.findall(document.read_text()):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        file = document.parent / path if path else document
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


@every_document
def test_every_file_that_is_named_exists(document):
    for code in CODE.findall(FENCE.sub("", document.read_text())):
        if re.fullmatch(r"(?:radio|shows|workers|tests|deploy|systemd|docs)/[\w./-]*", code):
            assert (REPOSITORY / code).exists(), f"{document.name} names {code}"


@every_document
def test_every_make_target_that_is_named_exists(document):
    targets = set(re.findall(r"^([\w-]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    for snippet in snippets(document):
        words = snippet.partition("#")[0].split()
        if words[:1] == ["make"]:
            assert set(words[1:]) <= targets, snippet


def test_every_decision_is_listed():
    folder = REPOSITORY / "docs" / "decisions"
    assert LINK.findall((folder / "README.md").read_text()) == sorted(file.name for file in folder.glob("0*.md"))


def test_every_folder_has_a_word_of_the_field_or_of_the_glossary():
    glossary = set(re.findall(r"[a-z]+", (REPOSITORY / "docs" / "glossary.md").read_text().lower()))
    folders = {path.parent for name in ("radio", "shows", "workers") for path in (REPOSITORY / name).rglob("*.py")}
    words = {folder.name for folder in folders} | {"radio", "shows", "workers"}
    unknown = {word for word in words if not {word, word.removesuffix("s")} & glossary}
    assert unknown == FIELD_WORDS


def test_before_a_commit_runs_what_lint_runs():
    recipe = re.search(r"^lint:.*\n((?:\t.+\n)+)", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
    hooks = re.findall(r"entry: (.+)", (REPOSITORY / ".pre-commit-config.yaml").read_text())
    assert recipe
    linted = [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe[1].splitlines()]
    assert [line.removesuffix(" .") for line in linted] == [hook.removesuffix(" .") for hook in hooks]


def test_the_readme_and_the_guide_name_enough_to_be_worth_checking():
    named = [words for document in DOCUMENTS for words in calls(document)]
    assert len(named) > 25


def test_the_picture_of_the_readme_is_a_small_png():
    picture = (REPOSITORY / "docs" / "frame.png").read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) < 200_000


def test_every_package_that_the_project_asks_for_is_pinned():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    builds = {name.partition("==")[0] for name in project["build-system"]["requires"]}
    pinned = {line.partition("==")[0] for line in (REPOSITORY / "constraints.txt").read_text().lower().splitlines()}
    assert builds | asked_for() <= pinned


def test_every_package_that_the_project_asks_for_has_its_use_in_the_table():
    rows = re.findall(r"^\| ([\w.-]+) \| .+ \| .+ \| .+ \|.*\|$", DEPENDENCIES.read_text(), re.MULTILINE)
    named = [name for name in rows if name != "package"]
    assert sorted(named) == sorted(asked_for())


def asked_for() -> set[str]:
    """The names of all packages in pyproject.toml, those of extras included."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    asked = itertools.chain(project["dependencies"], *project["optional-dependencies"].values())
    return {re.match(r"[\w.-]+", name)[0].lower() for name in asked}


def test_the_pins_name_no_address():
    lines = (REPOSITORY / "constraints.txt").read_text().splitlines()
    assert all(re.fullmatch(r"#.*|[\w.-]+==[\w.]+|", line) for line in lines)
    assert "://" not in "".join(lines)
