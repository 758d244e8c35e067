"""docs/extending.md, followed to the letter: each of its examples is added to a copy of the station and tried."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PAGE = (REPOSITORY / "docs" / "extending.md").read_text()
SECTION = re.compile(r"^## (?P<title>.+?)\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^```python\n# (?P<path>\S+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
CHANGE = re.compile(r"^```diff\n# (?P<path>\S+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)

SECTIONS = {found["title"]: found["body"] for found in SECTION.finditer(PAGE)}

pytestmark = pytest.mark.slow


class Copy:
    """The station's code in a folder of its own."""

    def __init__(self, folder: Path):
        self.folder = folder
        for package in ("radio", "shows", "workers"):
            shutil.copytree(REPOSITORY / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))

    def follow(self, section: str) -> list[str]:
        """Does what a section of the page says; returns the files that it touched."""
        files, changes = list(FILE.finditer(SECTIONS[section])), list(CHANGE.finditer(SECTIONS[section]))
        assert (len(files), len(changes)) == (1, 1), "one file, and its line where things are listed"
        new = self.folder / files[0]["path"]
        assert not new.exists() and new.parent.is_dir()
        new.write_text(files[0]["text"])
        self._change(self.folder / changes[0]["path"], changes[0]["text"].splitlines())
        return [files[0]["path"], changes[0]["path"]]

    def _change(self, file: Path, rows: list[str]) -> None:
        """Puts each `+` line after the line before it, and takes each `-` line out."""
        lines = file.read_text().splitlines()
        at = 0
        for row in rows:
            mark, text = row[:1], row[1:]
            if mark == "+":
                lines.insert(at, text)
                at += 1
            else:
                assert lines.count(text) == 1, f"{file.name} holds no line {text!r}, or several"
                at = lines.index(text) + 1
                if mark == "-":
                    at -= 1
                    del lines[at]
        file.write_text("\n".join(lines) + "\n")

    def run(self, *words: str, program: str = "") -> str:
        """What Python prints in the copy: a program, or a module with its arguments."""
        command = [sys.executable, "-c", program] if program else [sys.executable, "-m", *words]
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONWARNINGS": "error"}
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, env=environment, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_an_engine_that_was_added_speaks_and_a_host_may_have_it(copy):
    copy.follow("An engine that speaks")
    said = copy.run(
        program="""
import asyncio, pathlib
from radio.config import Config
from radio.doors import Voice
from radio.speech.collect import collect
from radio.speech.engines.registry import engines
from workers.cli.config_mistakes import mistakes
hosts = [{"name": "Ada", "voices": ["hum:low"]}, {"name": "Max", "voices": ["hum:high"]}]
config = Config.model_validate({"speech": {"hosts": hosts}})
print(mistakes(config))
hum = engines(config.speech, pathlib.Path())["hum"]
print(asyncio.run(collect("This is a test of a voice.", Voice("low"), hum)).seconds > 0.5)
"""
    )
    assert said.splitlines() == ["()", "True"]


def test_a_format_that_was_added_is_planned_and_written_and_can_be_asked_for(copy):
    copy.follow("A kind of show")
    said = copy.run(
        program="""
import datetime, pathlib, sys
from radio.config import Config
from radio.ids import show_name
from radio.papers import samples
from shows.formats import Material, Window, format_of
from workers import requests
name = show_name("2026-11-20-headlines")
material = Material(
    name=name, day=name.day, station="Lab Radio", hosts=("Eve", "Bo"), window=Window(papers=samples(), summaries={})
)
format = format_of(name.id)
plan = format.plan(material)
opening = format.write(plan.segments[0], plan, material)
print(plan.show.title)
print(opening.sentences[-1][1].text)
config = Config.model_validate({"station": {"data": str(pathlib.Path("data").resolve())}})
print(requests.regenerate(config, "headlines", datetime.date(2026, 11, 20)))
"""
    )
    assert said.splitlines() == [
        "Lab Radio headlines, 20 November 2026", "The headlines: no papers today.", "2026-11-20-headlines",
    ]  # fmt: skip


def test_a_source_that_was_added_has_its_papers_fetched(copy):
    copy.follow("A source of papers")
    shelf = copy.folder / "data/shelf"
    shelf.mkdir(parents=True)
    (shelf / "on_rain.pdf").write_bytes(b"%PDF-1.7 on rain")
    said = copy.run(
        program="""
import asyncio, pathlib
from datetime import date
from radio.config import Config
from radio.ids import ShowName
from workers.studio.station import open_station
from workers.studio.steps.fetch import fetch
config = Config.model_validate({"station": {"data": str(pathlib.Path("data").resolve())}})
async def main():
    async with open_station(config) as station:
        (paper,) = await station.sources["shelf"].announced(date.min)
        print(paper.id, paper.title, ShowName(format="paper", paper=paper.id).id)
        await fetch(station, paper.id)
        print(station.media.get(station.store.library.find_pdf(paper.id)))
asyncio.run(main())
"""
    )
    assert said.splitlines() == ["shelf:on_rain On rain shelf:on_rain-paper", "b'%PDF-1.7 on rain'"]


def test_an_output_that_was_added_is_known_by_its_scheme(copy):
    copy.follow("An output")
    said = copy.run(
        program="""
from radio.config import Config
from workers.air.outputs import mistakes, targets
config = Config.model_validate({"air": {"outputs": [{"url": "udp://127.0.0.1:1234"}]}})
print(mistakes(config))
target = targets(config)[-1]
print(target.name, "mpegts" in target.command(), target.command()[-1])
"""
    )
    assert said.splitlines()[0] == "()"
    assert said.splitlines()[1].startswith("udp 127.0.0.1 True")


def test_a_verb_that_was_added_is_listed_and_does_its_work(copy):
    copy.follow("A verb")
    assert "Say how many papers the station knows." in copy.run("workers.cli.main", "--help")
    (copy.folder / "try.toml").write_text(f'[station]\ndata = "{copy.folder / "data"}"\n')
    assert copy.run("workers.cli.main", "papers", "--config", "try.toml") == "0 papers"


@pytest.mark.parametrize("section", [title for title in SECTIONS if title != "Also by a list"])
def test_each_addition_is_one_file_and_one_list(copy, section):
    assert len(copy.follow(section)) == 2
