"""Relays as stations see them: where they are, and what a link to one has to tell.

A relay is a wire (DESIGN §3, Transport). It carries signed bytes and decides nothing, so none of
these facts is believed for more than "bytes may pass here now".
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path

import msgspec

from desktop.domain.roster.ids import FINGERPRINT_BYTES

_HEX = frozenset("0123456789abcdef")

DEFAULT_RELAY_PORT = 18883
"""A port of our own: the system's own Mosquitto may hold 1883."""

MAX_PAYLOAD_BYTES = 60 * 1024
"""The largest message a relay carries: an event of 32 KiB, and room for what is round it."""


class RelayAddress(msgspec.Struct, frozen=True):
    """Where a relay listens."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str, default_port: int = DEFAULT_RELAY_PORT) -> "RelayAddress":
        """Read ``host``, ``host:port`` or ``[ipv6]:port``.

        Raises ``ValueError`` with what is wrong in it.
        """
        host, port = _split_address(text.strip(), str(default_port))
        if not host or any(letter.isspace() or letter in "/@" for letter in host):
            raise ValueError(f"“{text}” is not host:port")
        if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
            raise ValueError(f"“{port}” in “{text}” is not a port from 1 to 65535")
        return cls(host, int(port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _split_address(text: str, default_port: str) -> tuple[str, str]:
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return host, rest.removeprefix(":") or default_port
    if text.count(":") > 1:  # a bare IPv6 address
        return text, default_port
    host, _, port = text.partition(":")
    return host, port or default_port


class TlsFiles(msgspec.Struct, frozen=True):
    """Where a station's TLS identity lies on disk, each file in PEM."""

    ca: Path
    certificate: Path
    key: Path


class RelayTarget(msgspec.Struct, frozen=True):
    """A relay worth reaching.

    ``name`` is its device id where the roster or a hint knows it, and then only that device will
    do at any of its addresses; else ``host:port``. All ``addresses`` (host or IP, port) are tried
    at once, and the first that proves itself wins.
    """

    name: str
    addresses: tuple[tuple[str, int], ...]

    @property
    def is_named_by_key(self) -> bool:
        """The name is a device id, so whoever answers can be held to it."""
        return len(self.name) == 2 * FINGERPRINT_BYTES and set(self.name) <= _HEX


def merged(*sources: Iterable[RelayTarget]) -> tuple[RelayTarget, ...]:
    """One target for each relay, with every address that any source knows."""
    addresses: dict[str, dict[tuple[str, int], None]] = {}
    for target in (target for source in sources for target in source):
        addresses.setdefault(target.name, {}).update(dict.fromkeys(target.addresses))
    return tuple(RelayTarget(name, tuple(known)) for name, known in addresses.items())


class LinkTrouble(StrEnum):
    """Why a link to a relay is not up."""

    UNREACHABLE = "unreachable"
    """Nothing answers at any of its addresses."""
    SILENT = "silent"
    """It took the connection, then said nothing for too long."""
    FOREIGN = "foreign"
    """It shows a certificate that our site did not issue."""
    UNTRUSTED = "untrusted"
    """Our site's certificate, but the roster has no such relay, or has revoked it."""
    OTHER = "other"
    """Another device than the one its name says answers there."""
    TWIN = "twin"
    """Another link already reaches this very relay, and one is enough."""
    REFUSED = "refused"
    """It does not accept our certificate (revoked, or of another site), or does not let us in."""
    TAKEN = "taken"
    """It breaks as soon as it is up: another program shows our certificate and takes our place."""
    LOST = "lost"
    """It was up, and broke."""
    FAULT = "fault"
    """Our own code failed on it; the log has the particulars."""
    LEFT = "left"
    """It is no longer wanted."""


class Arrival(msgspec.Struct, frozen=True):
    """A message as it came ``at`` a monotonic second, from nobody yet believed."""

    relay: str
    topic: str
    payload: bytes
    at: float


class LinkUp(msgspec.Struct, frozen=True):
    """A relay carries our bytes from now on; every subscription is in place.

    ``peer`` is the device id of the relay's proven key.
    """

    relay: str
    peer: str


class LinkDown(msgspec.Struct, frozen=True):
    """A relay carries nothing of ours now; ``reason`` is a ``LinkTrouble``.

    Told once for each change of reason, also of a link that was never up; trying goes on.
    """

    relay: str
    reason: str


NetworkFact = Arrival | LinkUp | LinkDown
Inbox = Callable[[NetworkFact], None]
