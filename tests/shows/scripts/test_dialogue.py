from __future__ import annotations

import pytest

from shows.scripts.dialogue import Line, joined, listed, script_of


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["robots"], "robots"),
        (["robots", "speech"], "robots and speech"),
        (["robots", "speech", "graphs"], "robots, speech and graphs"),
        (["code and software", "graphs"], "code and software, and graphs"),
        (["speech", "code and software", "graphs"], "speech, code and software, and graphs"),
    ],
)
def test_names_are_listed_so_that_each_can_be_told_from_the_next(names: list[str], said: str):
    assert listed(names) == said


def test_neighbouring_lines_of_one_voice_make_one_turn():
    script = script_of("s/00", [Line("host", "One."), Line("host", "Two."), Line("guest", "Three.")])
    assert [[s.text for s in turn.sentences] for turn in script.turns] == [["One.", "Two."], ["Three."]]
    assert [s.id for _, s in joined("t/01", script).sentences] == ["t/01/000.0", "t/01/000.1", "t/01/001.0"]
