"""What ``report keep`` and ``report release`` say to a person of the marks that a report has."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from desktop.cli.report.keeping import lines_of
from desktop.cli.serving.shapes import of_keep_marks
from desktop.domain.reports.facts import ReportKept, ReportReleased
from desktop.domain.reports.report import Report, Told, fold
from tests.support.incident_story import REPORT_ID, submission, told

LATER = datetime(2026, 12, 1, 8, tzinfo=UTC)
CLAIM, COURT = "c1" * 16, "c2" * 16


def marked(*released: str) -> Report:
    """Kept for a claim until the first of December, and for a court without a day."""
    facts = {
        CLAIM: ReportKept(report=REPORT_ID, why="A claim", until="2026-12-01", author="Ana Ruiz"),
        COURT: ReportKept(report=REPORT_ID, why="A court case", author="Marcus Bell"),
        "c3" * 16: ReportReleased(report=REPORT_ID, marks=released, why="Over", author="Ana Ruiz"),
    }
    said = [Told(LATER, event, "d" * 32, fact) for event, fact in facts.items()]
    found = fold(REPORT_ID, [*told(submission()), *said])
    assert found is not None
    return found


def lines(report: Report, oldest_day: date) -> list[str]:
    answer: dict[str, Any] = {"number": "No. 1", "kept": of_keep_marks(report, oldest_day)}
    return list(lines_of(answer))


@pytest.mark.parametrize(
    ("released", "day", "expected"),
    [
        (
            (),
            date(2026, 12, 1),
            [
                "No. 1 is kept until 2026-12-01, says Ana Ruiz: A claim",
                "No. 1 is kept, says Marcus Bell: A court case",
            ],
        ),
        (
            (),
            date(2026, 12, 2),
            [
                "No. 1 was kept until 2026-12-01, said Ana Ruiz: A claim",
                "No. 1 is kept, says Marcus Bell: A court case",
            ],
        ),
        (
            (COURT,),
            date(2026, 12, 2),
            [
                "No. 1 is released. The time that reports are kept for begins anew.",
                "No. 1 was kept until 2026-12-01, said Ana Ruiz: A claim",
            ],
        ),
        (
            (COURT, CLAIM),
            date(2026, 12, 1),
            ["No. 1 is released. The time that reports are kept for begins anew."],
        ),
    ],
)
def test_a_mark_whose_last_day_is_over_is_told_as_one_that_was(
    released: tuple[str, ...], day: date, expected: list[str]
) -> None:
    assert lines(marked(*released), day) == expected
