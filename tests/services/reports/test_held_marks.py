"""What an older version kept of marks is asked at the first start who may say it."""

import pytest

from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.reports.facts import ReportKept, ReportReleased, ReportSubmitted, report_of
from desktop.domain.reports.field import Kind
from desktop.domain.reports.report import KeepMark
from desktop.services.adapters.sqlite.journal import write_entry
from desktop.services.adapters.sqlite.report_rows import find, fold_kept
from desktop.services.ports import Entry
from desktop.services.reports.held_marks import HeldMarks
from tests.support.stations import Author, Office

SUBMITTED = ReportSubmitted(
    number="2026-C3-001", kind=Kind.COUNTER, place="Counter 3", reporter="Maria Delgado"
)


@pytest.fixture
def office() -> Office:
    return Office(supervisors=("Ana", "Marcus"), counters=("Counter 3",), relays=("Ana",))


def keeps(report: str, author: str) -> ReportKept:
    return ReportKept(report=report, why="A court case", author=author)


def releases(mark: Event, report: str, author: str) -> ReportReleased:
    return ReportReleased(report=report, marks=(mark.id,), why="Over", author=author)


class Older:
    """Ana's desk, whose file comes from a version that read neither marks nor releases."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._authors = {name: Author(office[name].key) for name in ("Ana", "Marcus", "Counter 3")}
        self.report = self.held(SUBMITTED, by="Counter 3", is_folded=True).id
        self.changed: list[str] = []

    @property
    def marks(self) -> dict[str, KeepMark]:
        found = find(self._office["Ana"].records_disk.conn, self.report)
        assert found is not None
        return {mark.id: mark for mark in found.keep_marks}

    def held(self, fact: Fact, *, by: str, is_folded: bool = False) -> Event:
        event = self._authors[by].says(fact)
        told = ((event.id, event.id),) if is_folded else ()
        write_entry(self._office["Ana"].records_disk.conn, Entry(events=(event,), told=told))
        return event

    def starts(self) -> int:
        """The upgrade, and a start; how much that one wrote of marks."""
        office, ana = self._office, self._office["Ana"]
        fold_kept(ana.records_disk.conn)
        office.opens("Ana")
        disk = ana.records_disk
        before = len(disk.kept)
        HeldMarks(
            ana.records_at_work,
            archive=disk,
            journal=disk,
            site=ana.at_work,
            changed=self.changed.append,
        ).judge()
        office.settle()
        return len(disk.kept) - before


def test_a_mark_that_its_author_may_not_say_keeps_nothing_from_the_first_start_on(
    office: Office,
) -> None:
    older = Older(office)
    good = older.held(keeps(older.report, "Marcus"), by="Marcus")
    older.held(keeps(older.report, "Maria Delgado"), by="Counter 3")
    assert older.starts() == 1
    assert [*older.marks] == [good.id]
    assert older.changed == [older.report]


def test_a_release_by_a_supervisor_ends_its_mark_from_then_on_and_one_by_a_counter_does_not(
    office: Office,
) -> None:
    older = Older(office)
    settled = older.held(keeps(older.report, "Marcus"), by="Marcus")
    standing = older.held(keeps(older.report, "Ana"), by="Ana")
    older.held(releases(settled, older.report, "Marcus"), by="Marcus")
    older.held(releases(standing, older.report, "Maria"), by="Counter 3")
    assert older.starts() == 1
    assert older.marks[settled.id].is_released
    assert not older.marks[standing.id].is_released


def test_where_all_of_it_was_asked_nothing_is_written(office: Office) -> None:
    older = Older(office)
    mark = older.held(keeps(older.report, "Marcus"), by="Marcus")
    assert older.starts() == 0
    over = older.held(releases(mark, older.report, "Marcus"), by="Marcus")
    told = Entry(told=((report_of(over.id, releases(mark, older.report, "")), over.id),))
    write_entry(office["Ana"].records_disk.conn, told)
    office.stop("Ana")
    assert older.starts() == 0
    assert older.changed == []
