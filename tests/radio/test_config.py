"""The configuration: defaults, files, overrides, every mistake at once, and the file that `init` writes."""

from __future__ import annotations

import re
import tomllib
from datetime import time
from pathlib import Path

import pytest

from radio.config import Config, find_file, load, read
from radio.config_check import is_loopback, mistakes
from radio.config_file import as_toml, example
from radio.errors import BadConfig

REPOSITORY = Path(__file__).parents[2]
COMMENTED_OUT = re.compile(r"^#(?=[a-z_]+ = |\[\[)", re.MULTILINE)
UNSET = re.compile(r"^#\w+ = .*  # not set by default\n", re.MULTILINE)


@pytest.fixture
def file(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "paper-radio.toml"
        path.write_text(text)
        return path

    return write


def test_an_empty_file_means_every_default(file):
    assert load(file("")) == Config()


def test_a_value_of_the_file_holds(file):
    config = load(file('[station]\nname = "Night Papers"\n[shows]\ndaily_at = 07:30:00\n'))
    assert (config.station.name, config.shows.daily_at) == ("Night Papers", time(7, 30))


def test_the_environment_is_stronger_than_the_file(file, monkeypatch):
    monkeypatch.setenv("PAPER_RADIO_DESK__PORT", "9000")
    monkeypatch.setenv("PAPER_RADIO_STATION__NAME", "From outside")
    config = load(file("[desk]\nport = 8000\n"))
    assert (config.desk.port, config.station.name) == (9000, "From outside")


def test_a_relative_data_folder_starts_at_the_file(file):
    path = file('[station]\ndata = "kept"\n')
    assert load(path).station.data == path.parent / "kept"


def test_every_mistake_is_named_at_once_and_names_its_key(file):
    text = '[station]\ntimezone = "Mars/Olympus"\nnmae = "x"\n[desk]\nport = "many"\n[air]\nvideo_kbps = 1\n'
    with pytest.raises(BadConfig) as raised:
        load(file(text))
    found = raised.value.mistakes
    assert len(found) == 4
    for key in ("station.timezone", "station.nmae", "desk.port", "air.video_kbps"):
        assert any(mistake.startswith(key) for mistake in found), key


def test_what_can_be_used_is_read_beside_the_mistakes(file):
    config, wrong = read(
        file('[station]\nname = "R"\ntimezone = "europe/nowhere"\n[colours]\na = 1\n[air]\noutputs = 3\n')
    )
    assert config.station.name == "R"
    assert len(wrong) == 3
    assert "use a name like Europe/Helsinki" in wrong[0]


@pytest.mark.parametrize("content", [b"[station", b"\xff\xfe", b"station = 3"])
def test_what_is_no_configuration_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "paper-radio.toml"
    path.write_bytes(content)
    with pytest.raises(BadConfig, match=r"station|valid TOML|cannot be read"):
        load(path)


def test_a_file_that_was_asked_for_must_be_there(tmp_path):
    with pytest.raises(BadConfig, match="init` writes one"):
        find_file(tmp_path / "missing.toml")


def test_the_example_is_a_configuration_of_defaults(file):
    assert load(file(example())) == Config()


def test_with_everything_uncommented_the_example_still_says_the_defaults(file):
    text = COMMENTED_OUT.sub("", UNSET.sub("", example()))
    config = load(file(text))
    assert [output.url for output in config.air.outputs] == ["rtmps://live.example.org:443/app"]
    silent = config.air.model_copy(update={"outputs": ()})
    assert config.model_copy(update={"air": silent}) == Config()


def test_the_example_holds_every_key(file):
    tables = tomllib.loads(COMMENTED_OUT.sub("", example()))
    assert set(tables) == set(Config.model_fields)
    for section, field in Config.model_fields.items():
        assert set(tables[section]) == set(field.annotation.model_fields), section
    assert load(file(COMMENTED_OUT.sub("", example()))).folder.watch


def test_values_given_to_the_example_are_set(file):
    config = load(file(example({("rank", "library"): Path("/books/my.bib"), ("station", "name"): 'A "b" ö'})))
    assert (config.rank.library, config.station.name) == (Path("/books/my.bib"), 'A "b" ö')


def test_the_shipped_example_is_the_one_that_init_writes():
    shipped = (REPOSITORY / "deploy/paper-radio.toml").read_text()
    assert shipped == example({("station", "data"): Path("/var/lib/paper-radio")})


def test_the_effective_values_are_a_configuration_too(file):
    config = load(file('[[air.outputs]]\nurl = "rtmp://127.0.0.1/app"\n[rank]\nkeywords = ["a\\nb", "ö"]\n'))
    assert load(file(as_toml(config))) == config


def test_a_table_within_a_table_is_read_from_file_and_environment(file, monkeypatch):
    monkeypatch.setenv("PAPER_RADIO_SPEECH__ENDPOINT__RATE", "48000")
    config = load(file('[speech.endpoint]\nbase_url = "http://127.0.0.1:8880/v1"\n'))
    assert (config.speech.endpoint.base_url, config.speech.endpoint.rate) == ("http://127.0.0.1:8880/v1", 48_000)
    assert load(file(as_toml(config))) == config
    _, wrong = read(file("[speech.endpoint]\nvolume = 3\n"))
    assert wrong == ("speech.endpoint.volume: there is no such key; `paper-radio init --print` lists them all",)


def test_secrets_are_not_printed(file, tmp_path):
    key = tmp_path / "key"
    key.write_text("live_secret")
    key.chmod(0o600)
    text = (
        f'[writer]\nbase_url = "http://me:pass-word@h/v1"\n[[air.outputs]]\nurl = "rtmp://h/app"\nkey_file = "{key}"\n'
    )
    config = load(file(text))
    assert config.air.outputs[0].key.get_secret_value() == "live_secret"
    printed = as_toml(config)
    assert "live_secret" not in printed and "pass-word" not in printed and "http://me:****@h/v1" in printed
    assert "live_secret" not in repr(config)


def test_what_a_good_configuration_asks_for_in_vain_is_a_mistake(file, tmp_path):
    key = tmp_path / "key"
    key.write_text("secret")
    key.chmod(0o644)
    text = f"""
        [station]
        data = "{key}/data"
        [folder]
        watch = "{tmp_path}/papers"
        [rank]
        library = "{tmp_path}/my.bib"
        [writer]
        base_url = "localhost:8000"
        [speech.endpoint]
        base_url = "localhost:8880"
        key_file = "{key}"
    """
    found = mistakes(load(file(text)))
    starts = (
        "station.data",
        "folder.watch",
        "rank.library",
        "writer.base_url",
        "speech.endpoint.base_url",
        "speech.endpoint.key_file",
    )
    assert [mistake.split(":")[0] for mistake in found] == list(starts)
    assert f"chmod 600 {key}" in found[-1]


def test_a_good_configuration_has_no_mistakes(file, tmp_path):
    assert mistakes(load(file(f'[station]\ndata = "{tmp_path}/data"\n'))) == ()


@pytest.mark.parametrize(
    ("host", "own"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False)]
)
def test_loopback_is_this_machine_only(host, own):
    assert is_loopback(host) is own


def test_a_key_given_by_systemd_is_taken_with_the_mode_systemd_gives_it(file, tmp_path, monkeypatch):
    key = tmp_path / "credentials" / "stream-key"
    key.parent.mkdir()
    key.write_text("live_1\n")
    key.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(key.parent))
    config = load(file(f'[[air.outputs]]\nurl = "rtmp://a/app"\nkey_file = "{key}"\n'))
    assert config.air.outputs[0].key.get_secret_value() == "live_1"


def test_a_folder_that_cannot_be_looked_into_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ("x" * 300)))
    assert find_file() is None
