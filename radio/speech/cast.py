"""Who speaks with what: each host by the best of its voices that works, and never by another host's.

In: the engines, and for each host its voices, best first. Out: a `Reading`, the voices of one segment, that records
sentences. An engine that fails in the middle is left out for a while; the host goes on with its next voice, and the
better one comes back with a later segment.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from radio import log
from radio.backoff import Rest
from radio.doors import Speaking, Voice
from radio.errors import RadioError, Unreachable, Unspeakable
from radio.model import Take
from radio.speech.speeds import EngineFigures
from radio.speech.takes import Takes


@dataclass(frozen=True, slots=True)
class HostVoice:
    """One of the voices that a host may have."""

    engine: str
    voice: Voice

    def __str__(self) -> str:
        return f"{self.engine}:{self.voice.name}"

    @property
    def speaker(self) -> tuple[str, str]:
        """What must differ for a listener to know one host from another."""
        return self.engine, self.voice.name


class Cast:
    """The hosts and their engines."""

    def __init__(
        self,
        parts: Mapping[str, Sequence[HostVoice]],
        engines: Mapping[str, Speaking],
        takes: Takes,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._parts = parts
        self._engines = engines
        self._takes = takes
        self._rests = {name: Rest(clock) for name in engines}

    async def reading(self) -> Reading:
        """The voices for a segment that begins now. Raises Unreachable where a host has none that works."""
        chosen: dict[str, HostVoice] = {}
        for host in self._parts:
            chosen[host] = await self._best(host, chosen)
        return Reading(self, chosen)

    async def why_not(self, part: HostVoice) -> str:
        """Why the part cannot speak now, in one sentence; empty where it can."""
        engine = self._engines.get(part.engine)
        if engine is None:
            return f"{part.engine} is not configured"
        if reason := self._rests[part.engine].reason:
            return f"{part.engine} failed: {reason}"
        try:
            await engine.check(part.voice)
        except Unspeakable as exc:
            return str(exc)
        except Unreachable as exc:
            self._rest(part.engine, exc)
            return str(exc)
        return ""

    @property
    def is_whole(self) -> bool:
        """Whether no engine has failed of late: what speaks now is what is meant to."""
        return not any(rest.is_ill for rest in self._rests.values())

    def speed(self) -> tuple[EngineFigures, ...]:
        """How quickly each engine has spoken of late."""
        return self._takes.figures.table()

    def voices_of(self, host: str) -> Sequence[HostVoice]:
        """Best first."""
        return self._parts[host]

    async def _best(self, host: str, others: Mapping[str, HostVoice]) -> HostVoice:
        taken = {part.speaker for part in others.values()}
        reasons = []
        for part in self._parts[host]:
            if part.speaker in taken:
                continue
            if not (reason := await self.why_not(part)):
                return part
            reasons.append(reason)
        raise Unreachable(f"no voice of {host} works: {'; '.join(reasons)}")

    async def record(self, spoken: str, part: HostVoice) -> Take:
        """A take by this voice. Raises Unspeakable, or Unreachable, after which its engine rests for a while."""
        if reason := self._rests[part.engine].reason:
            raise Unreachable(reason)
        try:
            take = await self._takes.record(spoken, part.voice, self._engines[part.engine])
        except Unreachable as exc:
            self._rest(part.engine, exc)
            raise
        self._rests[part.engine].worked()
        return take

    def signature(self, part: HostVoice) -> str:
        return self._engines[part.engine].signature(part.voice)

    def _rest(self, engine: str, exc: RadioError) -> None:
        if seconds := self._rests[engine].failed(str(exc)):
            log.get().warning("a voice failed; the next one speaks", engine=engine, reason=str(exc), seconds=seconds)


class Reading:
    """The voices of one segment. A host keeps its voice to the end unless the engine fails."""

    def __init__(self, cast: Cast, parts: Mapping[str, HostVoice]):
        self._cast = cast
        self._parts = dict(parts)
        self.signature = " | ".join(map(cast.signature, parts.values()))
        """Tells whether two segments were meant for the same voices."""

    def part_of(self, host: str) -> HostVoice:
        """The voice that the host speaks with now."""
        return self._parts[host]

    async def record(self, spoken: str, host: str) -> Take:
        """The take of a sentence. Raises the last engine's Unspeakable or Unreachable where none could speak it.

        A sentence that an engine speaks badly is left to the host's next voice; an engine that fails is left for the
        rest of the segment.
        """
        voices, first = self._cast.voices_of(host), self._parts[host]
        failed, problem = False, Unreachable(f"no voice of {host} is left")
        for part in voices[voices.index(first) :]:
            if part != first and not await self._may_take(part, host):
                continue
            if failed:
                self._parts[host] = part
            try:
                return await self._cast.record(spoken, part)
            except Unspeakable as exc:
                problem = exc
            except Unreachable as exc:
                failed, problem = True, exc
        raise problem

    async def _may_take(self, part: HostVoice, host: str) -> bool:
        others = {other.speaker for name, other in self._parts.items() if name != host}
        return part.speaker not in others and not await self._cast.why_not(part)
