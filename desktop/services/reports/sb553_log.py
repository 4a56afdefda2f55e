"""The SB 553 log of a period, as one CSV and one PDF, without whatever tells who was involved."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Protocol

from desktop.domain.errors import DeskError
from desktop.domain.reports.report import Report
from desktop.services.reports.dates import Dates
from desktop.services.reports.exporting import NotExported, Save
from desktop.services.reports.sb553 import LogEntry, sb553_csv


class LogPrinter(Protocol):
    """Makes entries of reports, and the log of entries; see ``LogEntry.of``."""

    def log_entry(self, report: Report, *, description: str | None = None) -> LogEntry: ...
    def log(
        self, entries: Sequence[LogEntry], *, period: str, made_at: datetime, paper: str
    ) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ExportedLog:
    """What became of it: so many incidents are in it, and those in ``failed`` are not."""

    entries: int
    files: tuple[Path, ...]
    failed: tuple[NotExported, ...]
    is_cancelled: bool


def export_log(
    reports: Iterable[Report],
    folder: Path,
    *,
    since: date,
    until: date,
    of: int,
    paper: str,
    printer: LogPrinter,
    save: Save,
    descriptions: Mapping[str, str],
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> ExportedLog:
    """Write the log of the ``of`` ``reports`` into ``folder``, which exists.

    ``descriptions`` are what somebody wrote for the log, by the report's number. An entry in which
    somebody involved is told stays out. Where nothing is left, or ``is_cancelled`` says so, nothing
    is written: a log of half a period would look like a whole one.
    """
    entries: list[LogEntry] = []
    failed: list[NotExported] = []
    progress(0, of)
    for done, report in enumerate(reports, start=1):
        if is_cancelled():
            break
        try:
            entry = printer.log_entry(report, description=descriptions.get(report.number))
        except DeskError as error:
            failed.append(NotExported(report.number, error))
        else:
            entries.append(entry)
        progress(done, of)
    if is_cancelled():
        return ExportedLog(len(entries), (), tuple(failed), is_cancelled=True)
    files: tuple[Path, ...] = ()
    if entries or not failed:
        files = _written(entries, folder, since, until, paper=paper, printer=printer, save=save)
    return ExportedLog(len(entries), files, tuple(failed), is_cancelled=False)


def _written(
    entries: Sequence[LogEntry],
    folder: Path,
    since: date,
    until: date,
    *,
    paper: str,
    printer: LogPrinter,
    save: Save,
) -> tuple[Path, ...]:
    said = Dates("en", UTC)
    log = printer.log(
        entries,
        period=f"{said.day(since)} to {said.day(until)}",
        made_at=max(
            (entry.made_at for entry in entries), default=datetime.combine(until, time(), UTC)
        ),
        paper=paper,
    )
    stem = f"sb553-{since.isoformat()}-{until.isoformat()}"
    csv, pdf = folder / f"{stem}.csv", folder / f"{stem}.pdf"
    save(sb553_csv(entries).encode("utf-8-sig"), csv)
    save(log, pdf)
    return csv, pdf
