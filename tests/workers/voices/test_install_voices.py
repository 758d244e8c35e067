"""`paper-radio voices install` and the question before it, as a person at a terminal meets them."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tone_models
from local_hub import COMMIT, LocalHub

from radio.config import Config, HostConfig, SpeechConfig, StationConfig
from radio.media import Media
from radio.speech.engines import kokoro, piper
from radio.speech.engines.installable import OFFERS, parts_of
from radio.speech.engines.registry import cast, engines
from radio.speech.voices import installation, voice_files
from workers.processes.supervisor import voices_command
from workers.voices import install_voices, question

REPOSITORY = Path(__file__).parents[3]
FOLDER = "en/en_US/norman/medium"
NAME = "piper:en_US-norman-medium"
CARD = b"* License: public domain\n"
PROMPT_SECONDS = 30.0
BUFFERED_BYTES = 1 << 20
"""More than what waits in memory to be written to a file."""


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> Path:
    """Voices that hum, as their publishers would hold them."""
    voices = tmp_path_factory.mktemp("voices")
    tone_models.install_kokoro(voices, af_heart=220.0, bm_george=110.0)
    tone_models.install_piper(voices, "en_US-norman-medium")
    return voices


@pytest.fixture
def hub(models: Path) -> Iterator[LocalHub]:
    def read(path: str) -> bytes:
        return (models / path).read_bytes()

    model = {"onnx/model.onnx": "model.onnx", "tokenizer.json": "tokenizer.json"}
    of_kokoro = {theirs: read(f"kokoro/model/{ours}") for theirs, ours in model.items()}
    of_kokoro |= {f"voices/{name}.bin": read(f"kokoro/{name}/{name}.bin") for name in ("af_heart", "bm_george")}
    of_piper = {
        f"{FOLDER}/{name}": read(f"piper/en_US-norman-medium/{name}")
        for name in (f"{NAME[6:]}.onnx", f"{NAME[6:]}.onnx.json")
    }
    of_piper[f"{FOLDER}/MODEL_CARD"] = CARD
    with LocalHub({kokoro.REPOSITORY: of_kokoro, piper.REPOSITORY: of_piper}).serving() as served:
        yield served


@pytest.fixture
def home(tmp_path: Path, hub: LocalHub) -> Path:
    """A folder with a configuration whose publisher is the local one."""
    (tmp_path / "paper-radio.toml").write_text(f'[station]\ndata = "data"\n[speech]\nvoices_url = "{hub.url}"\n')
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(REPOSITORY), "TERM": "dumb"}


@pytest.fixture
def paper_radio(home: Path) -> Callable[..., str]:
    def call(*arguments: str, status: int = 0) -> str:
        """Standard output, or standard error where it must fail. Never a traceback."""
        command = [sys.executable, "-m", "workers.cli.main", *arguments]
        done = subprocess.run(command, cwd=home, env=environment(home), capture_output=True, text=True, timeout=60)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == status, done.stderr + done.stdout
        return done.stderr if status else done.stdout

    return call


@pytest.fixture
def at_terminal(home: Path) -> Callable[..., str]:
    """Runs a command at a terminal of its own, types the answer once it is asked, and gives all that was shown."""

    def run(*arguments: str, answer: str) -> str:
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "workers.cli.main", *arguments]
        process = subprocess.Popen(command, cwd=home, env=environment(home), stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        shown, typed, until = "", False, time.monotonic() + PROMPT_SECONDS
        while time.monotonic() < until:
            if not select.select([ours], [], [], 0.1)[0]:
                continue
            try:
                shown += os.read(ours, 4096).decode()
            except OSError:
                break
            if "[Y/n]" in shown and not typed:
                typed = bool(os.write(ours, f"{answer}\n".encode()))
        assert process.wait(10) == 0, shown
        os.close(ours)
        return shown.replace("\r\n", "\n")

    return run


@pytest.mark.slow
def test_a_voice_is_installed_listed_checked_and_removed_by_name(paper_radio, home, hub):
    said = paper_radio("voices", "install", "kokoro")
    assert "kokoro:model: 100 %" in said and "installed kokoro:af_heart; licence: mit" in said
    assert "installed already" in paper_radio("voices", "install", "kokoro")
    listed = json.loads(paper_radio("voices", "list", "--json"))
    assert [row["installed"] for row in listed["installed"]] == ["kokoro:af_heart", "kokoro:bm_george", "kokoro:model"]
    assert {row["state"] for row in listed["installed"]} == {"whole"}
    assert [row["voice"] for row in listed["hosts"] if row["now"]] == ["kokoro:af_heart", "kokoro:bm_george"]
    assert "kokoro" not in [row["installable"] for row in listed["installable"]]
    assert "is as it was installed" in paper_radio("voices", "check")
    style = home / "data/voices/kokoro/af_heart/af_heart.bin"
    style.write_bytes(bytes(len(style.read_bytes())))
    assert "mends them" in paper_radio("voices", "check", status=1)
    paper_radio("voices", "remove", "kokoro")
    assert "is installed; `paper-radio voices list`" in paper_radio("voices", "remove", "kokoro", status=1)


ANOTHER = {
    "HF_ENDPOINT": "http://127.0.0.1:9",
    "HF_TOKEN": "hf_of_somebody",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_USER_AGENT_ORIGIN": "somewhere",
    "HF_DEBUG": "1",
}
"""What the publisher's library would take from the environment."""


