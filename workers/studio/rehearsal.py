"""A script while it is being written → takes: each turn is spoken as soon as the model has closed it.

Takes are kept by what is said, so the voice step finds them, and so does a second try after a crash. Nothing goes on
air from here: the script as a whole may yet be refused. What cannot be spoken is left to the voice step.
"""

from __future__ import annotations

import asyncio

from radio import log
from radio.errors import RadioError
from radio.model import Paper, Segment, Summary
from radio.speech.cast import Reading
from shows.scripts import llm_story
from workers.studio.station import Station


class Rehearsal:
    """Hears a story's script grow."""

    def __init__(self, station: Station, segment: Segment, paper: Paper, summary: Summary):
        self._station = station
        self._of = (segment, paper, summary, station.host_names)
        self._reading: Reading | None = None
        self._spoken: set[str] = set()
        self._closed = 0
        self._failed = False

    async def hear(self, text: str) -> None:
        """Speaks what is new. The model writes on meanwhile."""
        if self._failed or text.count("}") == self._closed:
            return
        self._closed = text.count("}")
        try:
            await self._speak(text)
        except RadioError as exc:
            self._failed = True
            log.get().info("not spoken ahead", segment=self._of[0].id, reason=str(exc))

    async def _speak(self, text: str) -> None:
        script = await asyncio.to_thread(llm_story.turns_so_far, text, *self._of)
        for speaker, sentence in script.sentences:
            if sentence.id not in self._spoken:
                self._spoken.add(sentence.id)
                self._reading = self._reading or await self._station.cast.reading()
                host = self._station.hosts[speaker].name
                await self._reading.record(self._station.pronunciation.of(sentence), host)
