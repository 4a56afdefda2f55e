"""``countersign report``: write, file, find and print incident reports, and alerts on paper."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.output import table
from desktop.cli.session import Session
from desktop.domain.errors import DeskError

PAPERS = ("letter", "a4")
STANDARD_INPUT = "-"
MAX_FILE_BYTES = 16 * 1024 * 1024


class ReportFileError(DeskError):
    """The file with the report's answers cannot be read."""

    code = "report-file"
    advice = "See what it takes with: countersign report new --schema"


def teach(command: Parser) -> None:
    acts = add_commands(command)
    _teach_new(acts.add_parser("new", help="begin a draft from a file of answers"))
    submitting = acts.add_parser("submit", help="submit a draft")
    submitting.add_argument("draft", metavar="DRAFT", help="its id")
    submitting.add_argument(
        "--wait-receipt", type=_seconds, metavar="S", help="wait for a supervisor's receipt"
    )
    submitting.set_defaults(run=submit)
    _teach_list(acts.add_parser("list", help="the reports kept here, or submitted from here"))
    showing = acts.add_parser("show", help="one report as it stands")
    showing.add_argument("report", metavar="REPORT", help="its number")
    showing.set_defaults(run=show)
    amending = acts.add_parser("amend", help="add to a submitted report")
    amending.add_argument("report", metavar="REPORT", help="its number")
    amending.add_argument(
        "--from", dest="file", required=True, metavar="FILE", help="what changes, or -"
    )
    amending.add_argument("--why", default="", help="in your own words")
    amending.add_argument("--by", default="", help="who adds it; by default who sits here")
    amending.set_defaults(run=amend)
    pdf = acts.add_parser("pdf", help="an alert on paper")
    pdf.add_argument("alert", metavar="ALERT", help="its number, or `latest`")
    pdf.add_argument("--out", type=Path, metavar="FILE", help="by default alert-NUMBER.pdf here")
    pdf.add_argument("--paper", choices=PAPERS, default="letter")
    pdf.set_defaults(run=save_pdf)


def _teach_new(command: Parser) -> None:
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument("--from", dest="file", metavar="FILE", help="a JSON file, or - for input")
    what.add_argument("--schema", action="store_true", help="print what that file takes")
    command.add_argument("--submit", action="store_true", help="submit it at once")
    command.set_defaults(run=new)


def _teach_list(command: Parser) -> None:
    command.add_argument("words", nargs="*", metavar="WORD", help="what they must say")
    command.add_argument("--kind", help="counter, phone, correspondence, visit, digital...")
    command.add_argument("--standing", help="submitted, read, acted_on or signed")
    command.add_argument("--since", type=_day, metavar="DATE", help="of incidents from that day on")
    command.add_argument("--until", type=_day, metavar="DATE", help="of incidents up to that day")
    command.add_argument("--most", type=int, default=100, metavar="N")
    command.add_argument("--drafts", action="store_true", help="what is being written here, too")
    command.set_defaults(run=list_)


def new(session: Session, options: Options) -> int:
    """Begin a draft; with ``--schema`` only tell what the file takes."""
    if options.schema:
        from desktop.domain.reports.schema import json_schema

        schema = json_schema()
        session.output.result(schema, [json.dumps(schema, indent=2)])
        return exits.DONE
    said = _read(options.file)
    draft = session.ask(
        "report new",
        kind=said.get("kind", "counter"),
        answers=_answers(said),
        alert=str(said.get("alert", "")),
    )["draft"]
    if options.submit:
        return _submit(session, draft["id"], None)
    lines = [f"Draft {draft['id']} is saved on this PC. Nobody else has it."]
    session.output.result({"draft": draft}, lines)
    return exits.DONE


def submit(session: Session, options: Options) -> int:
    return _submit(session, options.draft, options.wait_receipt)


def _submit(session: Session, draft: str, wait: float | None) -> int:
    filed = session.ask(
        "report submit", timeout=(wait or 0.0) + 30.0, draft=draft, wait_receipt=wait
    )["filed"]
    session.output.result({"filed": filed}, [_filed_line(filed)])
    return exits.NOT_IN_TIME if wait and not filed["received"] else exits.DONE


def list_(session: Session, options: Options) -> int:
    answer = session.ask(
        "report list",
        words=" ".join(options.words),
        kind=options.kind,
        standing=options.standing,
        since=options.since,
        until=options.until,
        most=options.most,
        drafts=options.drafts,
    )
    session.output.result(answer, _listed(answer))
    return exits.DONE


