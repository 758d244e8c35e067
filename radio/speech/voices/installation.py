"""Publisher → installed voices: listed, fetched, checked, pinned.

A voice appears in the folder of installed voices whole, with its pin, or not at all. Only what was asked for by name is
fetched, and nothing that is there already.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from radio.errors import BadConfig, Unreachable
from radio.speech.voices import voice_files
from radio.speech.voices.catalogue import CARD, LARGEST_BYTES, VoiceFolder, stated_licence, unknown
from radio.speech.voices.download import disk_trouble, fetch
from radio.speech.voices.hub import Listed, Patience, Revision, newest
from radio.speech.voices.voice_files import Pin

FETCHING = ".fetching"
"""What is being fetched, below the folder of voices; it outlives a process that is cut off."""
SOUNDING = (".onnx", ".bin")
"""The endings of files that bear the name of their voice."""
FREE_BYTES = 256 << 20
"""What stays free on the disk."""

OnProgress = Callable[[str, int, int], None]
"""Called with the voice, its bytes so far and its bytes in all."""


@dataclass(frozen=True, slots=True)
class _Order:
    """A voice that is to be fetched, with what its publisher lists."""

    part: VoiceFolder
    page: str
    """Where a person reads about its repository."""
    revision: Revision
    files: dict[str, Listed]
    """By the name in the voice's folder."""

    @property
    def bytes(self) -> int:
        return sum(listed.bytes for listed in self.files.values())


def install(
    voices: Path, address: str, parts: Sequence[VoiceFolder], on_progress: OnProgress, patience: Patience | None = None
) -> list[Path]:
    """The folders of what was fetched into `voices`; none where all of it is there. Raises BadConfig or Unreachable."""
    missing = [part for part in parts if not voice_files.is_whole(voices, part.engine, part.voice)]
    patience, address, fetched = patience or Patience(), address.rstrip("/"), voices / FETCHING
    revisions = {name: newest(address, name, patience) for name in dict.fromkeys(part.repository for part in missing)}
    orders = [_order(part, f"{address}/{part.repository}", revisions[part.repository]) for part in missing]
    _need_room(voices, sum(order.bytes for order in orders))
    for order in orders:
        before = 0
        for listed in order.files.values():
            fetch(listed, fetched, patience, partial(_report, on_progress, order, before))
            before += listed.bytes
    try:
        return [_place(order, fetched, voices) for order in orders]
    except OSError as exc:
        raise disk_trouble(exc, voices) from exc


def _order(part: VoiceFolder, page: str, revision: Revision) -> _Order:
    listed = revision.files
    files = {ours: listed[theirs] for theirs, ours in part.files.items() if theirs in listed}
    if not files:
        raise unknown(str(part), [f"{part.engine}:{Path(path).stem}" for path in listed if path.endswith(SOUNDING)])
    if lacking := sorted(set(part.files.values()) - set(files)):
        raise Unreachable(f"{page} lists no {lacking[0]} for {part}")
    for file in files.values():
        if file.bytes > LARGEST_BYTES:
            raise Unreachable(f"{file.path} is listed with {file.bytes >> 20} MiB, which no voice needs")
    return _Order(part, page, revision, files)


def _need_room(voices: Path, bytes: int) -> None:
    voices.mkdir(parents=True, exist_ok=True)
    needed, free = bytes + FREE_BYTES, shutil.disk_usage(voices).free
    if bytes and free < needed:
        raise BadConfig(f"{needed >> 20} MiB have to be free in {voices}, and {free >> 20} are; free some space")


def _report(on_progress: OnProgress, order: _Order, before: int, there: int) -> None:
    on_progress(str(order.part), before + there, order.bytes)


def _place(order: _Order, fetched: Path, voices: Path) -> Path:
    """Puts the fetched files, with their pin, where the voice lies, in place of what was there."""
    part = order.part
    final = voice_files.place(voices, part.engine, part.voice)
    if final is None:
        raise BadConfig(f"{part} cannot be the name of a folder")
    made = fetched / f"{part.engine}-{part.voice}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    for name, listed in order.files.items():
        os.link(fetched / listed.hash, made / name)
    files = tuple(
        file.model_copy(update={"address": order.files[file.name].address})
        for file in voice_files.pinned(made, list(order.files))
    )
    pin = Pin(files=files, source=order.page, revision=order.revision.commit, licence=_licence(made, order))
    voice_files.write_pin(made, pin)
    final.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(final, ignore_errors=True)
    made.rename(final)
    for listed in order.files.values():
        (fetched / listed.hash).unlink(missing_ok=True)
    return final


def _licence(folder: Path, order: _Order) -> str:
    """What the voice's own card states, else its repository's, else what is known of it."""
    card = folder / CARD
    stated = stated_licence(card.read_text(errors="replace")) if card.is_file() else ""
    return stated or order.revision.licence or order.part.licence or "not stated"
