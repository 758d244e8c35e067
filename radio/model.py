"""The records: frozen dataclasses that each say one thing about a paper or a show.

The way of the data: Paper → Document → Summary → Show ⊃ Segment → Script → Take + Shot → Item → Rundown → AsRun.

Times are aware datetimes in UTC. Pages count from 1. Boxes are PDF points, origin at the top left of the page.
Sound is counted in frames of the house rate (48 000 per second) unless a field says otherwise.
`to_json` and `from_json` turn any record into text and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, NewType, TypeVar

from pydantic import TypeAdapter

from radio.ids import ClaimId, PaperId, PassageId, SegmentId, SentenceId, ShowId

HOUSE_RATE = 48_000
"""Frames per second inside the house; 16-bit stereo PCM."""

MediaKey = NewType("MediaKey", str)
"""Where a content-named file lies under the media root: `ab/ab12…ef.flac`."""

STATION = "Paper Radio"
HOSTS = ("Ada", "Max")
"""What the station and its two hosts are called where the configuration does not say otherwise."""


# --- papers -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What arXiv (or the operator) says about one version of one paper."""

    id: PaperId
    title: str
    authors: tuple[str, ...] = ()
    abstract: str = ""
    categories: tuple[str, ...] = ()
    primary: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    announced: date | None = None
    announce: Literal["new", "cross", "replace", "replace-cross", "catch-up", "asked", "local", "sample"] = "new"
    licence: str = ""
    """Licence URL of this very version; empty when it is not known, and then nothing of the paper is shown."""
    pdf: str = ""
    """Where its PDF is: an https URL, or the path of a local file."""
    withdrawn: str = ""
    """The words that withdraw the paper with this version; empty for a paper that stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Why a paper was, or was not, chosen on a day."""

    paper: PaperId
    day: date
    score: float
    chosen: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A few sentences of prose with their exact place on the page."""

    id: PassageId
    section: str
    """Heading of its section, `Abstract` for the abstract."""
    text: str
    page: int
    boxes: tuple[Box, ...]
    """One box a line of print. All lie on `page`."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a paper whose place is asked for."""

    text: str
    page: int | None = None
    """Where they are thought to stand; they are looked for there first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand on one page: one box a line of print, in reading order."""

    page: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure or table with its caption."""

    id: str
    kind: Literal["figure", "table", "algorithm"]
    caption: str
    page: int
    box: Box
    """Of both together."""
    crop: Box
    """Of the thing itself; the caption's where only that was found."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height of a page in points."""

    width: float
    height: float


