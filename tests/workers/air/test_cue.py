from __future__ import annotations

import dataclasses

import numpy as np
import pytest

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
    assert len(cued.picture) == 1280 * 720 * 3 // 2


@pytest.mark.parametrize("broken", ["sound", "picture"])
@pytest.mark.parametrize("content", [None, b"", b"not what it should be"])
def test_a_missing_or_broken_file_is_unplayable_not_a_crash(studio, broken, content):
    rundown = studio.rundown("a", items=1)
    key = studio.media.put(content, ".bad") if content is not None else MediaKey("00/missing")
    item = dataclasses.replace(rundown.items[0], **{broken: key})
    with pytest.raises(Unplayable):
        cue(item, rundown, "rundown", studio.media)


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


def test_without_a_programme_whatever_is_on_the_shelf_plays(studio, config):
    studio.rundown("a")
    shelf = Shelf(config.paths)
    for _ in range(2):
        shelf.look()
    assert [(slot.show, slot.source) for slot in shelf.slots()] == [("a", "repeat")]
