"""The guidance of a site as it stands: what ships, and what the site made of it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from desktop.domain.guidance.card import Card
from desktop.domain.guidance.checking import check_together
from desktop.domain.guidance.editions import Edition, History
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.guidance.library import Library
from desktop.domain.reports.attachments import Attachment
from desktop.domain.sentence import Sentence

REVIEW_EVERY = timedelta(days=365)
"""A card is looked through once a year (000 §8)."""

Texts = Mapping[str, str]
CardIn = Mapping[str, Card]
ReadCard = Callable[[CardId, Texts], CardIn]
"""Reads a card's texts; raises ``CardRefusedError``."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A card as it is in use: its texts, which version that is, and whose.

    ``at`` is when the site made it, ``None`` for a card as it ships.
    """

    card: CardIn
    texts: Texts
    version: VersionId = ""
    is_hidden: bool = False
    files: tuple[Attachment, ...] = ()
    at: datetime | None = None

    @property
    def first(self) -> Card:
        """The card in its first language, which holds the facts."""
        return next(iter(self.card.values()))

    def review_due(self) -> date | None:
        """When it is to be looked through again; ``None`` for a card that was never reviewed."""
        reviewed = self.first.reviewed
        return reviewed + REVIEW_EVERY if reviewed else None


class Guidance(msgspec.Struct, frozen=True, kw_only=True):
    """All cards in use, the histories of those that the site changed, and what was refused.

    ``refused`` names each version that cannot be used, and each card that two desks changed at
    once, in one sentence; the last good version of it is in use meanwhile.
    """

    shown: dict[CardId, Shown] = {}
    histories: dict[CardId, History] = {}
    refused: tuple[CardRefusedError, ...] = ()

    def library(self, language: str) -> Library:
        """The cards that people see, in ``language`` as far as they are translated."""
        return Library.in_language(
            {name: one.card for name, one in self.shown.items()},
            language,
            hidden=frozenset(name for name, one in self.shown.items() if one.is_hidden),
        )

    def version_of(self, card: CardId) -> VersionId:
        """The version of ``card`` that is in use."""
        return self.shown[card].version if card in self.shown else ""

    def history(self, card: CardId) -> History:
        """What the site made of that card so far."""
        return self.histories.get(card, History())

    def overdue(self, today: date) -> tuple[CardId, ...]:
        """The cards that were to be looked through before ``today``, longest ago first."""
        due = {
            name: when
            for name, one in self.shown.items()
            if not one.is_hidden and (when := one.review_due()) is not None and when < today
        }
        return tuple(sorted(due, key=lambda name: (due[name], name)))


def fold_guidance(
    shipped: Mapping[CardId, tuple[Texts, CardIn]], editions: Iterable[Edition], read: ReadCard
) -> Guidance:
    """The guidance that these make, whatever order ``editions`` come in.

    Of each card the last version that all desks agree on is used, or the one before it where that
    cannot be read or does not fit the other cards; in the end the card as it ships.
    """
    shown = {name: Shown(card=card, texts=texts) for name, (texts, card) in shipped.items()}
    by_card: dict[CardId, list[Edition]] = {}
    for edition in editions:
        by_card.setdefault(edition.card, []).append(edition)
    histories = {name: History.of(found) for name, found in sorted(by_card.items())}
    refused: list[CardRefusedError] = []
    candidates: dict[CardId, list[Shown]] = {}
    for name, history in histories.items():
        if history.is_contested:
            refused.append(_contested(name, history))
        candidates[name] = list(_readable(name, history, read, refused))
        if candidates[name]:
            shown[name] = candidates[name][0]
    _settle(shown, candidates, shipped, refused)
    return Guidance(shown=shown, histories=histories, refused=tuple(refused))


def _readable(
    name: CardId, history: History, read: ReadCard, refused: list[CardRefusedError]
) -> Iterable[Shown]:
    for edition in history.agreed():
        try:
            card = read(name, edition.texts)
            require_name(name, card)
        except CardRefusedError as refusal:
            if edition in history.heads:
                refused.append(refusal)
            continue
        yield Shown(
            card=card,
            texts=edition.texts,
            version=edition.version,
            is_hidden=edition.is_hidden,
            files=edition.files,
            at=edition.at,
        )


def _settle(
    shown: dict[CardId, Shown],
    candidates: dict[CardId, list[Shown]],
    shipped: Mapping[CardId, tuple[Texts, CardIn]],
    refused: list[CardRefusedError],
) -> None:
    """Step back, version by version, with cards that do not fit the others."""
    while True:
        faults = [
            fault
            for fault in check_together({name: one.first for name, one in shown.items()})
            if candidates.get(fault.card)
        ]
        if not faults:
            return
        fault = faults[0]
        tried = candidates[fault.card]
        tried.pop(0)
        refused.append(fault)
        if tried:
            shown[fault.card] = tried[0]
        elif fault.card in shipped:
            texts, card = shipped[fault.card]
            shown[fault.card] = Shown(card=card, texts=texts)
        else:
            del shown[fault.card]


def require_name(name: CardId, card: CardIn) -> None:
    """Raise ``CardRefusedError`` unless ``card`` says itself that it is the one called so."""
    first = next(iter(card.values()))
    if first.id != name:
        raise CardRefusedError(
            name, Sentence("Its header says that it is the card “{other}”.", {"other": first.id})
        )


def _contested(name: CardId, history: History) -> CardRefusedError:
    one, other = (head.editor or "?" for head in history.heads[:2])
    return CardRefusedError(
        name,
        Sentence("{one} and {other} changed it at the same time.", {"one": one, "other": other}),
        advice="Compare the two and keep one; until then the version before them is shown.",
    )
