"""Streams keep an audience apart (DESIGN §3)."""

from enum import IntEnum


class Stream(IntEnum):
    """What an event is about, and therefore who may hold it.

    Everyone holds ``ALERTS`` and ``NOTICES``. ``RECEIPTS`` are for supervisors and the station
    that pressed: 200 presses times 5 receipts must not reach every counter (DESIGN §3, trap 10).
    What supervisors say of a protocol's steps is among them, and for no station that pressed.
    ``RECORDS`` never rest on a counter PC.
    """

    ALERTS = 1
    NOTICES = 2
    RECORDS = 3
    RECEIPTS = 4


FOR_EVERYONE = frozenset({Stream.ALERTS, Stream.NOTICES})
FOR_SUPERVISORS = frozenset(Stream)
