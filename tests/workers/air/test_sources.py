from __future__ import annotations

import numpy as np

from radio.ids import ShowId
from radio.model import Item, MediaKey
from workers.air.bed import Bed
from workers.air.pcm import BLOCK_FRAMES, FADE_FRAMES
from workers.air.sources import Chain, Cued, Player


def cued(name: str, pcm: np.ndarray, *, airable: bool = True) -> Cued:
    key = MediaKey("")
    item = Item(id=name, sound=key, frames=len(pcm), pause_frames=0, picture=key, text=name, speaker="Ada")
    return Cued(item, ShowId("show"), "Title", "Artist", "rundown", pcm, name.encode(), airable=airable)


def counting(first: int, frames: int) -> np.ndarray:
    """Every frame has a value of its own."""
    return np.repeat(np.arange(first, first + frames, dtype=np.int16)[:, None], 2, axis=1)


def quiet_bed() -> Bed:
    return Bed(np.full((48_000, 2), 100, np.int16), b"bed")


def heard(chain: Chain, blocks: int) -> np.ndarray:
    return np.concatenate([s.pcm for _ in range(blocks) for s in chain.read(BLOCK_FRAMES)])


def test_joining_two_takes_adds_no_sample():
    player = Player()
    player.push(cued("a", counting(1, 1234)))
    player.push(cued("b", counting(1235, 2000)))
    assert np.array_equal(
        np.concatenate([player.read(BLOCK_FRAMES).pcm for _ in range(5)]), counting(1, 1234 + 2000)
    )  # fmt: skip


def test_a_block_is_always_whole_even_when_the_player_runs_dry_inside_it():
    player = Player()
    player.push(cued("a", counting(1, 100)))
    stretches = Chain(player, quiet_bed()).read(BLOCK_FRAMES)
    assert [(s.cued and s.cued.item.id, len(s.pcm)) for s in stretches] == [("a", 100), (None, BLOCK_FRAMES - 100)]


def test_an_item_that_the_log_does_not_have_yet_does_not_sound():
    player, chain = Player(), None
    waiting = cued("a", counting(1, 5000), airable=False)
    player.push(waiting)
    chain = Chain(player, quiet_bed())
    assert chain.read(BLOCK_FRAMES)[0].cued is None
    waiting.airable = True
    assert chain.read(BLOCK_FRAMES)[0].cued is waiting


def test_the_bed_fades_out_under_the_next_source_at_equal_power():
    player = Player()
    chain = Chain(player, quiet_bed())
    heard(chain, 2)
    player.push(cued("a", np.full((9600, 2), 100, np.int16)))
    joint = heard(chain, 1)[:FADE_FRAMES, 0]
    assert abs(int(joint[0]) - 100) <= 2
    assert 138 <= int(joint[FADE_FRAMES // 2]) <= 142  # cos 45° + sin 45°
    assert np.abs(np.diff(joint)).max() <= 2


def test_a_cut_ends_the_item_within_ten_milliseconds_without_a_click():
    player = Player()
    player.push(cued("a", np.full((48_000, 2), 10_000, np.int16)))
    player.read(BLOCK_FRAMES)
    player.cut()
    rest = player.read(BLOCK_FRAMES)
    assert len(rest.pcm) == FADE_FRAMES
    assert np.abs(np.diff(rest.pcm[:, 0])).max() < 50
    assert rest.cued.outcome == "cut"
    assert player.read(BLOCK_FRAMES) is None


def test_dropping_leaves_what_sounds_and_what_was_cued_later():
    player = Player()
    player.push(cued("now", counting(1, 5000)))
    player.read(BLOCK_FRAMES)
    player.push(cued("doomed", counting(1, 10)))
    doomed = tuple(player.queue)
    player.push(cued("later", counting(1, 10)))
    player.drop(doomed)
    assert player.now.item.id == "now"
    assert [c.item.id for c in player.queue] == ["later"]
    assert [c.item.id for c in player.dropped] == ["doomed"]


def test_the_bed_never_ends():
    chain = Chain(Player(), quiet_bed())
    assert len(heard(chain, 500)) == 500 * BLOCK_FRAMES
