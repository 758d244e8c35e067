"""Errors, by what should happen next.

    RadioError
    ├── Transient           wait and try again; may carry `retry_after_seconds`
    │   ├── Unreachable     a server did not answer, or answered nonsense
    │   └── Busy            a server asked us to wait (429, 503)
    ├── Permanent           park the paper or show, with this sentence as the reason
    │   ├── Unreadable      the PDF cannot be read as prose
    │   ├── HeldBack        it gives hidden orders to a language model; the operator may release it
    │   ├── NoSuchPaper     arXiv does not know it
    │   │   └── Withdrawn   it was withdrawn
    │   ├── Unspeakable     no voice could speak the sentence
    │   └── Missing         the store has no record of that id
    └── BadConfig           the operator has to change something; the message says what

A message is one clear sentence that says what is wrong and, where a person can help, what to do.
"""

from __future__ import annotations


class RadioError(Exception):
    """The root of everything the station raises on purpose."""


class Transient(RadioError):
    """The same call may work later."""

    def __init__(self, message: str, retry_after_seconds: float | None = None):
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Unreachable(Transient):
    """A server did not answer in time, or answered with something that is not what was asked."""


class Busy(Transient):
    """A server asked us to come back later."""


class Permanent(RadioError):
    """Trying again will not help; the work is parked with this reason."""


class Unreadable(Permanent):
    """The file is not a PDF that can be read as prose."""


class HeldBack(Permanent):
    """The paper holds hidden orders to a language model; it waits until the operator releases it."""


class NoSuchPaper(Permanent):
    """The paper does not exist."""


class Withdrawn(NoSuchPaper):
    """The paper was withdrawn: nothing more is made of it."""


class Unspeakable(Permanent):
    """No configured voice could speak the sentence."""


class Missing(Permanent):
    """The store has no record of that id."""


class BadConfig(RadioError):
    """The configuration cannot be used; each argument is one mistake in one sentence."""

    def __init__(self, *mistakes: str):
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes
