"""What every test gets: Qt without a screen, and a log in which nothing unexpected may appear."""

import os
import sys
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from tests.support.childlogs import fresh_complaints
from tests.support.display import Display, missing_programs, virtual_display
from tests.support.logfail import LogJudge
from tests.support.recovery_cost import QUICK, files_that_cost

# For every Python that a test starts; this one has its own rule (`filterwarnings`).
os.environ.setdefault("PYTHONWARNINGS", "error")

# Set before anything imports Qt. Real windows belong to child processes on the `display` fixture.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# What an office has put on this very PC is none of a test's business.
os.environ.setdefault("COUNTERSIGN_PRESET", os.devnull)

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


_WAS_SKIPPED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped:
        item.stash[_WAS_SKIPPED] = True
    return report


@pytest.fixture(scope="session", autouse=True)
def quick_recovery_files() -> Iterator[None]:
    """Hundreds of tests create a site, and its recovery file takes more than a second of processor
    time on purpose; a PIN takes a part of one. What real ones take, ``tests/adapters/keys`` looks
    at.
    """
    with files_that_cost(QUICK):
        yield


@pytest.fixture(autouse=True)
def log_judge(request: pytest.FixtureRequest) -> Iterator[LogJudge]:
    """Fail the test on a warning or error that no ``expects_log`` or ``allows_log`` names, here or
    in the log of a station in a process of its own.
    """
    judge = LogJudge(
        expected=[mark.args[0] for mark in request.node.iter_markers("expects_log")],
        allowed=[mark.args[0] for mark in request.node.iter_markers("allows_log")],
    )
    with judge.listening():
        yield judge
    judge.hear(fresh_complaints())
    complaints = judge.complaints(was_skipped=request.node.stash.get(_WAS_SKIPPED, False))
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    """A virtual screen with a window manager; child processes get ``display.environment()``."""
    if sys.platform != "linux":
        pytest.skip("the virtual screen is Xvfb, which is Linux's")
    missing = missing_programs()
    if missing:
        pytest.fail(f"`python3 run.py test` installs what is missing here: {', '.join(missing)}")
    with virtual_display() as screen:
        yield screen
