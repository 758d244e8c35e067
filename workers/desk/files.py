"""The live stream and the archive as files over HTTP, with the types, caching and ranges that players want.

Only names of the expected form are looked up, so no request can leave the two folders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, Response

from radio.config import Paths

PLAYLIST_TYPE = "application/vnd.apple.mpegurl"
SEGMENT_TYPE = "video/mp2t"
SEGMENT_AGE_SECONDS = 60
ARCHIVE_AGE_SECONDS = 3600
LISTED = 50

_SEGMENT = re.compile(r"s\d{1,12}\.ts")
_SHOW = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,120}")
_READ = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An mp3 in the archive."""

    show: str
    url: str
    bytes: int
    made_at: datetime


def recorded(folder: Path, limit: int = LISTED) -> list[Recorded]:
    """The archived mp3s, the latest first."""
    found = [(path, path.stat()) for path in folder.glob("*.mp3") if _SHOW.fullmatch(path.stem)]
    found.sort(key=lambda each: each[1].st_mtime, reverse=True)
    return [
        Recorded(
            show=path.stem,
            url=f"/archive/{path.name}",
            bytes=stat.st_size,
            made_at=datetime.fromtimestamp(stat.st_mtime, UTC),
        )
        for path, stat in found[:limit]
    ]


def router(paths: Paths) -> APIRouter:
    routes = APIRouter()

    @routes.api_route("/hls/live.m3u8", methods=_READ)
    def playlist() -> Response:
        return _playlist(paths.hls / "live.m3u8")

    @routes.api_route("/hls/{name}", methods=_READ)
    def segment(name: str) -> Response:
        if not _SEGMENT.fullmatch(name):
            raise HTTPException(404, "there is no such segment")
        return _file(paths.hls / name, SEGMENT_TYPE, SEGMENT_AGE_SECONDS)

    @routes.api_route("/archive/{name}.mp3", methods=_READ)
    def mp3(name: str) -> Response:
        if not _SHOW.fullmatch(name):
            raise HTTPException(404, "there is no such show")
        return _file(paths.archive / f"{name}.mp3", "audio/mpeg", ARCHIVE_AGE_SECONDS)

    return routes


def _playlist(path: Path) -> Response:
    # Read at once: air replaces the file every two seconds.
    try:
        content = path.read_bytes()
    except OSError:
        raise HTTPException(404, "the stream has not begun") from None
    return Response(content, media_type=PLAYLIST_TYPE, headers={"Cache-Control": "no-store"})


def _file(path: Path, media_type: str, age_seconds: int) -> Response:
    try:
        stat = path.stat()
    except OSError:
        raise HTTPException(404, "there is no such file") from None
    headers = {"Cache-Control": f"public, max-age={age_seconds}"}
    return FileResponse(path, media_type=media_type, stat_result=stat, headers=headers)
