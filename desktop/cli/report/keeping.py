"""``countersign report keep | release``: what is not to be deleted, and what may be again."""

import argparse
from collections.abc import Iterator
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser
from desktop.cli.report.words import day
from desktop.cli.session import Session


def teach(acts: "argparse._SubParsersAction[Parser]") -> None:
    keeping = acts.add_parser("keep", help="not to be deleted: a court case, an open complaint")
    _take(keeping, why="why it is to be kept")
    keeping.add_argument(
        "--until", type=day, metavar="DATE", help="the last day; without one until it is released"
    )
    keeping.set_defaults(run=keep)
    releasing = acts.add_parser("release", help="it need not be kept any more")
    _take(releasing, why="why it need not be")
    releasing.add_argument(
        "--mark", action="append", default=[], metavar="ID", help="by default all that keep it"
    )
    releasing.set_defaults(run=release)


def _take(command: Parser, *, why: str) -> None:
    command.add_argument("report", metavar="REPORT", help="its number")
    command.add_argument("--why", required=True, help=why)
    command.add_argument("--by", default="", metavar="NAME", help="who says so; else who sits here")


def keep(session: Session, options: Options) -> int:
    answer = session.ask(
        "report keep",
        report=options.report,
        why=options.why,
        until=None if options.until is None else options.until.isoformat(),
        by=options.by,
    )
    session.output.result(answer, lines_of(answer))
    return exits.DONE


def release(session: Session, options: Options) -> int:
    answer = session.ask(
        "report release",
        report=options.report,
        why=options.why,
        marks=options.mark,
        by=options.by,
    )
    session.output.result(answer, lines_of(answer))
    return exits.DONE


def lines_of(answer: dict[str, Any]) -> Iterator[str]:
    """What keeps the report now, and the marks whose last day is over."""
    number = answer["number"]
    if not any(mark["keeps"] for mark in answer["kept"]):
        yield f"{number} is released. The time that reports are kept for begins anew."
    for mark in answer["kept"]:
        until = f" until {mark['until']}" if mark["until"] else ""
        if mark["keeps"]:
            yield f"{number} is kept{until}, says {mark['by']}: {mark['why']}"
        elif not mark["released_at"]:
            yield f"{number} was kept{until}, said {mark['by']}: {mark['why']}"
