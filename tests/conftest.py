"""What every test shares: where the real papers lie, whose loop runs it, and what may not be skipped."""

from __future__ import annotations

import gc
import inspect
from pathlib import Path

import extras
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared" / "data"


STANDING = {"reader", "speaking"}
"""Fixtures that start programs once for all tests of a file; those tests share the file's loop."""


MADE_DAY, STATION = "a made day", "a whole station"
GROUP_OF = {
    "tests/workers/studio/test_workflows.py": MADE_DAY,
    "tests/workers/studio/test_workflows_killed.py": MADE_DAY,
    "tests/workers/voices/test_verification.py": MADE_DAY,
    "tests/test_station.py": STATION,
    "tests/test_kills.py": STATION,
    "tests/test_every_pdf.py": STATION,
}
"""Files that share what one process makes for all of them, or that are too much for a small machine side by side."""
LONGEST_FIRST = (
    MADE_DAY,
    "tests/workers/air/test_main.py",
    STATION,
    "tests/radio/documents/test_real_papers.py",
    "tests/workers/studio/test_versions.py",
    "tests/contracts/test_speech.py",
)
"""Groups of tests that take half a minute and more: begun last, they would leave the other cores idle in the end."""


class ByGroup(LoadFileScheduling):
    """The tests of a group run in one process, which makes what they share once."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByGroup:
    return ByGroup(config, log)


def group_of(nodeid: str) -> str:
    file = nodeid.partition("::")[0]
    return GROUP_OF.get(file, file)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest groups first; a test that uses what stands for its whole file runs in the file's loop."""
    items.sort(key=lambda item: LONGEST_FIRST.index(group) if (group := group_of(item.nodeid)) in LONGEST_FIRST else 99)
    for item in items:
        if STANDING & set(fixtures_of(item)) and inspect.iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the garbage collector need not walk it again and again."""
    gc.collect()
    gc.freeze()


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
