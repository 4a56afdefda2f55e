"""What people said of the guidance, gathered at a supervisor's desk."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from desktop.domain.events.event import Event, EventId
from desktop.domain.events.note import NoteKind
from desktop.domain.guidance.facts import (
    GUIDANCE_WORDS,
    CardRated,
    CardRead,
    GuidanceWord,
    PracticeDone,
)
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.log.reading import facts_of
from desktop.services.ports import EventArchive
from desktop.services.records.notes import RecordGot
from desktop.services.records.records import Records, WordTold


class Said(msgspec.Struct, frozen=True):
    """One word, when it was said, and at which station."""

    at: datetime
    event: EventId
    desk: DeviceId
    word: GuidanceWord


class Gathered(msgspec.Struct, frozen=True):
    """All that was said, the newest first."""

    said: tuple[Said, ...] = ()

    def ratings(self, card: CardId | None = None) -> tuple[Said, ...]:
        """What was said of ``card``, or of all; of ``""`` what was looked for in vain."""
        return tuple(
            one
            for one in self.said
            if isinstance(one.word, CardRated) and (card is None or one.word.card == card)
        )

    def readers(self, card: CardId, version: VersionId) -> dict[str, datetime]:
        """Who confirmed that version of ``card``, and when they did so first."""
        return {
            one.word.reader: one.at
            for one in self.said
            if isinstance(one.word, CardRead)
            and (one.word.card, one.word.version) == (card, version)
        }

    def practices(self) -> tuple[Said, ...]:
        """How practice went, where the site shares it."""
        return tuple(one for one in self.said if isinstance(one.word, PracticeDone))


class Site(Protocol):
    """The station, as this needs it."""

    @property
    def roster(self) -> Roster: ...
    def watch_purged(self, listener: Callable[[tuple[EventId, ...]], None]) -> None: ...


class Gathering:
    """Signs for words that come in, and shows them all. ``watch`` may be called from any thread;
    it calls back on the records thread.
    """

    def __init__(
        self, records: Records, *, archive: EventArchive, site: Site, me: DeviceId
    ) -> None:
        self._records = records
        self._archive = archive
        self._site = site
        self._me = me
        self._known: dict[EventId, WordTold] = {}
        self._purged: set[EventId] = set()
        self._is_read = False
        self._listeners: list[Callable[[Gathered], None]] = []
        records.watch_words(self._told)
        site.watch_purged(lambda events: records.post(lambda: self._forget(events)))

    def watch(self, listener: Callable[[Gathered], None]) -> None:
        """Call ``listener`` with everything that was said, soon and after every word."""
        self._records.post(lambda: self._begin(listener))

    # --- on the records thread ---------------------------------------------------------------

    def _begin(self, listener: Callable[[Gathered], None]) -> None:
        self._listeners.append(listener)
        if self._is_read:
            listener(self._gathered())
            return
        self._is_read = True
        self._archive.of_types(GUIDANCE_WORDS, self._found)

    def _found(self, events: Sequence[Event]) -> None:  # on the archive's thread
        self._records.post(lambda: self._restore(events))

    def _restore(self, events: Iterable[Event]) -> None:
        for event, fact in facts_of(events):
            if isinstance(fact, GuidanceWord) and event.id not in self._purged:
                self._known.setdefault(event.id, WordTold(event, fact))
        self._tell()

    def _told(self, told: WordTold) -> None:
        author = told.event.header.device_id
        if author != self._me:
            got = RecordGot(events=(told.event.id,), is_whole=True)
            self._records.carrier.note(author, NoteKind.RECORD_GOT, got)
        if self._is_read and told.event.id not in self._known:
            self._known[told.event.id] = told
            self._tell()

    def _forget(self, events: tuple[EventId, ...]) -> None:
        """An administrator purged them, maybe while they were read from the disk."""
        self._purged.update(events)
        if not self._known.keys().isdisjoint(events):
            for event in events:
                self._known.pop(event, None)
            self._tell()

    def _tell(self) -> None:
        gathered = self._gathered()
        for listener in self._listeners:
            listener(gathered)

    def _gathered(self) -> Gathered:
        roster = self._site.roster
        said = (
            Said(header.at, event, header.device_id, told.fact)
            for event, told in self._known.items()
            if not roster.quarantines(header := told.event.header)
        )
        newest = sorted(said, key=lambda one: (one.at, one.event), reverse=True)
        return Gathered(tuple(newest))
