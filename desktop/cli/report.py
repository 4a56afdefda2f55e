"""``countersign report``: put an alert on paper."""

from pathlib import Path

import msgspec

from desktop.cli import exits
from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.session import Session

PAPERS = ("letter", "a4")


def teach(command: Parser) -> None:
    acts = add_commands(command)
    pdf = acts.add_parser("pdf", help="the report of one alert, as a PDF")
    pdf.add_argument("alert", metavar="ALERT", help="its number, or `latest`")
    pdf.add_argument("--out", type=Path, metavar="FILE", help="by default alert-NUMBER.pdf here")
    pdf.add_argument("--paper", choices=PAPERS, default="letter")
    pdf.set_defaults(run=save_pdf)


def save_pdf(session: Session, options: Options) -> int:
    """Print in this process: rendering must not take the running station's time."""
    from desktop.services.adapters.pdf.alert_report import save_alert_report  # reportlab
    from desktop.services.adapters.pdf.page import Paper
    from desktop.services.reports.alert_report import AlertReport

    told = session.ask("alert report", alert=options.alert)["report"]
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
