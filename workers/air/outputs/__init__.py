"""Where the encoded stream goes: HLS always, and the servers of `[[air.outputs]]`, each by the scheme of its address.

To add an output is a file in this folder and its line in `OUTPUTS`; nothing else knows a scheme.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from radio.config import Config, OutputConfig
from radio.config_check import is_loopback
from radio.errors import BadConfig
from workers.air.outputs.hls import Hls
from workers.air.outputs.output import Output, Target
from workers.air.outputs.rtmp import RTMP
from workers.air.redact import without_keys

OUTPUTS: tuple[Output, ...] = (RTMP,)


def find_output(url: str) -> Output | None:
    """The output that sends to an address; None where no output knows its scheme, or where it names no server."""
    address = urlsplit(url)
    return next((each for each in OUTPUTS if address.hostname and address.scheme in each.ports), None)


def targets(config: Config) -> Sequence[Target]:
    """Every target of the configuration. Raises BadConfig for an address or a key file that cannot be used."""
    named: list[Target] = [Hls(config.paths.hls)]
    for number, table in enumerate(config.air.outputs):
        output = find_output(table.url)
        if output is None:
            raise BadConfig(f"air.outputs.{number}.url: {_must_begin()}")
        name = _name(table.url, output, [target.name for target in named])
        named.append(output.target(table, name, config.paths.run / f"{output.name}-{number}"))
    return tuple(named)


def mistakes(config: Config) -> tuple[str, ...]:
    """Every mistake in `[[air.outputs]]`, each a sentence that names its key."""
    return tuple(
        f"air.outputs.{number}.{mistake}"
        for number, table in enumerate(config.air.outputs)
        for mistake in _mistakes(table, private=config.licence.private)
    )


def refuse_private_pages_in_public(config: Config) -> None:
    """Raises BadConfig when pages that may not be shown would leave this machine."""
    if not config.licence.private:
        return
    public = [table.url for table in config.air.outputs if not _stays_here(table.url)]
    if public:
        names = ", ".join(without_keys(url) for url in public)
        raise BadConfig(f"[licence] private is set, but {names} is beyond this machine; remove one of the two")


def _mistakes(table: OutputConfig, *, private: bool) -> Iterator[str]:
    if find_output(table.url) is None:
        yield f"url: {_must_begin()}"
    elif private and not _stays_here(table.url):
        yield "url: licence.private shows every page, so nothing may be sent beyond this machine"
    try:
        if table.key_file and not table.key.get_secret_value():
            yield f"key_file: {table.key_file} is empty"
    except BadConfig as exc:
        yield f"key_file: {exc}"


def _must_begin() -> str:
    schemes = " or ".join(f"{scheme}://" for output in OUTPUTS for scheme in output.ports)
    return f"it must begin with {schemes} and name a server"


def _stays_here(url: str) -> bool:
    return is_loopback(urlsplit(url).hostname or "")


def _name(url: str, output: Output, before: Sequence[str]) -> str:
    """The output's name with host and application, and a number where others have the same. Never a key."""
    parts = urlsplit(url)
    place = f"{output.name} {parts.hostname}/{parts.path.strip('/').split('/')[0]}".rstrip("/")
    same = sum(name.split(" #")[0] == place for name in before)
    return f"{place} #{same + 1}" if same else place
