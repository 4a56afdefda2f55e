"""``countersign guidance pocket-card``: the guidance on one sheet, to be folded.

It is printed in the command's process: that must not take the station's time.
"""

import argparse
from datetime import datetime
from pathlib import Path

from desktop.cli import exits
from desktop.cli.guidance.in_use import cards_in_use, take_language
from desktop.cli.options import Options, Parser
from desktop.cli.report.words import PAPERS
from desktop.cli.session import Session
from desktop.domain.errors import DeskError
from desktop.words import Words


def teach(acts: "argparse._SubParsersAction[Parser]") -> None:
    command = acts.add_parser(
        "pocket-card", help="the guidance as a PDF of two pages, to be folded"
    )
    command.add_argument(
        "--out", type=Path, default=Path("pocket-card.pdf"), metavar="FILE", help="where to"
    )
    command.add_argument("--paper", choices=PAPERS, default=PAPERS[0])
    take_language(command)
    command.set_defaults(run=save)


def save(session: Session, options: Options) -> int:
    from desktop.services.adapters.pdf.page import Paper
    from desktop.services.adapters.pdf.pocket_card import pocket_card_pdf
    from desktop.services.adapters.pdf.saving import save_document
    from desktop.services.adapters.pdf.site_printer import read_site_logo
    from desktop.services.guidance.pocket_card import PocketCard

    used = cards_in_use(session, options.language)
    card = PocketCard.of(
        used.library,
        words=Words.of(used.language),
        site_name=used.site_name,
        call_instead=used.call_instead,
        made_on=datetime.now().astimezone().date(),
        versions=used.versions,
    )
    logo = None
    try:
        logo = read_site_logo(session.home.path)
    except DeskError as refused:
        session.output.aside(f"{refused} {refused.advice}")
    printed = pocket_card_pdf(card, on=Paper(options.paper), logo=logo)
    file = save_document(printed.pdf, options.out.absolute())
    answer = {
        "file": str(file),
        "language": used.language,
        "paper": options.paper,
        "site": used.site_name,
        "versions": used.versions,
        "as_shipped": used.is_as_shipped,
        "left_out": list(printed.left_out),
    }
    lines = [f"The pocket card is {file}. Print it on both sides."]
    if printed.left_out:
        lines.append(
            f"Of these it says a part, and that there is more: {', '.join(printed.left_out)}."
        )
    session.output.result(answer, lines)
    return exits.DONE
