"""The cards that a command is about: those of a site, or those that come with the program."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from desktop.cli.session import Session
from desktop.domain.guidance.card import Card
from desktop.domain.guidance.errors import UnknownCardError
from desktop.domain.guidance.guidance import Guidance, fold_guidance
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.guidance.library import Library
from desktop.words import LANGUAGES, system_language

if TYPE_CHECKING:
    from desktop.cli.options import Parser


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a card besides its words. ``at`` is when the site changed it."""

    version: VersionId = ""
    at: datetime | None = None
    due: date | None = None
    is_overdue: bool = False


class InUse(msgspec.Struct, frozen=True, kw_only=True):
    """The guidance in one language, as it travels from the station to a command.

    ``overdue`` are the cards to be looked through again, longest ago first; ``versions`` counts
    those that the site made; ``refused`` says what cannot be used of them, and why.
    """

    library: Library
    language: str
    kept: dict[CardId, Kept]
    overdue: tuple[CardId, ...]
    versions: int
    refused: tuple[str, ...] = ()
    site_name: str = ""
    call_instead: str = ""
    is_as_shipped: bool = False

    @classmethod
    def of(
        cls,
        guidance: Guidance,
        *,
        language: str,
        today: date,
        site_name: str = "",
        call_instead: str = "",
        is_as_shipped: bool = False,
    ) -> "InUse":
        """What ``guidance`` says in ``language``, today."""
        library, overdue = guidance.library(language), guidance.overdue(today)
        return cls(
            library=library,
            language=language,
            kept={
                name: Kept(
                    version=shown.version,
                    at=shown.at,
                    due=shown.review_due(),
                    is_overdue=name in overdue,
                )
                for name, shown in guidance.shown.items()
                if name in library.cards
            },
            overdue=overdue,
            versions=guidance.version_count,
            refused=tuple(map(str, guidance.refused)),
            site_name=site_name,
            call_instead=call_instead,
            is_as_shipped=is_as_shipped,
        )

    def find(self, named: str) -> Card:
        """The card with that id, or the situation with that key; raises ``UnknownCardError``."""
        found = self.library.find(named.strip().lower())
        if found is None:
            keys = {str(card.place): card for card in self.library.situations}
            found = keys.get(named.strip())
        if found is None:
            raise UnknownCardError(f"There is no card “{named}” in the guidance here.")
        return found


def take_language(command: "Parser") -> None:
    """``--language``; without it, that of this PC."""
    command.add_argument("--language", choices=LANGUAGES, help="by default this PC's")


def cards_in_use(session: Session, language: str | None) -> InUse:
    """Ask the station of this home; where none lives there, the cards as they come are told so.

    Raises what the station refuses with, and what keeps it from starting.
    """
    if session.home.has_identity:
        return msgspec.convert(session.ask("guidance read", language=language)["in_use"], InUse)
    session.output.aside(
        f"There is no station in {session.home.path} yet: these are the cards as they come with "
        "the program."
    )
    return as_shipped(language or system_language())


def as_shipped(language: str) -> InUse:
    """The cards as the program brings them."""
    from desktop.assets import asset
    from desktop.services.adapters.cards import read_card, read_folder

    def read_one(name: CardId, texts: Mapping[str, str]) -> Mapping[str, Card]:
        return read_card(texts, name=name)

    read = read_folder(asset("guidance"), LANGUAGES)
    shipped = {name: (texts, read.cards[name]) for name, texts in read.texts.items()}
    today = datetime.now().astimezone().date()
    guidance = fold_guidance(shipped, (), read_one)
    return InUse.of(guidance, language=language, today=today, is_as_shipped=True)
