"""``countersign report list | show``: find reports, and read one."""

import argparse
from collections.abc import Iterator
from datetime import date
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser
from desktop.cli.output import table
from desktop.cli.report.words import day, filed_line
from desktop.cli.session import Session


def teach(acts: "argparse._SubParsersAction[Parser]") -> None:
    _teach_list(acts.add_parser("list", help="the reports kept here, or submitted from here"))
    showing = acts.add_parser("show", help="one report as it stands")
    showing.add_argument("report", metavar="REPORT", help="its number")
    showing.set_defaults(run=show)


def _teach_list(command: Parser) -> None:
    command.add_argument("words", nargs="*", metavar="WORD", help="what they must say")
    command.add_argument("--kind", help="counter, phone, correspondence, visit, digital...")
    command.add_argument("--standing", help="submitted, read, acted_on or signed")
    command.add_argument("--since", type=day, metavar="DATE", help="of incidents from that day on")
    command.add_argument("--until", type=day, metavar="DATE", help="of incidents up to that day")
    command.add_argument("--most", type=int, default=100, metavar="N")
    command.add_argument("--drafts", action="store_true", help="what is being written here, too")
    command.set_defaults(run=list_)


def list_(session: Session, options: Options) -> int:
    answer = session.ask(
        "report list",
        words=" ".join(options.words),
        kind=options.kind,
        standing=options.standing,
        since=_iso(options.since),
        until=_iso(options.until),
        most=options.most,
        drafts=options.drafts,
    )
    session.output.result(answer, _listed(answer))
    return exits.DONE


def show(session: Session, options: Options) -> int:
    report = session.ask("report show", report=options.report)["report"]
    session.output.result({"report": report}, _told(report))
    return exits.DONE


def _listed(answer: dict[str, Any]) -> Iterator[str]:
    for draft in answer["drafts"]:
        yield f"Draft {draft['id']} by {draft['author']}, {draft['kind']}, {draft['saved_at']}"
    if elsewhere := answer["drafts_elsewhere"]:
        yield f"Drafts of other accounts of this PC: {elsewhere}. They open in those alone."
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
        yield filed_line(filed)
    if not answer["filed"] and not answer["drafts"]:
        yield "No reports."


def _told(report: dict[str, Any]) -> Iterator[str]:
    from desktop.domain.reports.fields import BY_KEY

    yield f"{report['number']}, {report['kind']}, {report['standing'].replace('_', ' ')}"
    yield f"Submitted {report['submitted_at']} by {report['reporter']} at {report['place']}"
    for key, answer in report["answers"].items():
        field = BY_KEY.get(key)
        yield f"{field.read_as if field else key}: {_said(answer)}"
    for file in report["attachments"]:
        yield f"Attached: {file['name']} ({file['media']})"
    for amendment in report["amendments"]:
        changes = [change["field"] for change in amendment["changes"]]
        changed = ", ".join([*changes, *amendment["attachments"]])
        yield f"Amended {amendment['at']} by {amendment['by']}: {changed}. {amendment['why']}"
    for action in report["actions"]:
        done = f"done {action['done_at']}" if action["done_at"] else f"due {action['due']}"
        yield f"To do: {action['what']} ({action['owner']}, {done})"
    for mark in report["kept"]:
        until = f" until {mark['until']}" if mark["until"] else ""
        over = "" if mark["keeps"] or mark["released_at"] else " (that day is over)"
        yield f"To be kept{until}{over}, {mark['at']}, {mark['by']}: {mark['why']}"
        if mark["released_at"]:
            yield f"Released {mark['released_at']}, {mark['released_by']}: {mark['release_why']}"
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


def _iso(said: date | None) -> str | None:
    return None if said is None else said.isoformat()
