"""Marks printed beside their letters, as old fonts have them."""

from __future__ import annotations

import pytest

from radio.documents.printed.print_lines import mended


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Poincar´e", "Poincaré"),
        ("Gr¨ oßner", "Größner"),
        ("Paul Erd˝os", "Paul Erdős"),
        ("Gen`eve", "Genève"),
        ("Fran¸cois", "François"),
        ("na¨ıve Mart´ınez", "naïve Martínez"),
        ("Paczy´nski", "Paczyński"),
        ("˙Zelazny", "Żelazny"),
        ("a hat over ˆp", "a hat over p̂"),
        ("˚Angstr¨om", "Ångström"),
    ],
)
def test_a_mark_before_its_letter_is_put_on_it(printed: str, read: str):
    assert mended(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Schro¨dinger", "Schrödinger"),
        ("Le´vy", "Lévy"),
        ("A´lvarez", "Álvarez"),
        ("Martı´nez", "Martínez"),
        ("Franc¸ois", "François"),
        ("Erdo˝s", "Erdős"),
        ("cafe´", "café"),
    ],
)
def test_a_mark_after_its_letter_is_put_on_it(printed: str, read: str):
    assert mended(printed) == read


@pytest.mark.parametrize("text", ["20˚ above", "180˚C", "25 ˚C", "a path ˜γ", "`a quote'", "run `make` and wait"])
def test_a_mark_that_is_no_accent_stays(text: str):
    assert mended(text) == text
