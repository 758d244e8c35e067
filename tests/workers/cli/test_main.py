"""`paper-radio` as a person calls it: what it prints, what it writes, and how it fails."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import soundfile
import typer.main

from radio.config import load
from workers.cli.main import VERBS, app


@pytest.fixture
def home(tmp_path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path


@pytest.fixture
def paper_radio(home):
    def call(*arguments: str, status: int = 0) -> str:
        """Standard output, or standard error where it must fail. Never a traceback."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[3])}
        command = [sys.executable, "-m", "workers.cli.main", *arguments]
        done = subprocess.run(command, cwd=home / "work", env=environment, capture_output=True, text=True, timeout=60)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == status, done.stderr
        return done.stderr if status else done.stdout

    return call


def test_the_version_is_printed(paper_radio):
    assert paper_radio("version").startswith("paper-radio 0.")


@pytest.mark.slow
def test_every_command_explains_itself(paper_radio):
    words = ["run", "studio", "air", "desk", "init", "config", "doctor", "ingest", "show", "work", "status"]
    words += ["skip", "say", "stop", "voices", "poll", "archive", "version", "backup", "restore", "verify"]
    text = paper_radio("--help")
    assert all(f" {word} " in text for word in words)


@pytest.mark.parametrize("word", ["--help", "version"])
def test_help_and_version_load_none_of_the_large_packages(home, word):
    program = f"""
import sys
sys.argv = ["paper-radio", {word!r}]
from workers.cli.main import main
try:
    main()
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=Path(__file__).parents[3], timeout=60
    )
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert done.returncode == 0 and "typer" in loaded
    assert not loaded & {"httpx", "fastapi", "sqlalchemy", "dbos", "numpy", "uvicorn", "openai"}


def test_what_the_list_of_verbs_says_of_each_is_what_its_own_help_begins_with():
    verbs = typer.main.get_command(app).commands
    assert list(verbs) == list(VERBS)
    for name, verb in VERBS.items():
        paragraph = (verbs[name].help or "").partition("\n\n")[0]
        assert " ".join(paragraph.split()) == verb.about, name


def test_a_word_that_is_no_verb_ends_with_a_proposal(paper_radio):
    assert "Did you mean 'status'" in paper_radio("statu", status=2)


@pytest.mark.slow
def test_init_writes_a_file_that_holds(paper_radio, home):
    assert "wrote paper-radio.toml" in paper_radio("init")
    assert "the configuration is good" in paper_radio("config", "check")
    assert load(home / "work/paper-radio.toml").station.name == "Paper Radio"


@pytest.mark.slow
def test_init_does_not_replace_a_file_unless_forced(paper_radio, home):
    file = home / "work/paper-radio.toml"
    file.write_text("[desk]\nport = 9999\n")
    assert "--force" in paper_radio("init", status=1)
    assert file.read_text() == "[desk]\nport = 9999\n"
    assert "[station]" in paper_radio("init", "--print")
    paper_radio("init", "--force")
    assert "#port = 8484" in file.read_text()


@pytest.mark.slow
def test_init_takes_a_library(paper_radio, home):
    (home / "work/my.bib").write_text("@article{a, title={A}}")
    paper_radio("init", "--library", "my.bib")
    assert load(home / "work/paper-radio.toml").rank.library == home / "work/my.bib"
    assert "no library" in paper_radio("init", "--force", "--library", "other.bib", status=1)


def test_config_check_lists_every_mistake_on_a_line_of_its_own(paper_radio, home):
    (home / "work/paper-radio.toml").write_text('[desk]\nport = "x"\n[station]\ncolour = 3\n[folder]\nwatch = "none"\n')
    said = paper_radio("config", "check", status=1).splitlines()
    assert len(said) == 3 and all(line.startswith("paper-radio: ") for line in said)


def test_config_check_looks_at_the_outputs_too(paper_radio, home):
    (home / "work/paper-radio.toml").write_text('[folder]\nwatch = "none"\n[[air.outputs]]\nurl = "http://h/app"\n')
    said = paper_radio("config", "check", status=1).splitlines()
    assert [line.split(":")[1].strip() for line in said] == ["folder.watch", "air.outputs.0.url"]


@pytest.mark.slow
def test_config_show_names_the_file_and_prints_what_holds(paper_radio, home):
    assert "no configuration file" in paper_radio("config", "show")
    file = home / "work/other.toml"
    file.write_text("[desk]\nport = 9999\n")
    said = paper_radio("config", "show", "--config", "other.toml")
    assert str(file) in said and "port = 9999" in said


@pytest.mark.parametrize("words", [["status"], ["status", "--follow"], ["skip"], ["say", "2026-11-20-daily"], ["stop"]])
def test_a_word_to_air_that_is_not_there_ends_in_a_sentence(paper_radio, words):
    assert paper_radio(*words, status=1) == "paper-radio: air is not running; `paper-radio run` starts the station\n"


@pytest.mark.slow
async def test_status_says_what_is_on_air(paper_radio, home):
    now = {"title": "A paper", "source": "rundown", "text": "It works.", "flowing": True, "runway_seconds": 61.2}
    async with _air(home, now):
        said = await asyncio.to_thread(paper_radio, "status")
        assert "A paper (rundown)" in said and "It works." in said and "61 s" in said
        assert json.loads(await asyncio.to_thread(paper_radio, "status", "--json")) == now


async def test_status_is_followed_until_air_ends(paper_radio, home):
    now = {"title": "A paper", "text": "It works.", "flowing": True}
    async with _air(home, now):
        assert await asyncio.to_thread(paper_radio, "status", "--follow") == "A paper: It works.\n"
        assert json.loads(await asyncio.to_thread(paper_radio, "status", "--follow", "--json")) == now


async def test_status_fails_while_nothing_flows(paper_radio, home):
    async with _air(home, {"flowing": False}):
        await asyncio.to_thread(paper_radio, "status", status=1)


async def test_what_air_refuses_is_said(paper_radio, home):
    async with _air(home, {"ok": False, "error": "there is no rundown of 'x'"}):
        assert "no rundown" in await asyncio.to_thread(paper_radio, "say", "x", status=1)


@asynccontextmanager
async def _air(home: Path, reply: dict) -> AsyncIterator[None]:
    """Something that answers on the socket like air does."""
    (home / "work/paper-radio.toml").write_text(f'[station]\ndata = "{home}/data"\n')
    socket = load(home / "work/paper-radio.toml").paths.air_socket
    socket.parent.mkdir(parents=True)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert json.loads(await reader.readline())["cmd"]
        writer.write(json.dumps(reply).encode() + b"\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_unix_server(answer, str(socket)):
        yield


@pytest.mark.slow
def test_the_voices_can_be_listed_and_heard(paper_radio, home):
    (home / "work/paper-radio.toml").write_text('[speech]\nengine = "espeak"\n')
    tables = json.loads(paper_radio("voices", "list", "--json"))
    assert [row["voice"] for row in tables["hosts"] if row["now"]] == ["espeak:en-us+f3", "espeak:en-gb+m3"]
    assert tables["installed"] == [] and "kokoro" in [row["installable"] for row in tables["installable"]]
    said = paper_radio("voices", "list")
    assert "`paper-radio voices install kokoro` installs it" in said and "no natural voices are installed" in said
    assert "en-gb" in paper_radio("voices", "accents")
    files = paper_radio("voices", "test", "Hello there, listener.", "--to", "heard").split()
    assert [Path(file).name for file in files] == ["Ada.wav", "Max.wav"]
    for file in files:
        assert soundfile.info(home / "work" / file).samplerate == 48_000


@pytest.mark.slow
def test_empty_lists_say_so_and_stay_lists_as_json(paper_radio):
    assert "no shows yet" in paper_radio("show", "list")
    assert json.loads(paper_radio("show", "list", "--json")) == []
    assert "no show is archived" in paper_radio("archive", "list")


@pytest.mark.slow
def test_work_that_is_asked_for_waits_for_studio(paper_radio, home):
    assert "2411.01234" in paper_radio("ingest", "https://arxiv.org/abs/2411.01234")
    assert "2026-11-19-daily will be made" in paper_radio("show", "regenerate", "daily", "2026-11-19")
    rows = json.loads(paper_radio("work", "list", "--json"))
    assert {"work": "show/2026-11-19-daily", "state": "waiting", "reason": "", "title": ""} in rows


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", [["ingest", "not a paper"], ["work", "retry", "nothing"], ["work", "drop", "nothing"]], ids=" ".join
)
def test_what_cannot_be_asked_for_ends_in_a_sentence(paper_radio, words):
    assert paper_radio(*words, status=1).startswith("paper-radio: ")


@pytest.mark.slow
def test_a_store_that_was_backed_up_comes_back(paper_radio, home):
    copy = str(home / "copy.sqlite")
    paper_radio("ingest", "2411.01234")
    assert copy in paper_radio("backup", copy)
    assert "the one before lies in" in paper_radio("restore", copy)
    assert paper_radio("restore", str(home / "none.sqlite"), status=1).startswith("paper-radio: ")
