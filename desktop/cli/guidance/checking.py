"""``countersign guidance check``: what is wrong with a folder of cards, one sentence each.

It needs no station: who writes cards tries them before anybody else has them.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.assets import asset
from desktop.cli import exits
from desktop.cli.options import Options, Parser
from desktop.cli.session import Session
from desktop.domain.errors import DeskError
from desktop.domain.guidance.checking import check_together
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.library import Library
from desktop.domain.sentence import Sentence
from desktop.services.adapters.cards.folder import ReadFolder, read_folder
from desktop.words import LANGUAGES


class NoCardsError(DeskError):
    """There are no cards in this folder."""

    code = "no-cards"
    advice = "Name the folder that has a folder for each language, such as en/ID.md and es/ID.md."


def teach(acts: "argparse._SubParsersAction[Parser]") -> None:
    command = acts.add_parser("check", help="what is wrong with cards, one sentence each")
    command.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        help="a folder with LANGUAGE/ID.md; without it, the cards that come with the program",
    )
    command.set_defaults(run=check)


def check(session: Session, options: Options) -> int:
    folder: Path = (options.folder or asset("guidance")).absolute()
    read = _read(folder)
    findings = [*read.refused, *_unknown_icons(read), *_between(read)]
    languages = [one for one in LANGUAGES if any(one in card for card in read.cards.values())]
    answer = {
        "folder": str(folder),
        "sound": not findings,
        "cards": len(read.cards),
        "languages": languages,
        "findings": [
            {
                "file": _file(one, read),
                "card": one.card,
                "message": str(one.what),
                "advice": one.advice,
            }
            for one in findings
        ],
    }
    session.output.result(answer, _told(answer))
    return exits.REFUSED if findings else exits.DONE


def _read(folder: Path) -> ReadFolder:
    try:
        read = read_folder(folder, LANGUAGES)
    except OSError as cause:
        raise NoCardsError(f"{folder} cannot be read: {cause.strerror}.") from cause
    if not read.cards and not read.refused:
        raise NoCardsError(f"There are no cards in {folder}.")
    return read


def _unknown_icons(read: ReadFolder) -> Iterator[CardRefusedError]:
    for name, by_language in read.cards.items():
        icon = next(iter(by_language.values())).icon
        if icon and not asset("icons", f"{icon}.svg").is_file():
            yield CardRefusedError(
                name,
                Sentence("There is no icon “{icon}”.", {"icon": icon}),
                advice="Take one of assets/icons; until then it is shown without one.",
            )


def _between(read: ReadFolder) -> Iterator[CardRefusedError]:
    """What is wrong between cards, for their texts lead elsewhere in each language; each once."""
    told: set[tuple[str, str]] = set()
    broken = {one.card for one in read.refused} - set(read.cards)
    for language in LANGUAGES:
        library = Library.in_language(read.cards, language, hidden=frozenset())
        for fault in check_together(library.cards, broken=broken):
            said = (fault.card, str(fault.what))
            if said not in told:
                told.add(said)
                yield fault.of(fault.card, language if language in read.cards[fault.card] else "")


def _file(finding: CardRefusedError, read: ReadFolder) -> str:
    """The file to look at, for whoever mends it."""
    named = finding.language or next(iter(read.cards.get(finding.card, LANGUAGES)))
    return f"{named}/{finding.card}.md"


def _told(answer: dict[str, Any]) -> Iterator[str]:
    for one in answer["findings"]:
        yield f"{one['file']}: {one['message']}"
        yield f"  -> {one['advice']}"
    wrong = len(answer["findings"])
    verdict = {0: "Nothing is wrong.", 1: "One thing is wrong."}
    yield (
        f"{_counted(answer['cards'], 'card')} in {_counted(len(answer['languages']), 'language')}. "
        f"{verdict.get(wrong, f'{wrong} things are wrong.')}"
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
