from datetime import date
from itertools import groupby

import pytest

from radio.ids import PaperId, ShowId
from radio.model import (
    Box,
    Claim,
    Document,
    Figure,
    PageSize,
    Paper,
    Passage,
    Place,
    Script,
    Segment,
    Sentence,
    Shot,
    Show,
    Summary,
    Turn,
)
from shows.shots import film, shots
from shows.shots.cards import authors, licence_name, striking_number

PAPER = PaperId("2411.01234v2")
CC_BY = "http://creativecommons.org/licenses/by/4.0/"
ABSTRACT = (
    "Translation is slow with recurrent networks. We propose a network of attention alone. "
    "Results show 41.8 BLEU after 3.5 days of training. It needs long memory for long texts."
)
BODY = "Every layer attends to every position of the sequence and so needs few steps from one word to another."


def column(page_x: float, top: float, lines: int) -> tuple[Box, ...]:
    return tuple(Box(page_x, top + 12 * n, page_x + 230, top + 12 * n + 10) for n in range(lines))


def passage(number: int, section: str, text: str, page: int, boxes: tuple[Box, ...]) -> Passage:
    return Passage(id=f"{PAPER}#p{number}", section=section, text=text, page=page, boxes=boxes)


DOCUMENT = Document(
    paper=PAPER,
    title="A network of attention",
    passages=(
        passage(0, "Abstract", ABSTRACT, 1, column(72, 300, 8)),
        passage(1, "1 Introduction", "Other prose stands beside it in its own column.", 1, column(310, 300, 2)),
        passage(2, "3 Model", BODY, 3, column(310, 120, 4)),
    ),
    figures=(
        Figure(
            id="f1",
            kind="figure",
            caption="Figure 1",
            page=2,
            box=Box(100, 80, 500, 260),
            crop=Box(100, 80, 500, 240),
        ),
    ),
    pages=(PageSize(612, 792),) * 4,
)


def claim(number: int, kind: str, quote: str, where: str, text: str = "") -> Claim:
    return Claim(id=f"{PAPER}#c{number:02}", kind=kind, text=text or quote, quote=quote, passage=f"{PAPER}#{where}")


CLAIMS = (
    claim(0, "problem", "Translation is slow with recurrent networks.", "abstract"),
    claim(1, "idea", "We propose a network of attention alone.", "abstract"),
    claim(2, "result", "Results show 41.8 BLEU after 3.5 days of training.", "abstract"),
    claim(3, "method", BODY, "p2", "Each layer looks at all positions at once."),
    claim(4, "limit", "It needs long memory for long texts.", "abstract"),
)
PLACES = {
    CLAIMS[0].id: (Place(1, column(72, 300, 2)),),
    CLAIMS[1].id: (Place(1, column(72, 324, 2)),),
    CLAIMS[2].id: (Place(1, column(72, 348, 2)),),
    CLAIMS[3].id: (Place(3, column(310, 120, 4)),),
    CLAIMS[4].id: (Place(1, column(72, 372, 2)),),
}
SUMMARY = Summary(paper=PAPER, headline="Attention alone translates", claims=CLAIMS)
AUTHORS = ("Ada Lovelace", "Max Born", "Emmy Noether", "Alan Turing")
MODEL_PAPER = Paper(id=PAPER, title="A network of attention", authors=AUTHORS, licence=CC_BY, primary="cs.CL")
SHOW = Show(id=ShowId(f"{PAPER}-paper"), format="paper", title="A network of attention", day=date(2026, 11, 20))
STORY = Segment(id=f"{SHOW.id}/00", show=SHOW.id, position=0, kind="story", title="A network", papers=(PAPER,))


def script(*claims: int | None, text: str = "A sentence of six plain words.", paper: PaperId | None = PAPER) -> Script:
    sentences = tuple(
        Sentence(
            id=f"{STORY.id}/000.{n}", text=text, spoken=text, paper=paper,
            claims=() if number is None else (CLAIMS[number].id,),
        )
        for n, number in enumerate(claims)
    )  # fmt: skip
    return Script(segment=STORY.id, turns=(Turn(speaker="host", sentences=sentences),))


def filmed(
    words: Script, *, is_open: bool = True, show: Show = SHOW, segment: Segment = STORY, **changes
) -> list[Shot]:
    records = {"papers": {PAPER: MODEL_PAPER}, "summaries": {PAPER: SUMMARY}, "documents": {PAPER: DOCUMENT}}
    records = records | {"places": PLACES} | changes
    shown = shots(words, show, segment, **records, open_licence={PAPER: is_open}, station_name="Paper Radio")
    assert list(shown) == [sentence.id for _, sentence in words.sentences]
    return list(shown.values())


