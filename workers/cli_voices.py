"""`paper-radio voices list` and `voices test`: which voices the hosts have, and what they sound like."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer

from radio.config import Config, load
from radio.speech.cast import Cast
from workers.cli_options import AsJson, ConfigPath, print_rows

voices = typer.Typer(help="See the voices and hear the hosts.", no_args_is_help=True)

SENTENCE = "This is Paper Radio, where new research is read to you by synthetic voices."


@voices.command("list")
def list_voices(config_path: ConfigPath = None, as_json: AsJson = False) -> None:
    """List each host's voices, best first, and why one cannot speak. `*` marks the one that speaks now."""
    rows = asyncio.run(_voices(load(config_path)))
    print_rows(("now", "host", "voice", "why not"), rows, as_json=as_json, empty="there are no hosts")
    if not as_json:
        print("A voice of espeak is an accent and, after a plus, a variant; `paper-radio voices accents` lists them.")


@voices.command("accents")
def list_accents() -> None:
    """List the accents and variants that a voice of espeak, the emergency voice, may be made of."""
    accents, variants = asyncio.run(_accents())
    print("accents:  " + " ".join(accents))
    print("variants: " + " ".join(variants))


@voices.command("test")
def test(
    text: Annotated[str, typer.Argument()] = SENTENCE,
    folder: Annotated[Path, typer.Option("--to", help="Folder for the sound files.")] = Path(),
    config_path: ConfigPath = None,
) -> None:
    """Write a wav of each host speaking the text, as it would go on air."""
    for path in asyncio.run(_speak(load(config_path), text, folder)):
        print(path)


@asynccontextmanager
async def _cast(config: Config) -> AsyncIterator[Cast]:
    from radio.media import Media
    from radio.speech.engines import cast, engines

    speaking = engines(config.speech)
    try:
        yield cast(config.speech, speaking, Media(config.paths.media))
    finally:
        for engine in speaking.values():
            await engine.close()


async def _voices(config: Config) -> list[tuple[str, str, str, str]]:
    rows = []
    async with _cast(config) as cast:
        reading = await cast.reading()
        for host in config.speech.hosts:
            for part in cast.voices_of(host.name):
                speaks = "*" if part == reading.part_of(host.name) else ""
                rows.append((speaks, host.name, str(part), await cast.why_not(part)))
    return rows


async def _accents() -> tuple[list[str], list[str]]:
    from radio.speech.espeak import Espeak

    espeak = Espeak()
    try:
        return await espeak.voices()
    finally:
        await espeak.close()


async def _speak(config: Config, text: str, folder: Path) -> list[Path]:
    import soundfile

    from radio import sound
    from radio.media import Media
    from shows.speakable import speakable

    media, written = Media(config.paths.media), []
    folder.mkdir(parents=True, exist_ok=True)
    async with _cast(config) as cast:
        reading = await cast.reading()
        for host in config.speech.hosts:
            take = await reading.record(speakable(text), host.name)
            mono, rate = soundfile.read(media.path(take.sound), dtype="int16")
            written.append(folder / f"{host.name}.wav")
            soundfile.write(written[-1], sound.house(mono, rate), sound.HOUSE_RATE)
    return written
