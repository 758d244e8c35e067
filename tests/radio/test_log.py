"""What reaches the log: whole addresses of pages, and never the key at the end of an output's."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = "import sys; from radio import log; log.start('air'); log.get().info('sink is live', url=sys.argv[1])"


def logged(url: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, url], capture_output=True, text=True, timeout=30, check=True
    ).stderr


@pytest.mark.parametrize("scheme", ["rtmp", "rtmps", "srt"])
def test_a_key_at_the_end_of_an_outputs_address_is_hidden(scheme):
    line = logged(f"{scheme}://live.example.org:443/app/canary?x=1")
    assert f"{scheme}://live.example.org:443/app/****" in line and "canary" not in line


@pytest.mark.parametrize("url", ["https://arxiv.org/pdf/2411.01234v2", "file:///data/hls/live.m3u8"])
def test_the_address_of_a_page_or_a_file_is_shown_whole(url):
    assert url in logged(url)
