"""``countersign report pdf``: one report on paper, in any variant, or one alert."""

import argparse
from pathlib import Path

from desktop.cli import exits
from desktop.cli.options import Options, Parser
from desktop.cli.report.words import take_paper
from desktop.cli.session import Session
from desktop.domain.reports.numbers import is_number
from desktop.services.adapters.control.client import RefusedByOwnerError

_WHOLE_ID = 32
_UNKNOWN_ALERT = "unknown-alert"


def teach(acts: "argparse._SubParsersAction[Parser]") -> None:
    command = acts.add_parser("pdf", help="a report, or an alert, on paper")
    command.add_argument(
        "which", metavar="REPORT|ALERT", help="a report's number or id, an alert's, or `latest`"
    )
    command.add_argument("--out", type=Path, metavar="FILE", help="by default NUMBER.pdf here")
    take_paper(command)
    command.set_defaults(run=save)


def save(session: Session, options: Options) -> int:
    """Print what is meant: reports' numbers look like no alert's, and alerts have no variants."""
    if is_number(options.which) or options.variant not in {None, "full"}:
        return _save_report(session, options)
    try:
        return _save_alert(session, options)
    except RefusedByOwnerError as refusal:
        if refusal.code != _UNKNOWN_ALERT or len(options.which.strip()) < _WHOLE_ID:
            raise
    return _save_report(session, options)


def _save_report(session: Session, options: Options) -> int:
    from desktop.cli.report.printing import Reading
    from desktop.services.adapters.pdf.saving import save_document
    from desktop.services.reports.exporting import file_name
    from desktop.services.reports.variants import Variant
    from desktop.services.reports.verification import verification_code

    variant = Variant(options.variant or Variant.FULL)
    read = Reading(session).read(options.which)
    report = read.report
    file = (options.out or Path(file_name(report.number, variant))).absolute()
    save_document(read.printer.printed(report, variant, options.paper), file)
    answer = {
        "file": str(file),
        "report": report.id,
        "number": report.number,
        "variant": variant.value,
        "paper": options.paper,
        "whole": report.is_whole,
        "code": verification_code(report.events),
    }
    lines = [f"{report.number} is {file}.", f"Its code is {answer['code']}."]
    if not report.is_whole:
        lines.insert(1, "A part of it has not arrived here yet; a later copy says more.")
    session.output.result(answer, lines)
    return exits.DONE


def _save_alert(session: Session, options: Options) -> int:
    import msgspec

    from desktop.services.adapters.pdf.alert_report import save_alert_report  # reportlab
    from desktop.services.adapters.pdf.page import Paper
    from desktop.services.reports.alert_report import AlertReport

    told = session.ask("alert report", alert=options.which)["report"]
    report = msgspec.convert(told, AlertReport)
    file = (options.out or Path(f"alert-{report.number}.pdf")).absolute()
    save_alert_report(report, file, paper=Paper(options.paper))
    answer = {
        "file": str(file),
        "alert": report.alert,
        "number": report.number,
        "open": report.is_open,
        "code": report.code,
    }
    session.output.result(
        answer,
        [
            f"The report of {report.number} is {file}.",
            *(["The alert is still open; a later report says more."] if report.is_open else []),
            f"Its code is {report.code}.",
        ],
    )
    return exits.DONE
