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
from radio.speech.engines.installable import OFFERS, can_be_installed
from radio.speech.engines.registry import ENGINES, find_engine
from radio.speech.voices import voice_files
from workers.voices.install_voices import missing_packages

ANSWER_SECONDS = 60.0
"""The station waits no longer before it goes on air."""
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
    if engine and not engine.installable:
        return []
    speaks = partial(_speaks, config)
    lacking = [voice for host in config.speech.hosts if not any(map(speaks, host.voices)) for voice in host.voices]
    fits = {kind.name: kind.installable.cores <= cores for kind in ENGINES if kind.installable}
    for name in sorted(fits, key=lambda name: not fits[name]):  # stable: the most natural first
        if names := _to_install(name, lacking):
            return names
    return []


def _to_install(engine: str, lacking: Sequence[str]) -> list[str]:
    """What to install of an engine for these voices: the engine itself, where that is a name for all of them."""
    voices = [voice.partition("#")[0] for voice in lacking if voice.startswith(f"{engine}:")]
    if voices and can_be_installed(engine):
        return [engine]
    return [voice for voice in dict.fromkeys(voices) if can_be_installed(voice)]


def _speaks(config: Config, name: str) -> bool:
    """Whether this is a natural voice, and all that it needs is installed."""
    engine, _, voice = name.partition(":")
    kind = find_engine(engine)
    if kind is None or kind.installable is None:
        return kind is not None and kind.is_natural
    folders = kind.installable.folders(voice)
    whole = all(voice_files.is_whole(config.paths.voices, engine, folder) for folder in folders)
    return whole and not missing_packages([name])


def question(config: Config, names: Sequence[str]) -> str:
    """What is asked: which voices, how large, from where, under which licence."""
    offers = [offer for offer in OFFERS if offer.name in names]
    size = f"{sum(offer.megabytes for offer in offers)} MB" if len(offers) == len(names) else "about 65 MB each"
    licences = ", ".join(dict.fromkeys(offer.licence for offer in offers)) or "see their cards"
    host = urlsplit(config.speech.voices_url).netloc
    packages = "".join(f" {note}" for note in _licence_notes(names))
    return (
        f"The hosts can have natural voices: {', '.join(names)} ({size} from {host}; licence: {licences}).{packages}\n"
        "The station goes on air meanwhile and changes to them by itself. Install natural voices? [Y/n] "
    )


def _licence_notes(names: Sequence[str]) -> list[str]:
    """What is to be said about the packages that are still missing."""
    kinds = {name: find_engine(name.partition(":")[0]) for name in names if missing_packages([name])}
    notes = (kind.installable.licence_note for kind in kinds.values() if kind and kind.installable)
    return list(dict.fromkeys(filter(None, notes)))


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
