"""What every test shares: where the real papers lie, whose loop runs it, and what may not be skipped."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

import extras
import pytest

for _unused in ("pymupdf.layout", "pymupdf4llm"):
    sys.modules[_unused] = None  # PyMuPDF would load them, for most of a second, as in the sandbox's zygote

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared" / "data"


STANDING = {"reader", "speaking"}
"""Fixtures that start programs once for all tests of a file; those tests share the file's loop."""


LONGEST_FIRST = (
    "a made day",
    "tests/workers/air/test_main.py",
    "tests/test_station.py",
    "tests/test_kills.py",
    "tests/test_every_pdf.py",
    "tests/radio/documents/test_real_papers.py",
    "tests/workers/studio/test_workflows.py",
    "tests/workers/studio/test_versions.py",
    "tests/contracts/test_speech.py",
)
"""Groups of tests that take half a minute and more: begun last, they would leave the other cores idle in the end."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file run in one process, which makes what they share once; so do all that look at a made day."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
        if STANDING & set(fixtures_of(item)) and inspect.iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)
    items.sort(key=lambda item: LONGEST_FIRST.index(group) if (group := group_of(item)) in LONGEST_FIRST else 99)


def group_of(item: pytest.Item) -> str:
    if {"made_day", "killed_day"} & set(fixtures_of(item)):
        return "a made day"
    return item.path.relative_to(REPOSITORY).as_posix()


def fixtures_of(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real papers and recorded answers, which is not part of the repository."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real papers is not on this machine")
    return SHARED


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """A test that would be skipped fails where it must run."""
    must_not_be_skipped(item, (yield).get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    """So does a whole file."""
    must_not_be_skipped(collector, (yield).get_result())


def must_not_be_skipped(what: pytest.Item | pytest.Collector, report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not extras.may_be_skipped(what, reason := str(report.longrepr[-1])):
        report.outcome = "failed"
        report.longrepr = f"skipped, though it must run here: {reason}"
