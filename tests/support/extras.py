"""Which extras a run of the tests has installed on purpose, and how a file or a fixture says that it needs one."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec

import pytest

MUST_RUN = "PAPER_RADIO_TESTS_MUST_RUN"
"""The variable that names those extras, `latent,ocr` or `none`. Where it is set, no other test may be skipped."""
_MISSING = re.compile(r"the extra `([\w-]+)` is not installed")


def need(extra: str, *packages: str) -> None:
    """Skips the file or the test where a package of an extra is missing."""
    if not all(map(find_spec, packages)):
        pytest.skip(f"the extra `{extra}` is not installed", allow_module_level=True)


def installed() -> set[str] | None:
    """The extras whose tests must run; None where any test may be skipped."""
    named = os.environ.get(MUST_RUN)
    return set(named.split(",")) if named else None


def may_be_skipped(item: pytest.Item | pytest.Collector, reason: str) -> bool:
    """Whether the extra that it needs is not there, or the one that it needs away is."""
    there = installed()
    if there is None:
        return True
    needed = {mark.args[0] for mark in item.iter_markers("with_extra")} | set(_MISSING.findall(reason))
    needed_away = {mark.args[0] for mark in item.iter_markers("without_extra")}
    return bool(needed - there or needed_away & there)
