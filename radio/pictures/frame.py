"""RGB → the picture at rest: limited-range BT.709 yuv420p of 1280×720, zlib level 1, and back to raw bytes.

`pack` runs in studio, `unpack` in air. Nothing here knows what is on a picture; numpy and zlib only.
"""

from __future__ import annotations

import zlib

import numpy as np

WIDTH, HEIGHT = 1280, 720
RAW_BYTES = WIDTH * HEIGHT * 3 // 2
ZLIB_LEVEL = 1

_LUMA = (47, 157, 16)
"""BT.709 weights × 219/255 in 256ths; they sum to 220, so that white is 235."""
_CHROMA_BLUE = (-26, -87, 113)
"""In 256ths, × 224/255; each row sums to 0, so that grey stays grey."""
_CHROMA_RED = (113, -102, -11)


def pack(rgb: np.ndarray) -> bytes:
    """The picture at rest. Takes uint8 of shape (720, 1280, 3); raises ValueError on any other."""
    return zlib.compress(to_yuv(rgb), ZLIB_LEVEL)


def unpack(packed: bytes) -> bytes:
    """The 1 382 400 raw bytes of a picture at rest. Raises ValueError when they are not exactly that."""
    inflate = zlib.decompressobj()
    try:
        raw = inflate.decompress(packed, RAW_BYTES + 1)
    except zlib.error as exc:
        raise ValueError(f"not a picture: {exc}") from None
    if len(raw) != RAW_BYTES or not inflate.eof:
        raise ValueError(f"a picture has {RAW_BYTES} bytes when unpacked, this one has {_size(raw)}")
    return raw


def to_yuv(rgb: np.ndarray) -> bytes:
    """Raw planes Y, Cb, Cr in limited range; chroma is the mean of each 2×2 square."""
    if rgb.shape != (HEIGHT, WIDTH, 3) or rgb.dtype != np.uint8:
        raise ValueError(f"a picture is uint8 of shape {(HEIGHT, WIDTH, 3)}, not {rgb.dtype} of {rgb.shape}")
    red, green, blue = (np.ascontiguousarray(rgb[:, :, i]).astype(np.uint16) for i in range(3))
    raw = np.empty(RAW_BYTES, np.uint8)
    luma, chroma = raw[: WIDTH * HEIGHT], raw[WIDTH * HEIGHT :].reshape(2, -1)
    luma[:] = _luma(red, green, blue).ravel()
    squares = [_sum_of_squares(plane) for plane in (red, green, blue)]
    chroma[0] = _chroma(squares, _CHROMA_BLUE).ravel()
    chroma[1] = _chroma(squares, _CHROMA_RED).ravel()
    return raw.tobytes()


def _luma(red: np.ndarray, green: np.ndarray, blue: np.ndarray) -> np.ndarray:
    total = red * np.uint16(_LUMA[0])
    total += green * np.uint16(_LUMA[1])
    total += blue * np.uint16(_LUMA[2])
    total += np.uint16((16 << 8) + 128)
    return total >> 8


def _sum_of_squares(plane: np.ndarray) -> np.ndarray:
    rows = plane[0::2] + plane[1::2]
    return (rows[:, 0::2] + rows[:, 1::2]).astype(np.int32)


def _chroma(squares: list[np.ndarray], weights: tuple[int, int, int]) -> np.ndarray:
    total = squares[0] * weights[0] + squares[1] * weights[1] + squares[2] * weights[2]
    return (total + (128 << 10) + 512) >> 10


def _size(raw: bytes) -> str:
    return "more" if len(raw) > RAW_BYTES else str(len(raw))