HiddenKind = Literal[
    "not painted", "transparent", "tiny", "white", "of the colour of its ground", "covered", "clipped", "off the page",
    "without shape", "layer turned off", "hidden note",
]  # fmt: skip
"""Why an eye does not see a text that is in the file."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text in the file that nobody sees. It is recorded, and it reaches no prompt, no voice and no caption."""

    text: str
    page: int
    kind: HiddenKind
    orders: bool = False
    """Whether it tells a language model what to do."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """A sentence in plain sight that tells a language model what to do. It reaches no prompt."""

    text: str
    passage: PassageId
    """The passage that it stands in; `…#abstract` for arXiv's own abstract."""
    page: int | None = None
    """None for arXiv's own abstract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper as read: prose in reading order, figures, the pages' sizes, and what a human eye cannot see."""

    paper: PaperId
    title: str
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...] = ()
    pages: tuple[PageSize, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    licence: str = ""
    """Licence printed in the file, as a URL; empty where none is."""
    recognised: bool = False
    """Whether the words were recognised in pictures of the pages: a letter or a digit may be wrong."""

    def find_passage(self, passage_id: PassageId) -> Passage | None:
        return next((p for p in self.passages if p.id == passage_id), None)


@dataclass(frozen=True, slots=True)
class PageImage:
    """A drawn page, or a part of one."""

    width: int
    """Pixels, as the height."""
    height: int
    rgb: bytes
    """Three bytes a pixel, row by row."""


ClaimKind = Literal["problem", "idea", "method", "result", "limit", "context"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing the paper says, in words that can be spoken, and the words of the paper that it rests on."""

    id: ClaimId
    kind: ClaimKind
    text: str
    quote: str
    passage: PassageId
    """The passage that holds the quote; `…#abstract` for arXiv's own abstract."""
    scope: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the station will say of a paper: one headline and claims, best first within each kind."""

    paper: PaperId
    headline: str
    claims: tuple[Claim, ...]
    keywords: tuple[str, ...] = ()
    writer: str = "extractive"
    """`extractive`, or `llm:<model>`."""

    def of(self, *kinds: ClaimKind) -> tuple[Claim, ...]:
        return tuple(c for c in self.claims if c.kind in kinds)


# --- what models wrote -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a language model answered, already parsed against the schema."""

    value: Mapping[str, Any]
    model: str
    prompt_tokens: int = 0
    reply_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """A text that a latent writer went on with, and what its trace tells."""

    text: str
    log_probability: float
    """Mean a token, in nats."""
    cosine: float
    """Of its spans' latents to the guides it was steered by, mean."""
    baseline: float
    """The same to guides that it was not steered by."""


# --- shows ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """One edition of a format. A paper's own segment is a show of one segment."""

    id: ShowId
    format: str
    """The pattern that the show follows: the name of a format of `shows/formats`."""
    title: str
    day: date
    """The date in the station's time zone."""
    airs_at: datetime | None = None
    """When it is due; None plays whenever there is room."""
    edition: int = 1
    themes: tuple[str, ...] = ()
    rank: float = 0.0
    """Greater plays earlier among shows without an air time."""


SegmentKind = Literal["opening", "theme", "story", "brief", "comparison", "close", "primer", "ident", "update"]
"""What a part of a show is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One part of a show: its kind, its papers, its place."""

    id: SegmentId
    show: ShowId
    position: int
    kind: SegmentKind
    title: str
    papers: tuple[PaperId, ...] = ()
    theme: str = ""
    seconds: float = 120.0
    """The length it is planned for."""


Speaker = Literal["host", "guest"]
"""The two roles of the cast: `host` leads, `guest` asks and adds. The voices behind them are configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The unit of streaming: written, checked, spoken, cued and captioned one at a time."""

    id: SentenceId
    text: str
    """As shown in captions and transcripts."""
    spoken: str
    """As the voice gets it; nothing else ever sees this."""
    claims: tuple[ClaimId, ...] = ()
    """The claims that it rests on; empty for words about the station itself."""
    paper: PaperId | None = None
    """The paper it is about; None for words about the station itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one voice says without a break."""

    speaker: Speaker
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The words of a segment."""

    segment: SegmentId
    turns: tuple[Turn, ...]

    @property
    def sentences(self) -> tuple[tuple[Speaker, Sentence], ...]:
        return tuple((turn.speaker, s) for turn in self.turns for s in turn.sentences)


@dataclass(frozen=True, slots=True)
class Word:
    """When a word starts in a take: seconds from the take's start, offset and length in the spoken text."""

    seconds: float
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One recording of one sentence: mono FLAC at the voice's own rate, loudness set, silence trimmed."""

    id: str
    """Hash of spoken text, engine, voice and settings."""
    sound: MediaKey
    seconds: float
    rate: int
    """Frames per second of the file."""
    engine: str
    voice: str
    words: tuple[Word, ...] = ()
    first_sound_seconds: float = field(default=0.0, compare=False)
    """How long the engine took to the first stretch of sound."""
    took_seconds: float = field(default=0.0, compare=False)
    """How long it took to the last."""

    @property
    def frames(self) -> int:
        """Length in house frames."""
        return round(self.seconds * HOUSE_RATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A picture drawn by us where the page may not be shown, or where there is none."""

    kind: Literal["title", "number", "steps", "quote", "list", "station"]
    heading: str = ""
    lines: tuple[str, ...] = ()
    big: str = ""
    """The large number with its unit, on a `number` card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """What is seen while a sentence is heard: a page with its passage lit, or a card."""

    title: str
    """The line at the top: the paper's or the show's title."""
    label: str
    """arXiv id, licence and authors, or the show's name and date."""
    caption: str
    page: int | None = None
    """Page shown, or None for a card."""
    paper: PaperId | None = None
    zoom: Box | None = None
    """The part of the page to show; None fits the page's width."""
    highlights: tuple[Box, ...] = ()
    card: Card | None = None


# --- on air -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing the clock plays: a take, its picture, the pause that follows."""

    id: SentenceId
    sound: MediaKey
    frames: int
    """Length of the take in house frames, without the pause."""
    pause_frames: int
    picture: MediaKey
    """720p yuv420p, limited-range BT.709, zlib: `….yuvz`."""
    text: str
    speaker: str
    """Name of the host who speaks."""
    engine: str = ""
    """What the host speaks with; empty where nobody speaks."""
    paper: PaperId | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rundown:
    """The ordered items of one show, as studio hands them to air: a file named by the show's id, replaced whole."""

    show: ShowId
    format: str
    title: str
    artist: str
    made: datetime
    items: tuple[Item, ...]
    complete: bool
    """False while later sentences are still being voiced; air may start it once its runway is recorded."""
    airs_at: datetime | None = None
    papers: tuple[PaperId, ...] = ()

    @property
    def seconds(self) -> float:
        return sum(i.frames + i.pause_frames for i in self.items) / HOUSE_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place in the station's programme: which show, in which turn, and when it is due."""

    show: ShowId
    source: Literal["rundown", "repeat", "evergreen"]
    airs_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What air should play next, in order; a file that studio replaces whole and air only reads."""

    made: datetime
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsRun:
    """What truly went out: one line of air's log, as imported into the store."""

    item: SentenceId
    show: ShowId
    started: datetime
    ended: datetime | None
    started_frame: int
    outcome: Literal["aired", "cut", "skipped"]
    text: str = ""
    paper: PaperId | None = None


Record = TypeVar("Record")


@cache
def _adapter(kind: type[Record]) -> TypeAdapter[Record]:
    return TypeAdapter(kind)


def to_json(record: object) -> str:
    """The record as one line of JSON."""
    adapter: TypeAdapter[object] = _adapter(type(record))
    return adapter.dump_json(record).decode()


def from_json(kind: type[Record], text: str | bytes) -> Record:
    """The record that `to_json` wrote. Raises pydantic.ValidationError on any other shape."""
    adapter: TypeAdapter[Record] = _adapter(kind)
    return adapter.validate_json(text)