@pytest.mark.slow
def test_the_configuration_alone_says_where_voices_come_from_and_nothing_is_said_of_who_asks(home, hub):
    command = [sys.executable, "-m", "workers.cli.main", "voices", "install", NAME]
    held = {**environment(home), **ANOTHER, "HF_HOME": str(home / "hf")}
    done = subprocess.run(command, cwd=home, env=held, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert {path.partition(FOLDER)[0] for path, _ in hub.asked} == {
        f"/api/models/{piper.REPOSITORY}/revision/main",
        f"/{piper.REPOSITORY}/resolve/{COMMIT}/",
    }
    assert {headers["user-agent"] for headers in hub.headers} == {"PaperRadio"}
    assert not any("authorization" in headers for headers in hub.headers)
    assert not (home / "hf").exists()


@pytest.mark.slow
def test_a_name_or_a_publisher_that_is_not_there_ends_in_a_sentence(paper_radio, hub):
    assert "did you mean piper:en_US-norman-medium?" in paper_radio("voices", "install", "piper:normanmedium", status=1)
    hub.troubles["revision/main"] = ["gone"]
    assert paper_radio("voices", "install", NAME, status=1).startswith("paper-radio: 127.0.0.1 answered 404")


@pytest.mark.slow
def test_an_installation_that_is_killed_leaves_nothing_half_and_goes_on(paper_radio, home, hub):
    hub.repositories[kokoro.REPOSITORY]["onnx/model.onnx"] += bytes(10 * BUFFERED_BYTES)
    hub.troubles["onnx/model.onnx"] = ["stall"]
    command = [sys.executable, "-m", "workers.cli.main", "voices", "install", "kokoro"]
    with subprocess.Popen(command, cwd=home, env=environment(home), stdout=subprocess.DEVNULL) as process:
        fetching = home / "data/voices/.fetching"
        until = time.monotonic() + PROMPT_SECONDS
        while not any(file.stat().st_size for file in fetching.glob("*")) and time.monotonic() < until:
            time.sleep(0.02)
        process.kill()
    assert list(voice_files.installed(home / "data/voices")) == []
    hub.asked.clear()
    paper_radio("voices", "install", "kokoro")
    assert hub.ranges("onnx/model.onnx")[0].startswith("bytes=")
    assert list(fetching.iterdir()) == []


@pytest.mark.slow
def test_at_a_terminal_a_bar_shows_how_far_it_is(at_terminal):
    shown = at_terminal("voices", "install", "kokoro", answer="")
    assert "kokoro:model" in shown and "installed kokoro:bm_george" in shown


@pytest.mark.slow
def test_init_asks_once_at_a_terminal_and_remembers_a_no(at_terminal, home):
    first = at_terminal("init", "--config", "new.toml", answer="n")
    assert "licence: " in first and " MB from " in first and "not asked again" in first
    assert "[Y/n]" not in at_terminal("init", "--config", "new.toml", "--force", answer="n")


@pytest.mark.slow
def test_init_says_how_a_yes_is_carried_out_and_fetches_nothing_itself(at_terminal, hub):
    assert "beside the station" in at_terminal("init", "--config", "new.toml", answer="")
    assert hub.asked == []


@pytest.mark.slow
def test_nothing_is_asked_where_nobody_sits(paper_radio, hub):
    assert "[Y/n]" not in paper_radio("init", "--config", "new.toml")
    assert hub.asked == []


@pytest.fixture
def config(tmp_path: Path, hub: LocalHub) -> Config:
    return Config(station=StationConfig(data=tmp_path / "data"), speech=SpeechConfig(voices_url=hub.url))


def test_a_small_machine_is_offered_piper_and_a_larger_one_kokoro(config):
    assert question.best_for(config, cores=8) == ["kokoro"]
    small = question.best_for(config, cores=2)
    assert small and all(name.startswith("piper:") and parts_of(name) for name in small)
    assert set(small) <= {offer.name for offer in OFFERS}


def test_nothing_is_offered_to_hosts_that_have_a_natural_voice_or_want_none(config, models):
    hosts = tuple(HostConfig(name=n, voices=(v,)) for n, v in (("A", "kokoro:af_heart"), ("B", "kokoro:bm_george")))
    speech = config.speech.model_copy(update={"hosts": hosts})
    assert question.best_for(config.model_copy(update={"speech": speech}), cores=2) == ["kokoro"]
    config.paths.voices.parent.mkdir()
    config.paths.voices.symlink_to(models)
    assert question.best_for(config, cores=8) == []
    for engine in ("espeak", "endpoint"):
        speech = config.speech.model_copy(update={"engine": engine})
        assert question.best_for(Config(speech=speech), cores=8) == []


def test_voices_of_the_operators_own_make_are_no_reason_to_stop(config, models):
    hosts = tuple(HostConfig(name=n, voices=(f"piper:my own {n}", "espeak:en-us")) for n in "AB")
    speech = config.speech.model_copy(update={"hosts": hosts})
    assert question.best_for(config.model_copy(update={"speech": speech}), cores=2) == []


def test_an_answer_is_remembered(config):
    assert question.remembered(config) is None and question.wanted(config) == []
    question.remember(config, True)
    assert question.remembered(config) is True and question.wanted(config)
    question.remember(config, False)
    assert question.wanted(config) == []


def test_the_question_names_size_source_and_licence(config):
    asked = question.question(config, ["kokoro"])
    assert "327 MB from 127.0.0.1:" in asked and "Apache-2.0" in asked and asked.endswith("[Y/n] ")


def test_packages_that_are_there_are_not_asked_of_pip():
    assert install_voices.missing_packages(["kokoro", "piper:any", "espeak:en-us"]) == []
    assert [name.startswith("piper-tts") for name in install_voices.requirements_of("piper")] == [True]
    assert install_voices.pip_command(["six"])[:4] == [sys.executable, "-m", "pip", "install"]
    assert str(REPOSITORY / "constraints.txt") in install_voices.pip_command(["six"])


@pytest.mark.slow
async def test_the_hosts_change_to_voices_that_arrive_at_the_next_segment(config):
    hosts = tuple(
        HostConfig(name=name, voices=voices)
        for name, voices in (
            ("Ada", ("kokoro:af_heart", "espeak:en-us+f3")),
            ("Max", ("kokoro:bm_george", "espeak:en-gb+m3")),
        )
    )
    speech = config.speech.model_copy(update={"hosts": hosts})
    speaking = engines(speech, config.paths.voices)
    hosts_cast = cast(speech, speaking, Media(config.paths.media))
    try:
        segment = await hosts_cast.reading()
        assert str(segment.part_of("Ada")) == "espeak:en-us+f3"
        installation.install(config.paths.voices, config.speech.voices_url, parts_of("kokoro"), lambda *_: None)
        await segment.record("This segment goes on as it began.", "Ada")
        assert str(segment.part_of("Ada")) == "espeak:en-us+f3"
        following = await hosts_cast.reading()
        assert [str(following.part_of(name)) for name in ("Ada", "Max")] == ["kokoro:af_heart", "kokoro:bm_george"]
        assert (await following.record("This one has the natural voice.", "Ada")).seconds > 1.0
        assert following.signature != segment.signature
    finally:
        for engine in speaking.values():
            await engine.close()


@pytest.mark.slow
def test_the_command_that_runs_beside_the_station_installs_the_voices(config, tmp_path):
    file = tmp_path / "its.toml"
    file.write_text(f'[station]\ndata = "{config.station.data}"\n[speech]\nvoices_url = "{config.speech.voices_url}"\n')
    command = voices_command(file, ["kokoro"])
    done = subprocess.run(command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found = [f"{engine}:{voice}" for engine, voice, _ in voice_files.installed(config.paths.voices)]
    assert found == ["kokoro:af_heart", "kokoro:bm_george", "kokoro:model"]
    assert voice_files.pin(config.paths.voices / "kokoro/model").revision == COMMIT
    assert voices_command(file, []) == ()
