"""The page in a real browser, before a real stream, served by the real program."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

CHROMIUM = shutil.which("chromium")
FFMPEG = shutil.which("ffmpeg")
START_SECONDS = 30.0
PLAY_SECONDS = 40.0
STREAM_SECONDS = 90

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and FFMPEG), reason="chromium and ffmpeg are needed: apt install chromium ffmpeg"),
]

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--mute-audio", "--autoplay-policy=no-user-gesture-required", "--remote-debugging-pipe", "--window-size=1000,1250",
)  # fmt: skip


class Browser:
    """Chromium over its debugging pipe: NUL-ended JSON messages."""

    def __init__(self, reader: asyncio.StreamReader, commands: int):
        self.reader = reader
        self.commands = commands
        self.console: list[str] = []
        self._number = 0
        self._session: str | None = None

    async def open(self, address: str) -> None:
        target = await self.ask("Target.createTarget", url="about:blank")
        attached = await self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            await self.ask(f"{domain}.enable")
        await self.ask("Page.navigate", url=address)

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        os.write(
            self.commands,
            json.dumps(message | ({"sessionId": self._session} if self._session else {})).encode() + b"\0",
        )
        while (answer := json.loads((await self.reader.readuntil(b"\0"))[:-1])).get("id") != self._number:
            if answer.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
                self.console.append(json.dumps(answer["params"]))
        return answer["result"]

    async def value(self, expression: str) -> Any:
        return (await self.ask("Runtime.evaluate", expression=expression, awaitPromise=True))["result"].get("value")

    async def until(self, expression: str, seconds: float) -> None:
        """Waits until the page says yes. Raises TimeoutError with what the console said."""
        try:
            async with asyncio.timeout(seconds):
                while not await self.value(expression):  # noqa: ASYNC110 - a page sends nobody word that it changed
                    await asyncio.sleep(0.25)
        except TimeoutError:
            raise TimeoutError(f"{expression} was not so in {seconds} s; the console said {self.console}") from None

    async def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode((await self.ask("Page.captureScreenshot"))["data"]))


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    commands_in, commands_out = os.pipe()
    answers_in, answers_out = os.pipe()
    # Chromium reads its commands from descriptor 3 and answers on 4.
    line = f'exec 3<&{commands_in} 4>&{answers_out}; exec "$@"'
    arguments = (CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}")
    process = await asyncio.create_subprocess_exec(
        "bash", "-c", line, "bash", *arguments,
        pass_fds=(commands_in, answers_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(commands_in)
    os.close(answers_out)
    reader = asyncio.StreamReader(limit=1 << 26)
    pipe = os.fdopen(answers_in, "rb", 0)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), pipe
    )
    yield Browser(reader, commands_out)
    process.kill()
    await process.wait()
    os.close(commands_out)
    transport.close()


@pytest.fixture
def stream(config) -> Iterator[None]:
    """A test card with a tone, as air's packager would write it."""
    for file in config.paths.hls.iterdir():
        file.unlink()
    source = (
        "-re",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=1280x720:rate=10",
        "-f",
        "lavfi",
        "-i",
        "sine=440:sample_rate=48000",
    )
    video = (
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-g",
        "20",
        "-c:a",
        "aac",
        "-t",
        str(STREAM_SECONDS),
    )
    hls = (
        "-f",
        "hls",
        "-hls_time",
        "2",
        "-hls_list_size",
        "8",
        "-hls_flags",
        "delete_segments+program_date_time+temp_file",
    )
    names = ("-hls_segment_filename", str(config.paths.hls / "s%d.ts"), str(config.paths.hls / "live.m3u8"))
    ffmpeg = subprocess.Popen([FFMPEG, "-v", "error", *source, *video, *hls, *names], stdin=subprocess.DEVNULL)
    yield
    ffmpeg.kill()
    ffmpeg.wait()


@pytest.fixture
async def said_on_socket(config, air) -> AsyncIterator[None]:
    """A socket that answers each question with air's status."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readline():
            writer.write(json.dumps(air.said).encode() + b"\n")
            await writer.drain()
        writer.close()

    config.paths.run.mkdir()
    server = await asyncio.start_unix_server(answer, str(config.paths.air_socket))
    yield
    server.close()


@pytest.fixture
def program(config, store, tmp_path: Path) -> Iterator[str]:
    """The address of a desk program of its own; it ends well on a signal."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    arguments = [sys.executable, "-m", "workers.cli.main", "desk", "--config", str(_configured(tmp_path, port))]
    desk = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
    yield f"http://127.0.0.1:{port}/"
    desk.terminate()
    assert desk.wait(10) == 0


def _configured(folder: Path, port: int) -> Path:
    file = folder / "paper-radio.toml"
    file.write_text(f'[station]\ndata = "{folder}"\n[desk]\nport = {port}\n')
    return file


async def _until_answers(url: str) -> None:
    async with httpx.AsyncClient() as client, asyncio.timeout(START_SECONDS):
        while True:
            try:
                await client.get(url)
                return
            except httpx.TransportError:
                await asyncio.sleep(0.1)


async def test_the_page_plays_the_stream_and_follows_what_is_on(
    browser, stream, said_on_socket, program, air, tmp_path
):
    await _until_answers(f"{program}healthz")
    await browser.open(program)
    await browser.until("document.getElementById('text')?.textContent.includes('alone')", START_SECONDS)
    # A player that opens before the stream has begun tries again by itself.
    await browser.until("!!(hls && hls.levels.length)", PLAY_SECONDS)
    await browser.value("video.play()")
    await browser.until("video.currentTime > 1 && video.videoWidth === 1280", PLAY_SECONDS)
    await browser.picture(tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 20_000
    air.said["text"], air.said["utc"] = "Another sentence.", "2026-11-20T21:00:01.000+00:00"
    await browser.until("document.getElementById('text').textContent === 'Another sentence.'", START_SECONDS)
    assert not [line for line in browser.console if "Content Security Policy" in line or "exceptionDetails" in line]


def test_a_port_that_is_taken_ends_in_one_clear_sentence(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        arguments = [sys.executable, "-m", "workers.cli.main", "desk", "--config", str(_configured(tmp_path, port))]
        ended = subprocess.run(arguments, capture_output=True, text=True, timeout=START_SECONDS)
    assert ended.returncode == 1
    assert "cannot be served" in ended.stderr
    assert str(port) in ended.stderr
    assert "Traceback" not in ended.stderr
