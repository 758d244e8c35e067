import numpy as np
import pytest

from radio.model import Box, Card, PageImage, PageSize, Shot
from radio.pictures import draw, station_card

PAGE = PageSize(612.0, 792.0)
MIDDLE = (slice(108, 528), slice(40, 1240))
CAPTION = (slice(538, 682), slice(40, 1240))

LONG = "the quick brown fox jumps over the lazy dog and runs across the meadow " * 20
CARDS = [
    Card(kind="title", heading="Attention Is All You Need", lines=("Ashish Vaswani and 7 others",)),
    Card(kind="number", heading="Result", big="41.8 BLEU", lines=("on English-to-French translation",)),
    Card(kind="steps", lines=("Problem: recurrence is slow", "Idea: attention alone", "Result: 28.4 BLEU")),
    Card(kind="quote", heading="Vaswani and others", lines=("We propose a new simple network architecture.",)),
    Card(kind="list", heading="Today", lines=("Agents", "Robots", "Translation")),
    Card(kind="station", heading="Paper Radio", lines=("New research, read aloud",)),
]


WHITE = PageImage(1200, 420, b"\xff" * (1200 * 420 * 3))


def shot(**changes) -> Shot:
    return Shot(**{"title": "A title", "label": "arXiv 1706.03762v5 · CC BY 4.0", "caption": "A sentence."} | changes)


def page_shot(*highlights: Box, zoom: Box | None = None) -> np.ndarray:
    return draw(shot(page=1, zoom=zoom, highlights=highlights), WHITE, PAGE)


def lit_rows(rgb: np.ndarray) -> np.ndarray:
    """Rows of the picture that hold the marker's yellow."""
    red, blue = rgb[..., 0].astype(int), rgb[..., 2].astype(int)
    return np.flatnonzero(((red - blue) > 90)[MIDDLE].any(axis=1))


def test_a_picture_is_rgb_of_720p():
    rgb = draw(shot(), None, None)
    assert rgb.shape == (720, 1280, 3)
    assert rgb.dtype == np.uint8


def test_the_lit_line_is_yellow_and_the_rest_is_dimmed():
    rgb = page_shot(Box(72, 400, 540, 412))
    rows = lit_rows(rgb)
    assert 15 <= len(rows) <= 40
    assert rgb[108 + 60, 640].tolist() == [212, 217, 226]


def test_a_page_with_nothing_lit_is_not_dimmed():
    assert page_shot()[108 + 200, 640].tolist() == [255, 255, 255]


@pytest.mark.parametrize("y", [0.0, 30.0, 400.0, 780.0])
def test_the_lit_line_is_in_sight_wherever_it_stands_on_the_page(y):
    assert len(lit_rows(page_shot(Box(72, y, 540, y + 11)))) > 5


def test_zooming_makes_the_lit_line_taller():
    line = Box(72, 400, 300, 412)
    assert len(lit_rows(page_shot(line, zoom=Box(60, 380, 330, 430)))) > 1.5 * len(lit_rows(page_shot(line)))


def test_a_passage_taller_than_the_panel_is_shown_from_its_start():
    lines = tuple(Box(72, y, 540, y + 11) for y in range(80, 700, 12))
    assert len(lit_rows(page_shot(*lines, zoom=Box(60, 80, 552, 700)))) > 100


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.kind)
def test_every_kind_of_card_is_drawn(card):
    rgb = draw(shot(card=card), None, None)
    assert len(np.unique(rgb[MIDDLE].reshape(-1, 3), axis=0)) > 10


@pytest.mark.parametrize("kind", ["title", "number", "steps", "quote", "list", "station"])
def test_words_without_end_stay_inside_the_picture(kind):
    card = Card(kind=kind, heading=LONG, lines=(LONG,) * 9, big=LONG)
    rgb = draw(shot(title=LONG, label=LONG, caption=LONG, card=card), None, None)
    night = rgb[719, 0]
    assert (rgb[:, 1242:] == night).all()
    assert (rgb[530:536] == night).all()


@pytest.mark.parametrize("kind", ["title", "number", "steps", "quote", "list", "station"])
def test_an_empty_card_is_drawn_too(kind):
    draw(shot(title="", label="", caption="", card=Card(kind=kind)), None, None)


@pytest.mark.parametrize(
    "words",
    [
        "深度学习 と 🎉",
        "ℓ₂ ∀ε>0 𝒪(n) → ∞",
        "\u202eevil\u202c\x00\x07",
        "क्षेत्र العربية ไทย",
        "e\u0301\u0302\u0303",
        "W" * 4000,
        " \n\t ",
    ],
)
def test_any_text_can_be_drawn(words):
    draw(shot(title=words, label=words, caption=words), None, None)


def test_a_character_that_no_font_has_becomes_an_ellipsis():
    assert (draw(shot(caption="深"), None, None)[CAPTION] == draw(shot(caption="…"), None, None)[CAPTION]).all()


def test_a_long_caption_shrinks_instead_of_losing_words():
    words = LONG[:200]
    whole = draw(shot(caption=words), None, None)[CAPTION]
    assert (whole != draw(shot(caption=words + "end."), None, None)[CAPTION]).any()


def test_a_page_of_another_size_fills_the_panel_too():
    small = PageImage(300, 105, b"\xff" * (300 * 105 * 3))
    assert (draw(shot(page=1), small, PAGE) == draw(shot(page=1), WHITE, PAGE)).all()


def test_every_picture_says_that_the_voices_are_synthetic():
    foot = (slice(684, 712), slice(40, 700))
    for card in (None, *CARDS):
        assert draw(shot(card=card), None, None)[foot].max() > 120


def test_the_station_card_is_one_raw_frame():
    assert len(station_card("Paper Radio", "New research, read aloud")) == 1_382_400
