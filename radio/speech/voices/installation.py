"""Publisher → installed voices: listed, fetched, checked, pinned.

A voice appears in the folder of installed voices whole, with its pin, or not at all. Only what was asked for by name is
fetched, and nothing that is there already.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from radio.errors import BadConfig, Unreachable
from radio.speech.voices import voice_files
from radio.speech.voices.catalogue import CARD, LARGEST_BYTES, VoiceFolder, stated_licence, unknown
from radio.speech.voices.download import Listed, Patience, client, disk_trouble, fetch
from radio.speech.voices.hub import Hub, Revision
from radio.speech.voices.voice_files import Pin, PinnedFile

FETCHING = ".fetching"
"""What is being fetched, below the folder of voices; it outlives a process that is cut off."""
SOUNDING = (".onnx", ".bin")
"""How files end that are named after their voice."""
FREE_BYTES = 256 << 20
"""What stays free on the disk."""

OnProgress = Callable[[str, int, int], None]
"""Told the voice, its bytes so far and its bytes in all."""


@dataclass(frozen=True, slots=True)
class _Order:
    """A voice that is to be fetched, with what its publisher lists."""

    part: VoiceFolder
    revision: Revision
    files: dict[str, Listed]
    """By the name in the voice's folder."""

    @property
    def bytes(self) -> int:
        return sum(listed.bytes for listed in self.files.values())


class Installation:
    """Installs into a folder of voices, from a publisher at an address."""

    def __init__(self, voices: Path, address: str, patience: Patience | None = None):
        self._voices = voices
        self._address = address
        self._patience = patience or Patience()

    async def install(self, parts: Sequence[VoiceFolder], on_progress: OnProgress) -> list[Path]:
        """The folders of what was fetched; none where all of it is there. Raises BadConfig or Unreachable."""
        missing = [part for part in parts if not is_whole(self._voices, part)]
        if not missing:
            return []
        async with client(self._patience) as session:
            hub = Hub(session, self._address, self._patience)
            revisions = {repository: await hub.newest(repository) for repository in {p.repository for p in missing}}
            orders = [await self._order(hub, part, revisions[part.repository]) for part in missing]
            self._need_room(orders)
            for order in orders:
                await self._fetch(session, hub, order, on_progress)
        try:
            return [self._place(hub, order) for order in orders]
        except OSError as exc:
            raise disk_trouble(exc, self._voices) from exc

    async def _order(self, hub: Hub, part: VoiceFolder, revision: Revision) -> _Order:
        listed = await hub.files(revision, part.folder)
        files = {ours: listed[theirs] for theirs, ours in part.files.items() if theirs in listed}
        if not files:
            there = [f"{part.engine}:{Path(path).stem}" for path in listed if path.endswith(SOUNDING)]
            raise unknown(str(part), there)
        if lacking := sorted(set(part.files.values()) - set(files)):
            raise Unreachable(f"{hub.page(part.repository)} lists no {lacking[0]} for {part}")
        for file in files.values():
            if file.bytes > LARGEST_BYTES:
                raise Unreachable(f"{file.path} is listed with {file.bytes >> 20} MiB, which no voice needs")
        return _Order(part, revision, files)

    def _need_room(self, orders: Sequence[_Order]) -> None:
        self._voices.mkdir(parents=True, exist_ok=True)
        needed = sum(order.bytes for order in orders) + FREE_BYTES
        free = shutil.disk_usage(self._voices).free
        if free < needed:
            raise BadConfig(
                f"{needed >> 20} MiB have to be free in {self._voices}, and {free >> 20} are; free some space"
            )

    async def _fetch(self, session: httpx.AsyncClient, hub: Hub, order: _Order, on_progress: OnProgress) -> None:
        there = 0

        def more(count: int) -> None:
            nonlocal there
            there += count
            on_progress(str(order.part), there, order.bytes)

        for listed in order.files.values():
            address = hub.address(order.revision, listed.path)
            await fetch(session, address, listed, self._voices / FETCHING, self._patience, more)

    def _place(self, hub: Hub, order: _Order) -> Path:
        """Puts the fetched files, with their pin, where the voice lies, in place of what was there."""
        part, fetched = order.part, self._voices / FETCHING
        final = voice_files.place(self._voices, part.engine, part.voice)
        if final is None:
            raise BadConfig(f"{part} cannot be the name of a folder")
        made = fetched / f"{part.engine}-{part.voice}"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        pinned = []
        for name, listed in order.files.items():
            os.link(fetched / listed.hash, made / name)
            address = hub.address(order.revision, listed.path)
            hash_ = listed.hash if len(listed.hash) == 64 else voice_files.sha256(made / name)
            pinned.append(PinnedFile(name=name, bytes=listed.bytes, sha256=hash_, address=address))
        pin = Pin(
            files=tuple(pinned),
            source=hub.page(part.repository),
            revision=order.revision.commit,
            licence=_licence(made, order),
        )
        voice_files.write_pin(made, pin)
        final.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(final, ignore_errors=True)
        made.rename(final)
        for listed in order.files.values():
            (fetched / listed.hash).unlink(missing_ok=True)
        return final


def is_whole(voices: Path, part: VoiceFolder) -> bool:
    """Whether the part is installed and undamaged."""
    folder = voice_files.find(voices, part.engine, part.voice)
    return folder is not None and not voice_files.damage(folder)


def remove(voices: Path, engine: str, voice: str) -> list[Path]:
    """Removes an installed voice, without a voice the whole engine; the folders that are gone."""
    gone = [folder for e, v, folder in voice_files.installed(voices) if e == engine and voice in ("", v)]
    for folder in gone:
        shutil.rmtree(folder)
    return gone


def _licence(folder: Path, order: _Order) -> str:
    """What the voice's own card states, else its repository's, else what is known of it."""
    card = folder / CARD
    stated = stated_licence(card.read_text(errors="replace")) if card.is_file() else ""
    return stated or order.revision.licence or order.part.licence or "not stated"
