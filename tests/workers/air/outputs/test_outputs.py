"""The outputs: which address goes where, what each target is called, and what is refused before anything sounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from radio.config import Config
from radio.errors import BadConfig
from workers.air import outputs
from workers.air.outputs.hls import Hls
from workers.air.outputs.rtmp import Rtmp


def with_outputs(config: Config, *tables: dict, **others: dict) -> Config:
    return Config.model_validate({**dict(config), "air": {"outputs": list(tables)}, **others})


def names(config: Config, *urls: str) -> list[str]:
    return [target.name for target in outputs.targets(with_outputs(config, *({"url": url} for url in urls)))]


def test_every_output_has_a_name_of_its_own(config):
    urls = (
        "rtmp://127.0.0.1:1935/app",
        "rtmp://127.0.0.1:1936/app",
        "rtmp://127.0.0.1/other",
        "rtmp://127.0.0.1:1/app",
    )
    assert names(config, *urls) == [
        "hls", "rtmp 127.0.0.1/app", "rtmp 127.0.0.1/app #2", "rtmp 127.0.0.1/other", "rtmp 127.0.0.1/app #3",
    ]  # fmt: skip


def test_a_key_written_into_the_address_is_not_in_the_name(config):
    assert "canary" not in "".join(names(config, "rtmp://example.org/live/canary?canary=1", "rtmp://example.org"))


def test_no_scheme_belongs_to_two_outputs_and_each_has_a_port():
    schemes = [scheme for output in outputs.OUTPUTS for scheme in output.ports]
    assert len(schemes) == len(set(schemes))
    assert all(port > 0 for output in outputs.OUTPUTS for port in output.ports.values())


def test_the_scheme_of_an_address_says_how_it_is_sent(config):
    held = with_outputs(config, {"url": "rtmp://127.0.0.1/app"}, {"url": "rtmps://example.org/app"})
    assert [type(target) for target in outputs.targets(held)] == [Hls, Rtmp, Rtmp]


def test_hls_is_always_there(config):
    (hls,) = outputs.targets(config)
    assert isinstance(hls, Hls) and hls.folder == config.paths.hls


@pytest.mark.parametrize("url", ["http://example.org/app", "rtmp:///app", "example.org/app", ""])
def test_an_address_that_no_output_takes_is_a_mistake_and_nothing_starts(config, url):
    held = with_outputs(config, {"url": "rtmp://127.0.0.1/app"}, {"url": url})
    said = "air.outputs.1.url: it must begin with rtmp:// or rtmps:// and name a server"
    assert outputs.mistakes(held) == (said,)
    with pytest.raises(BadConfig, match=said):
        outputs.targets(held)


def test_what_outputs_ask_for_in_vain_is_said(config, tmp_path):
    key = tmp_path / "key"
    key.write_text("secret")
    key.chmod(0o644)
    held = with_outputs(
        config,
        {"url": "http://example.org/app"},
        {"url": "rtmp://live.example.org/app", "key_file": key},
        licence={"private": True},
    )
    found = outputs.mistakes(held)
    keys = ["air.outputs.0.url", "air.outputs.1.url", "air.outputs.1.key_file"]
    assert [mistake.split(":")[0] for mistake in found] == keys
    assert f"chmod 600 {key}" in found[-1]


def test_an_empty_key_file_is_a_mistake(config, tmp_path):
    key = tmp_path / "key"
    key.touch(0o600)
    (found,) = outputs.mistakes(with_outputs(config, {"url": "rtmp://127.0.0.1/app", "key_file": key}))
    assert found == f"air.outputs.0.key_file: {key} is empty"


def test_good_outputs_have_no_mistakes(config):
    assert outputs.mistakes(config) == ()
    local = with_outputs(config, {"url": "rtmp://localhost/app"}, licence={"private": True})
    assert outputs.mistakes(local) == ()
    outputs.refuse_private_pages_in_public(local)


def test_a_stream_key_lies_in_a_file_of_its_own_and_in_no_command_line(config, tmp_path):
    tables = []
    for word in ("first", "second"):
        key = tmp_path / word
        key.write_text(f"canary-{word}\n")
        key.chmod(0o600)
        tables.append({"url": "rtmp://127.0.0.1/app", "key_file": key})
    files = []
    for target, word in zip(outputs.targets(with_outputs(config, *tables))[1:], ("first", "second"), strict=True):
        line = target.command()
        assert "canary" not in " ".join(line)
        files.append(Path(line[line.index("-fpre") + 1]))
        assert files[-1].read_text() == f"rtmp_playpath=canary-{word}\n" and files[-1].stat().st_mode & 0o077 == 0
    assert files[0] != files[1]