def show(session: Session, options: Options) -> int:
    report = session.ask("report show", report=options.report)["report"]
    session.output.result({"report": report}, _told(report))
    return exits.DONE


def amend(session: Session, options: Options) -> int:
    answer = session.ask(
        "report amend",
        report=options.report,
        answers=_answers(_read(options.file)),
        why=options.why,
        by=options.by,
    )
    session.output.result(answer, [f"Added to {options.report}: {', '.join(answer['amended'])}."])
    return exits.DONE


def save_pdf(session: Session, options: Options) -> int:
    """Print in this process: rendering must not take the running station's time."""
    import msgspec

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


def _read(file: str) -> dict[str, Any]:
    """The JSON object in ``file``; raises ``ReportFileError``."""
    try:
        if file == STANDARD_INPUT:
            text = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                text = opened.read(MAX_FILE_BYTES + 1)
        if len(text) > MAX_FILE_BYTES:
            raise ReportFileError(f"{file} is larger than 16 MB.")
        said = json.loads(text)
    except OSError as cause:
        raise ReportFileError(f"{file} cannot be read: {cause.strerror}.") from cause
    except (ValueError, RecursionError) as cause:
        raise ReportFileError(f"{file} is no JSON: {cause}.") from cause
    if not isinstance(said, dict):
        raise ReportFileError(f"{file} holds no JSON object.")
    unknown = sorted(set(said) - {"kind", "alert", "answers", "attachments"})
    if unknown:
        raise ReportFileError(f"{file} has what no report has: {', '.join(unknown)}.")
    return said


def _answers(said: dict[str, Any]) -> dict[str, Any]:
    answers = said.get("answers")
    if not isinstance(answers, dict):
        raise ReportFileError("The file has no object “answers”.")
    return answers


def _listed(answer: dict[str, Any]) -> Iterator[str]:
    for draft in answer["drafts"]:
        yield f"Draft {draft['id']} by {draft['author']}, {draft['kind']}, {draft['saved_at']}"
    if answer["reports"]:
        rows = [
            [
                one["number"],
                one["began"],
                one["kind"],
                one["place"],
                one["reporter"],
                one["standing"],
            ]
            for one in answer["reports"]
        ]
        yield from table(rows, head=["NUMBER", "WHEN", "KIND", "PLACE", "REPORTER", "STANDING"])
        if answer["count"] > len(rows):
            yield f"{len(rows)} of {answer['count']}."
        return
    for filed in answer["filed"]:
        yield _filed_line(filed)
    if not answer["filed"] and not answer["drafts"]:
        yield "No reports."


def _filed_line(filed: dict[str, Any]) -> str:
    if not filed["received"]:
        return (
            f"{filed['number']} is submitted. No supervisor's station has it yet; it is sent "
            "until one has."
        )
    outcome = f" {filed['outcome']}" if filed["outcome"] else ""
    return (
        f"{filed['number']} is {filed['standing'].replace('_', ' ')}. "
        f"{filed['received']} of {filed['of']} supervisors' stations have it.{outcome}"
    )


def _told(report: dict[str, Any]) -> Iterator[str]:
    from desktop.domain.reports.fields import BY_KEY

    yield f"{report['number']}, {report['kind']}, {report['standing'].replace('_', ' ')}"
    yield f"Submitted {report['submitted_at']} by {report['reporter']} at {report['place']}"
    for key, answer in report["answers"].items():
        field = BY_KEY.get(key)
        yield f"{field.label if field else key}: {_said(answer)}"
    for amendment in report["amendments"]:
        changed = ", ".join(change["field"] for change in amendment["changes"])
        yield f"Amended {amendment['at']} by {amendment['by']}: {changed}. {amendment['why']}"
    for action in report["actions"]:
        done = f"done {action['done_at']}" if action["done_at"] else f"due {action['due']}"
        yield f"To do: {action['what']} ({action['owner']}, {done})"
    for signature in report["signed"]:
        yield f"Signed {signature['at']} by {signature['signer']}"
    if report["outcome"]:
        yield f"What became of it: {report['outcome']}"
    yield f"Its code is {report['code']}."


def _said(answer: Any) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, list):
        return "; ".join(_said(one) for one in answer)
    if isinstance(answer, dict):
        return ", ".join(_said(one) for one in answer.values())
    return str(answer)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as cause:
        raise argparse.ArgumentTypeError("it must be a day like 2026-03-09") from cause


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError("it must be from 0 to 86400 seconds")
    return seconds