def test_a_sentence_shows_the_page_that_holds_its_quote():
    assert [s.page for s in filmed(script(0, 3))] == [1, 3]


def test_the_lit_lines_are_those_that_the_quote_is_printed_on():
    shown = filmed(script(0, 3))
    assert [s.highlights for s in shown] == [PLACES[CLAIMS[n].id][0].boxes for n in (0, 3)]


def test_a_quote_over_two_pages_is_shown_where_most_of_it_stands():
    places = {CLAIMS[3].id: (Place(3, column(310, 700, 1)), Place(4, column(72, 60, 3)))}
    (only,) = filmed(script(3), places=places)
    assert (only.page, only.highlights) == (4, column(72, 60, 3))


def test_a_quote_over_two_columns_is_lit_in_both_and_shown_where_most_of_it_stands():
    boxes = (*column(72, 690, 2), *column(310, 60, 5))
    (only,) = filmed(script(3), places={CLAIMS[3].id: (Place(3, boxes),)})
    assert only.highlights == boxes
    assert only.zoom.y0 < 60
    assert only.zoom.y1 > 60 + 4 * 12 + 10


def test_a_claim_whose_quote_is_not_printed_shows_its_passage_unlit():
    (only,) = filmed(script(3), places={})
    assert (only.page, only.highlights) == (3, ())
    assert only.zoom.y0 <= 120 <= only.zoom.y1


@pytest.mark.parametrize("named", ["Figure 1 shows this.", "This is seen in Fig. 1 and so on.", "FIG. 1: A caption."])
def test_a_claim_that_speaks_of_a_figure_shows_it(named):
    changed = claim(3, "method", named, "p2")
    (only,) = filmed(script(3), summaries={PAPER: Summary(paper=PAPER, headline="", claims=(changed,))})
    assert only.page == 2
    assert only.zoom.x0 <= 100 < 500 <= only.zoom.x1


def test_a_figure_that_the_paper_does_not_have_is_not_shown():
    changed = claim(3, "method", "Figure 7 and Table 1 show this.", "p2")
    (only,) = filmed(script(3), summaries={PAPER: Summary(paper=PAPER, headline="", claims=(changed,))})
    assert only.page == 3


def test_the_zoom_holds_the_lit_lines():
    for shown in filmed(script(0, 1, 2, 3, 4)):
        assert all(shown.zoom.x0 <= b.x0 and b.x1 <= shown.zoom.x1 for b in shown.highlights)
        assert all(shown.zoom.y0 <= b.y0 and b.y1 <= shown.zoom.y1 for b in shown.highlights)


def test_the_camera_stays_while_the_next_quote_is_in_sight():
    first, second = filmed(script(0, 1))
    assert first.zoom == second.zoom
    assert first.highlights != second.highlights


def test_a_connecting_sentence_keeps_the_page_unlit():
    before, connecting = filmed(script(3, None))
    assert (connecting.page, connecting.zoom) == (before.page, before.zoom)
    assert connecting.highlights == ()


def test_a_paper_opens_with_the_head_of_its_first_page():
    opening = filmed(script(None, 0))[0]
    assert (opening.page, opening.highlights, opening.card) == (1, (), None)
    assert opening.zoom.y1 < 792 / 3


def test_each_caption_is_its_sentence():
    assert {s.caption for s in filmed(script(None, 0, None, 3))} == {"A sentence of six plain words."}


def test_without_an_open_licence_no_page_is_shown():
    shown = filmed(script(None, 0, 1, 2, 3, 4, None), is_open=False)
    assert all(s.page is None and s.card for s in shown)


def test_the_licence_may_be_asked_of_a_function():
    shown = shots(
        script(0), SHOW, STORY, {PAPER: MODEL_PAPER}, {}, {PAPER: DOCUMENT}, {}, lambda paper: False, "Paper Radio"
    )
    assert all(s.page is None for s in shown.values())


def test_a_result_with_a_number_becomes_a_number_card():
    (only,) = filmed(script(2), is_open=False)
    assert (only.card.kind, only.card.big, only.card.lines) == ("number", "41.8 BLEU", (CLAIMS[2].text,))


def test_a_number_card_does_not_repeat_its_caption():
    (only,) = filmed(script(2, text=f"The authors say: {CLAIMS[2].text}"), is_open=False)
    assert (only.card.big, only.card.lines) == ("41.8 BLEU", ())


def test_at_most_two_quotes_from_the_body_are_shown_without_an_open_licence():
    body = tuple(
        claim(n, "method", f"Sentence number {'abcdef'[n]} of the body that is quoted.", "p2") for n in range(5)
    )
    shown = filmed(
        script(0, 1, 2, 3, 4), is_open=False, summaries={PAPER: Summary(paper=PAPER, headline="", claims=body)}
    )
    quotes = {s.card.lines for s in shown if s.card.kind == "quote"}
    assert len(quotes) == 2


