"""What somebody wants kept is not purged by hand either, until it is released."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.alerts.facts import AlertNoted
from desktop.domain.reports.facts import ReportKept, ReportReleased
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.log.purging import NotPurgeableError, choose
from tests.support.aged import NOW, AgedDesk, days_ago

DAY = date(2026, 6, 1)


@pytest.fixture
def ana(tmp_path: Path) -> AgedDesk:
    return AgedDesk(tmp_path)


@contextmanager
def opened(desk: AgedDesk) -> Iterator[list[SqliteLog]]:
    with ExitStack() as files:
        yield [
            files.enter_context(closing(SqliteLog(desk.folder / name, file)))
            for name, file in (("alerts.db", File.ALERTS), ("records.db", File.RECORDS))
        ]


@pytest.fixture(autouse=True)
def happened(ana: AgedDesk) -> tuple[str, str, str, str]:
    """A call, its note, the report that was begun from it and is kept, and the mark."""
    call = ana.call(days_ago(40))
    note = ana.says(AlertNoted(alert=call, text="He left"), at=days_ago(40), by="Counter 3")
    report = ana.report(days_ago(39), days_ago(38), alert=call)
    mark = ReportKept(report=report, why="A court case", until=str(DAY), author="Ana Ruiz")
    return call, note, report, ana.says(mark, at=days_ago(37))


def test_the_report_and_its_call_are_refused_with_who_wants_them_kept_and_why(
    ana: AgedDesk, happened: tuple[str, str, str, str]
) -> None:
    call, note, report, _ = happened
    for wanted in ({"alerts": [call]}, {"events": [note]}, {"reports": [report]}):
        with (
            opened(ana) as logs,
            pytest.raises(NotPurgeableError, match="kept, says Ana Ruiz: A court case") as refusal,
        ):
            choose(logs, today=DAY, **wanted)  # type: ignore[arg-type]  # one at a time
        assert "report release" in refusal.value.advice


def test_of_all_calls_before_a_day_that_one_is_left_out(
    ana: AgedDesk, happened: tuple[str, str, str, str]
) -> None:
    other = ana.call(days_ago(40))
    with opened(ana) as logs:
        chosen = choose(logs, closed_before=NOW, today=DAY)
    assert other in chosen
    assert happened[0] not in chosen


def test_from_the_day_after_its_last_it_goes_as_any(
    ana: AgedDesk, happened: tuple[str, str, str, str]
) -> None:
    with opened(ana) as logs:
        chosen = choose(logs, reports=[happened[2]], today=date(2026, 6, 2))
    assert happened[2] in chosen


def test_once_it_is_released_it_goes_as_any(
    ana: AgedDesk, happened: tuple[str, str, str, str]
) -> None:
    call, _, report, mark = happened
    over = ReportReleased(report=report, marks=(mark,), why="Settled", author="Ana Ruiz")
    ana.says(over, at=days_ago(1))
    with opened(ana) as logs:
        chosen = choose(logs, reports=[report], alerts=[call], today=DAY)
    assert {call, report, mark} <= set(chosen)
