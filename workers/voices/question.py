"""Asks once, in a terminal, whether natural voices shall be installed. The answer stays with the voices.

Nothing is asked where nobody sits at a terminal, where a natural voice is there already, and where the hosts are
configured to need none. A question without an answer is asked again at the next start.
"""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from radio.config import Config
from radio.media import write_atomic
from radio.speech.engines.registry import find_engine
from radio.speech.voices import voice_files
from radio.speech.voices.catalogue import OFFERS, PIPER_LICENCE_NOTE, can_be_installed
from radio.speech.voices.voice_files import KOKORO_MODEL
from workers.voices.install_voices import missing_packages

ANSWER_SECONDS = 60.0
"""The station waits no longer before it goes on air."""
CORES_FOR_KOKORO = 4
"""With fewer, Kokoro cannot speak eight hours a day beside the encoder; Piper can."""
ANSWER = "answer.json"


def wanted(config: Config) -> list[str]:
    """The voices that the operator wants and does not have yet, after asking where that is due."""
    names = best_for(config, os.cpu_count() or 1)
    if not names:
        return []
    answer = remembered(config)
    if answer is None and sys.stdin.isatty() and sys.stdout.isatty():
        answer = _ask(config, names)
    return names if answer else []


def best_for(config: Config, cores: int) -> list[str]:
    """What to install for these hosts on this machine; nothing where each has a natural voice, or none is meant."""
    engine = find_engine(config.speech.engine)
    if engine and not engine.takes_installed_voices:
        return []
    speaks = partial(_speaks, config)
    lacking = [voice for host in config.speech.hosts if not any(map(speaks, host.voices)) for voice in host.voices]
    kokoro = ["kokoro"] if any(voice.startswith("kokoro:") for voice in lacking) else []
    named = dict.fromkeys(voice.partition("#")[0] for voice in lacking if voice.startswith("piper:"))
    piper = [name for name in named if can_be_installed(name)]
    first, second = (kokoro, piper) if cores >= CORES_FOR_KOKORO else (piper, kokoro)
    return first or second


def _speaks(config: Config, name: str) -> bool:
    """Whether this is a natural voice, and all that it needs is installed."""
    engine, _, voice = name.partition(":")
    kind = find_engine(engine)
    if kind is None or not kind.takes_installed_voices:
        return kind is not None and kind.is_natural
    needed = [KOKORO_MODEL, voice] if engine == "kokoro" else [voice.partition("#")[0]]
    folders = [voice_files.find(config.paths.voices, engine, each) for each in needed]
    whole = all(folder and not voice_files.damage(folder) for folder in folders)
    return whole and not missing_packages([name])


def question(config: Config, names: Sequence[str]) -> str:
    """What is asked: which voices, how large, from where, under which licence."""
    offers = [offer for offer in OFFERS if offer.name in names]
    size = f"{sum(offer.megabytes for offer in offers)} MB" if len(offers) == len(names) else "about 65 MB each"
    licences = ", ".join(dict.fromkeys(offer.licence for offer in offers)) or "see their cards"
    host = urlsplit(config.speech.voices_url).netloc
    packages = f" {PIPER_LICENCE_NOTE}" if missing_packages(names) else ""
    return (
        f"The hosts can have natural voices: {', '.join(names)} ({size} from {host}; licence: {licences}).{packages}\n"
        "The station goes on air meanwhile and changes to them by itself. Install natural voices? [Y/n] "
    )


def remembered(config: Config) -> bool | None:
    """What was answered; None where nothing was."""
    try:
        return bool(json.loads((config.paths.voices / ANSWER).read_text())["install"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(config: Config, answer: bool) -> None:
    """Keeps the answer for every later start."""
    write_atomic(config.paths.voices / ANSWER, json.dumps({"install": answer}) + "\n")


def _ask(config: Config, names: Sequence[str]) -> bool | None:
    print(question(config, names), end="", flush=True)
    ready, _, _ = select.select([sys.stdin], [], [], ANSWER_SECONDS)
    line = sys.stdin.readline() if ready else ""
    if not line:
        print("\nno answer; it is asked again at the next start")
        return None
    answer = line.strip().lower() in ("", "y", "yes")
    remember(config, answer)
    if not answer:
        print("not asked again; `paper-radio voices install` does it at any time")
    return answer
