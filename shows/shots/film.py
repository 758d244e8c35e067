"""Script → Shots: what is seen while each sentence is heard. The camera follows the words.

A sentence that rests on a claim shows the page with the claim's quote lit; a sentence that joins two others keeps the
page; a paper without an open licence is shown in cards; the station's own words have the station's own cards. No
picture stands longer than `LONGEST_SECONDS`, unless there is no other. Pure: draws nothing, reads nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from radio.ids import ClaimId, PaperId, SentenceId, show_name
from radio.model import Box, Card, Claim, Document, Figure, Paper, Place, Script, Segment, Sentence, Shot, Show, Summary
from shows.claims.titles import title_of
from shows.shots import cards, figures, views

LONGEST_SECONDS = 20.0
WORDS_PER_SECOND = 2.6
LINES_SHOWN = 5
"""Lines of a primer on one card."""

Picture = tuple[PaperId | None, int | None, Box | None, tuple[Box, ...], Card | None]


def shots(
    script: Script,
    show: Show,
    segment: Segment,
    papers: Mapping[PaperId, Paper],
    summaries: Mapping[PaperId, Summary],
    documents: Mapping[PaperId, Document],
    places: Mapping[ClaimId, Sequence[Place]],
    open_licence: Callable[[Paper], bool] | Mapping[PaperId, bool],
    station_name: str,
    card_lines: Sequence[str] = (),
) -> dict[SentenceId, Shot]:
    """A shot for each sentence, by its id.

    `places` says by a claim's id where its quote is printed; `card_lines` are what a primer writes on its card.
    """
    sentences = [sentence for _, sentence in script.sentences]
    films = {
        paper.id: _Film(paper, summaries.get(paper.id), documents.get(paper.id), places, _is_open(open_licence, paper))
        for paper in papers.values()
    }
    station = _StationFilm(show, _own_cards(show, segment, station_name, papers, card_lines, len(sentences)))
    about_paper = segment.kind in ("story", "brief", "comparison")
    subject = films.get(segment.papers[0]) if about_paper and len(segment.papers) == 1 else None
    shown: dict[SentenceId, Shot] = {}
    standing = _Standing()
    for number, sentence in enumerate(sentences):
        if sentence.paper:
            subject = films.get(sentence.paper, subject)
        elif not about_paper:
            subject = None
        wanted = subject.wanted(sentence) if subject else station.wanted(number)
        spare = subject.spare if subject else station.spare
        shown[sentence.id] = taken = replace(standing.fresh(wanted, spare, _seconds(sentence)), caption=sentence.text)
        if subject:
            subject.last = taken
    return shown


def _is_open(open_licence: Callable[[Paper], bool] | Mapping[PaperId, bool], paper: Paper) -> bool:
    return open_licence(paper) if callable(open_licence) else open_licence.get(paper.id, False)


def _seconds(sentence: Sentence) -> float:
    return len(sentence.text.split()) / WORDS_PER_SECOND


def _own_cards(
    show: Show,
    segment: Segment,
    station_name: str,
    papers: Mapping[PaperId, Paper],
    card_lines: Sequence[str],
    count: int,
) -> list[tuple[Card, ...]]:
    """The station's cards, a choice for each sentence; a primer's lines appear one after another."""
    choice = cards.station(show, segment, station_name, papers.values())
    if not card_lines:
        return [choice] * count
    shown = (min(len(card_lines), 1 + number * len(card_lines) // max(1, count)) for number in range(count))
    lines = (tuple(card_lines[max(0, n - LINES_SHOWN) : n]) for n in shown)
    return [(Card(kind="list", heading=segment.title, lines=part), *choice) for part in lines]


@dataclass(slots=True)
class _Standing:
    """Which picture stands, and for how long."""

    picture: Picture | None = None
    seconds: float = 0.0

    def fresh(self, wanted: Shot, spare: Callable[[Picture], Shot | None], seconds: float) -> Shot:
        """The wanted shot, or a spare one where its picture would stand too long."""
        if _picture(wanted) == self.picture and self.seconds + seconds > LONGEST_SECONDS:
            wanted = spare(_picture(wanted)) or wanted
        self.seconds = seconds + (self.seconds if _picture(wanted) == self.picture else 0.0)
        self.picture = _picture(wanted)
        return wanted


def _label(show: Show) -> str:
    """The show's date; an idea that never ages has none."""
    return "An idea explained" if show_name(show.id).name else cards.day_name(show.day)


@dataclass(slots=True)
class _StationFilm:
    """The station's own pictures."""

    show: Show
    cards: list[tuple[Card, ...]]
    at: int = 0

    def wanted(self, number: int) -> Shot:
        self.at = number
        return self._shot(self.cards[number][0])

    def spare(self, tired: Picture) -> Shot | None:
        return next((shot for card in self.cards[self.at] if _picture(shot := self._shot(card)) != tired), None)

    def _shot(self, card: Card) -> Shot:
        return Shot(title=self.show.title, label=_label(self.show), caption="", card=card)


