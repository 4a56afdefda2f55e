"""The cards at one station: which hold now, and changing them at a supervisor's desk."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import Protocol

import msgspec

from desktop.domain.errors import DeskError, MalformedEventError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.guidance.card import Card
from desktop.domain.guidance.checking import check_together
from desktop.domain.guidance.editions import Edition
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.facts import GUIDANCE_NOTICES, CardEdited, GuidanceRuled
from desktop.domain.guidance.guidance import (
    CardIn,
    Guidance,
    ReadCard,
    Texts,
    fold_guidance,
    require_name,
)
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.reports.attachments import Attachment
from desktop.domain.roster.roster import Roster
from desktop.services.log.reading import read_fact

Aside = Callable[[Callable[[], None]], object]
"""Does something in a worker, one thing at a time."""


class Site(Protocol):
    """The station, as the guidance needs it."""

    @property
    def roster(self) -> Roster: ...
    def watch_notices(self, listener: Callable[[Event, Fact], None]) -> None: ...
    def publish(self, fact: Fact) -> "Future[Event]": ...


class NoticeArchive(Protocol):
    """Reads what the station's log holds."""

    def of_types(self, types: Collection[str], then: Callable[[Sequence[Event]], None]) -> None: ...


class Rules(msgspec.Struct, frozen=True):
    """What the site wants of the guidance."""

    shares_practice: bool = False
    revision: int = 0


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A new version of a card, as somebody wrote it. ``bases`` are the versions it replaces."""

    card: CardId
    texts: Texts
    bases: tuple[VersionId, ...] = ()
    is_hidden: bool = False
    files: tuple[Attachment, ...] = ()
    editor: str
    why: str = ""


class CardsDesk:
    """The guidance of this site. Every method may be called from any thread.

    ``shipped`` are the cards as the program brings them, with their texts. Folding and reading is
    done in the worker; ``watch`` calls back there, and must not block.
    """

    def __init__(
        self,
        *,
        shipped: Mapping[CardId, tuple[Texts, CardIn]],
        read: ReadCard,
        site: Site,
        archive: NoticeArchive,
        aside: Aside,
    ) -> None:
        self._shipped = shipped
        self._read_card = read
        self._site = site
        self._archive = archive
        self._aside = aside
        self._editions: dict[VersionId, Edition] = {}
        self._ruled: dict[VersionId, GuidanceRuled] = {}
        self._listeners: list[Callable[[Guidance], None]] = []
        self._parsed: dict[tuple[CardId, VersionId], CardIn | CardRefusedError] = {}
        self._guidance = fold_guidance(shipped, (), read)
        self._rules = Rules()

    def start(self) -> None:
        """Take in what the site made of the guidance so far, and whatever comes from now on."""
        self._site.watch_notices(self._heard)
        self._archive.of_types(GUIDANCE_NOTICES, self._found)

    @property
    def guidance(self) -> Guidance:
        """The guidance as it stands."""
        return self._guidance

    @property
    def rules(self) -> Rules:
        """What the site wants of it."""
        return self._rules

    def watch(self, listener: Callable[[Guidance], None]) -> None:
        """Call ``listener`` with the guidance now and after every change, in the worker."""

        def begin() -> None:
            self._listeners.append(listener)
            listener(self._guidance)

        self._aside(begin)

    def as_shipped(self, card: CardId) -> Texts | None:
        """The texts of that card as the program brings them; ``None`` for one of the site's own."""
        shipped = self._shipped.get(card)
        return shipped[0] if shipped else None

    def read(self, name: CardId, texts: Texts) -> dict[str, Card]:
        """The card that ``texts`` make, for a preview; raises ``CardRefusedError``."""
        card = self._read_card(name, texts)
        require_name(name, card)
        return dict(card)

    def check(self, change: Change) -> None:
        """Raise ``CardRefusedError`` unless ``change`` may be saved: it can be read, and fits the
        other cards.
        """
        card = self.read(change.card, change.texts)
        first = next(iter(card.values()))
        others = {name: one.first for name, one in self._guidance.shown.items()}
        before = {(fault.card, str(fault)) for fault in check_together(others)}
        for fault in check_together({**others, change.card: first}):
            if (fault.card, str(fault)) not in before:
                raise fault

    def save(self, change: Change) -> "Future[Edition]":
        """Make ``change`` the site's version, at all stations within seconds.

        The future raises ``CardRefusedError`` where it may not be used, ``BodyTooLargeError`` where
        its languages together are too long; nothing has happened then.
        """
        answer: Future[Edition] = Future()

        def begin() -> None:
            try:
                self.check(change)
            except DeskError as refusal:
                answer.set_exception(refusal)
                return
            fact = CardEdited(
                card=change.card,
                texts=dict(change.texts),
                bases=change.bases,
                is_hidden=change.is_hidden,
                files=change.files,
                editor=change.editor,
                why=change.why,
            )
            self._site.publish(fact).add_done_callback(lambda done: left(done, fact))

        def left(done: "Future[Event]", fact: CardEdited) -> None:  # on the alert thread
            error = done.exception()
            if error is not None:
                answer.set_exception(error)
                return
            event = done.result()
            self._aside(lambda: settle(event, fact))

        def settle(event: Event, fact: CardEdited) -> None:
            self._take(((event, fact),))
            answer.set_result(self._editions[event.id])

        self._aside(begin)
        return answer

    def rule(self, *, shares_practice: bool, author: str) -> "Future[Event]":
        """Say what the site wants of the guidance."""
        return self._site.publish(
            GuidanceRuled(
                shares_practice=shares_practice,
                author=author,
                revision=self._rules.revision + 1,
            )
        )

    def _found(self, events: Sequence[Event]) -> None:  # on the archive's thread
        self._aside(lambda: self._restore(events))

    # --- in the worker ---------------------------------------------------------------------

    def _heard(self, event: Event, fact: Fact) -> None:  # on the alert thread
        if event.header.type in GUIDANCE_NOTICES:
            self._aside(lambda: self._take(((event, fact),)))

    def _restore(self, events: Iterable[Event]) -> None:
        roster = self._site.roster
        known: list[tuple[Event, Fact]] = []
        for event in events:
            if roster.quarantines(event.header) or not roster.may_author(
                event.header.device_id, event.header.type
            ):
                continue
            try:
                fact = read_fact(event)
            except MalformedEventError:
                continue
            if fact is not None:
                known.append((event, fact))
        self._take(known)

    def _take(self, told: Iterable[tuple[Event, Fact]]) -> None:
        before = len(self._editions) + len(self._ruled)
        for event, fact in told:
            if isinstance(fact, CardEdited):
                self._editions.setdefault(event.id, _edition(event, fact))
            elif isinstance(fact, GuidanceRuled):
                self._ruled.setdefault(event.id, fact)
        if len(self._editions) + len(self._ruled) == before:
            return
        self._guidance = fold_guidance(self._shipped, self._editions.values(), self._read_once)
        latest = max(self._ruled.items(), key=lambda one: (one[1].revision, one[0]), default=None)
        if latest is not None:
            self._rules = Rules(latest[1].shares_practice, latest[1].revision)
        for listener in self._listeners:
            listener(self._guidance)

    def _read_once(self, name: CardId, texts: Texts) -> CardIn:
        """Every version is read once, however often the guidance is folded."""
        key = (name, str(hash(tuple(sorted(texts.items())))))
        if key not in self._parsed:
            try:
                self._parsed[key] = self._read_card(name, texts)
            except CardRefusedError as refusal:
                self._parsed[key] = refusal
        found = self._parsed[key]
        if isinstance(found, CardRefusedError):
            raise found
        return found


def _edition(event: Event, fact: CardEdited) -> Edition:
    return Edition(
        version=event.id,
        card=fact.card,
        texts=fact.texts,
        bases=fact.bases,
        is_hidden=fact.is_hidden,
        files=fact.files,
        at=event.header.at,
        editor=fact.editor,
        why=fact.why,
        desk=event.header.device_id,
    )
