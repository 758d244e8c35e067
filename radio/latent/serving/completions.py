"""The server's HTTP: `POST /v1/completions` and `GET /v1/models`, as OpenAI's clients know them.

Every error is one sentence under `error.message`. A client that leaves ends its own request.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from radio import log
from radio.latent.serving.asked import Refused, parse
from radio.latent.serving.batches import Batches
from radio.latent.serving.jobs import Done, Job
from radio.latent.serving.preparing import Preparing
from radio.latent.writing import prose_vectors

MOST_BODY_BYTES = 2**20
LOOK_SECONDS = 0.2
"""How often it is seen whether the client is still there."""
CLIENT_GONE = 499


def create_app(preparing: Preparing, batches: Batches) -> FastAPI:
    """The application. Whoever made the batches closes them."""
    app = FastAPI(title="Paper Radio's latent writer", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/v1/models")
    def models() -> dict[str, Any]:
        served = preparing.served
        about = {
            "id": served.checkpoint,
            "object": "model",
            "owned_by": "paper-radio",
            "base_model": served.base_model,
            "backend": served.backend,
            "span": served.span,
            "max_model_len": served.most_positions,
            "vectors": prose_vectors.names(served.vectors),
        }
        return {"object": "list", "data": [about]}

    @app.post("/v1/completions")
    async def completions(request: Request) -> Response:
        try:
            job = await asyncio.to_thread(preparing.job, parse(await _body(request)))
            done = await _done(batches, job, request)
        except Refused as exc:
            return _refusal(exc)
        except Exception as exc:  # whatever a model raises must not end the server; it goes to the log whole
            log.get().error("a completion failed", exc_info=exc)
            return _refusal(Refused(500, f"the model failed: {type(exc).__name__}"))
        return JSONResponse(_completion(preparing, job, done)) if done else Response(status_code=CLIENT_GONE)

    @app.exception_handler(HTTPException)
    async def refused(_request: Request, exc: HTTPException) -> Response:
        return _refusal(Refused(exc.status_code, f"{exc.detail}; there are /v1/completions and /v1/models"))

    return app


async def _body(request: Request) -> bytes:
    """Raises Refused (413) as soon as there is too much of it."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BODY_BYTES:
            raise Refused(413, f"the request is larger than {MOST_BODY_BYTES // 1024} KiB")
    return body


async def _done(batches: Batches, job: Job, request: Request) -> Done | None:
    """The answer; None when the client left, whose job is then dropped."""
    answer = asyncio.wrap_future(batches.put(job))
    try:
        while not (await asyncio.wait((answer,), timeout=LOOK_SECONDS))[0]:
            if await request.is_disconnected():
                return None
        return answer.result()
    finally:
        if not answer.done():
            job.gone.set()
            answer.add_done_callback(_forget)


def _forget(answer: asyncio.Future[Done]) -> None:
    """An outcome that nobody waits for is looked at, so that asyncio does not complain of it."""
    if not answer.cancelled():
        answer.exception()


def _completion(preparing: Preparing, job: Job, done: Done) -> dict[str, Any]:
    choices = []
    for index, text in enumerate(done.texts):
        choice = {"index": index, "text": text.text, "finish_reason": "length", "logprobs": None}
        if job.asked.trace:
            choice["trace"] = {"spans": [asdict(span) for span in text.spans]}
        choices.append(choice)
    prompt = len(job.ids)
    usage = {
        "prompt_tokens": prompt,
        "completion_tokens": done.tokens,
        "total_tokens": prompt + done.tokens,
        "draft_tokens": done.draft_tokens,
    }
    return {
        "id": f"cmpl-{uuid4().hex}",
        "object": "text_completion",
        "created": int(time.time()),
        "model": preparing.served.checkpoint,
        "seed": job.seed,
        "choices": choices,
        "usage": usage,
    }


def _refusal(exc: Refused) -> Response:
    headers = {"Retry-After": str(exc.retry_after_seconds)} if exc.retry_after_seconds else None
    kind = "invalid_request_error" if exc.status < 500 else "server_error"
    return JSONResponse({"error": {"message": str(exc), "type": kind, "code": exc.status}}, exc.status, headers)
