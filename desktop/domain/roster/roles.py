"""What a station is at the site (DESIGN §3, People)."""

from enum import StrEnum


class Role(StrEnum):
    """A station's role, fixed by whoever invited it.

    A *counter* must stay discreet; a *staff* desk may pop up and sound; a *supervisor* desk is
    called; a *relay* is a broker without a station (an external one).
    """

    COUNTER = "counter"
    STAFF = "staff"
    SUPERVISOR = "supervisor"
    RELAY = "relay"
