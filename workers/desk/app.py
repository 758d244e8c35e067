"""The web application: which address gives what.

In: the configuration, a way to open the store, a client of air. Works while the store is locked or absent and while air
is down: each page shows what is known. Writes nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader
from prometheus_client import CONTENT_TYPE_LATEST

from radio.config import Config
from radio.ids import PaperId, ShowId, work_of
from radio.store import Store
from workers.desk import files, metrics
from workers.desk.ledger import Ledger, ledger
from workers.desk.now import now_of, paper_url
from workers.desk.store_reader import OpenStore, Records
from workers.studio.voice_speed import speed

HERE = Path(__file__).parent
LISTED_ON_PAGE = 12
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class AirStatus(Protocol):
    """What the desk asks of air; `radio.air_client.AirClient` answers it."""

    async def status(self) -> dict[str, Any] | None: ...


def create_app(config: Config, open_store: OpenStore | None, air: AirStatus) -> FastAPI:
    """The application. `open_store` is called once, in a thread, when first needed; None goes without a store."""
    records = Records(open_store)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        records.close()

    app = FastAPI(title=config.station.name, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.middleware("http")(_with_security_headers)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.include_router(files.router(config.paths))
    _add_pages(app, config, records, air)
    _add_health(app, config, records, air)
    return app


async def _with_security_headers(request: Request, respond: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await respond(request)
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    return response


def _add_pages(app: FastAPI, config: Config, records: Records, air: AirStatus) -> None:
    pages = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )

    def page(name: str, **values: Any) -> HTMLResponse:
        return HTMLResponse(pages.get_template(name).render(station=config.station.name, **values))

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def front() -> HTMLResponse:
        return page(
            "front.html",
            now=now_of(await air.status(), config),
            shows=await _archive(config, records, LISTED_ON_PAGE),
            engines=await records.ask(speed) or (),
        )

    @app.get("/archive/", include_in_schema=False)
    async def archive() -> HTMLResponse:
        return page("archive.html", shows=await _archive(config, records, files.LISTED))

    @app.get("/papers/{paper:path}", include_in_schema=False)
    async def paper(paper: str) -> HTMLResponse:
        found = await records.ask(lambda store: (_ledger(store, PaperId(paper), config),))
        if found is None:
            raise HTTPException(503, "the library is not readable just now; try again in a minute")
        if found[0] is None:
            raise HTTPException(404, "the station has no summary of this paper")
        return page("paper.html", ledger=found[0], url=paper_url(paper))


async def _archive(config: Config, records: Records, limit: int) -> list[dict[str, Any]]:
    """The archived shows with their titles; without the store with their ids."""
    archives = await records.ask(lambda store: store.programme.archives(limit=limit)) or ()
    known = {Path(archive.name).stem: archive for archive in archives}
    withdrawn = await records.ask(lambda store: _withdrawn(store, [a.show.id for a in archives])) or {}
    return [
        {
            "url": file.url,
            "title": known[file.show].show.title if file.show in known else file.show,
            "day": known[file.show].show.day if file.show in known else file.made_at.date(),
            "withdrawn": withdrawn.get(file.show, ()),
            "minutes": round(known[file.show].seconds / 60) if file.show in known else None,
        }
        for file in files.recorded(config.paths.archive, limit)
    ]


def _withdrawn(store: Store, shows: Sequence[ShowId]) -> dict[str, tuple[str, ...]]:
    """The titles of the papers in these shows that have been withdrawn since."""
    gone = store.library.withdrawn()
    papers = {
        show: dict.fromkeys(p for segment in store.programme.segments(show) for p in segment.papers)
        for show in (shows if gone else ())
    }
    affected = {show: [p for p in ids if work_of(p) in gone] for show, ids in papers.items()}
    return {show: tuple(store.library.paper(p).title for p in ids) for show, ids in affected.items() if ids}


def _ledger(store: Store, paper_id: PaperId, config: Config) -> Ledger | None:
    library = store.library
    paper = library.find_paper(paper_id)
    if paper is None:
        return None
    newest = library.versions(paper_id)[-1]
    return ledger(paper, library.find_document(paper_id), library.find_summary(paper_id), config.licence, newest)


def _add_health(app: FastAPI, config: Config, records: Records, air: AirStatus) -> None:
    no_store = {"Cache-Control": "no-store"}

    @app.api_route("/now.json", methods=["GET", "HEAD"])
    async def now() -> JSONResponse:
        return JSONResponse(now_of(await air.status(), config), headers=no_store)

    @app.get("/healthz")
    async def healthz() -> JSONResponse:
        return JSONResponse({"desk": "up"}, headers=no_store)

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        status: Mapping[str, Any] = await air.status() or {}
        flowing = status.get("flowing") is True
        reason = (
            "sound flows" if flowing else "no sound reaches the live stream" if status else "the air does not answer"
        )
        return JSONResponse({"ready": flowing, "reason": reason}, 200 if flowing else 503, headers=no_store)

    @app.get("/metrics", include_in_schema=False)
    async def exposition() -> Response:
        engines = await records.ask(speed) or ()
        text = metrics.exposition(await air.status(), engines)
        return Response(text, media_type=CONTENT_TYPE_LATEST, headers=no_store)
