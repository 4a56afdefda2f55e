"""What the site remembers of its backups: a site that makes none may find out in its worst hour."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future

from desktop.domain.backup.facts import BackupMade, LastBackup, Said, last_backup
from desktop.domain.events.event import Event
from desktop.domain.plain_text import plain
from desktop.domain.roster.roster import Roster
from desktop.services.log.heard import Heard
from desktop.services.log.reading import facts_of
from desktop.services.ports import EventArchive, NoticeBoard

_READ_WITHIN_S = 5.0


class Backups:
    """Who made which, and saying so. Every method may be called from any thread.

    ``changed`` is called on any thread, and must only post.
    """

    def __init__(
        self, *, site: NoticeBoard, archive: EventArchive, changed: Callable[[], None]
    ) -> None:
        self._site = site
        self._heard = Heard(BackupMade, site=site, archive=archive, changed=changed)

    @property
    def last(self) -> LastBackup | None:
        """The last one that is believed, at whatever desk."""
        return last_backup(self._said())

    @property
    def last_here(self) -> LastBackup | None:
        """The last one made at this desk."""
        return last_backup(self._said(), desk=self._site.device)

    def note(self, size: int, *, author: str) -> "Future[Event]":
        """Say to all that one of ``size`` bytes was made at this desk. Call it in a worker: it
        waits until it is known what was said before.
        """
        self._heard.wait(_READ_WITHIN_S)
        last = self.last
        revision = (last.revision if last is not None else 0) + 1
        return self._site.publish(BackupMade(author=plain(author), size=size, revision=revision))

    def _said(self) -> list[Said]:
        return [_said(event, fact) for event, fact in self._heard.believed()]


def last_in(events: Iterable[Event], roster: Roster) -> LastBackup | None:
    """The last one among the notices of a file, where no station runs."""
    return last_backup(
        _said(event, fact)
        for event, fact in facts_of(events)
        if isinstance(fact, BackupMade) and roster.believes(event.header)
    )


def _said(event: Event, fact: BackupMade) -> Said:
    return Said(event.id, event.header.device_id, event.header.at_ms, fact)
