"""A supervisor's desk that is updated asks at its start who may say the marks that it held."""

from contextlib import closing

from desktop.domain.events.streams import Stream
from desktop.domain.reports.facts import ReportKept
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.journal import write_entry
from desktop.services.adapters.sqlite.schema import File
from desktop.services.ports import Entry
from tests.support.filing import report_at, reports, submits
from tests.support.stations import Author
from tests.support.workplace import Workplace, office, wait_until

__all__ = ["office"]


def test_a_mark_that_a_counter_signed_keeps_no_report_after_the_first_start(
    office: Workplace,
) -> None:
    ana, counter = office.supervisor("Ana Ruiz"), office.counter("Counter 3")
    reports(ana)
    filed = submits(counter)
    report_at(ana, filed)
    identity = counter.running.identity
    mark = Author(identity.key, seq={Stream.RECORDS: 90}).says(
        ReportKept(report=filed.report, why="Mine", author="Maria"), site=identity.site
    )
    ana.leaves()
    with closing(open_for_writing(ana.home.records_db, File.RECORDS)) as conn:
        write_entry(conn, Entry(events=(mark,), told=((filed.report, mark.id),)))
    ana.comes_back()
    reports(ana)
    wait_until(lambda: not report_at(ana, filed).keep_marks)
