"""The rule that a test's log is clean, tried on small test files of its own."""

import logging

import pytest

from tests.support.logfail import LogJudge


def judged(judge: LogJudge, *messages: str) -> list[str]:
    for message in messages:
        record = logging.LogRecord("desk", logging.WARNING, __file__, 1, message, None, None)
        judge.handle(record)
    return judge.complaints()


def test_an_unexpected_warning_is_named() -> None:
    assert judged(LogJudge(), "the disk is slow") == ["logged unexpectedly: desk: the disk is slow"]


def test_an_expected_warning_that_came_is_fine() -> None:
    assert judged(LogJudge(expected=["disk is slow"]), "the disk is slow") == []


def test_an_expected_warning_that_never_came_is_named() -> None:
    assert judged(LogJudge(expected=["disk is slow"])) == [
        "expected in the log, never seen: disk is slow"
    ]


def test_of_a_test_that_was_skipped_no_warning_is_expected() -> None:
    judge = LogJudge(expected=["disk is slow"])
    assert judge.complaints(was_skipped=True) == []


def test_an_allowed_warning_may_come_or_not() -> None:
    assert judged(LogJudge(allowed=["disk is slow"])) == []
    assert judged(LogJudge(allowed=["disk is slow"]), "the disk is slow") == []


@pytest.mark.expects_log(r"^desk: the disk is slow$")
def test_the_marker_is_heard_by_every_test(log_judge: LogJudge) -> None:
    logging.getLogger("desk").warning("the disk is slow")
    assert log_judge.complaints() == []