@dataclass(slots=True)
class _Film:
    """The pictures of one paper, in the order of its sentences."""

    paper: Paper
    summary: Summary | None
    document: Document | None
    places: Mapping[ClaimId, Sequence[Place]]
    is_open: bool
    last: Shot | None = None
    quotes: set[ClaimId] = field(default_factory=set[ClaimId])
    spares: deque[Shot] | None = None

    def wanted(self, sentence: Sentence) -> Shot:
        """The page or card of what the sentence rests on; else what was seen last, unlit; at first the paper's head."""
        claims = self._claims(sentence)
        found = (self._page_shot(claims) if self.is_open else None) or self._claim_card(claims, sentence.text)
        if found:
            return found
        return replace(self.last, highlights=()) if self.last else self._opening()

    def spare(self, tired: Picture) -> Shot | None:
        """Another picture of the paper, each in its turn: figures, cards about the whole, the head of the paper."""
        if self.spares is None:
            self.spares = deque(chain(self._figures(), self._overviews(), (self._opening(), self._title_card())))
        for _ in range(len(self.spares)):
            self.spares.rotate(-1)
            if _picture(self.spares[-1]) != tired:
                return self.spares[-1]
        return None

    def _claims(self, sentence: Sentence) -> list[Claim]:
        known = {c.id: c for c in self.summary.claims} if self.summary else {}
        return [known[claim] for claim in sentence.claims if claim in known]

    def _page_shot(self, claims: Sequence[Claim]) -> Shot | None:
        """The figure that a claim speaks of; else the page with most of the first printed quote, its quotes lit."""
        if self.document is None:
            return None
        if figure := figures.spoken_of(claims, self.document):
            return self._figure_shot(figure, self._lit(claims, figure.page, figure.box))
        printed = next((places for claim in claims if (places := self._printed(claim))), None)
        if not printed:
            return self._passage_shot(claims)
        page = max(printed, key=views.length).page
        boxes = self._lit(claims, page)
        return self._shot(page=page, zoom=self._view(Place(page, boxes)), highlights=boxes)

    def _passage_shot(self, claims: Sequence[Claim]) -> Shot | None:
        """The passage that a claim names, unlit, because the quote is not printed there letter by letter."""
        document = self._read
        named = (document.find_passage(claim.passage) for claim in claims)
        passage = next((p for p in named if p and p.boxes and p.page <= len(document.pages)), None)
        return passage and self._shot(page=passage.page, zoom=self._view(Place(passage.page, passage.boxes)))

    @property
    def _read(self) -> Document:
        """The document, where pages are shown."""
        assert self.document, "only what was read has pages"
        return self.document

    def _view(self, place: Place) -> Box:
        kept = self.last.zoom if self.last and self.last.page == place.page else None
        return views.view(place, self._read, kept)

    def _printed(self, claim: Claim) -> list[Place]:
        return [place for place in self.places.get(claim.id, ()) if place.page <= len(self._read.pages)]

    def _lit(self, claims: Sequence[Claim], page: int, inside: Box | None = None) -> tuple[Box, ...]:
        """What is printed of the claims' quotes on a page, or in a part of it."""
        boxes = (box for claim in claims for place in self._printed(claim) if place.page == page for box in place.boxes)
        return tuple(dict.fromkeys(box for box in boxes if inside is None or views.holds(inside, box)))

    def _claim_card(self, claims: Iterable[Claim], said: str) -> Shot | None:
        if self.is_open and self.document:
            return None
        for claim in claims:
            card = cards.of_claim(claim, said, self.paper, self.document, self._quotes_left(claim))
            if card:
                if card.kind == "quote" and not cards.from_abstract(claim, self.document):
                    self.quotes.add(claim.id)
                return self._shot(card=card)
        return None

    def _quotes_left(self, claim: Claim) -> int:
        return cards.QUOTES_OF_BODY - len(self.quotes - {claim.id})

    def _opening(self) -> Shot:
        """The head of the first page, or the title on a card."""
        if self.is_open and self.document and self.document.pages:
            return self._shot(page=1, zoom=views.head_view(self.document.pages[0]))
        return self._shot(card=cards.title(self.paper, self.document))

    def _figures(self) -> Iterator[Shot]:
        if self.is_open and self.document:
            for figure in self.document.figures:
                if figure.page <= len(self.document.pages):
                    yield self._figure_shot(figure)

    def _figure_shot(self, figure: Figure, lit: tuple[Box, ...] = ()) -> Shot:
        return self._shot(page=figure.page, zoom=views.figure_view(figure, self._read), highlights=lit)

    def _overviews(self) -> Iterator[Shot]:
        if self.summary:
            yield from (self._shot(card=card) for card in cards.overview(self.summary, self.document))

    def _title_card(self) -> Shot:
        return self._shot(card=cards.title(self.paper, self.document))

    def _shot(
        self,
        page: int | None = None,
        zoom: Box | None = None,
        highlights: tuple[Box, ...] = (),
        card: Card | None = None,
    ) -> Shot:
        return Shot(
            title=title_of(self.paper),
            label=cards.label(self.paper, self.document),
            caption="",
            page=page,
            paper=self.paper.id,
            zoom=zoom,
            highlights=highlights,
            card=card,
        )


def _picture(shot: Shot) -> Picture:
    return shot.paper, shot.page, shot.zoom, shot.highlights, shot.card
