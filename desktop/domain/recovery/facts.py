"""What supervisors' desks say of the recovery file: that it was there, and could be opened."""

from collections.abc import Iterable

import msgspec

from desktop.domain.events.body import Fact
from desktop.domain.events.event import EventId
from desktop.domain.events.streams import Stream
from desktop.domain.revisions import in_order


class RecoveryChecked(Fact, frozen=True, kw_only=True):
    """Somebody opened a recovery file of this site with its passphrase.

    ``is_anew``: it was saved anew then, under another passphrase. Nothing is said of where it is.
    Of several, the one of the highest ``revision`` is the last.
    """

    TYPE = "recovery.checked"
    STREAM = Stream.NOTICES
    author: str
    is_anew: bool = False
    revision: int = 0


RECOVERY_FACTS: tuple[type[Fact], ...] = (RecoveryChecked,)


class LastCheck(msgspec.Struct, frozen=True, kw_only=True):
    """Who opened the recovery file last, and when by the clock of that desk."""

    author: str
    at_ms: int
    is_anew: bool
    revision: int


def last_check(said: Iterable[tuple[EventId, int, RecoveryChecked]]) -> LastCheck | None:
    """The last of these checks; ``None`` where there was none."""
    words = in_order((fact.revision, event, (at_ms, fact)) for event, at_ms, fact in said)
    if not words:
        return None
    revision, _, (at_ms, fact) = words[-1]
    return LastCheck(author=fact.author, at_ms=at_ms, is_anew=fact.is_anew, revision=revision)
