from __future__ import annotations

import pytest

from workers.air import bed


@pytest.mark.parametrize("name", ["Paper Radio", "\ud800", "", "A" * 500])
def test_whatever_the_stations_name_is_there_is_a_picture(name):
    assert len(bed.station_picture(name, "back in a moment")) == bed.WIDTH * bed.HEIGHT * 3 // 2


def test_where_nothing_can_be_drawn_the_picture_is_plain():
    assert bed.station_picture(None, "") == bed.plain_picture()
