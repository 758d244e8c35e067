"""Voices and the Python packages that speak them, installed on the operator's word.

Reads: the configuration, what is installed. Writes: the folder of voices, and packages into the environment that this
program runs in. One installation at a time in a data folder.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path
from typing import TYPE_CHECKING

from radio.config import Config
from radio.errors import BadConfig
from radio.lock import only_one
from radio.speech.engines.installable import parts_of
from radio.speech.engines.registry import find_engine

if TYPE_CHECKING:
    from radio.speech.voices.installation import OnProgress

CHECKOUT = Path(__file__).resolve().parents[2]
"""Where the project's own files lie, if it was not installed as a package."""
PIP_SECONDS = 1800.0


def install(config: Config, names: Sequence[str], on_progress: OnProgress) -> list[Path]:
    """The folders of what was fetched, all of which appear together. Raises BadConfig or Unreachable."""
    from radio.speech.voices import installation  # the publisher's library takes half a second to load

    voices, url = config.paths.voices, config.speech.voices_url
    with only_one(config.paths.run / "voices.lock", "an installation of voices"):
        wanted = ((name, voices_of(config, name.partition(":")[0])) for name in names)
        parts = {str(part): part for name, of_hosts in wanted for part in parts_of(name, of_hosts)}
        return installation.install(voices, url, list(parts.values()), on_progress)


def voices_of(config: Config, engine: str) -> list[str]:
    """The voices of an engine that the hosts have, each once."""
    named = (name.partition(":")[::2] for host in config.speech.hosts for name in host.voices)
    return list(dict.fromkeys(voice for of, voice in named if of == engine))


def missing_packages(names: Sequence[str]) -> list[str]:
    """What pip has to be asked for, so that these voices can speak."""
    engines = dict.fromkeys(name.partition(":")[0] for name in names)
    extras = [kind.extra for engine in engines if (kind := find_engine(engine)) and kind.extra]
    wanted = [package for extra in extras for package in requirements_of(extra)]
    return [package for package in wanted if not _is_installed(package)]


def requirements_of(extra: str) -> list[str]:
    """The packages of one of the project's extras, as pip takes them: of the checkout, where this runs in one."""
    if (project := CHECKOUT / "pyproject.toml").is_file():
        return tomllib.loads(project.read_text())["project"]["optional-dependencies"][extra]
    asked = (line.partition(";") for line in requires("paper-radio") or ())
    return [
        package.strip() for package, _, marker in asked if marker.replace("'", '"').strip() == f'extra == "{extra}"'
    ]


def pip_command(packages: Sequence[str]) -> list[str]:
    """The command line that installs packages into this environment, held to the project's pins where they lie here."""
    pins = CHECKOUT / "constraints.txt"
    held = ["-c", str(pins)] if pins.is_file() else []
    return [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "-q", *held, *packages]


def install_packages(packages: Sequence[str]) -> None:
    """Has pip install them. Raises BadConfig with pip's last words where it cannot."""
    try:
        done = subprocess.run(pip_command(packages), capture_output=True, text=True, timeout=PIP_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise BadConfig(f"pip could not install {', '.join(packages)}: {exc}") from exc
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise BadConfig(f"pip could not install {', '.join(packages)}: {said[-1] if said else done.returncode}")


def _is_installed(package: str) -> bool:
    name = package
    for mark in "<>=!~[ ":
        name = name.partition(mark)[0]
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True
