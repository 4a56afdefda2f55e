"""The cards at one station: which hold now, and changing them at a supervisor's desk."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from threading import Event as Flag

import msgspec

from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.guidance.card import Card
from desktop.domain.guidance.checking import check_against_shipped, check_together
from desktop.domain.guidance.editions import Edition
from desktop.domain.guidance.errors import CardRefusedError, SupervisorsEditGuidanceError
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
from desktop.domain.guidance.rules import Rules, fold_rules
from desktop.domain.plain_text import plain
from desktop.domain.reports.attachments import Attachment
from desktop.services.log.reading import facts_of
from desktop.services.ports import EventArchive, NoticeBoard

Aside = Callable[[Callable[[], None]], None]
"""Does something in a worker, one thing at a time."""
_Written = tuple[CardId, frozenset[tuple[str, str]]]
"""A card's texts by language, as they are known by."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A new version of a card, as somebody wrote it. ``bases`` are the versions it replaces."""

    card: CardId
    texts: Texts
    bases: tuple[VersionId, ...] = ()
    is_hidden: bool = False
    files: tuple[Attachment, ...] = ()
    editor: str
    why: str = ""


class _Told(msgspec.Struct, frozen=True):
    """A notice of the guidance, and what it says."""

    event: Event
    fact: Fact


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
        site: NoticeBoard,
        archive: EventArchive,
        aside: Aside,
    ) -> None:
        self._shipped = shipped
        self._read_card = read
        self._site = site
        self._archive = archive
        self._aside = aside
        self._told: dict[EventId, _Told] = {}
        self._believed: list[EventId] = []
        self._waiting: deque[_Told] = deque()
        self._listeners: list[Callable[[Guidance], None]] = []
        self._parsed: dict[_Written, CardIn | CardRefusedError] = {}
        self._guidance = fold_guidance(shipped, (), read)
        self._rules = Rules()
        self._is_read = Flag()

    def start(self, then: Callable[[], None] = lambda: None) -> None:
        """Take in what the site made of the guidance so far, and whatever comes from now on;
        ``then`` is called in the worker once what came before is known.
        """
        self._site.watch_notices(self._heard)
        self._site.watch_roster(lambda _roster: self._aside(self._doubt))

        def found(events: Sequence[Event]) -> None:  # on the archive's thread
            self._aside(lambda: self._restore(events))
            self._aside(then)

        self._archive.of_types(GUIDANCE_NOTICES, found)

    @property
    def guidance(self) -> Guidance:
        """The guidance as it stands."""
        return self._guidance

    def wait_until_read(self, seconds: float) -> bool:
        """Wait until what this station's log holds of it is taken in, no longer than that."""
        return self._is_read.wait(seconds)

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
        """Raise ``CardRefusedError`` unless ``change`` may be saved: it can be read, fits the other
        cards, and keeps what a shipped card must not lose.
        """
        card = self.read(change.card, change.texts)
        first = next(iter(card.values()))
        shipped = self._shipped.get(change.card)
        if shipped is not None:
            check_against_shipped(first, next(iter(shipped[1].values())))
        others = {name: one.first for name, one in self._guidance.shown.items()}
        before = {(fault.card, str(fault)) for fault in check_together(others)}
        for fault in check_together({**others, change.card: first}):
            if (fault.card, str(fault)) not in before:
                raise fault

    def save(self, change: Change) -> "Future[Edition]":
        """Make ``change`` the site's version, at all stations within seconds.

        The future raises ``CardRefusedError`` where it may not be used, ``BodyTooLargeError`` where
        its languages together are too long, ``SupervisorsEditGuidanceError`` at other desks than
        theirs; nothing has happened then. What ``change.files`` name must be here already.
        """
        answer: Future[Edition] = Future()
        answer.set_running_or_notify_cancel()

        def begin() -> None:
            try:
                fact = self._edited(change)
            except Exception as error:  # noqa: BLE001 (handed to whoever asked)
                answer.set_exception(error)
                return
            self._site.publish(fact).add_done_callback(lambda done: left(done, fact))

        def left(done: "Future[Event]", fact: CardEdited) -> None:  # on the alert thread
            error = done.exception()
            if error is not None:
                answer.set_exception(error)
                return
            told = _Told(done.result(), fact)
            self._aside(lambda: settle(told, fact))

        def settle(told: _Told, fact: CardEdited) -> None:
            try:
                self._take((told,))
            finally:
                answer.set_result(_edition(told.event, fact))

        self._aside(begin)
        return answer

    def rule(self, *, shares_practice: bool, author: str) -> "Future[Event]":
        """Say what the site wants of the guidance; the future raises
        ``SupervisorsEditGuidanceError`` at other desks than theirs.
        """
        try:
            self._require_voice(GuidanceRuled.TYPE)
        except SupervisorsEditGuidanceError as refusal:
            refused: Future[Event] = Future()
            refused.set_exception(refusal)
            return refused
        return self._site.publish(
            GuidanceRuled(
                shares_practice=shares_practice,
                author=plain(author),
                revision=self._rules.revision + 1,
            )
        )

    def _require_voice(self, event_type: str) -> None:
        """What this desk may not say would hold here alone: nobody else believes it."""
        if not self._site.roster.may_speak(self._site.device, event_type):
            raise SupervisorsEditGuidanceError

    def _heard(self, event: Event, fact: Fact) -> None:  # on the alert thread
        if event.header.type in GUIDANCE_NOTICES:
            self._waiting.append(_Told(event, fact))
            self._aside(self._take_waiting)

    # --- in the worker ---------------------------------------------------------------------

    def _edited(self, change: Change) -> CardEdited:
        """What is signed for ``change``; raises why it may not be."""
        self._require_voice(CardEdited.TYPE)
        self.check(change)
        bases = self._guidance.history(change.card).same_as(filter(None, change.bases))
        return CardEdited(
            card=change.card,
            texts=dict(change.texts),
            bases=bases,
            is_hidden=change.is_hidden,
            files=change.files,
            editor=plain(change.editor),
            why=plain(change.why),
        )

    def _restore(self, events: Iterable[Event]) -> None:
        self._take(_Told(event, fact) for event, fact in facts_of(events))
        self._is_read.set()

    def _take_waiting(self) -> None:
        """All that came meanwhile at once: a station that was away gets hundreds."""
        told = []
        while self._waiting:
            told.append(self._waiting.popleft())
        self._take(told)

    def _take(self, told: Iterable[_Told]) -> None:
        news = {one.event.id: one for one in told if one.event.id not in self._told}
        if news:
            self._told.update(news)
            self._fold()

    def _doubt(self) -> None:
        """The roster changed: what a revoked desk said may be believed no more."""
        if [one.event.id for one in self._believable()] != self._believed:
            self._fold()

    def _believable(self) -> list[_Told]:
        roster = self._site.roster
        return [one for one in self._told.values() if roster.believes(one.event.header)]

    def _fold(self) -> None:
        """Make the guidance of what is believed now, and tell of it if it is another."""
        believed = self._believable()
        self._believed = [one.event.id for one in believed]
        before = self._guidance, self._rules
        self._guidance = fold_guidance(
            self._shipped,
            (_edition(one.event, one.fact) for one in believed if isinstance(one.fact, CardEdited)),
            self._read_once,
        )
        self._rules = fold_rules(
            (one.event.id, one.fact) for one in believed if isinstance(one.fact, GuidanceRuled)
        )
        if (self._guidance, self._rules) != before:
            for listener in self._listeners:
                listener(self._guidance)

    def _read_once(self, name: CardId, texts: Texts) -> CardIn:
        """Every text is read once, however often the guidance is folded."""
        key = (name, frozenset(texts.items()))
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
        editor=plain(fact.editor),
        why=plain(fact.why),
        desk=event.header.device_id,
    )
