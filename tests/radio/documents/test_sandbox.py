"""What a child does, or is done to it, ends with its own document; the studio goes on."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import processes
import pymupdf
import pytest

from radio.documents.sandbox.confine import NOBODY
from radio.documents.sandbox.messages import ANSWERED, Request
from radio.documents.sandbox.sandbox import Sandbox
from radio.errors import Unreadable

READ = Request(kind="read", paper="p")
LINE = "This sentence is written so that a page has enough words to be read as prose by the station."


def page_of_prose(document: pymupdf.Document) -> None:
    document.new_page().insert_text((72, 72), ["Abstract", "", *[LINE] * 8], fontsize=10)


def page_of_many_strokes(document: pymupdf.Document) -> None:
    """Takes any renderer seconds."""
    page = document.new_page()
    page.insert_text((72, 72), LINE)
    (content,) = page.get_contents()
    strokes = b"0 0 m 100 900 300 -200 595 842 c 9 9 m 700 0 -300 400 9 800 c S " * 800
    document.update_stream(content, document.xref_stream(content) + b" q 40 w " + strokes + b" Q")


@pytest.fixture
async def open_sandbox() -> AsyncIterator[Callable[..., Sandbox]]:
    sandboxes: list[Sandbox] = []

    def _open(**options: int) -> Sandbox:
        sandboxes.append(Sandbox(**options))
        return sandboxes[-1]

    yield _open
    for sandbox in sandboxes:
        await sandbox.close()


@pytest.fixture
def sandbox(open_sandbox: Callable[..., Sandbox]) -> Sandbox:
    return open_sandbox()


@pytest.fixture
def prose(save: Callable[..., Path]) -> Path:
    return save(page_of_prose)


@pytest.fixture
def slow(save: Callable[..., Path]) -> Path:
    return save(page_of_many_strokes, name="slow.pdf")


async def reason(sandbox: Sandbox, request: Request, pdf: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        await sandbox.run(request, pdf)
    return str(caught.value)


def draw(kind: str = "render", **limits: float) -> Request:
    return Request(kind=kind, page=1, width=1280, **limits)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
async def test_a_child_of_root_is_nobody_and_gains_no_rights(sandbox, prose, slow):
    await sandbox.run(READ, prose)
    drawing = asyncio.ensure_future(sandbox.run(draw(seconds=1), slow))
    child = await processes.working()
    async with asyncio.timeout(processes.WAIT_SECONDS):
        while processes.status(child)["NoNewPrivs"] == "0":  # noqa: ASYNC110 - the walls go up while we look
            await asyncio.sleep(processes.LOOK_EVERY_SECONDS)
    status = processes.status(child)
    assert set(status["Uid"].split() + status["Gid"].split()) == {str(NOBODY)}
    assert int(status["CapEff"], 16) == 0
    assert "longer than 1 s" in await reason_of(drawing)


async def test_a_zygote_forks_with_a_single_thread_and_without_a_warning(sandbox, prose, capfd):
    await sandbox.run(READ, prose)
    (zygote,) = processes.zygotes()
    assert processes.status(zygote)["Threads"] == "1"
    assert capfd.readouterr().err == ""


@pytest.mark.slow
async def test_a_zygote_is_renewed_after_its_share_of_documents(open_sandbox, prose):
    sandbox = open_sandbox(documents_per_zygote=2)
    seen = []
    for _ in range(5):
        await sandbox.run(READ, prose)
        seen.append(processes.zygotes()[-1])
    assert seen[0] == seen[1] != seen[2] == seen[3] != seen[4]
    await processes.gone(seen[0])


@pytest.mark.slow
async def test_a_document_outlives_the_renewal_of_its_zygote(open_sandbox, prose, slow):
    sandbox = open_sandbox(documents_per_zygote=2)
    await sandbox.run(READ, prose)
    drawing = asyncio.ensure_future(sandbox.outcome(draw(), slow))
    await processes.working()
    await asyncio.gather(*(sandbox.run(READ, prose) for _ in range(3)))
    assert (await drawing).kind == ANSWERED


@pytest.mark.slow
async def test_a_zygote_killed_in_the_middle_of_a_document_is_asked_again(sandbox, prose, slow):
    await sandbox.run(READ, prose)
    drawing = asyncio.ensure_future(sandbox.outcome(draw(), slow))
    (zygote,) = processes.zygotes()
    child = await processes.working()
    os.kill(zygote, signal.SIGKILL)
    assert (await drawing).kind == ANSWERED
    await processes.gone(child)


@pytest.mark.slow
async def test_a_document_on_which_the_zygote_dies_twice_is_parked(sandbox, prose, slow):
    await sandbox.run(READ, prose)
    drawing = asyncio.ensure_future(sandbox.outcome(draw(), slow))
    for _ in range(2):
        await processes.working()
        zygote = processes.zygotes()[-1]
        os.kill(zygote, signal.SIGKILL)
        await processes.gone(zygote)
    assert "twice" in await reason_of(drawing)
    assert await sandbox.run(READ, prose)


async def test_a_killed_child_parks_its_document_only(sandbox, prose, slow):
    await sandbox.run(READ, prose)
    drawing = asyncio.ensure_future(sandbox.run(draw(), slow))
    os.kill(await processes.working(), signal.SIGKILL)
    assert "SIGKILL" in await reason_of(drawing)
    assert await sandbox.run(READ, prose)


async def test_a_cancelled_document_leaves_no_child(sandbox, prose, slow):
    await sandbox.run(READ, prose)
    drawing = asyncio.ensure_future(sandbox.run(draw(), slow))
    child = await processes.working()
    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing
    await processes.gone(child)


@pytest.mark.slow
async def test_what_a_child_started_goes_with_it(sandbox, prose, slow):
    await sandbox.run(READ, prose)
    drawing = asyncio.ensure_future(sandbox.run(draw("render-poppler"), slow))
    child = await processes.working()
    program = await processes.first_child(lambda: [child])
    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing
    await processes.gone(child)
    await processes.gone(program)


async def test_wall_time_is_bounded(sandbox, slow):
    assert "longer than 0.2 s" in await reason(sandbox, draw(seconds=0.2), slow)


async def test_memory_is_bounded(sandbox, prose):
    said = await reason(sandbox, Request(kind="render", page=1, width=3700, memory_mib=150), prose)
    assert said == "it needs more than 150 MiB of memory"


async def test_poppler_draws_behind_its_walls(sandbox, prose):
    assert (await sandbox.outcome(draw("render-poppler"), prose)).kind == ANSWERED


async def test_closing_leaves_no_process(sandbox, prose):
    await sandbox.run(READ, prose)
    await sandbox.close()
    assert processes.zygotes() == []


async def reason_of(asked: asyncio.Future) -> str:
    with pytest.raises(Unreadable) as caught:
        await asked
    return str(caught.value)
