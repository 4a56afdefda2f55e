"""Facts about the log itself."""

from desktop.domain.events.body import Fact
from desktop.domain.events.event import EventId
from desktop.domain.events.streams import Stream


class BodyPurged(Fact, frozen=True, kw_only=True):
    """The bodies of these events are deleted everywhere, by law or by the site's retention.

    A station that knows of it refuses those bodies for good, also from peers and backups; the
    headers stay, so every chain still verifies (DESIGN §3, Event).
    """

    TYPE = "log.purged"
    STREAM = Stream.NOTICES
    events: tuple[EventId, ...]
    reason: str
    person: str = ""
