"""Voices from a publisher that also cuts, stalls, lies and moves: installed whole and pinned, or not at all."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from local_hub import COMMIT, LocalHub

from radio.errors import BadConfig, Unreachable
from radio.speech.engines import kokoro, piper
from radio.speech.engines.installable import OFFERS, parts_of
from radio.speech.voices import installation, voice_files
from radio.speech.voices.catalogue import VoiceFolder, stated_licence
from radio.speech.voices.hub import Patience
from radio.speech.voices.installation import FETCHING

NAME = "piper:en_US-norman-medium"
FOLDER = "en/en_US/norman/medium"
MODEL = f"{FOLDER}/en_US-norman-medium.onnx"
CARD = b"# Model card\n\n## Dataset\n\n* License: public domain\n\n## Training\n\nTrained from scratch.\n"
QUICK = Patience(
    stall_seconds=0.3,
    tries=4,
    first_pause_seconds=0.01,
    longest_pause_seconds=0.1,
    kept_bytes=50_000,
)


def some_bytes(count: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(count)


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    of_piper = {MODEL: some_bytes(200_000), f"{MODEL}.json": b'{"audio": {}}', f"{FOLDER}/MODEL_CARD": CARD}
    of_kokoro = {"onnx/model.onnx": some_bytes(50_000, 2), "tokenizer.json": b'{"model": {}}'}
    of_kokoro |= {f"voices/{name}.bin": some_bytes(2_000, 3 + n) for n, name in enumerate(("af_heart", "bm_george"))}
    with LocalHub({piper.REPOSITORY: of_piper, kokoro.REPOSITORY: of_kokoro}).serving() as served:
        yield served


class Shop:
    """An installation into a folder, and what it said of its progress."""

    def __init__(self, voices: Path, hub: LocalHub):
        self.voices = voices
        self.progress: list[tuple[str, int, int]] = []
        self._hub = hub

    def install(self, name: str = NAME) -> list[Path]:
        return self.install_all(parts_of(name))

    def install_all(self, parts: Sequence[VoiceFolder]) -> list[Path]:
        return installation.install(self.voices, self._hub.url, parts, lambda *seen: self.progress.append(seen), QUICK)

    @property
    def installed(self) -> list[str]:
        return [f"{engine}:{voice}" for engine, voice, _ in voice_files.installed(self.voices)]


@pytest.fixture
def shop(tmp_path: Path, hub: LocalHub) -> Shop:
    return Shop(tmp_path / "voices", hub)


def test_a_voice_is_fetched_checked_and_pinned(shop: Shop, hub: LocalHub):
    (folder,) = shop.install()
    assert folder == voice_files.find(shop.voices, "piper", "en_US-norman-medium")
    assert (folder / "en_US-norman-medium.onnx").read_bytes() == hub.repositories[piper.REPOSITORY][MODEL]
    pin = voice_files.pin(folder)
    assert pin.licence == "public domain" and pin.revision == COMMIT and pin.installed is not None
    assert pin.source == f"{hub.url}/{piper.REPOSITORY}"
    model = pin.files[0]
    assert model.sha256 == hashlib.sha256(hub.repositories[piper.REPOSITORY][MODEL]).hexdigest()
    assert model.address == f"{hub.url}/{piper.REPOSITORY}/resolve/{COMMIT}/{MODEL}"
    assert voice_files.damage(folder) == voice_files.damage_within(folder) == ""
    assert shop.progress[-1][1] == shop.progress[-1][2] == sum(file.bytes for file in pin.files)
    assert list((shop.voices / FETCHING).iterdir()) == []


def test_kokoro_is_its_model_and_the_voices_that_are_asked_for(shop: Shop):
    shop.install("kokoro")
    assert shop.installed == ["kokoro:af_heart", "kokoro:bm_george", "kokoro:model"]
    assert voice_files.pin(shop.voices / "kokoro" / "model").licence == "mit"


def test_what_is_there_is_not_fetched_again(shop: Shop, hub: LocalHub):
    shop.install("kokoro")
    hub.asked.clear()
    assert shop.install("kokoro:af_heart") == []
    assert hub.asked == []


def test_a_damaged_voice_is_fetched_again(shop: Shop):
    (folder,) = shop.install()
    (folder / "en_US-norman-medium.onnx").write_bytes(b"short")
    assert shop.install() == [folder]
    assert voice_files.damage_within(folder) == ""


@pytest.mark.parametrize(
    "trouble",
    [
        ["cut"],
        pytest.param(["cut", "cut", "cut", "cut"], marks=pytest.mark.slow),
        pytest.param(["stall"], marks=pytest.mark.slow),
        ["wrong"],
        pytest.param(["cut", "wrong"], marks=pytest.mark.slow),
        ["html"],
        ["long"],
        pytest.param(["cut", "whole"], marks=pytest.mark.slow),
        pytest.param(["cut", "shift"], marks=pytest.mark.slow),
        ["500", "500"],
        pytest.param(["busy"], marks=pytest.mark.slow),
        pytest.param(["away", "cut", "away"], marks=pytest.mark.slow),
    ],
    ids=" ".join,
)
def test_a_file_that_comes_badly_at_first_is_whole_in_the_end(shop: Shop, hub: LocalHub, trouble: list[str]):
    hub.troubles[MODEL] = list(trouble)
    (folder,) = shop.install()
    assert (folder / "en_US-norman-medium.onnx").read_bytes() == hub.repositories[piper.REPOSITORY][MODEL]
    assert hub.troubles[MODEL] == []


def test_a_cut_download_goes_on_where_it_stopped(shop: Shop, hub: LocalHub):
    hub.troubles[MODEL] = ["cut"]
    shop.install()
    assert hub.ranges(MODEL) == ["", "bytes=100000-"]


def test_the_next_attempt_goes_on_with_what_the_last_one_left(shop: Shop, hub: LocalHub):
    hub.troubles[MODEL] = ["cut", *["500"] * QUICK.tries]
    with pytest.raises(Unreachable, match=r"norman-medium.onnx could not be fetched from 127.0.0.1: it answered 500"):
        shop.install()
    assert shop.installed == []
    hub.asked.clear()
    shop.install()
    assert hub.ranges(MODEL) == ["bytes=100000-"]
    assert shop.installed == [NAME]


def test_what_is_left_of_another_download_and_is_too_long_is_fetched_anew(shop: Shop, hub: LocalHub):
    model = hub.repositories[piper.REPOSITORY][MODEL]
    (shop.voices / FETCHING).mkdir(parents=True)
    (shop.voices / FETCHING / hashlib.sha256(model).hexdigest()).write_bytes(model + b"more")
    (folder,) = shop.install()
    assert (folder / "en_US-norman-medium.onnx").read_bytes() == model and hub.ranges(MODEL) == [""]


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("wrong", "another file than its publisher lists"),
        ("html", r"it ended after \d+ of 200000 bytes|another file"),
        ("long", "more than its publisher lists"),
        ("gone", r"answered 404: it does not give .*norman-medium.onnx out"),
        ("500", "it answered 500"),
        pytest.param("stall", "it does not answer", marks=pytest.mark.slow),
    ],
)
def test_a_file_that_never_comes_right_installs_nothing_and_says_why(
    shop: Shop, hub: LocalHub, trouble: str, said: str
):
    hub.troubles[MODEL] = [trouble] * 20
    with pytest.raises(Unreachable, match=said):
        shop.install()
    assert shop.installed == []


def test_a_small_file_with_another_content_than_listed_is_refused(shop: Shop, hub: LocalHub):
    hub.troubles["MODEL_CARD"] = ["wrong"] * 20
    with pytest.raises(Unreachable, match="another file than its publisher lists"):
        shop.install()


def test_a_voice_that_its_publisher_does_not_have_is_named_with_the_likeliest(shop: Shop, hub: LocalHub):
    with pytest.raises(BadConfig, match="did you mean piper:en_US-norman-medium"):
        shop.install("piper:en_US-normen-medium")
    with pytest.raises(BadConfig, match="no voice 'kokoro:af_hearth' can be installed; did you mean kokoro:af_heart"):
        shop.install("kokoro:af_hearth")
    assert hub.ranges(".onnx") == []


@pytest.mark.parametrize(
    "name", ["", "kokor", "piper", "piper:../../etc", "piper:de_DE-thorsten-low", "xtts:me", "a:b"]
)
def test_a_name_that_is_no_voice_is_refused_in_a_sentence(name: str):
    with pytest.raises(BadConfig, match="no voice"):
        parts_of(name)


def test_a_publisher_that_is_not_there_is_said_in_a_sentence(tmp_path: Path):
    with pytest.raises(Unreachable, match="is the network up"):
        installation.install(tmp_path, "http://127.0.0.1:9", parts_of(NAME), lambda *_: None, QUICK)


@pytest.mark.parametrize("trouble", [["html"], ["500"] * 9, ["gone"]], ids=lambda trouble: trouble[0])
def test_a_list_that_makes_no_sense_is_said_in_a_sentence(shop: Shop, hub: LocalHub, trouble: list[str]):
    hub.troubles["revision/main"] = trouble
    with pytest.raises(Unreachable, match=r"list of files|newest"):
        shop.install()


def test_a_list_is_asked_for_again_after_a_failure(shop: Shop, hub: LocalHub):
    hub.troubles["revision/main"] = ["500", "busy"]
    assert shop.install()


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path, hub: LocalHub):
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / FETCHING).write_text("in the way")
    with pytest.raises(BadConfig, match="cannot be written"):
        Shop(tmp_path / "voices", hub).install()


def test_the_card_of_a_repository_gives_the_licence_where_the_voice_has_none(shop: Shop, hub: LocalHub):
    hub.licence = ""
    shop.install("kokoro:af_heart")
    assert voice_files.pin(shop.voices / "kokoro" / "af_heart").licence == "Apache-2.0"


def test_the_licence_of_a_card_names_what_the_voice_was_tuned_from():
    card = "* URL: https://example.org\n* License: See URL\n## Training\nFinetuned from U.S. English lessac voice.\n"
    assert stated_licence(card) == "See URL; Finetuned from U.S. English lessac voice."
    assert stated_licence("nothing") == ""


def test_a_voice_is_removed_alone_or_with_its_engine(shop: Shop):
    shop.install("kokoro")
    shop.install()
    assert len(voice_files.remove(shop.voices, "kokoro", "af_heart")) == 1
    assert shop.installed == ["kokoro:bm_george", "kokoro:model", NAME]
    voice_files.remove(shop.voices, "kokoro", "")
    assert shop.installed == [NAME]
    assert voice_files.remove(shop.voices, "piper", "nobody") == []


def test_everything_that_is_offered_can_be_asked_for():
    for offer in OFFERS:
        assert parts_of(offer.name) and offer.licence and offer.megabytes > 0


def test_voices_that_are_installed_together_appear_together(shop: Shop, hub: LocalHub):
    hub.troubles[MODEL] = ["gone"]
    both = [*parts_of("kokoro"), *parts_of(NAME)]
    with pytest.raises(Unreachable):
        shop.install_all(both)
    assert shop.installed == []
    shop.install_all(both)
    assert len(shop.installed) == 4