def test_no_card_quotes_more_than_25_words_of_the_body():
    long = claim(3, "method", "word " * 26, "p2")
    (only,) = filmed(script(3), is_open=False, summaries={PAPER: Summary(paper=PAPER, headline="", claims=(long,))})
    assert only.card.kind == "title"


def test_the_bodys_own_words_stand_on_no_list_without_an_open_licence():
    verbatim = claim(3, "method", BODY, "p2")
    shown = filmed(
        script(*[None] * 30),
        is_open=False,
        summaries={PAPER: Summary(paper=PAPER, headline="", claims=(*CLAIMS[:3], verbatim))},
    )
    assert all(BODY[:40] not in line for s in shown for line in s.card.lines)


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("claims", [[None] * 40, [2] * 40, [0, None, None, None] * 10])
def test_no_picture_stands_longer_than_twenty_seconds(is_open, claims):
    shown = filmed(script(*claims), is_open=is_open)
    seconds = 6 / film.WORDS_PER_SECOND
    runs = [len(list(run)) for _, run in groupby((s.page, s.zoom, s.highlights, s.card) for s in shown)]
    assert max(runs) * seconds <= film.LONGEST_SECONDS


def test_a_paper_of_which_nothing_is_known_is_shown_by_its_title():
    shown = filmed(script(*[None] * 20), is_open=False, summaries={}, documents={})
    assert {s.card.heading for s in shown} == {"A network of attention"}


def test_the_opening_lists_the_themes():
    show = Show(
        id=ShowId("2026-11-20-daily"),
        format="daily",
        title="Paper Radio Daily",
        day=date(2026, 11, 20),
        themes=("Agents", "Robots"),
    )
    opening = Segment(
        id="2026-11-20-daily/00", show=show.id, position=0, kind="opening", title="Opening", papers=(PAPER,)
    )
    shown = filmed(script(*[None] * 12, paper=None), show=show, segment=opening)
    assert (shown[0].card.kind, shown[0].card.lines, shown[0].label) == (
        "list",
        ("Agents", "Robots"),
        "Friday 20 November 2026",
    )
    assert len({s.card for s in shown}) > 1


def test_the_close_shows_the_station_and_never_the_last_paper():
    close = Segment(id=f"{SHOW.id}/09", show=SHOW.id, position=9, kind="close", title="Close")
    assert [s.card.kind for s in filmed(script(None, None, paper=None), segment=close)] == ["station", "station"]


def test_a_primers_lines_appear_one_after_another():
    primer = Segment(
        id="primer-attention/00", show=ShowId("primer-attention"), position=0, kind="primer", title="Attention"
    )
    lines = ("Query", "Key", "Value")
    shown = shots(script(*[None] * 6, paper=None), SHOW, primer, {}, {}, {}, {}, {}, "Paper Radio", card_lines=lines)
    assert [len(s.card.lines) for s in shown.values()] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("It reaches 41.8 BLEU in 2017.", "41.8 BLEU"),
        ("Accuracy rises by 23% over the baseline.", "23 %"),
        ("It is 4x faster than before.", "4×"),
        ("We release 12,000 questions.", "12,000 questions"),
        ("Published in 2019 with 3 of them.", ""),
        ("Section 4 says more.", ""),
        ("An F1 of 0.93 on the test set.", "0.93"),
        ("It gains 9%-19% absolute over the baseline.", ""),
        ("It gains 9–19 % and needs 3.5 days.", "3.5 days"),
    ],
)
def test_the_striking_number_of_a_claim(words, number):
    assert striking_number(claim(0, "result", words, "abstract")) == number


def test_a_number_that_the_quote_does_not_hold_is_never_shown():
    assert striking_number(claim(0, "result", "It reaches 41.8 BLEU.", "abstract", "It reaches 99.9 BLEU.")) == ""


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (CC_BY, "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/", "CC BY-NC-SA 4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("http://arxiv.org/licenses/nonexclusive-distrib/1.0/", "arXiv licence"),
        ("", ""),
    ],
)
def test_a_licence_is_named_in_short(url, name):
    assert licence_name(url) == name


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (0, ""),
        (1, "Ada Lovelace"),
        (2, "Ada Lovelace and Max Born"),
        (3, "Ada Lovelace, Max Born and Emmy Noether"),
        (4, "Ada Lovelace, Max Born and 2 others"),
    ],
)
def test_many_authors_are_counted(count, line):
    assert authors(Paper(id=PAPER, title="", authors=AUTHORS[:count])) == line
