"""What every test shares: where the real papers lie, whose loop runs it, and what may not be skipped."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path

import pytest

for _unused in ("pymupdf.layout", "pymupdf4llm"):
    sys.modules[_unused] = None  # PyMuPDF would load them, for most of a second, as in the sandbox's zygote

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared" / "data"


STANDING = {"reader", "speaking"}
"""Fixtures that start programs once for all tests of a file; those tests share the file's loop."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """An asynchronous test runs in a loop of its own, but for one that uses what stands for its whole file."""
    for item in items:
        if not isinstance(item, pytest.Function) or not inspect.iscoroutinefunction(item.function):
            continue
        if STANDING & set(item.fixturenames):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real papers and recorded answers, which is not part of the repository."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real papers is not on this machine")
    return SHARED


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """With PAPER_RADIO_TESTS_MUST_RUN set, a test that would be skipped fails instead; but for those about an extra:
    `all` lets those pass that need one, `extras` those that need it away."""
    report = (yield).get_result()
    must_run = os.environ.get("PAPER_RADIO_TESTS_MUST_RUN")
    let_pass = item.get_closest_marker("without_extra" if must_run == "extras" else "with_extra")
    if report.skipped and must_run and not let_pass:
        report.outcome = "failed"
        report.longrepr = f"skipped, though everything must run here: {report.longrepr[-1]}"
