"""A publisher of voices on this machine: the lists and files of a hub, and what goes wrong with them on order.

`troubles[path]` names what happens at the next requests for a file or list, one word a request; after that all is well:

    cut     half of what was asked for, then the connection closes
    stall   a tenth of it, then silence
    wrong   other bytes of the right length
    long    a kilobyte more than listed
    html    a page in place of the file, status 200
    whole   the whole file from its beginning, whatever range was asked for
    shift   a range, but not the one that was asked for
    away    a redirect to another address of the same file
    busy    429 with Retry-After
    gone    404
    500     a failure
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

COMMIT = "c0ffee" + "0" * 34
LARGE_BYTES = 1000
"""Files of this size and more are listed with their sha256, smaller ones with git's hash, as a hub does."""


class LocalHub:
    """Serves repositories of files. `asked` lists every request as (path, Range), `headers` what came with each."""

    def __init__(self, repositories: Mapping[str, Mapping[str, bytes]], licence: str = "mit"):
        self.repositories = repositories
        self.licence = licence
        self.troubles: dict[str, list[str]] = {}
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.released = threading.Event()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def do_GET(self) -> None:
                hub.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(request.path).path).removeprefix("/mirror")
        given = request.headers.get("Range", "")
        self.asked.append((path, given))
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        trouble = next(
            (self.troubles[key].pop(0) for key in self.troubles if path.endswith(key) and self.troubles[key]), ""
        )
        if trouble in ("gone", "500", "busy", "away"):
            status = {"gone": 404, "500": 500, "busy": 429, "away": 302}[trouble]
            headers = {"Retry-After": "0.05"} if trouble == "busy" else {}
            headers |= {"Location": f"{self.url}/mirror{request.path}"} if trouble == "away" else {}
            return send(request, status, b"", headers)
        if (listing := self._listing(path)) is not None:
            return send(request, 200, b"<html>" if trouble == "html" else json.dumps(listing).encode())
        content = self._content(path)
        if content is None:
            return send(request, 404, b"{}")
        self._send_file(request, content, given, trouble)

    def _send_file(self, request: BaseHTTPRequestHandler, content: bytes, given: str, trouble: str) -> None:
        start = int(re.fullmatch(r"bytes=(\d+)-", given)[1]) if given and trouble != "whole" else 0
        if start and start >= len(content):
            return send(request, 416, b"")
        if trouble == "shift":
            start = start // 2
        status = 206 if start else 200
        headers = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if start else {}
        body = {
            "html": b"<html>sign in</html>",
            "wrong": bytes(255 - byte for byte in content[start:]),
            "long": content[start:] + b"\0" * 1024,
        }.get(trouble, content[start:])
        sent = {"cut": len(body) // 2, "stall": len(body) // 10}.get(trouble, len(body))
        send(request, status, body[:sent], headers, length=len(body))
        if trouble == "stall":
            self.released.wait(20)

    def _listing(self, path: str) -> object | None:
        for name, files in self.repositories.items():
            if path == f"/api/models/{name}/revision/main":
                card = {"license": self.licence} if self.licence else None
                siblings = [listed(file, content) for file, content in files.items()]
                return {"id": name, "sha": COMMIT, "cardData": card, "siblings": siblings}
        return None

    def _content(self, path: str) -> bytes | None:
        for name, files in self.repositories.items():
            if path.startswith(prefix := f"/{name}/resolve/{COMMIT}/"):
                return files.get(path.removeprefix(prefix))
        return None

    def ranges(self, end: str) -> list[str]:
        """The ranges that were asked for of each file or list whose path ends so."""
        return [given for path, given in self.asked if path.endswith(end)]

    @contextmanager
    def serving(self) -> Iterator[LocalHub]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.released.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()


def send(
    request: BaseHTTPRequestHandler,
    status: int,
    body: bytes,
    headers: Mapping[str, str] | None = None,
    length: int | None = None,
) -> None:
    request.send_response(status)
    for name, value in (headers or {}).items():
        request.send_header(name, value)
    request.send_header("Content-Length", str(len(body) if length is None else length))
    request.end_headers()
    request.wfile.write(body)
    request.wfile.flush()


def listed(path: str, content: bytes) -> dict[str, object]:
    """The file as a hub lists it."""
    blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
    row: dict[str, object] = {"rfilename": path, "size": len(content), "blobId": blob}
    if len(content) >= LARGE_BYTES:
        row["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 130}
    return row
