"""A queue of jobs and the one thread that writes them, those of a kind side by side.

In: jobs, one at a time, from any thread.  Out: each job's answer is set. A job that nobody waits for any more is
dropped. Never holds more jobs than `most_waiting`.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from radio.latent.serving.asked import Refused
from radio.latent.serving.jobs import Done, Job

Write = Callable[[Sequence[Job]], None]
"""Answers each of these jobs of one kind as soon as its texts are whole; what it raises answers those that are left."""

MOST_WAITING = 64
MOST_ROWS = 32
RETRY_SECONDS = 5


class Batches:
    """Starts its thread at once; `close` ends it after the batch that is being written."""

    def __init__(self, write: Write, most_waiting: int = MOST_WAITING, most_rows: int = MOST_ROWS):
        self._write = write
        self._most_waiting, self._most_rows = most_waiting, most_rows
        self._waiting: deque[Job] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="latent-writer", daemon=True)
        self._thread.start()

    def put(self, job: Job) -> Future[Done]:
        """Raises Refused: 413 for more texts than a batch holds, 429 when too many wait, 503 when closing."""
        if job.rows > self._most_rows:
            raise Refused(413, f"n: {job.rows} texts and draws are too many; at most {self._most_rows}")
        with self._changed:
            if self._closing:
                raise Refused(503, "the server is stopping", RETRY_SECONDS)
            if len(self._waiting) >= self._most_waiting:
                raise Refused(429, f"{self._most_waiting} requests wait already", RETRY_SECONDS)
            self._waiting.append(job)
            self._changed.notify()
        return job.answer

    def close(self) -> None:
        """Jobs that still wait are answered 503; returns when the thread has ended."""
        with self._changed:
            self._closing = True
            left, self._waiting = self._waiting, deque()
            self._changed.notify()
        for job in left:
            job.answer.set_exception(Refused(503, "the server is stopping", RETRY_SECONDS))
        self._thread.join()

    def _run(self) -> None:
        while jobs := self._next():
            try:
                self._write(jobs)
            except Exception as exc:  # whatever a model raises is the answer to these jobs, and the next are written
                for job in jobs:
                    if not job.answer.done():
                        job.answer.set_exception(exc)

    def _next(self) -> list[Job]:
        """The job that has waited longest and those of its kind, as many as fit; none when closing."""
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                self._waiting = deque(job for job in self._waiting if not job.gone.is_set())
                if self._closing:
                    return []
                if self._waiting:
                    return self._taken()

    def _taken(self) -> list[Job]:
        taken: list[Job] = []
        rows = 0
        for job in self._waiting:
            if job.kind == self._waiting[0].kind and rows + job.rows <= self._most_rows:
                taken.append(job)
                rows += job.rows
        self._waiting = deque(job for job in self._waiting if job not in taken)
        return taken
