"""A show's takes → how well a speech recogniser makes out each sentence of the script.

Reads: the show's scripts, items and takes. Writes nothing. A sentence that the recogniser mistakes is worth hearing; it
may be the voice, a word that is said wrongly, or the recogniser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import soundfile

from radio.config import Config
from radio.errors import BadConfig
from radio.ids import ShowId
from radio.media import Media
from radio.model import Item
from radio.speech.engines.registry import find_engine
from radio.speech.recogniser import EXTRA, Recogniser
from radio.store import Store
from shows.formats import format_of
from shows.speakable.word_errors import errors, words
from workers.voices.install_voices import pip_command, requirements_of

MOST_WRONG = 0.5
"""A host with a larger share of mistaken words is not understood. On one sample flite has 0.1, festival 0.3,
espeak 0.85."""
STORE_NEEDED = "there are no shows yet; let the station run first"


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence and what was made out of its take."""

    id: str
    host: str
    engine: str
    spoken: str
    heard: str
    words: int
    """How many the spoken text has."""
    errors: int

    @property
    def wrong(self) -> float:
        """Word error rate: errors for each word that was spoken."""
        return self.errors / max(1, self.words)


@dataclass(frozen=True, slots=True)
class HostHeard:
    """All sentences of a host in one voice's engine."""

    host: str
    engine: str
    sentences: int
    words: int
    wrong: float

    @property
    def is_judged(self) -> bool:
        engine = find_engine(self.engine)
        return engine is None or engine.is_judged

    @property
    def is_understood(self) -> bool:
        return self.wrong <= MOST_WRONG


def verify(config: Config, show: ShowId | None, most: int, on_progress: Callable[[int, int], None]) -> list[Heard]:
    """The sentences of a show, or of the newest ready one; `most` of them, spread evenly, 0 for all."""
    recogniser = _recogniser()
    chosen = _spread(_sentences(config, show), most)
    media, found = Media(config.paths.media), []
    for number, (item, spoken) in enumerate(chosen):
        on_progress(number, len(chosen))
        samples, rate = soundfile.read(media.path(item.sound), dtype="float32")
        heard, meant = recogniser.heard(samples, rate), words(spoken)
        wrong = errors(meant, words(heard))
        found.append(Heard(item.id, item.speaker, item.engine, spoken, heard, len(meant), wrong))
    on_progress(len(chosen), len(chosen))
    return found


def by_host(found: Iterable[Heard]) -> Iterator[HostHeard]:
    """The sentences of each host and engine together."""
    groups: dict[tuple[str, str], list[Heard]] = {}
    for sentence in found:
        groups.setdefault((sentence.host, sentence.engine), []).append(sentence)
    for (host, engine), group in sorted(groups.items()):
        said = sum(sentence.words for sentence in group)
        yield HostHeard(host, engine, len(group), said, sum(s.errors for s in group) / max(1, said))


def _recogniser() -> Recogniser:
    try:
        return Recogniser()
    except ImportError as exc:
        command = " ".join(pip_command(requirements_of(EXTRA)))
        raise BadConfig(f"no speech recogniser is installed; `{command}` installs one") from exc


def _sentences(config: Config, show: ShowId | None) -> list[tuple[Item, str]]:
    """Every voiced sentence of the show with its spoken text, in order."""
    if not config.paths.store.is_file():
        raise BadConfig(STORE_NEEDED)
    with Store.open(config.paths.store) as store:
        programme = store.programme
        if show is None:
            ready = programme.ready_shows()
            if not ready:
                raise BadConfig(STORE_NEEDED)
            show = max(ready, key=lambda each: (format_of(each.show.id).is_dated, each.show.day)).show.id
        elif programme.find_show(show) is None:
            raise BadConfig(f"there is no show {show!r}; `paper-radio show list` lists them")
        spoken, items = {}, []
        for segment in programme.segments(show):
            script = programme.find_script(segment.id)
            spoken |= {sentence.id: sentence.spoken for _, sentence in script.sentences} if script else {}
            items += programme.items(segment.id)
    return [(item, spoken[item.id]) for item in items if item.engine and item.id in spoken]


def _spread(sentences: Sequence[tuple[Item, str]], most: int) -> list[tuple[Item, str]]:
    if not most or len(sentences) <= most:
        return list(sentences)
    return [sentences[round(k * (len(sentences) - 1) / max(1, most - 1))] for k in range(most)]
