"""A real HTTP server that speaks OpenAI's protocol and behaves as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Asked = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What the server answers: a model's words, or a status with a raw body."""

    text: str = ""
    finish: str = "stop"
    status: int = 200
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    stalls: bool = False
    cut: bool = False

    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        if self.status != 200:
            return json.dumps({"error": {"message": self.text}}).encode()
        message = {"role": "assistant", "content": self.text}
        choice = {"index": 0, "message": message, "finish_reason": self.finish}
        usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
        whole = {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "tiny",
            "choices": [choice],
            "usage": usage,
        }
        return json.dumps(whole).encode()


class ModelServer:
    """`behave` gets each chat request and returns what is `said`; `asked` keeps them all."""

    said = Said

    def __init__(self, models: Sequence[dict[str, Any]] = ({"id": "tiny", "object": "model"},)) -> None:
        self.models = list(models)
        self.behave: Callable[[Asked], Said] = lambda asked: Said("")
        self.asked: list[Asked] = []
        self.keys: list[str] = []
        self.released = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _answerer(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def close(self) -> None:
        self.released.set()
        self._http.shutdown()
        self._thread.join(10)
        self._http.server_close()


def _answerer(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Answerer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(Said(raw=json.dumps({"object": "list", "data": server.models}).encode()))

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            server.asked.append(asked)
            server.keys.append(self.headers.get("authorization", ""))
            self._send(server.behave(asked))

        def _send(self, said: Said) -> None:
            if said.stalls:
                server.released.wait(30)
                return
            body = said.body()
            self.send_response(said.status)
            for name, value in {"content-type": "application/json", **said.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if said.cut else body)

        def log_message(self, *_: object) -> None:
            pass

    return Answerer
