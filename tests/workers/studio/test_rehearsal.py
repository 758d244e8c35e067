"""A story is spoken while a model still writes it, by a real server that writes turn by turn."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from made_line import config_in, station_in, story_of
from some_papers import some_papers, summary_of
from some_voices import Hoarse, voiced_by

from radio.config import WriterConfig
from workers.studio.station import Station
from workers.studio.steps.voice import voice
from workers.studio.steps.write import write

PAPER = some_papers(1)[0]
LONGEST_WAIT_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.02


def turns() -> list[dict[str, Any]]:
    said = [("host", "Here is a new paper.", [])]
    for claim in summary_of(PAPER).claims:
        said += [("guest", "What do they say?", []), ("host", claim.text, [claim.id])]
    said += [("guest", "That was worth hearing.", []), ("host", "That was the paper.", [])]
    return [{"speaker": who, "sentences": [{"text": text, "claims": claims}]} for who, text, claims in said]


class SlowWriter:
    """Writes half of the turns, waits for `heard`, and writes the rest."""

    def __init__(self, heard: Callable[[], bool]):
        self.heard = heard
        self.was_heard: list[bool] = []
        self.closing = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _answerer(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def wait(self) -> None:
        for _ in range(round(LONGEST_WAIT_SECONDS / LOOK_EVERY_SECONDS)):
            if self.heard() or self.closing.wait(LOOK_EVERY_SECONDS):
                break
        self.was_heard.append(self.heard())

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join(10)
        self._http.server_close()


def _answerer(writer: SlowWriter) -> type[BaseHTTPRequestHandler]:
    class Answerer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send({"object": "list", "data": [{"id": "tiny", "object": "model"}]})

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if asked.get("stream"):
                self._stream()
            else:
                self._send(_choice("message", '{"medium": "radio", "channel": 4}'))

        def _stream(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            written = json.dumps({"turns": turns()})
            half = len(written) // 2
            self._event(written[:half])
            writer.wait()
            self._event(written[half:])
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, text: str) -> None:
            self.wfile.write(b"data: %s\n\n" % json.dumps(_choice("delta", text)).encode())
            self.wfile.flush()

        def _send(self, value: Any) -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Answerer


def _choice(kind: str, text: str) -> dict[str, Any]:
    choice = {"index": 0, kind: {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return {"id": "1", "object": "chat.completion", "created": 1, "model": "tiny", "choices": [choice]}


@pytest.fixture
def takes(tmp_path: Path) -> Callable[[], set[str]]:
    """The takes that are kept by now."""
    return lambda: {file.name for file in tmp_path.glob("data/media/takes/*.json")}


@pytest.fixture
def writer(takes) -> Iterator[SlowWriter]:
    running = SlowWriter(lambda: len(takes()) >= 2)
    yield running
    running.close()


@pytest.fixture
async def station(tmp_path: Path, writer: SlowWriter) -> AsyncIterator[Station]:
    config = config_in(tmp_path / "data", writer=WriterConfig(base_url=writer.url))
    async with station_in(config) as station:
        station.store.library.save_paper(PAPER)
        station.store.library.save_summary(summary_of(PAPER))
        yield station


async def planned(station: Station) -> str:
    return await story_of(station, PAPER.id)


@pytest.mark.slow
async def test_sentences_are_spoken_while_later_ones_are_written_and_none_in_vain(station, writer, takes):
    segment = await planned(station)
    await write(station, segment)
    assert writer.was_heard == [True]
    ahead = takes()
    await voice(station, segment)
    script = station.store.programme.script(segment)
    assert ahead < takes() and len(takes()) == len({(who, s.spoken) for who, s in script.sentences})
    assert {"Here is a new paper.", "That was the paper."} <= {s.text for _, s in script.sentences}


@pytest.mark.slow
async def test_a_voice_that_fails_does_not_keep_a_model_from_writing(station, writer, takes):
    writer.heard = lambda: True
    hoarse = dataclasses.replace(station, cast=voiced_by(Hoarse(), station.config))
    segment = await planned(station)
    await write(hoarse, segment)
    texts = [sentence.text for _, sentence in station.store.programme.script(segment).sentences]
    assert texts[0] == "Here is a new paper." and not takes()
