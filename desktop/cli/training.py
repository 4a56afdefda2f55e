"""``countersign training``: who took part in which drill, and who has read which card."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser, add_commands
from desktop.cli.output import table
from desktop.cli.session import Session
from desktop.words import LANGUAGES


def teach(command: Parser) -> None:
    acts = add_commands(command)
    listing = acts.add_parser("list", help="a line for each person, and whose refresher is due")
    listing.add_argument("--csv", type=Path, metavar="FILE", help="save it as a spreadsheet, too")
    listing.add_argument("--language", choices=LANGUAGES, help="of the cards' titles")
    listing.set_defaults(run=show_all)


def show_all(session: Session, options: Options) -> int:
    import msgspec

    from desktop.domain.drills.training import Training
    from desktop.services.adapters.pdf.saving import save_document
    from desktop.services.drills.training_list import training_csv

    answer = session.ask("training list", language=options.language)
    training = msgspec.convert(answer.pop("training"), Training)
    lines = list(_listed(answer))
    if options.csv is not None:
        file = save_document(training_csv(training), options.csv.absolute())
        answer["file"] = str(file)
        lines += ["", f"The record is {file}."]
    session.output.result(answer, lines)
    return exits.DONE


def _listed(answer: dict[str, Any]) -> Iterator[str]:
    if not answer["people"]:
        yield "Nobody has taken part in a drill yet, or read a card."
        return
    rows = [
        [
            one["person"],
            (one["last_drill"] or "never")[:10],
            str(len(one["drills"])),
            f"{one['due'] or 'now'}{' (due)' if one['due_now'] and one['due'] else ''}",
            f"{one['current_read']} of {answer['cards']}",
        ]
        for one in answer["people"]
    ]
    yield from table(rows, head=["PERSON", "LAST DRILL", "DRILLS", "NEXT BY", "CARDS READ"])
    yield ""
    yield "A record of attendance: it says nothing of how well anybody did."
