"""The SB 553 log of a period, as one CSV and one PDF, without whatever tells who was involved."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.options import Options
from desktop.cli.report.cancelling import cancelled_by_interrupt
from desktop.cli.report.outcome import ended, failure, failures, shape
from desktop.cli.report.printing import Reading
from desktop.cli.session import Session
from desktop.domain.errors import DeskError, UnknownReportError
from desktop.services.reports.variants import Variant

if TYPE_CHECKING:
    from desktop.services.adapters.pdf.report_printer import ReportPrinter
    from desktop.services.reports.sb553 import LogEntry


def export_log(session: Session, options: Options, folder: Path) -> int:
    """Write the log into ``folder``; entries in which something is found stay out and are named.

    Where nothing is left, or it was cancelled, nothing is written.
    """
    reading = Reading(session)
    wanted, printer = reading.of_period(options.since, options.until)
    descriptions = dict(options.description)
    entries: list[LogEntry] = []
    failed: list[dict[str, Any]] = []
    met: set[str] = set()
    with cancelled_by_interrupt() as is_cancelled:
        session.output.aside(f"0 of {len(wanted)}")
        for count, one in enumerate(wanted, start=1):
            if is_cancelled():
                break
            read = reading.read(one)
            number = read.report.number
            met.add(number)
            try:
                entry = read.printer.log_entry(read.report, description=descriptions.get(number))
            except DeskError as error:
                failed.append(failure(number, error))
            else:
                entries.append(entry)
            session.output.aside(f"{count} of {len(wanted)}")
        is_whole = not is_cancelled()
    if is_whole:
        failed += [failure(one, _not_there(one)) for one in descriptions if one not in met]
    files: tuple[Path, ...] = ()
    if is_whole and (entries or not failed):
        files = _written(printer, options, folder, entries)
    answer = shape(folder, Variant.SB_553, of=len(wanted), files=files, cancelled=not is_whole)
    answer["failed"] = failed
    session.output.result(answer, _lines(answer, len(entries)))
    return ended(answer)


def _not_there(number: str) -> DeskError:
    return UnknownReportError(
        f"{number}: no report of this period has that number, so its description went nowhere."
    )


def _written(
    printer: "ReportPrinter", options: Options, folder: Path, entries: "list[LogEntry]"
) -> tuple[Path, ...]:
    from desktop.services.adapters.pdf.saving import save_document
    from desktop.services.reports.dates import Dates
    from desktop.services.reports.sb553 import sb553_csv

    stem = f"sb553-{options.since.isoformat()}-{options.until.isoformat()}"
    said = Dates("en", UTC)
    paper = printer.log(
        entries,
        period=f"{said.day(options.since)} to {said.day(options.until)}",
        made_at=max(
            (entry.made_at for entry in entries),
            default=datetime.combine(options.until, time(), UTC),
        ),
        paper=options.paper,
    )
    return (
        save_document(sb553_csv(entries).encode("utf-8-sig"), folder / f"{stem}.csv"),
        save_document(paper, folder / f"{stem}.pdf"),
    )


def _lines(answer: dict[str, Any], entries: int) -> Iterator[str]:
    if answer["cancelled"]:
        yield "Cancelled. Nothing was written: a log of half a period would look like a whole one."
    elif answer["files"]:
        names = " and ".join(answer["files"])
        yield f"{entries} of {answer['of']} incidents are in {names} in {answer['folder']}."
    else:
        yield "Nothing was written: none of the incidents can go into the log as it is told."
    yield from failures(answer)
