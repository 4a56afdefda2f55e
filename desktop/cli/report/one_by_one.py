"""Reports of a period, asked of the station one after the other while they are printed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.cli.report.printing import Reading
from desktop.services.reports.variants import Variant

if TYPE_CHECKING:
    from desktop.domain.reports.report import Report
    from desktop.services.adapters.pdf.report_printer import ReportPrinter
    from desktop.services.reports.sb553 import LogEntry


class Each:
    """Reads one report after the other, and prints each as it was just read.

    ``numbers`` are those read so far.
    """

    def __init__(self, reading: Reading, wanted: list[str], printer: "ReportPrinter") -> None:
        self._reading = reading
        self._wanted = wanted
        self._printer = printer
        self.numbers: set[str] = set()

    def reports(self) -> "Iterator[Report]":
        for one in self._wanted:
            read = self._reading.read(one)
            self._printer = read.printer
            self.numbers.add(read.report.number)
            yield read.report

    def printed(self, report: "Report", variant: Variant, paper: str) -> bytes:
        return self._printer.printed(report, variant, paper)

    def log_entry(self, report: "Report", *, description: str | None = None) -> "LogEntry":
        return self._printer.log_entry(report, description=description)

    def log(
        self, entries: "Sequence[LogEntry]", *, period: str, made_at: datetime, paper: str
    ) -> bytes:
        return self._printer.log(entries, period=period, made_at=made_at, paper=paper)
