import zlib

import numpy as np
import pytest

from radio.pictures import pack, unpack

LUMA_BYTES = 1280 * 720
CHROMA_BYTES = LUMA_BYTES // 4


def plain(colour: tuple[int, int, int]) -> np.ndarray:
    return np.full((720, 1280, 3), colour, np.uint8)


def planes(rgb: np.ndarray) -> tuple[int, int, int]:
    raw = unpack(pack(rgb))
    return raw[0], raw[LUMA_BYTES], raw[LUMA_BYTES + CHROMA_BYTES]


@pytest.mark.parametrize(
    ("colour", "yuv"),
    [
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((128, 128, 128), (126, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_colours_become_limited_range_bt709(colour, yuv):
    assert np.abs(np.subtract(planes(plain(colour)), yuv)).max() <= 1


def test_a_picture_at_rest_unpacks_to_a_whole_raw_frame():
    rgb = np.random.default_rng(1).integers(0, 256, (720, 1280, 3), dtype=np.uint8)
    assert len(unpack(pack(rgb))) == 1_382_400


def test_chroma_is_the_mean_of_four_pixels():
    rgb = plain((255, 0, 0))
    rgb[0::2] = (0, 0, 255)
    red, blue = planes(plain((255, 0, 0))), planes(plain((0, 0, 255)))
    assert planes(rgb)[1] == pytest.approx((red[1] + blue[1]) / 2, abs=1)


@pytest.mark.parametrize("size", [0, 1_382_399, 1_382_401])
def test_a_raw_frame_of_another_size_is_refused(size):
    with pytest.raises(ValueError, match="1382400"):
        unpack(zlib.compress(bytes(size), 1))


def test_bytes_that_are_no_picture_are_refused():
    with pytest.raises(ValueError, match="not a picture"):
        unpack(b"%PDF-1.7")


def test_a_picture_cut_short_is_refused():
    with pytest.raises(ValueError):
        unpack(pack(plain((9, 9, 9)))[:-1])


def test_a_picture_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="720, 1280, 3"):
        pack(np.zeros((720, 1280), np.uint8))
