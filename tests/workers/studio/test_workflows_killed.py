"""The line is killed with -9 at random moments, then run to its end: the day is the one that an unbroken run makes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
import zlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import made_line
import pytest
import soundfile
from dbos import DBOSClient, DBOSPortableJSONSerializer
from made_line import DAILY, config_in, items_by_segment

from radio.config import Config
from radio.media import Media
from radio.model import HOUSE_RATE, Item
from radio.store import Store
from workers.queues import QUEUES, database_url
from workers.studio.steps.voice import SIDE_BY_SIDE

KILLS = 5
PICTURE_BYTES = 1280 * 720 * 3 // 2
SEED = 20261120
SHORTEST_LIFE_SECONDS, LONGEST_LIFE_SECONDS = 1.5, 4.0
LAST_RUN_SECONDS = 240


@pytest.fixture(scope="module")
def killed_day(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The same day as `made_day`, made by a program that was killed so many times."""
    folder = tmp_path_factory.mktemp("killed-day") / "data"
    dice = random.Random(SEED)
    for _ in range(KILLS):
        assert kill_after(dice.uniform(SHORTEST_LIFE_SECONDS, LONGEST_LIFE_SECONDS), folder) == -signal.SIGKILL
    subprocess.run(command(folder), check=True, timeout=LAST_RUN_SECONDS, stderr=subprocess.DEVNULL)
    return config_in(folder)


def command(folder: Path) -> list[str]:
    return [sys.executable, made_line.__file__, str(folder)]


def kill_after(seconds: float, folder: Path) -> int:
    """Starts the program, kills it after so long, and returns how it ended."""
    with subprocess.Popen(command(folder), stderr=subprocess.DEVNULL) as process:
        time.sleep(seconds)
        process.kill()
        return process.wait(10)


pytestmark = pytest.mark.slow


def test_a_killed_line_says_and_shows_the_same_as_an_unbroken_one(killed_day, made_day):
    assert said_and_shown(killed_day) == said_and_shown(made_day)


def said_and_shown(config: Config) -> dict[str, list[Item]]:
    """The items of each segment without their sounds: espeak-ng never speaks twice alike to the last sample."""
    silent = {"sound": "", "frames": 0}
    return {name: [replace(item, **silent) for item in made] for name, made in items_by_segment(config).items()}


def test_a_kill_costs_no_more_recordings_than_were_being_made_just_then(killed_day):
    spoken = {(item.speaker, item.text) for made in items_by_segment(killed_day).values() for item in made}
    recorded = list(killed_day.paths.media.glob("*/*.flac"))
    assert len(spoken) <= len(recorded) <= len(spoken) + (KILLS + 1) * QUEUES["segments"] * SIDE_BY_SIDE


def test_every_sound_and_picture_of_a_killed_line_is_whole(killed_day):
    media = Media(killed_day.paths.media)
    for item in {item.sound: item for made in items_by_segment(killed_day).values() for item in made}.values():
        sound = soundfile.info(media.path(item.sound))
        assert sound.duration == pytest.approx(item.frames / HOUSE_RATE, abs=0.001)
        assert len(zlib.decompress(media.get(item.picture))) == PICTURE_BYTES


def test_a_killed_line_doubles_no_item_and_leaves_no_half_file(killed_day):
    items = [item.id for made in items_by_segment(killed_day).values() for item in made]
    assert [item for item, count in Counter(items).items() if count > 1] == []
    assert list(killed_day.paths.data.rglob("*.part")) == []


def test_a_killed_line_parks_nothing_and_finishes_all_that_it_began(killed_day):
    with Store.open(killed_day.paths.store) as store:
        assert store.library.parked() == []
        assert store.programme.is_ready(DAILY)
        assert [archive.show.id for archive in store.programme.archives()] == [DAILY]
    address = database_url(killed_day.paths.work)
    client = DBOSClient(system_database_url=address, serializer=DBOSPortableJSONSerializer())
    try:
        states = {work.workflow_id: work.status for work in client.list_workflows()}
    finally:
        client.destroy()
    assert set(states.values()) == {"SUCCESS"}
    assert not [name for name in states if "~" in name]


def test_no_process_of_a_killed_line_is_left(killed_day):
    folder = str(killed_day.paths.data)
    assert [process for process in Path("/proc").glob("[0-9]*") if folder in command_of(process)] == []


def command_of(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""
