"""What stations said of one subject, gathered at a supervisor's desk."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import msgspec

from desktop.domain.events.event import Event, EventId
from desktop.domain.events.ids import EventIds
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.log.reading import facts_of
from desktop.services.ports import EventArchive
from desktop.services.records.records import Records, Word, WordTold

W = TypeVar("W", bound=Word)
V = TypeVar("V")


class Said(msgspec.Struct, Generic[W], frozen=True):
    """One word, when it was said, and at which station."""

    at: datetime
    event: EventId
    desk: DeviceId
    word: W


class Site(Protocol):
    """The station, as this needs it."""

    @property
    def roster(self) -> Roster: ...
    def watch_purged(self, listener: Callable[[EventIds], None]) -> None: ...


class WordGathering(ABC, Generic[W, V]):
    """Signs for words of one ``kind`` that come in, and shows what is ``made`` of them all.
    ``types`` are the events' names.

    ``watch`` may be called from any thread; it calls back on the records thread.
    """

    kind: type[W]
    types: Collection[str]

    def __init__(self, records: Records, *, archive: EventArchive, site: Site) -> None:
        self._records = records
        self._archive = archive
        self._site = site
        self._known: dict[EventId, tuple[Event, W]] = {}
        self._purged = EventIds()
        self._is_read = False
        self._listeners: list[Callable[[V], None]] = []
        records.watch_words(self._told)
        site.watch_purged(lambda events: records.post(lambda: self._forget(events)))

    @abstractmethod
    def made(self, said: tuple[Said[W], ...]) -> V:
        """What is shown of ``said``, the newest first."""

    def watch(self, listener: Callable[[V], None]) -> None:
        """Call ``listener`` with everything that was said, soon and after every word."""
        self._records.post(lambda: self._begin(listener))

    # --- on the records thread ---------------------------------------------------------------

    def _begin(self, listener: Callable[[V], None]) -> None:
        self._listeners.append(listener)
        if self._is_read:
            listener(self._gathered())
            return
        self._is_read = True
        self._archive.of_types(self.types, self._found)

    def _found(self, events: Sequence[Event]) -> None:  # on the archive's thread
        self._records.post(lambda: self._restore(events))

    def _restore(self, events: Iterable[Event]) -> None:
        for event, fact in facts_of(events):
            if isinstance(fact, self.kind) and event.id not in self._purged:
                self._known.setdefault(event.id, (event, fact))
        self._tell()

    def _told(self, told: WordTold) -> None:
        if not isinstance(told.fact, self.kind):
            return
        self._records.sign_for(told, is_whole=True)
        if self._is_read and told.event.id not in self._known:
            self._known[told.event.id] = (told.event, told.fact)
            self._tell()

    def _forget(self, events: EventIds) -> None:
        """An administrator purged them, maybe while they were read from the disk."""
        self._purged.update(events)
        gone = [event for event in self._known if event in events]
        for event in gone:
            del self._known[event]
        if gone:
            self._tell()

    def _tell(self) -> None:
        gathered = self._gathered()
        for listener in self._listeners:
            listener(gathered)

    def _gathered(self) -> V:
        roster = self._site.roster
        said = (
            Said(header.at, event, header.device_id, fact)
            for event, (signed, fact) in self._known.items()
            if not roster.quarantines(header := signed.header)
        )
        newest = sorted(said, key=lambda one: (one.at, one.event), reverse=True)
        return self.made(tuple(newest))
