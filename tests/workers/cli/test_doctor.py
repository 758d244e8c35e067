"""The doctor: each part is really tried, and each fault comes with the way to mend it."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import Iterator

import pytest
from loopback import free_port
from model_server import ModelServer

from radio.config import Config, HostConfig, load
from radio.speech.voices.voice_files import Pin, pinned, write_pin
from workers.cli.doctor import (
    examine,
    machine_checks,
    paper_checks,
    reach,
    speech_checks,
    stream_checks,
    writer_checks,
)
from workers.cli.doctor.finding import Finding, Level


@pytest.fixture
def config(tmp_path):
    def make(text: str = "") -> Config:
        file = tmp_path / "paper-radio.toml"
        file.write_text(f'[station]\ndata = "{tmp_path}/data"\n{text}')
        return load(file)

    return make


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def silent_port() -> int:
    return free_port()


def levels(findings: list[Finding]) -> list[Level]:
    assert all(bool(f.mend) is (f.level is not Level.GOOD) for f in findings), "each fault has its mend"
    return [f.level for f in findings]


@pytest.mark.slow
async def test_a_fresh_machine_has_nothing_broken(tmp_path, silent_port):
    file = tmp_path / "paper-radio.toml"
    file.write_text(f'[station]\ndata = "{tmp_path}/data"\n[desk]\nport = {silent_port}\n[limits]\nfree_disk_mib = 1\n')
    findings = await examine(file)
    assert Level.BROKEN not in levels(findings), "\n".join(map(str, findings))
    parts = ["python", "config", "data", "clock", "ffmpeg", "pictures", "voices", "papers"]
    assert list(dict.fromkeys(f.part for f in findings)) == [*parts, "arxiv", "writer", "outputs", "desk"]


async def test_every_mistake_of_the_configuration_is_a_finding(tmp_path):
    file = tmp_path / "paper-radio.toml"
    file.write_text('[desk]\nport = "x"\n[station]\ntimezone = "Mars"\n')
    assert levels(await examine(file)) == [Level.GOOD, Level.BROKEN, Level.BROKEN]


async def test_a_folder_that_takes_no_files_is_broken(config, tmp_path):
    (tmp_path / "data").write_text("a file, not a folder")
    assert levels(await machine_checks.data_folder(config())) == [Level.BROKEN]


async def test_too_little_disk_is_broken(config):
    held = config(f"[limits]\nfree_disk_mib = {shutil.disk_usage('/').total // 2**20 + 1}\n")
    assert levels(await machine_checks.data_folder(held)) == [Level.BROKEN]


async def test_the_clock_gives_the_station_its_time(config):
    (found,) = await machine_checks.clock(config())
    assert found.level is Level.GOOD and "UTC" in found.text


async def test_the_ffmpeg_that_is_found_is_named(config):
    assert levels(await machine_checks.ffmpeg(config())) == [Level.GOOD]


@pytest.mark.slow
async def test_each_host_is_heard_and_the_emergency_voice_is_a_warning(config):
    found = await speech_checks.voices(config('[speech]\nengine = "espeak"\n'))
    assert [f.level for f in found] == [Level.WARNING, Level.WARNING]
    assert "Ada speaks with espeak:en-us+f3" in found[0].text and "emergency" in found[1].text


async def test_installed_voices_are_named_and_a_damaged_one_is_a_warning(config):
    held = config()
    (found,) = await speech_checks.installed_voices(held)
    assert "no natural voices" in found.text
    for name in ("whole", "cut"):
        folder = held.paths.voices / "piper" / name
        folder.mkdir(parents=True)
        (folder / "model.onnx").write_bytes(b"a model")
        write_pin(folder, Pin(files=pinned(folder, ["model.onnx"])))
    (folder / "model.onnx").write_bytes(b"a")
    found = await speech_checks.installed_voices(held)
    assert levels(found) == [Level.GOOD, Level.WARNING]
    assert found[0].text == "installed: piper:whole" and "piper:cut is damaged" in found[1].text


@pytest.mark.slow
async def test_a_voice_that_does_not_exist_leaves_the_host_its_emergency_voice(config):
    good = config()
    hosts = (HostConfig(name="Ada", voices=("espeak:en-us",)), HostConfig(name="Max", voices=("espeak:klingon",)))
    bad = good.model_copy(update={"speech": good.speech.model_copy(update={"hosts": hosts})})
    ada, max_ = await speech_checks.voices(bad)
    assert "espeak:en-us" in ada.text and "espeak:en-gb+m3" in max_.text


async def test_without_a_contact_arxiv_is_not_polled_and_that_is_a_warning(config):
    (found,) = await paper_checks.arxiv(config())
    assert found.level is Level.WARNING and "contact" in found.mend


async def test_arxiv_out_of_reach_is_a_warning(config, listening, silent_port):
    def addressed(port: int) -> Config:
        addresses = "".join(f'{name}_url = "http://127.0.0.1:{port}/x"\n' for name in ("feed", "api", "oai"))
        return config(f'contact = "me@localhost"\n[arxiv]\n{addresses}')

    assert levels(await paper_checks.arxiv(addressed(listening))) == [Level.GOOD]
    (found,) = await paper_checks.arxiv(addressed(silent_port))
    assert found.level is Level.WARNING and "samples" in found.text


async def test_a_language_model_that_does_not_answer_is_a_warning(config, listening, silent_port):
    assert levels(await writer_checks.writer(config())) == [Level.GOOD]
    for port, level in ((listening, Level.GOOD), (silent_port, Level.WARNING)):
        held = config(f'[writer]\nbase_url = "http://127.0.0.1:{port}/v1"\n')
        assert levels(await writer_checks.writer(held)) == [level]


async def test_an_output_that_does_not_answer_is_a_warning(config, listening, silent_port):
    text = "".join(f'[[air.outputs]]\nurl = "rtmp://127.0.0.1:{port}/app"\n' for port in (listening, silent_port))
    assert levels(await stream_checks.outputs(config(text))) == [Level.GOOD, Level.WARNING]


async def test_a_taken_port_is_a_warning(config, listening, silent_port):
    for port, level in ((listening, Level.WARNING), (silent_port, Level.GOOD)):
        found = await stream_checks.desk(config(f"[desk]\nport = {port}\n"))
        assert levels(found) == [level] and str(port) in found[0].text


async def test_a_page_open_to_the_network_is_a_warning(config, silent_port):
    (found,) = await stream_checks.desk(config(f'[desk]\nhost = "0.0.0.0"\nport = {silent_port}\n'))
    assert found.level is Level.WARNING and "proxy" in found.mend


async def test_an_address_that_swallows_connections_does_not_hold_the_doctor_up(config):
    async with asyncio.timeout(reach.CONNECT_SECONDS + 2):
        assert levels(await writer_checks.writer(config('[writer]\nbase_url = "http://nowhere.invalid:9/v1"\n')))


def test_a_finding_reads_as_one_line_and_its_mend_as_another():
    assert str(Finding(Level.GOOD, "clock", "it is noon")) == "✓ clock    it is noon"
    assert str(Finding(Level.BROKEN, "clock", "it is 1970", "set it")).splitlines()[1].strip() == "→ set it"


@pytest.mark.slow
async def test_an_ffmpeg_that_cannot_take_a_stream_key_is_broken(config, tmp_path, listening, monkeypatch):
    (tmp_path / "ffmpeg").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "ffmpeg").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = await stream_checks.outputs(
        config(f'[[air.outputs]]\nurl = "rtmp://127.0.0.1:{listening}/app"\nkey_file = "{tmp_path}/key"\n')
    )
    assert levels(found) == [Level.BROKEN, Level.GOOD]


@pytest.mark.parametrize(
    ("latent", "level", "said"),
    [
        ("", Level.GOOD, "a latent writer (abc, transformers) answers"),
        ('checkpoint = "abc"\nvector = "plain"\n', Level.GOOD, "answers"),
        ('checkpoint = "xyz"\n', Level.WARNING, "serves abc"),
        ('vector = "loud"\n', Level.WARNING, "no prose vector loud"),
    ],
)
async def test_the_latent_writer_is_asked_what_it_serves(config, latent, level, said):
    server = ModelServer(models=[{"id": "abc", "vectors": ["plain"], "backend": "transformers"}])
    try:
        (found,) = await writer_checks.latent_writer(config(f'[writer.latent]\nurl = "{server.url[:-3]}"\n{latent}'))
    finally:
        server.close()
    assert levels([found]) == [level] and said in found.text


async def test_a_latent_writer_that_is_gone_or_another_server_is_a_warning(config, silent_port):
    assert await writer_checks.latent_writer(config()) == []
    server = ModelServer()
    try:
        for url in (f"http://127.0.0.1:{silent_port}", server.url[:-3]):
            (found,) = await writer_checks.latent_writer(config(f'[writer.latent]\nurl = "{url}"\n'))
            assert levels([found]) == [Level.WARNING] and "no latent writer answers" in found.text
    finally:
        server.close()
