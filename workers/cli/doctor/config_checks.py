"""The check of the configuration."""

from __future__ import annotations

from radio.config import Config
from workers.cli.config_mistakes import mistakes
from workers.cli.doctor.finding import Finding, Level


async def configuration(config: Config) -> list[Finding]:
    if found := mistakes(config):
        return [mistake_found(mistake) for mistake in found]
    return [Finding(Level.GOOD, "config", "every value can be used")]


def mistake_found(mistake: str) -> Finding:
    """A mistake in the file, with the way to mend it."""
    return Finding(
        Level.BROKEN, "config", mistake, "change it in the file; `paper-radio init --print` explains every key"
    )
