"""What senders put on record of attendance: whom they told that nobody was there, or was again."""

from desktop.domain.alerts.facts import Code
from desktop.domain.events.body import Fact
from desktop.domain.events.streams import Stream


class AttendanceTold(Fact, frozen=True, kw_only=True):
    """A contact was told, or could not be, that nobody would notice a call; with ``is_back``, that
    somebody does again. ``failure`` is empty where it was told, else a ``contacts.Failure``.
    """

    TYPE = "outside.attendance"
    STREAM = Stream.NOTICES
    contact: str
    is_back: bool = False
    failure: str = ""
    code: Code = 0


OUTSIDE_FACTS: tuple[type[Fact], ...] = (AttendanceTold,)
