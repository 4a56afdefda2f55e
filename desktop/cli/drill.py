"""``countersign drill``: plan drills at the counters, carry them out, and see how they went."""

import argparse
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser, UsageError, add_commands
from desktop.cli.output import on_this_clock, table
from desktop.cli.report.words import take_print
from desktop.cli.session import Session
from desktop.words import Words, system_language

_TIME = re.compile(r"(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{1,2}):(\d{2})$", re.ASCII)
_MOST_MINUTES = 14 * 24 * 60
_WHY = {
    None: "",
    "over": "over",
    "cancelled": "cancelled",
    "real_call": "ended by a real call",
    "not_begun": "did not begin",
}


def teach(command: Parser) -> None:
    acts = add_commands(command)
    planning = acts.add_parser("plan", help="plan a drill; without a time, it begins now")
    planning.add_argument(
        "counters", nargs="*", metavar="COUNTER", help="the counters by place, name or id"
    )
    planning.add_argument(
        "--everywhere", action="store_true", help="at every counter that is there now"
    )
    planning.add_argument(
        "--kind", choices=("panic", "assist"), default="panic", help="what is pressed"
    )
    when = planning.add_mutually_exclusive_group()
    when.add_argument(
        "--at", type=_time, metavar="TIME", help='such as 14:30 or "2026-12-01 14:30"'
    )
    when.add_argument(
        "--in", dest="at", type=_minutes_on, metavar="MINUTES", help="so many minutes from now"
    )
    planning.add_argument(
        "--surprise",
        action="store_true",
        help="this desk calls for the counters; nobody is told before",
    )
    planning.add_argument("--scenario", default="", metavar="WORDS", help="what is to be imagined")
    planning.set_defaults(run=plan)
    starting = acts.add_parser("start", help="begin a planned drill now")
    starting.set_defaults(run=start)
    cancelling = acts.add_parser("cancel", help="end a drill, planned or running")
    cancelling.set_defaults(run=cancel)
    acts.add_parser("list", help="the drills, the latest first").set_defaults(run=show_all)
    showing = acts.add_parser("show", help="how a drill went, station by station")
    showing.set_defaults(run=show)
    printing = acts.add_parser("pdf", help="the summary of a drill on paper")
    take_print(printing, named="drill-NUMBER")
    printing.set_defaults(run=save)
    for act in (starting, cancelling, showing, printing):
        act.add_argument("drill", metavar="DRILL", help="its number, or the beginning of its id")


def plan(session: Session, options: Options) -> int:
    if bool(options.counters) == options.everywhere:
        raise UsageError("Name the counters, or say --everywhere.", advice="See: --help")
    at = options.at.isoformat() if options.at else None
    answer = session.ask(
        "drill plan",
        counters=options.counters,
        everywhere=options.everywhere,
        kind=options.kind,
        at=at,
        surprise=options.surprise,
        scenario=options.scenario,
    )
    session.output.result(answer, _told(answer["drill"]))
    return exits.DONE


def start(session: Session, options: Options) -> int:
    answer = session.ask("drill start", drill=options.drill)
    session.output.result(answer, _told(answer["drill"]))
    return exits.DONE


def cancel(session: Session, options: Options) -> int:
    answer = session.ask("drill cancel", drill=options.drill)
    session.output.result(answer, [f"Drill {answer['drill']['number']} is cancelled."])
    return exits.DONE


