from __future__ import annotations

import shutil

import pytest

from workers.air.outputs.rtmp_key import key_file_works


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="the check is of this machine's own ffmpeg")
async def test_this_machines_ffmpeg_takes_the_stream_key_from_a_file():
    assert await key_file_works()
