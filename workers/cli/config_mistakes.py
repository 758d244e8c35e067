"""Every mistake that a configuration holds, whichever part of the station knows it."""

from __future__ import annotations

from radio import config_check
from radio.config import Config
from radio.speech.engines import registry
from workers.air import outputs


def mistakes(config: Config) -> tuple[str, ...]:
    """Each is one sentence that names its key: missing files, engines and outputs that do not exist."""
    return (*registry.mistakes(config.speech), *config_check.mistakes(config), *outputs.mistakes(config))
