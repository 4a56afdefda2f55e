"""The SB 553 log of a period, as one CSV and one PDF, without whatever tells who was involved."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.cli.options import Options
from desktop.cli.report.cancelling import cancelled_by_interrupt
from desktop.cli.report.one_by_one import Each
from desktop.cli.report.outcome import ended, failure, failures, shape
from desktop.cli.report.printing import Reading
from desktop.cli.session import Session
from desktop.domain.errors import DeskError, UnknownReportError
from desktop.services.reports.variants import Variant


def export_log(session: Session, options: Options, folder: Path) -> int:
    """Write the log into ``folder``; entries in which something is found stay out and are named."""
    from desktop.services.adapters.pdf.saving import save_document
    from desktop.services.reports import sb553_log

    reading = Reading(session)
    wanted, printer = reading.of_period(options.since, options.until)
    with cancelled_by_interrupt() as is_cancelled:
        each = Each(reading, wanted, printer)
        done = sb553_log.export_log(
            each.reports(),
            folder,
            since=options.since,
            until=options.until,
            of=len(wanted),
            paper=options.paper,
            printer=each,
            save=save_document,
            descriptions=dict(options.description),
            progress=lambda count, of: session.output.aside(f"{count} of {of}"),
            is_cancelled=is_cancelled,
        )
    answer = shape(
        folder, Variant.SB_553, of=len(wanted), files=done.files, cancelled=done.is_cancelled
    )
    answer["failed"] = [failure(one.number, one.error) for one in done.failed]
    if not done.is_cancelled:
        unmet = [one for one, _ in options.description if one not in each.numbers]
        answer["failed"] += [failure(one, _not_there(one)) for one in unmet]
    session.output.result(answer, _lines(answer, done.entries))
    return ended(answer)


def _not_there(number: str) -> DeskError:
    return UnknownReportError(
        f"{number}: no report of this period has that number, so its description went nowhere."
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
