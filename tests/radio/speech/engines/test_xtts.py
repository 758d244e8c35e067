"""What holds of XTTS without its package."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from radio.config import XttsConfig
from radio.doors import Voice
from radio.errors import Unspeakable
from radio.speech.engines.xtts import Xtts

ADA, ANA = Voice("ada"), Voice("Ana")


def made(model: Path, language: str = "en") -> Xtts:
    return Xtts(XttsConfig(model=model, language=language))


@pytest.mark.without_extra("xtts")
@pytest.mark.skipif(find_spec("TTS") is not None, reason="the extra `xtts` is installed")
async def test_without_the_package_it_says_how_to_install_it(tmp_path):
    for attempt in (made(tmp_path).check(ADA), anext(made(tmp_path).speak("Hello.", ADA))):
        with pytest.raises(Unspeakable, match=r'xtts is not installed; `pip install "paper-radio\[xtts\]"`'):
            await attempt


async def test_the_signature_tells_models_recordings_languages_and_paces_apart(tmp_path):
    signatures = {made(tmp_path).signature(ADA)}
    (tmp_path / "model.pth").write_bytes(b"weights")
    signatures.add(made(tmp_path).signature(ADA))
    (tmp_path / "ada.flac").write_bytes(b"a voice")
    signatures |= {made(tmp_path).signature(voice) for voice in (ADA, ANA, Voice("ada", 120))}
    (tmp_path / "ada.flac").write_bytes(b"another voice")
    signatures |= {made(tmp_path).signature(ADA), made(tmp_path, language="de").signature(ADA)}
    assert len(signatures) == 7 and made(tmp_path).signature(ADA) == made(tmp_path).signature(ADA)
