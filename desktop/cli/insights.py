"""``countersign insights``: what the site's alerts and reports say when they are counted."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.cli import exits
from desktop.cli.days import a_day, a_month
from desktop.cli.options import Options, Parser, UsageError, add_commands
from desktop.cli.output import table
from desktop.cli.report.words import take_print
from desktop.cli.session import Session
from desktop.words import Words, system_language


def teach(command: Parser) -> None:
    acts = add_commands(command)
    showing = acts.add_parser("show", help="the figures of a period; without one, of this month")
    showing.add_argument("--from", dest="first", type=a_day, metavar="YYYY-MM-DD")
    showing.add_argument("--to", dest="last", type=a_day, metavar="YYYY-MM-DD")
    showing.set_defaults(run=show)
    printing = acts.add_parser("pdf", help="a month on paper")
    printing.add_argument("month", type=a_month, metavar="MONTH", help="such as 2026-11")
    take_print(printing, named="insights-MONTH")
    printing.set_defaults(run=save)


def show(session: Session, options: Options) -> int:
    first, last = options.first, options.last
    if first and last and last < first:
        raise UsageError(
            f"The period ends on {last}, before it begins on {first}.",
            advice="Put the earlier day after --from.",
        )
    answer = session.ask(
        "insights show",
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
    )
    session.output.result(answer, _told(answer))
    return exits.DONE


def save(session: Session, options: Options) -> int:
    import msgspec

    from desktop.domain.insights.counting import Insights
    from desktop.services.adapters.pdf.insights_month import insights_month_pdf
    from desktop.services.adapters.pdf.page import Paper
    from desktop.services.adapters.pdf.saving import save_document
    from desktop.services.insights.month_paper import InsightsPaper

    answer = session.ask("insights month", first=options.month.isoformat())
    told = msgspec.convert(answer["insights"], Insights)
    paper = InsightsPaper.of(
        told,
        site_name=answer["site"]["name"],
        site_address=answer["site"]["address"],
        made_at=datetime.now().astimezone(),
        words=Words.of(options.language or system_language()),
    )
    month = f"{options.month:%Y-%m}"
    out = options.out or Path(f"insights-{month}.pdf")
    file = save_document(insights_month_pdf(paper, on=Paper(options.paper)), out.absolute())
    said = {
        "file": str(file),
        "month": month,
        "paper": options.paper,
        "language": paper.head.language,
        "alerts": told.alerts,
        "reports": told.reports,
    }
    session.output.result(said, [f"The figures of {month} are {file}."])
    return exits.DONE


def _told(answer: dict[str, Any]) -> Iterator[str]:
    yield (
        f"{answer['first']} to {answer['last']}: {answer['alerts']} alerts, of them"
        f" {answer['panic']} panic and {answer['false_alarms']} false alarms;"
        f" {answer['reports']} reports. Not counted: {answer['drills']} drills,"
        f" {answer['tests']} tests."
    )
    waits = {
        "received": "until a desk had it",
        "acknowledged": "until somebody was going",
        "attended": "until somebody was there",
    }
    rows = [["all places", name, *_spread(answer["waits"][wait])] for wait, name in waits.items()]
    for place in answer["places"]:
        rows += [
            [place["place"], name, *_spread(place["waits"][wait])] for wait, name in waits.items()
        ]
    yield from table(rows, head=["PLACE", "TIME", "OF", "HALF WITHIN", "95 OF 100 WITHIN"])
    for address in answer["addresses"]:
        yield f"{len(address['reports'])} reports name {address['address']}."


def _spread(spread: dict[str, Any]) -> list[str]:
    from desktop.services.insights.wording import duration

    if spread["median_ms"] is None:
        return [str(spread["n"]), ", ".join(map(duration, spread["values_ms"])) or "-", "-"]
    return [str(spread["n"]), duration(spread["median_ms"]), duration(spread["p95_ms"])]
