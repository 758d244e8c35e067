"""Encoding an mp3: what comes out can be played and carries its tags; what fails leaves nothing."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile
from levels import rms_db
from mutagen.mp3 import MP3

from radio import sound
from radio.mp3 import NotEncoded, encode_mp3

TAGS = {"title": "Käytävä: a “daily”", "artist": "Paper Radio", "date": "2026-11-20", "comment": "Synthetic voices."}


def blocks(seconds: int):
    block = np.repeat(sound.to_int16(0.1 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000))[:, None], 2, axis=1)
    for _ in range(seconds):
        yield block.tobytes()


def test_the_mp3_has_the_length_the_sound_and_the_tags(tmp_path):
    path = tmp_path / "shows" / "a.mp3"
    encode_mp3(blocks(3), path, **TAGS)
    mp3 = MP3(path)
    assert mp3.info.length == pytest.approx(3, abs=0.1) and mp3.info.channels == 2 and mp3.info.bitrate == 128_000
    assert (mp3.tags.version, str(mp3.tags["TIT2"]), str(mp3.tags["TPE1"])) == ((2, 3, 0), TAGS["title"], "Paper Radio")
    assert str(mp3.tags["TDRC"]).startswith("2026") and "Synthetic voices." in str(mp3.tags.getall("COMM")[0])
    decoded, rate = soundfile.read(path)
    assert rate == 48_000 and rms_db(decoded[:, 0]) == pytest.approx(-23, abs=0.5)


def test_a_show_that_breaks_off_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(b"the edition before")

    def broken():
        yield from blocks(1)
        raise RuntimeError("the take is gone")

    with pytest.raises(RuntimeError, match="take is gone"):
        encode_mp3(broken(), path, **TAGS)
    assert path.read_bytes() == b"the edition before" and list(tmp_path.iterdir()) == [path]


def test_no_sound_at_all_is_not_a_show(tmp_path):
    with pytest.raises(NotEncoded, match="no sound"):
        encode_mp3(iter(()), tmp_path / "a.mp3", **TAGS)
    assert not list(tmp_path.iterdir())
