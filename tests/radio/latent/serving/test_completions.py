"""The server on a real socket: completions, errors of one sentence, limits, clients that leave, a stop in between."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

import httpx
import openai
import pytest
import torch
from tiny_latent import SPAN

from radio.latent.serving.batches import Batches
from radio.latent.writing.decoding import Growing

GUIDES = [{"vector": "plain"}, {"text": "about cats", "weight": 0}]
WAIT_SECONDS = 20.0


def post(url: str, **fields) -> httpx.Response:
    return httpx.post(f"{url}/v1/completions", json=fields, timeout=WAIT_SECONDS)


def test_a_completion_is_openais_with_a_trace_and_drafts_apart(serving):
    with serving() as url:
        found = post(url, prompt="Hello", spans=2, n=2, seed=7, sampler="anneal", guides=GUIDES, trace=True).json()
        again = post(url, prompt="Hello", spans=2, n=2, seed=7, sampler="anneal", guides=GUIDES).json()
    assert found["object"] == "text_completion" and found["seed"] == 7
    assert [choice["text"] for choice in found["choices"]] == [choice["text"] for choice in again["choices"]]
    assert [choice["finish_reason"] for choice in found["choices"]] == ["length", "length"]
    assert found["usage"] == {
        "prompt_tokens": 6,
        "completion_tokens": 4 * SPAN,
        "total_tokens": 6 + 4 * SPAN,
        "draft_tokens": 2 * SPAN,
    }
    (first, _) = found["choices"][0]["trace"]["spans"]
    assert set(first) == {"norm", "log_probability", "cosines"} and len(first["cosines"]) == 2
    assert "trace" not in again["choices"][0]


def test_openais_own_client_is_answered(serving):
    with serving() as url, openai.OpenAI(base_url=f"{url}/v1", api_key="none") as client:
        (model,) = client.models.list().data
        found = client.completions.create(
            model=model.id, prompt="Hello", max_tokens=20, seed=1, extra_body={"sampler": "topic", "guides": GUIDES}
        )
    assert found.usage.completion_tokens == 2 * SPAN and found.choices[0].text


def test_the_model_tells_its_checkpoint_span_and_vectors(serving):
    with serving() as url:
        (model,) = httpx.get(f"{url}/v1/models").json()["data"]
    assert len(model["id"]) == 16
    assert (model["span"], model["vectors"], model["backend"]) == (SPAN, ["plain"], "transformers")


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"spans": 0}, 400), ({"model": "other"}, 404), ({"prompt": "x" * 5000}, 413), ({"n": 16, "draws": 8}, 413)],
)
def test_an_error_is_one_sentence_with_its_status(serving, fields, status):
    with serving() as url:
        found = post(url, **fields)
    assert found.status_code == found.json()["error"]["code"] == status
    assert found.json()["error"]["message"].count("\n") == 0


def test_too_large_a_request_and_an_unknown_path_are_refused(serving):
    with serving() as url:
        large = httpx.post(f"{url}/v1/completions", content=b" " * (2**20 + 1), timeout=WAIT_SECONDS)
        lost = httpx.get(f"{url}/v1/chat")
    assert large.status_code == 413 and "larger than" in large.json()["error"]["message"]
    assert lost.status_code == 404 and "/v1/completions" in lost.json()["error"]["message"]


class Held:
    """Writes when it is let, and notes what it was given."""

    def __init__(self, writing):
        self.writing = writing
        self.batches: list[int] = []
        self.begun, self.let = threading.Event(), threading.Event()

    def __call__(self, jobs):
        self.batches.append(len(jobs))
        self.begun.set()
        self.let.wait(WAIT_SECONDS)
        return self.writing(jobs)


def test_requests_that_wait_are_written_side_by_side_and_too_many_are_asked_to_come_back(serving, parts):
    held = Held(parts.writing)
    with ThreadPoolExecutor(8) as clients, serving(held, most_waiting=4) as url:
        first = clients.submit(post, url, spans=1, seed=0)
        assert held.begun.wait(WAIT_SECONDS)
        others = [
            clients.submit(post, url, spans=1 + seed % 2, seed=seed, temperature=0.1 * seed) for seed in range(1, 6)
        ]
        full = next(as_completed(others, timeout=WAIT_SECONDS))
        held.let.set()
        answers = [first.result(), *(one.result() for one in others)]
    assert full.result().status_code == 429 and int(full.result().headers["retry-after"]) > 0
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [429]
    assert held.batches == [1, 4]


def test_a_client_that_leaves_takes_its_request_along(serving, parts):
    left: list[bool] = []

    def write(jobs):
        left.append(jobs[0].gone.wait(WAIT_SECONDS))
        return parts.writing(jobs)

    with serving(write) as url, pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{url}/v1/completions", json={"spans": 2}, timeout=0.3)
    assert left == [True]


def test_a_request_that_nobody_waits_for_is_not_written(parts, job):
    held = Held(parts.writing)
    batches = Batches(held)
    first, left, last = job(spans=1), job(spans=2), job(spans=3)
    batches.put(first)
    assert held.begun.wait(WAIT_SECONDS)
    dropped, written = batches.put(left), batches.put(last)
    left.gone.set()
    held.let.set()
    assert written.result(WAIT_SECONDS).texts and not dropped.done()
    batches.close()
    assert held.batches == [1, 1]


def test_memory_that_runs_out_is_answered_and_survived(serving, parts):
    failures = [torch.OutOfMemoryError("CUDA out of memory.")]

    def grow(*given):
        if failures:
            raise failures.pop()
        return Growing(parts.model, *given)

    with serving(parts.writing_by(grow)) as url:
        first, second = post(url, spans=1), post(url, spans=1)
    assert first.status_code == 503 and first.headers["retry-after"]
    assert second.status_code == 200


def test_a_model_that_fails_is_a_500_and_the_next_request_is_written(serving, parts):
    failures = [ZeroDivisionError("by chance")]

    def write(jobs):
        if failures:
            raise failures.pop()
        return parts.writing(jobs)

    with serving(write) as url:
        assert [post(url, spans=1).status_code for _ in range(2)] == [500, 200]


def test_jobs_that_wait_when_the_server_stops_are_told_so(parts, job):
    held = Held(parts.writing)
    batches = Batches(held)
    first = batches.put(job(spans=1))
    assert held.begun.wait(WAIT_SECONDS)
    second = batches.put(job(spans=2))
    closing = threading.Thread(target=batches.close)
    closing.start()
    assert "stopping" in str(second.exception(WAIT_SECONDS))
    held.let.set()
    closing.join(WAIT_SECONDS)
    assert first.result(0).texts
    with pytest.raises(Exception, match="stopping"):
        batches.put(job(spans=1))
