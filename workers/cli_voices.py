"""`paper-radio voices list` and `voices test`: hear what the hosts sound like."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from radio.config import Config, load
from workers.cli_options import AsJson, ConfigPath, print_json

voices = typer.Typer(help="See the voices and hear the hosts.", no_args_is_help=True)

SENTENCE = "This is Paper Radio, where new research is read to you by synthetic voices."


@voices.command("list")
def list_voices(config_path: ConfigPath = None, as_json: AsJson = False) -> None:
    """List the accents and variants of the built-in voice, and the hosts."""
    config = load(config_path)
    accents, variants = asyncio.run(_voices())
    hosts = {host.name: host.voice for host in config.speech.hosts}
    if as_json:
        print_json({"hosts": hosts, "accents": accents, "variants": variants})
        return
    print("hosts:    " + ", ".join(f"{name} speaks with {voice}" for name, voice in hosts.items()))
    print("accents:  " + " ".join(accents))
    print("variants: " + " ".join(variants))
    print("A voice is an accent and, after a plus, a variant: en-gb+m3. These are espeak-ng's, the emergency voices.")


@voices.command("test")
def test(
    text: Annotated[str, typer.Argument()] = SENTENCE,
    folder: Annotated[Path, typer.Option("--to", help="Folder for the sound files.")] = Path(),
    config_path: ConfigPath = None,
) -> None:
    """Write a wav of each host speaking the text, as it would go on air."""
    for path in asyncio.run(_speak(load(config_path), text, folder)):
        print(path)


async def _voices() -> tuple[list[str], list[str]]:
    from radio.speech import Espeak

    espeak = Espeak()
    try:
        return await espeak.voices()
    finally:
        await espeak.close()


async def _speak(config: Config, text: str, folder: Path) -> list[Path]:
    import soundfile

    from radio import sound
    from radio.doors import Voice
    from radio.media import Media
    from radio.speech import Espeak, Takes

    espeak, media, written = Espeak(), Media(config.paths.media), []
    takes = Takes(espeak, media, config.speech.lufs)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for host in config.speech.hosts:
            take = await takes.record(text, Voice(host.voice, host.words_per_minute, host.pitch))
            mono, rate = soundfile.read(media.path(take.sound), dtype="int16")
            written.append(folder / f"{host.name}.wav")
            soundfile.write(written[-1], sound.house(mono, rate), sound.HOUSE_RATE)
    finally:
        await espeak.close()
    return written
