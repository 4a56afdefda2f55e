"""The guidance of a site as it stands: what ships, and what the site made of it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import chain, islice

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
        """When it is to be looked through again. A card of the site's that says of no review counts
        from when it was made; ``None`` for one that ships without.
        """
        reviewed = self.first.reviewed or (self.at.date() if self.at else None)
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

    @property
    def version_count(self) -> int:
        """How many versions the site made, of all cards together."""
        return sum(len(history.editions) for history in self.histories.values())

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
    ships = {name: Shown(card=card, texts=texts) for name, (texts, card) in shipped.items()}
    lines = {name: _Line(iter([one])) for name, one in ships.items()}
    by_card: dict[CardId, list[Edition]] = {}
    for edition in editions:
        by_card.setdefault(edition.card, []).append(edition)
    histories = {name: History.of(found) for name, found in sorted(by_card.items())}
    refused: list[CardRefusedError] = []
    for name, history in histories.items():
        if history.is_contested:
            refused.append(_contested(name, history))
        as_it_ships = [ships[name]] if name in ships else []
        lines[name] = _Line(chain(_readable(name, history, read, refused), as_it_ships))
    while (found := _at_fault(lines)) is not None:
        name, fault = found
        lines[name].step_back()
        refused.append(fault)
    return Guidance(shown=_in_use(lines), histories=histories, refused=tuple(refused))


def _readable(
    name: CardId, history: History, read: ReadCard, refused: list[CardRefusedError]
) -> Iterator[Shown]:
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


class _Line:
    """The versions of a card that may be shown, the one to show first, and as it ships last. Each
    is read when it is needed: there may be years of them.
    """

    def __init__(self, versions: Iterator[Shown]) -> None:
        self._unread = versions
        self._read = deque(islice(versions, 1))

    @property
    def first(self) -> Shown | None:
        """The one to show."""
        return self._read[0] if self._read else None

    def step_back(self) -> None:
        """Show the one before it."""
        self._read.popleft()
        if not self._read:
            self._read.extend(islice(self._unread, 1))

    def earlier(self) -> Iterator[Shown | None]:
        """The versions before the one to show; none at all in the end, for a card of the site's."""
        self._read.extend(self._unread)
        yield from islice(self._read, 1, None)
        if self._read[-1].version:
            yield None


_Lines = Mapping[CardId, _Line]


def _in_use(lines: _Lines) -> dict[CardId, Shown]:
    return {name: one for name, line in lines.items() if (one := line.first) is not None}


def _faults(shown: Mapping[CardId, Shown | None]) -> list[CardRefusedError]:
    return list(check_together({name: one.first for name, one in shown.items() if one is not None}))


def _at_fault(lines: _Lines) -> tuple[CardId, CardRefusedError] | None:
    """A card that the site changed so that it does not fit the others, or another does not fit it:
    an earlier version of it would put that right.
    """
    shown = _in_use(lines)
    changed = [name for name, one in shown.items() if one.version]
    for fault in _faults(shown):
        for name in sorted(changed, key=lambda name: name != fault.card):  # its own change first
            if any(
                not _is_among(fault, _faults({**shown, name: one})) for one in lines[name].earlier()
            ):
                return name, fault
    return None


def _is_among(fault: CardRefusedError, faults: Iterable[CardRefusedError]) -> bool:
    return (fault.card, str(fault)) in {(one.card, str(one)) for one in faults}


def require_name(name: CardId, card: CardIn) -> None:
    """Raise ``CardRefusedError`` unless ``card`` says itself that it is the one called so."""
    first = next(iter(card.values()))
    if first.id != name:
        raise CardRefusedError(
            name, Sentence("Its header says that it is the card “{other}”.", {"other": first.id})
        )


def _contested(name: CardId, history: History) -> CardRefusedError:
    one = history.heads[0]
    other = next(head for head in history.heads if not head.says_the_same_as(one))
    if one.editor == other.editor:
        what = Sentence("{one} changed it at two desks at the same time.", {"one": one.editor})
    else:
        values: dict[str, object] = {"one": one.editor, "other": other.editor}
        what = Sentence("{one} and {other} changed it at the same time.", values)
    return CardRefusedError(
        name,
        what,
        advice="Compare the two and keep one; until then the version before them is shown.",
    )
