from __future__ import annotations

import dataclasses
import io

import numpy as np
import pytest
import soundfile

from radio.media import Media
from radio.model import HOUSE_RATE, MediaKey
from workers.air.cue import Unplayable, cue
from workers.air.shelf import Shelf


def test_a_take_is_exactly_as_long_as_its_item_says(studio):
    rundown = studio.rundown("a", items=1, seconds=1.2345)
    cued = cue(rundown.items[0], rundown, "rundown", studio.media)
    assert cued.pcm.shape == (rundown.items[0].frames + rundown.items[0].pause_frames, 2)
    assert cued.pcm.dtype == np.int16
    assert cued.last
    spectrum = np.abs(np.fft.rfft(cued.pcm[:HOUSE_RATE, 0].astype(float)))
    assert abs(int(spectrum.argmax()) - 440) <= 1
    cued.unpack()
    assert len(cued.picture) == 1280 * 720 * 3 // 2


def test_a_picture_stays_packed_until_its_sentence_is_near(studio):
    rundown = studio.rundown("a", items=1)
    cued = cue(rundown.items[0], rundown, "rundown", studio.media)
    assert not cued.picture and len(cued.packed) < 10_000
    cued.unpack()
    assert not cued.packed


@pytest.mark.parametrize("broken", ["sound", "picture"])
@pytest.mark.parametrize("content", [None, b"", b"not what it should be"])
def test_a_missing_or_broken_file_is_unplayable_not_a_crash(studio, broken, content):
    rundown = studio.rundown("a", items=1)
    key = studio.media.put(content, ".bad") if content is not None else MediaKey("00/missing")
    item = dataclasses.replace(rundown.items[0], **{broken: key})
    with pytest.raises(Unplayable):
        cue(item, rundown, "rundown", studio.media)


@pytest.mark.parametrize("rate", [1, 22_050, 2**31 - 1])
def test_a_take_of_nonsense_is_unplayable_or_within_range_never_a_crash(studio, rate):
    file = io.BytesIO()
    nonsense = np.array([np.nan, np.inf, -np.inf, 1e38, 0.5] * 20, np.float32)
    soundfile.write(file, nonsense, rate, format="WAV", subtype="FLOAT")
    rundown = studio.rundown("a", items=1)
    item = dataclasses.replace(rundown.items[0], sound=studio.media.put(file.getvalue(), ".wav"))
    try:
        assert len(cue(item, rundown, "rundown", studio.media).pcm)
    except Unplayable as exc:
        assert "a/00" in str(exc)


def test_a_key_that_leaves_the_media_folder_is_unplayable(studio, tmp_path):
    rundown = studio.rundown("a", items=1)
    item = dataclasses.replace(rundown.items[0], picture=MediaKey("../../etc/passwd"))
    with pytest.raises(Unplayable):
        cue(item, rundown, "rundown", Media(studio.config.paths.media))


def test_a_broken_file_leaves_the_last_good_one_on_the_shelf(studio, config):
    studio.rundown("a")
    studio.programme(("a", "rundown"))
    shelf = Shelf(config.paths)
    shelf.look()
    config.paths.programme.write_text('{"made": ')
    config.paths.rundown_of("a").write_bytes(b"\xff\x00")
    shelf.look()
    assert [slot.show for slot in shelf.slots()] == ["a"]
    assert len(shelf.rundowns["a"].items) == 3


def test_a_rundown_that_grew_is_read_again(studio, config):
    whole = studio.rundown("a")
    studio.programme(("a", "rundown"))
    studio.hand_over(dataclasses.replace(whole, items=whole.items[:1], complete=False))
    shelf = Shelf(config.paths)
    shelf.look()
    assert len(shelf.rundowns["a"].items) == 1
    studio.hand_over(whole)
    shelf.look()
    assert len(shelf.rundowns["a"].items) == 3


def test_a_show_that_left_the_programme_is_kept_while_it_plays_and_then_forgotten(studio, config):
    for show in ("a", "b"):
        studio.rundown(show)
    studio.programme(("a", "rundown"), ("b", "rundown"))
    shelf = Shelf(config.paths)
    shelf.look()
    studio.programme(("b", "rundown"))
    shelf.look(playing=("a",))
    assert set(shelf.rundowns) == {"a", "b"}
    shelf.look()
    assert set(shelf.rundowns) == {"b"}
    studio.programme(("b", "rundown"), ("a", "repeat"))
    shelf.look()
    assert set(shelf.rundowns) == {"a", "b"}


def test_a_show_that_was_asked_for_is_on_the_shelf_until_it_is_no_more(studio, config):
    for show in ("a", "b"):
        studio.rundown(show)
    studio.programme(("a", "rundown"))
    shelf = Shelf(config.paths)
    shelf.asked.add("b")
    shelf.look()
    assert set(shelf.rundowns) == {"a", "b"}
    shelf.asked.discard("b")
    shelf.look()
    assert set(shelf.rundowns) == {"a"}


def test_without_a_programme_whatever_is_on_the_shelf_plays(studio, config):
    studio.rundown("a")
    shelf = Shelf(config.paths)
    for _ in range(2):
        shelf.look()
    assert [(slot.show, slot.source) for slot in shelf.slots()] == [("a", "repeat")]
