"""A real HTTP server with `/v1/audio/speech` that behaves as it is told."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Asked = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """An answer: `pieces` are sent one at a time; `stalls` and `cut` happen after the last of them."""

    pieces: tuple[bytes, ...] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "audio/pcm"})
    stalls: bool = False
    cut: bool = False

    @classmethod
    def json(cls, value: Any, status: int = 200, **headers: str) -> Said:
        return cls((json.dumps(value).encode(),), status, {"content-type": "application/json", **headers})


NOT_FOUND = Said.json({"detail": "Not Found"}, 404)


class SpeechServer:
    """`behave` answers what is spoken, `pages` the rest by path. `asked` and `keys` keep what came."""

    def __init__(self, behave: Callable[[Asked], Said]) -> None:
        self.behave = behave
        self.pages: dict[str, Said] = {"/v1/models": Said.json({"data": [{"id": "tiny"}]})}
        self.asked: list[Asked] = []
        self.keys: list[str | None] = []
        self.released = threading.Event()
        self._http = _Server(("127.0.0.1", 0), _answerer(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def close(self) -> None:
        self.released.set()
        self._http.shutdown()
        self._thread.join(10)
        self._http.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle of an answer is what is tried here; anything else is printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _answerer(server: SpeechServer) -> type[BaseHTTPRequestHandler]:
    class Answerer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.keys.append(self.headers.get("authorization"))
            self._send(server.pages.get(self.path, NOT_FOUND))

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            server.asked.append(asked)
            server.keys.append(self.headers.get("authorization"))
            self._send(server.behave(asked) if self.path == "/v1/audio/speech" else NOT_FOUND)

        def _send(self, said: Said) -> None:
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            for piece in said.pieces:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            if said.stalls:
                server.released.wait(30)
            self.close_connection = said.stalls or said.cut
            if not self.close_connection:
                self.wfile.write(b"0\r\n\r\n")

        def log_message(self, *_: object) -> None:
            pass

    return Answerer
