"""``countersign opening``: the opening tests of the counters, as a supervisor's desk knows them."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.cli import exits
from desktop.cli.days import a_month
from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.output import on_this_clock, table
from desktop.cli.report.words import take_print
from desktop.cli.session import Session
from desktop.words import Words, system_language


def teach(command: Parser) -> None:
    acts = add_commands(command)
    listing = acts.add_parser("list", help="the tests of a month, and those that were missed")
    listing.set_defaults(run=show_all)
    printing = acts.add_parser("pdf", help="a month on paper: a row of days for each station")
    take_print(printing, named="opening-tests-MONTH")
    printing.set_defaults(run=save)
    for act in (listing, printing):
        act.add_argument(
            "--month", type=a_month, metavar="YYYY-MM", help="by default the present one"
        )


def show_all(session: Session, options: Options) -> int:
    answer = session.ask("opening list", first=_first(options))
    session.output.result(answer, _listed(answer))
    return exits.DONE


def save(session: Session, options: Options) -> int:
    import msgspec

    from desktop.domain.opening.month import Month
    from desktop.services.adapters.pdf.opening_month import opening_month_pdf
    from desktop.services.adapters.pdf.page import Paper
    from desktop.services.adapters.pdf.saving import save_document
    from desktop.services.opening.month_paper import MonthPaper

    answer = session.ask("opening month", first=_first(options))
    month = msgspec.convert(answer["month"], Month)
    paper = MonthPaper.of(
        month,
        site_name=answer["site"]["name"],
        site_address=answer["site"]["address"],
        made_at=datetime.now().astimezone(),
        words=Words.of(options.language or system_language()),
    )
    out = options.out or Path(f"opening-tests-{month.first:%Y-%m}.pdf")
    file = save_document(opening_month_pdf(paper, on=Paper(options.paper)), out.absolute())
    told = {
        "file": str(file),
        "month": f"{month.first:%Y-%m}",
        "paper": options.paper,
        "language": paper.head.language,
        "stations": len(month.stations),
        "tests": month.tests,
        "confirmed": month.confirmed,
        "missed": month.missed,
    }
    session.output.result(told, [f"The opening tests of {month.first:%Y-%m} are {file}."])
    return exits.DONE


def _first(options: Options) -> str | None:
    return options.month.isoformat() if options.month else None


def _listed(answer: dict[str, Any]) -> Iterator[str]:
    tests = [_row(test) for test in answer["tests"]]
    missed = [[one["day"], one["place"], "missed", "", "", ""] for one in answer["missed"]]
    if not tests and not missed:
        yield f"No opening test is known of {answer['month']}."
        return
    rows = sorted([*tests, *missed], reverse=True)
    yield from table(rows, head=["DAY", "PLACE", "TEST", "CONFIRMED", "FOUND WRONG", "AT"])


def _row(test: dict[str, Any]) -> list[str]:
    by = test["confirmed_by"] or "a supervisor"
    confirmed = f"{by}, {test['confirmed_after_s']:.0f} s" if test["confirmed"] else "by nobody"
    return [
        test["day"],
        test["place"],
        "done",
        confirmed,
        "; ".join(_wrong(test["found"])),
        on_this_clock(test["at"]),
    ]


def _wrong(found: dict[str, Any]) -> Iterator[str]:
    for part, look in found.items():
        if look["is"] == "wrong":
            name = part.replace("_", " ")
            yield f"{name}: {look['wrong']}" if look["wrong"] else name
