"""`paper-radio voices …`: which voices the hosts have, what they sound like, and natural ones to install."""

from __future__ import annotations

import asyncio
import os
import shlex
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from radio.config import Config, load
from radio.errors import BadConfig, RadioError
from radio.speech.cast import Cast
from radio.speech.engines.installable import OFFERS, parts_of
from radio.speech.voices import voice_files
from workers.cli.options import AsJson, ConfigPath, print_json, print_rows
from workers.voices import install_voices

if TYPE_CHECKING:
    from radio.speech.voices.installation import OnProgress

voices = typer.Typer(help="See the voices and hear the hosts.", no_args_is_help=True)

SENTENCE = "This is Paper Radio, where new research is read to you by synthetic voices."


NICENESS = 10
"""A station that runs meanwhile goes first."""
HOSTS = ("now", "host", "voice", "why not")
INSTALLED = ("installed", "MB", "licence", "since", "state")
INSTALLABLE = ("installable", "MB", "licence", "about")
Names = Annotated[list[str], typer.Argument(help="As `voices list` names them: kokoro, piper:en_US-norman-medium.")]


@voices.command("list")
def list_voices(config_path: ConfigPath = None, as_json: AsJson = False) -> None:
    """List each host's voices, best first (`*` marks the one that speaks now), what is installed and what can be."""
    config = load(config_path)
    hosts, here = asyncio.run(_voices(config)), list(_installed(config))
    if as_json:
        tables = {
            "hosts": (HOSTS, hosts),
            "installed": (INSTALLED, here),
            "installable": (INSTALLABLE, _installable(config)),
        }
        print_json(
            {name: [dict(zip(columns, row, strict=True)) for row in rows] for name, (columns, rows) in tables.items()}
        )
        return
    print_rows(HOSTS, hosts, as_json=False, empty="there are no hosts")
    print()
    print_rows(INSTALLED, here, as_json=False, empty="no natural voices are installed")
    print()
    print_rows(INSTALLABLE, _installable(config), as_json=False, empty="everything that is listed here is installed")
    print("\nOther voices of Kokoro and of Piper can be installed by name, as in kokoro:af_bella; mind their licences.")
    print("A voice of espeak is an accent and, after a plus, a variant; `paper-radio voices accents` lists them.")


@voices.command("install")
def install(
    names: Names,
    config_path: ConfigPath = None,
    packages: Annotated[bool, typer.Option("--packages", help="Have pip install what the voices need, too.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Print lines instead of a bar.")] = False,
) -> None:
    """Fetch voices from their publisher, checked against the hashes that it lists, with a note of their licence.

    A download that was cut goes on where it stopped.
    """
    config = load(config_path)
    os.nice(NICENESS)
    with _bar() if sys.stdout.isatty() and not plain else _lines() as on_progress:
        fetched = install_voices.install(config, names, on_progress)
    for folder in fetched:
        pin = voice_files.pin(folder)
        print(f"installed {folder.parent.name}:{folder.name}; licence: {pin.licence} (from {pin.source})")
    if not fetched:
        print(f"{', '.join(names)}: installed already")
    _see_to_packages(names, install_them=packages)


@voices.command("remove")
def remove(names: Names, config_path: ConfigPath = None) -> None:
    """Remove installed voices. The hosts go on with their next ones."""
    folder = load(config_path).paths.voices
    for name in names:
        engine, _, voice = name.partition(":")
        gone = voice_files.remove(folder, engine, voice)
        if not gone:
            raise BadConfig(f"no voice {name!r} is installed; `paper-radio voices list` shows those that are")
        print(f"removed {', '.join(f'{path.parent.name}:{path.name}' for path in gone)}")


@voices.command("check")
def check(config_path: ConfigPath = None) -> None:
    """Read every installed voice and compare it with what was installed."""
    damaged = False
    for engine, voice, folder in voice_files.installed(load(config_path).paths.voices):
        wrong = voice_files.damage_within(folder)
        damaged = damaged or bool(wrong)
        print(f"{engine}:{voice} {f'is damaged: {wrong}' if wrong else 'is as it was installed'}")
    if damaged:
        raise RadioError("`paper-radio voices install` with the names of the damaged voices mends them")


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
    from radio.speech.engines.registry import cast, engines

    speaking = engines(config.speech, config.paths.voices)
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


def _installed(config: Config) -> Iterator[tuple[str, int, str, str, str]]:
    for engine, voice, folder in voice_files.installed(config.paths.voices):
        pin = voice_files.pin(folder)
        megabytes = round(sum(file.bytes for file in pin.files) / 1e6)
        since = f"{pin.installed:%Y-%m-%d}" if pin.installed else ""
        yield f"{engine}:{voice}", megabytes, pin.licence, since, voice_files.damage(folder) or "whole"


def _installable(config: Config) -> list[tuple[str, int, str, str]]:
    return [
        (offer.name, offer.megabytes, offer.licence, offer.about)
        for offer in OFFERS
        if not all(voice_files.is_whole(config.paths.voices, part.engine, part.voice) for part in parts_of(offer.name))
    ]


@contextmanager
def _bar() -> Iterator[OnProgress]:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    tasks = {}
    with Progress(*columns, TimeRemainingColumn()) as bar:

        def on_progress(voice: str, there: int, whole: int) -> None:
            if voice not in tasks:
                tasks[voice] = bar.add_task(voice, total=whole)
            bar.update(tasks[voice], completed=there)

        yield on_progress


@contextmanager
def _lines() -> Iterator[OnProgress]:
    """A line at the beginning of each voice, and at each quarter."""
    said: dict[str, int] = {}

    def on_progress(voice: str, there: int, whole: int) -> None:
        quarter = 4 * there // max(1, whole)
        if quarter > said.get(voice, -1):
            said[voice] = quarter
            print(f"{voice}: {25 * quarter} % of {whole / 1e6:.0f} MB", flush=True)

    yield on_progress


def _see_to_packages(names: list[str], *, install_them: bool) -> None:
    missing = install_voices.missing_packages(names)
    if not missing:
        return
    if install_them:
        install_voices.install_packages(missing)
        print(f"installed {', '.join(missing)}")
    else:
        print(
            f"To speak they need {', '.join(missing)}: `{shlex.join(install_voices.pip_command(missing))}` installs it."
        )


async def _accents() -> tuple[list[str], list[str]]:
    from radio.speech.engines.espeak import Espeak

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
