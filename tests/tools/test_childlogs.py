"""The rule that the logs of stations in processes of their own are clean."""

from pathlib import Path

import pytest

from tests.support.childlogs import complaints_in, fresh_complaints, watch
from tests.support.logfail import LogJudge

INFO = "2026-03-09 16:02:11,004 INFO alert-path refused: somebody was quicker\n"
ERROR = "2026-03-09 16:02:11,005 ERROR alert-path boom in the child\n"
TRACEBACK = 'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: 7\n'
QT = "QObject::connect: No such signal\n"


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("", []),
        (INFO, []),
        (INFO + ERROR + INFO, ["ERROR alert-path boom in the child"]),
        (ERROR + TRACEBACK + INFO, ["ERROR alert-path boom in the child ... ValueError: 7"]),
        (QT, ["QObject::connect: No such signal"]),
        ("This plugin does not support raise()\n", []),
    ],
)
def test_what_is_more_than_information_is_a_complaint(text: str, complaints: list[str]) -> None:
    assert list(complaints_in(text)) == complaints


def test_it_is_heard_once_and_judged_by_the_test_that_was_running(tmp_path: Path) -> None:
    log = watch(tmp_path / "desk" / "log") / "station.log"
    log.parent.mkdir(parents=True)
    log.write_text(ERROR)
    judge = LogJudge(allowed=["never mind"])
    judge.hear(fresh_complaints())
    assert judge.complaints() == [
        "logged unexpectedly: desk/station.log: ERROR alert-path boom in the child"
    ]
    assert fresh_complaints() == []
    with log.open("a") as more:
        more.write(ERROR)
    judge = LogJudge(expected=["boom in the child"])
    judge.hear(fresh_complaints())
    assert judge.complaints() == []
