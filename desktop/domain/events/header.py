"""The signed, fixed-layout header of an event (DESIGN §3, Event).

All personal data is in the body, which is stored apart: a body can be purged by law while every
chain of headers still verifies.
"""

import struct
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec

from desktop.domain.errors import MalformedEventError
from desktop.domain.events.streams import Stream

VERSION = 1
ID_BYTES = 16
HASH_BYTES = 32
GENESIS = bytes(HASH_BYTES)
"""What the first header of a chain names as its predecessor."""

_LAYOUT = struct.Struct(">B16s16sBQ32sq24sB32s")
HEADER_BYTES = _LAYOUT.size
_TYPE_BYTES = 24
_MOST_EVENTS = 2**63 - 1
"""Beyond it a database cannot count."""
LATEST = 253_402_128_000_000
"""30 December 9999: the last moment that a ``datetime`` can hold in every time zone."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Who says what, when, and after which of their own events.

    ``seq`` counts from 1 within one device's stream; ``prev`` is the hash of the header before it
    there; ``at_ms`` is the sender's UTC clock in milliseconds since 1970.
    """

    site: bytes
    device: bytes
    stream: Stream
    seq: int
    prev: bytes
    at_ms: int
    type: str
    type_version: int
    body_hash: bytes

    @property
    def at(self) -> datetime:
        """The sender's clock when it was signed."""
        return moment(self.at_ms)

    @property
    def device_id(self) -> str:
        """The author's device id, as people and topics write it."""
        return self.device.hex()

    def pack(self) -> bytes:
        """The exact bytes that are signed and chained."""
        return _LAYOUT.pack(
            VERSION,
            self.site,
            self.device,
            self.stream,
            self.seq,
            self.prev,
            self.at_ms,
            self.type.encode("ascii").ljust(_TYPE_BYTES, b"\0"),
            self.type_version,
            self.body_hash,
        )

    @classmethod
    def unpack(cls, raw: bytes) -> "Header":
        """Read a header back; raises ``MalformedEventError`` for anything else."""
        if len(raw) != HEADER_BYTES:
            raise MalformedEventError("an event header has a fixed length")
        version, site, device, stream, seq, prev, at_ms, name, type_version, body_hash = (
            _LAYOUT.unpack(raw)
        )
        if version != VERSION:
            raise MalformedEventError(f"an event of format {version}; this program reads {VERSION}")
        try:
            return cls(
                site=site,
                device=device,
                stream=Stream(stream),
                seq=_countable(seq),
                prev=prev,
                at_ms=_within_calendar(at_ms),
                type=_type_name(name),
                type_version=type_version,
                body_hash=body_hash,
            )
        except ValueError as cause:
            raise MalformedEventError(str(cause)) from cause


def moment(at_ms: int) -> datetime:
    """``at_ms`` as a time in UTC. Reckoned, for Windows' own calendar ends with the year 3000."""
    return _EPOCH + timedelta(milliseconds=at_ms)


def milliseconds(at: datetime) -> int:
    """``at`` as a header can carry it: a clock from before 1970 shows the beginning of it."""
    return min(max(0, int(at.timestamp() * 1000)), LATEST)


def header_hash(header_bytes: bytes) -> bytes:
    """What the next header of the chain names as ``prev``."""
    return sha256(header_bytes).digest()


def _countable(seq: int) -> int:
    if not 1 <= seq <= _MOST_EVENTS:
        raise ValueError("events are counted from 1")
    return seq


def _within_calendar(at_ms: int) -> int:
    if not 0 <= at_ms <= LATEST:
        raise ValueError("a time outside the calendar")
    return at_ms


def _type_name(padded: bytes) -> str:
    name = padded.rstrip(b"\0").decode("ascii")
    if not name or not name.replace(".", "").replace("_", "").isalnum():
        raise ValueError("an event type is a short ASCII name")
    return name
