"""What supervisors' desks say of backups: that one was made, how large, and by whom."""

from collections.abc import Iterable

import msgspec

from desktop.domain.events.body import Fact
from desktop.domain.events.event import EventId
from desktop.domain.events.streams import Stream
from desktop.domain.revisions import in_order
from desktop.domain.roster.ids import DeviceId

DUE_AFTER_DAYS = 30
"""Days after the last backup from which on a desk says that another one is due."""


class BackupMade(Fact, frozen=True, kw_only=True):
    """Somebody made a backup at this desk. Nothing is said of where it is.

    Of several, the one of the highest ``revision`` is the last.
    """

    TYPE = "backup.made"
    STREAM = Stream.NOTICES
    author: str
    size: int = 0
    revision: int = 0


BACKUP_FACTS: tuple[type[Fact], ...] = (BackupMade,)


class LastBackup(msgspec.Struct, frozen=True, kw_only=True):
    """Who made the last backup, at which desk, how many bytes it has, and when by that desk's
    clock.
    """

    desk: DeviceId
    author: str
    at_ms: int
    size: int
    revision: int


class Said(msgspec.Struct, frozen=True):
    """A ``BackupMade`` as it stands in the log."""

    event: EventId
    desk: DeviceId
    at_ms: int
    fact: BackupMade


def last_backup(said: Iterable[Said], *, desk: DeviceId | None = None) -> LastBackup | None:
    """The last of these backups, or of those made at ``desk``; ``None`` where there was none."""
    words = in_order((one.fact.revision, one.event, one) for one in said)
    those = [one for _, _, one in words if desk in {None, one.desk}]
    if not those:
        return None
    last = those[-1]
    return LastBackup(
        desk=last.desk,
        author=last.fact.author,
        at_ms=last.at_ms,
        size=last.fact.size,
        revision=last.fact.revision,
    )
