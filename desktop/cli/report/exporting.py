"""``countersign report export``: the reports of a period on paper, one file each, or the log."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.cli.options import Options, Parser, UsageError
from desktop.cli.report.cancelling import cancelled_by_interrupt
from desktop.cli.report.outcome import ended, failure, failures, shape
from desktop.cli.report.words import day, take_paper
from desktop.cli.session import Session
from desktop.domain.errors import DeskError
from desktop.services.reports.variants import Variant


class ExportFolderError(DeskError):
    """The folder for the files cannot be made."""

    code = "export-folder"
    advice = "Choose another folder, or free some space."


def teach(acts: "argparse._SubParsersAction[Parser]") -> None:
    command = acts.add_parser("export", help="the reports of a period on paper, a file each")
    command.add_argument(
        "--since", type=day, required=True, metavar="DATE", help="of incidents from that day on"
    )
    command.add_argument(
        "--until", type=day, required=True, metavar="DATE", help="of incidents up to that day"
    )
    command.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="where; made where it is missing"
    )
    take_paper(command)
    command.add_argument(
        "--description",
        action="append",
        default=[],
        type=_described,
        metavar="NUMBER=TEXT",
        help="for sb-553: the description without anybody's details, in place of what was told",
    )
    command.set_defaults(run=export)


def export(session: Session, options: Options) -> int:
    variant = Variant(options.variant or Variant.FULL)
    if options.until < options.since:
        raise UsageError("The period ends before it begins.", advice="Turn the two days round.")
    if variant is Variant.SB_553:
        from desktop.cli.report.log_553 import export_log

        folder = _made(options.out)
        return export_log(session, options, folder)
    if options.description:
        raise UsageError(
            "--description is for the log of SB 553.", advice="Add --variant sb-553, or leave it."
        )
    return _export_files(session, options, variant)


def _export_files(session: Session, options: Options, variant: Variant) -> int:
    from desktop.cli.report.one_by_one import Each
    from desktop.cli.report.printing import Reading
    from desktop.services.adapters.pdf.saving import save_document
    from desktop.services.reports import exporting

    reading = Reading(session)
    wanted, printer = reading.of_period(options.since, options.until)
    folder = _made(options.out)
    with cancelled_by_interrupt() as is_cancelled:
        each = Each(reading, wanted, printer)
        done = exporting.export(
            each.reports(),
            folder,
            of=len(wanted),
            variant=variant,
            paper=options.paper,
            printer=each,
            save=save_document,
            progress=lambda count, of: session.output.aside(f"{count} of {of}"),
            is_cancelled=is_cancelled,
        )
    answer = shape(folder, variant, of=len(wanted), files=done.files, cancelled=done.is_cancelled)
    answer["failed"] = [failure(one.number, one.error) for one in done.failed]
    session.output.result(answer, _lines(answer))
    return ended(answer)


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    count, of = len(answer["files"]), answer["of"]
    if answer["cancelled"]:
        yield f"Cancelled. {count} of {of} reports are in {answer['folder']}, each of them whole."
    else:
        yield f"{count} of {of} reports are in {answer['folder']}."
    yield from failures(answer)


def _made(folder: Path) -> Path:
    """The folder; what is in reports is for this account's eyes alone."""
    folder = folder.absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as cause:
        raise ExportFolderError(f"{folder} cannot be made: {cause.strerror}.") from cause
    return folder


def _described(text: str) -> tuple[str, str]:
    number, given, words = text.partition("=")
    if not given or not number.strip() or not words.strip():
        raise argparse.ArgumentTypeError("it must be a report's number, =, and the words")
    return number.strip().upper(), words.strip()
