"""No stream key gets from ffmpeg's lines into the log, whatever the scheme of the address."""

from __future__ import annotations

import pytest

from workers.air.redact import without_keys


@pytest.mark.parametrize("scheme", ["rtmp", "rtmps", "icecast", "srt"])
def test_an_address_is_cut_after_its_application(scheme):
    line = without_keys(f"[flv] {scheme}://live.example.org:443/app/canary?canary=1 is away")
    assert line == f"[flv] {scheme}://live.example.org:443/app/**** is away"


def test_the_secret_itself_is_gone_wherever_it_stands():
    assert without_keys("playpath canary, canary", "canary") == "playpath ****, ****"


def test_a_path_stays_as_it_is():
    assert without_keys("cannot open /data/hls/live.m3u8") == "cannot open /data/hls/live.m3u8"
