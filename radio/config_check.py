"""What a valid configuration asks for that cannot be had: files that are missing, addresses that are none.

In: a Config. Out: one sentence a mistake. Looks at the disk; never at the network.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from radio.config import Config, EndpointConfig
from radio.errors import BadConfig


def mistakes(config: Config) -> tuple[str, ...]:
    """Every mistake but those in [[air.outputs]], each a sentence that names its key."""
    return tuple(_mistakes(config))


def _mistakes(config: Config) -> Iterator[str]:
    data = config.station.data
    if not _can_be_written(data):
        yield f"station.data: {data} cannot be written; choose another folder or change its owner"
    if config.folder.watch and not config.folder.watch.is_dir():
        yield f"folder.watch: there is no folder {config.folder.watch}"
    if config.rank.library and not config.rank.library.is_file():
        yield f"rank.library: there is no file {config.rank.library}"
    if config.writer.key_file and not config.writer.key_file.is_file():
        yield f"writer.key_file: there is no file {config.writer.key_file}"
    if config.writer.base_url and urlsplit(config.writer.base_url).scheme not in ("http", "https"):
        yield f"writer.base_url: {config.writer.base_url!r} is not an http address"
    yield from _endpoint(config.speech.endpoint)
    if config.writer.latent.url and urlsplit(config.writer.latent.url).scheme not in ("http", "https"):
        yield f"writer.latent.url: {config.writer.latent.url!r} is not an http address"
    for key in ("model", "recordings"):
        if (folder := getattr(config.speech.xtts, key)) and not folder.is_dir():
            yield f"speech.xtts.{key}: there is no folder {folder}"


def _endpoint(endpoint: EndpointConfig) -> Iterator[str]:
    if endpoint.base_url and urlsplit(endpoint.base_url).scheme not in ("http", "https"):
        yield f"speech.endpoint.base_url: {endpoint.base_url!r} is not an http address"
    try:
        if endpoint.key_file and not endpoint.key.get_secret_value():
            yield f"speech.endpoint.key_file: {endpoint.key_file} is empty"
    except BadConfig as exc:
        yield f"speech.endpoint.key_file: {exc}"


def _can_be_written(folder: Path) -> bool:
    """Whether the folder is there, or can be made, and takes new files."""
    existing = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


def is_loopback(host: str) -> bool:
    """Whether an address names this machine only."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
