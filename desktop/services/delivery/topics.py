"""The names under which messages travel (DESIGN §3, Transport).

A topic's last level is the *carrier*, which the relay enforces; the *author* is in the signed
header. So any station may carry another's event, and nobody can speak for another.
"""

from desktop.domain.events.streams import Stream
from desktop.domain.roster.ids import DeviceId, SiteId
from desktop.domain.roster.roles import Role

LETTERS = {Stream.ALERTS: "a", Stream.NOTICES: "n", Stream.RECORDS: "r"}
"""Streams that are published to an audience. Receipts go straight to the station they are for."""


class Topics:
    """The topics of one site, as one device uses them."""

    def __init__(self, site: SiteId, device: DeviceId) -> None:
        self._root = f"cs1/{site}"
        self._me = device
        self.beat = f"{self._root}/beat/{device}"

    def of(self, stream: Stream) -> str:
        """Where this device publishes an event of ``stream``, its own or one it carries."""
        return f"{self._root}/{LETTERS[stream]}/{self._me}"

    def to(self, device: DeviceId) -> str:
        """Where this device publishes something for ``device`` alone."""
        return f"{self._root}/to/{device}/{self._me}"

    def subscriptions(self, role: Role) -> tuple[str, ...]:
        """What a station of ``role`` listens to."""
        everyone = (f"{self._root}/a/+", f"{self._root}/n/+", f"{self._root}/to/{self._me}/+")
        if role is Role.SUPERVISOR:
            return (*everyone, f"{self._root}/r/+", f"{self._root}/beat/+")
        return everyone

    def is_to_me(self, topic: str) -> bool:
        """Sent to this device alone."""
        return topic.startswith(f"{self._root}/to/")

    def is_records(self, topic: str) -> bool:
        """Published in the stream ``records``."""
        return topic.startswith(f"{self._root}/r/")


def carrier_of(topic: str) -> DeviceId:
    """Which device carried the message; the relay vouches for it."""
    return topic.rpartition("/")[2]
