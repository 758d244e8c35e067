"""Evergreen explanations and idents."""

from __future__ import annotations

from datetime import date

import pytest

from radio.ids import ShowName
from radio.model import HOSTS, STATION
from shows.formats import Format, Material, Plan, evergreen, format_of
from shows.formats.ident import IDENT, numbers
from shows.formats.primer import PRIMER
from shows.formats.primers import fitting, parsed, primer_titled, primers

LONGEST_SENTENCE_WORDS = 40


def planned(format: Format, name: str, station: str = STATION, hosts: tuple[str, str] = HOSTS) -> Plan:
    show = ShowName(format=format.name, name=name)
    return format.plan(Material(name=show, day=date(2026, 11, 20), station=station, hosts=hosts))


@pytest.fixture(params=primers(), ids=lambda primer: primer.slug)
def primer(request):
    return request.param


def test_there_are_at_least_fourteen_primers_that_last_more_than_half_an_hour():
    assert len(primers()) >= 14
    words = sum(len(line.text.split()) for primer in primers() for line in primer.lines)
    assert words / 170 >= 34


def test_a_primer_has_two_voices_and_a_card(primer):
    assert {line.speaker for line in primer.lines} == {"host", "guest"}
    assert 3 <= len(primer.card) <= 5
    assert all(len(row) <= 60 for row in primer.card)
    assert primer.terms


def test_every_sentence_of_a_primer_can_be_spoken_as_it_stands(primer):
    (script,) = planned(PRIMER, primer.slug).scripts
    for _, sentence in script.sentences:
        assert not set(sentence.text) & set("0123456789%$\\_{}[]<>=+*/&#@"), sentence.text
        assert sentence.text[-1] in ".?!:"
        assert len(sentence.text.split()) <= LONGEST_SENTENCE_WORDS


def test_a_primer_is_a_show_of_one_segment(primer):
    plan = planned(PRIMER, primer.slug)
    (segment,), (script,) = plan.segments, plan.scripts
    assert plan.show.format == "primer"
    assert segment.show == plan.show.id
    assert script.segment == segment.id
    assert 60 < segment.seconds < 240


def test_no_sentence_is_said_in_two_primers():
    sentences = [line.text for primer in primers() for line in primer.lines if len(line.text.split()) > 5]
    assert len(sentences) == len(set(sentences))


def test_a_text_finds_the_primer_that_explains_it():
    assert fitting("A diffusion model with fewer denoising steps")[0].slug == "diffusion"
    assert len(fitting("nothing that we know of")) == len(primers())
    assert primer_titled("What attention does").slug == "attention"


@pytest.mark.parametrize("text", ["", "TITLE: Only a title", "TITLE: One\nHello there.", "HOST: No title."])
def test_a_primer_that_is_not_written_as_it_should_be_is_refused(text):
    with pytest.raises(ValueError, match="primer odd"):
        parsed("odd", text)


def test_there_are_six_short_idents_that_name_the_station_and_one_that_discloses_its_voices():
    made = [planned(IDENT, number, "Radio Nine", ("Eve", "Bo")) for number in numbers()]
    texts = [plan.scripts[0].sentences[0][1].text for plan in made]
    assert len(made) == 6
    assert all("Radio Nine" in text and len(text.split()) < 25 for text in texts)
    assert any("synthetic" in text and "Eve" in text for text in texts)


def test_a_station_has_every_primer_and_ident_and_one_of_each_kind_first():
    shows = evergreen()
    assert len(shows) == len(set(shows)) == len(primers()) + len(numbers())
    assert {format_of(show) for show in shows[:2]} == {IDENT, PRIMER}


@pytest.mark.parametrize("format", [IDENT, PRIMER], ids=lambda format: format.name)
def test_there_is_no_show_under_a_name_that_nobody_gave(format):
    with pytest.raises(KeyError):
        planned(format, "nothing")
