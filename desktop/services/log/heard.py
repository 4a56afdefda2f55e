"""Notices of one kind, as the site's desks said them: held before, and heard since."""

from collections.abc import Callable, Iterable, Sequence
from threading import Event as Flag
from threading import Lock
from typing import Generic, TypeVar

from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.services.log.reading import facts_of
from desktop.services.ports import EventArchive, NoticeBoard

F = TypeVar("F", bound=Fact)


class Heard(Generic[F]):
    """All of them, once the archive has answered. Every method may be called from any thread.

    ``changed`` is called on any thread, and must only post.
    """

    def __init__(
        self,
        kind: type[F],
        *,
        site: NoticeBoard,
        archive: EventArchive,
        changed: Callable[[], None],
    ) -> None:
        self._kind = kind
        self._site = site
        self._changed = changed
        self._lock = Lock()
        self._told: dict[EventId, tuple[Event, F]] = {}
        self._is_read = Flag()
        site.watch_notices(lambda event, fact: self._hear([(event, fact)]))
        archive.of_types({kind.TYPE}, self._read)

    def wait(self, seconds: float) -> None:
        """Wait until what was held before is known, and no longer than that."""
        self._is_read.wait(seconds)

    def believed(self) -> list[tuple[Event, F]]:
        """Those whose authors may say it."""
        with self._lock:
            told = tuple(self._told.values())
        roster = self._site.roster
        return [(event, fact) for event, fact in told if roster.believes(event.header)]

    def _read(self, events: Sequence[Event]) -> None:
        self._hear(facts_of(events))
        self._is_read.set()

    def _hear(self, told: Iterable[tuple[Event, Fact]]) -> None:
        fresh = {event.id: (event, fact) for event, fact in told if isinstance(fact, self._kind)}
        if fresh:
            with self._lock:
                self._told |= fresh
            self._changed()