def show_all(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none of its own
    answer = session.ask("drill list")
    session.output.result(answer, _listed(answer["drills"]))
    return exits.DONE


def show(session: Session, options: Options) -> int:
    answer = session.ask("drill show", drill=options.drill)
    session.output.result(answer, _shown(answer))
    return exits.DONE


def save(session: Session, options: Options) -> int:
    import msgspec

    from desktop.domain.drills.course import Course
    from desktop.services.adapters.pdf.drill_summary import drill_summary_pdf
    from desktop.services.adapters.pdf.page import Paper
    from desktop.services.adapters.pdf.saving import save_document
    from desktop.services.drills.paper import DrillPaper, file_name

    answer = session.ask("drill course", drill=options.drill)
    course = msgspec.convert(answer["course"], Course)
    paper = DrillPaper.of(
        course,
        site_name=answer["site"]["name"],
        site_address=answer["site"]["address"],
        made_at=datetime.now().astimezone(),
        words=Words.of(options.language or system_language()),
    )
    out = options.out or Path(file_name(course.drill))
    file = save_document(drill_summary_pdf(paper, on=Paper(options.paper)), out.absolute())
    told = {
        "file": str(file),
        "drill": course.drill.number,
        "paper": options.paper,
        "language": paper.language,
        "calls": len(course.calls),
    }
    session.output.result(told, [f"The summary of drill {course.drill.number} is {file}."])
    return exits.DONE


def _told(drill: dict[str, Any]) -> Iterator[str]:
    where = ", ".join(one["place"] for one in drill["counters"])
    number = drill["number"]
    if drill["state"] == "planned":
        yield f"Drill {number} is planned for {on_this_clock(drill['at'])}: {where}."
    elif drill["surprise"]:
        yield f"Drill {number} runs: this desk calls for {where}."
    else:
        yield f"Drill {number} runs: {where} is asked to press."
    if drill["surprise"] and drill["state"] == "planned":
        yield "No other desk shows it before. This desk must be on then."


def _listed(drills: list[dict[str, Any]]) -> Iterator[str]:
    if not drills:
        yield "No drill is known yet."
        return
    rows = [
        [
            one["number"],
            on_this_clock(one["begun_at"] or one["at"]),
            "surprise" if one["surprise"] else "announced",
            one["kind"],
            ", ".join(counter["place"] for counter in one["counters"]),
            _WHY[one["why"]] or one["state"],
        ]
        for one in drills
    ]
    yield from table(rows, head=["DRILL", "WHEN", "HOW", "WHAT", "COUNTERS", "STATE"])


def _shown(answer: dict[str, Any]) -> Iterator[str]:
    yield from _listed([answer["drill"]])
    if answer["drill"]["scenario"]:
        yield f"Scenario: {answer['drill']['scenario']}"
    for call in answer["calls"]:
        yield ""
        yield f"{call['place']}, pressed {on_this_clock(call['raised_at'])}"
        rows = [
            [line["name"], _after(point), point["what"].replace("_", " "), _of_whom(point)]
            for line in call["stations"]
            for point in line["points"]
        ]
        yield from table(rows, head=["STATION", "AFTER", "WHAT", "WHO"])
    if answer["found"]:
        yield ""
    for one in answer["found"]:
        yield f"{'+' if one['good'] else '-'} {one['text']}"


def _after(point: dict[str, Any]) -> str:
    return "" if point["after_s"] is None else f"{point['after_s']:.2f} s"


def _of_whom(point: dict[str, Any]) -> str:
    return ", ".join(filter(None, (point["who"], point["about"])))


def _minutes_on(text: str) -> datetime:
    """So many minutes from now."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_MINUTES:
        raise argparse.ArgumentTypeError(f"it must be a number from 1 to {_MOST_MINUTES}")
    return datetime.now().astimezone() + timedelta(minutes=int(text))


def _time(text: str) -> datetime:
    """A time of today, or of the day that is named, by this PC's clock."""
    refusal = argparse.ArgumentTypeError('it must be a time such as 14:30, or "2026-12-01 14:30"')
    found = _TIME.match(text.strip())
    if found is None:
        raise refusal
    try:
        now = datetime.now().astimezone()
        day = datetime.strptime(found[1], "%Y-%m-%d") if found[1] else now  # noqa: DTZ007 (made local below)
        at = datetime(day.year, day.month, day.day, int(found[2]), int(found[3]))  # noqa: DTZ001
        return at.astimezone()
    except ValueError:
        raise refusal from None
