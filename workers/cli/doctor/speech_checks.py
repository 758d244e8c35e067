"""Checks of the voices: which are installed, and what each host really speaks with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radio.config import Config
from radio.errors import RadioError
from workers.cli.doctor.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from radio.doors import Speaking
    from radio.speech.cast import Cast


async def installed_voices(config: Config) -> list[Finding]:
    from radio.speech.voices import voice_files

    found = [(f"{e}:{v}", voice_files.damage(folder)) for e, v, folder in voice_files.installed(config.paths.voices)]
    whole = [name for name, wrong in found if not wrong]
    text = f"installed: {', '.join(whole)}" if whole else "no natural voices are installed"
    return [
        Finding(Level.GOOD, "voices", text),
        *(
            Finding(Level.WARNING, "voices", f"{name} is damaged: {wrong}", "`paper-radio voices check` says more")
            for name, wrong in found
            if wrong
        ),
    ]


async def voices(config: Config) -> list[Finding]:
    from radio.media import Media
    from radio.speech.engines.registry import cast, engines

    speaking = engines(config.speech, config.paths.voices)
    hosts = cast(config.speech, speaking, Media(config.paths.media))
    try:
        return [await _voice(hosts, host.name, speaking) for host in config.speech.hosts]
    except RadioError as exc:
        return [Finding(Level.BROKEN, "voices", str(exc), "choose other voices in [[speech.hosts]]")]
    finally:
        for engine in speaking.values():
            await engine.close()


async def _voice(hosts: Cast, host: str, speaking: Mapping[str, Speaking]) -> Finding:
    """What the host speaks with, and what keeps it from better."""
    from radio.speech.collect import collect
    from radio.speech.engines.registry import EMERGENCY_ENGINE

    part = (await hosts.reading()).part_of(host)
    recording = await collect("This is a test.", part.voice, speaking[part.engine])
    text = f"{host} speaks with {part} ({recording.seconds:.1f} s)"
    if part.engine != EMERGENCY_ENGINE:
        return Finding(Level.GOOD, "voices", text)
    text += ", an emergency voice: it needs nothing and sounds like a machine"
    mend = "`paper-radio voices list` shows which can be installed, and what keeps better ones away"
    return Finding(Level.WARNING, "voices", text, mend)
