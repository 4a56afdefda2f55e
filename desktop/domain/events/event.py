"""An event: a signed header and, unless it was purged or withheld, its body."""

from collections.abc import Callable
from functools import cached_property
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from desktop.domain.errors import BodyTooLargeError, MalformedEventError
from desktop.domain.events.header import HEADER_BYTES, ID_BYTES, Header, header_hash

SIGNATURE_BYTES = 64
MAX_BODY_BYTES = 32 * 1024

EventId = str
"""The first 16 bytes of the header's hash, in hex."""

_WITH_BODY = b"E"
_WITHOUT_BODY = b"H"
_HEADER_AT = 1
_SIGNATURE_AT = _HEADER_AT + HEADER_BYTES
_BODY_AT = _SIGNATURE_AT + SIGNATURE_BYTES
_MARKS = frozenset({_WITH_BODY, _WITHOUT_BODY})


class Event(msgspec.Struct, frozen=True, dict=True):
    """One fact as its author signed it, byte for byte.

    ``body`` is ``None`` where it was purged, or is not for this station. Nothing here says that
    the signature is good: ``services.log.ledger`` does, before a byte of the body is parsed.
    """

    header: Header
    header_bytes: bytes
    signature: bytes
    body: bytes | None

    @cached_property
    def hash(self) -> bytes:
        """What the author's next event in this stream names as ``prev``."""
        return header_hash(self.header_bytes)

    @cached_property
    def id(self) -> EventId:
        """The event's name in every log, message and command.

        Made once: on its way in and back a press is asked for it some twenty times.
        """
        return self.hash[:ID_BYTES].hex()

    @property
    def body_matches(self) -> bool:
        """The body, where there is one, is the one that the header signed for."""
        return self.body is None or sha256(self.body).digest() == self.header.body_hash

    def without_body(self) -> "Event":
        """The event as a purge leaves it: still signed, still chained."""
        return replace(self, body=None)

    def wire(self) -> bytes:
        """The bytes that travel and rest: the original ones, never encoded anew."""
        mark = _WITHOUT_BODY if self.body is None else _WITH_BODY
        return mark + self.header_bytes + self.signature + (self.body or b"")

    @classmethod
    def parse(cls, wire: bytes) -> "Event":
        """Take ``wire`` apart without believing any of it.

        Raises ``MalformedEventError`` for bytes of another shape, and ``BodyTooLargeError``
        beyond 32 KiB.
        """
        if len(wire) < _BODY_AT or wire[:1] not in _MARKS:
            raise MalformedEventError("too short for an event, or marked as something else")
        body: bytes | None = wire[_BODY_AT:]
        if wire[:1] == _WITHOUT_BODY:
            if body:
                raise MalformedEventError("an event without a body ends after its signature")
            body = None
        elif len(wire) - _BODY_AT > MAX_BODY_BYTES:
            raise BodyTooLargeError
        header_bytes = wire[_HEADER_AT:_SIGNATURE_AT]
        return cls(
            header=Header.unpack(header_bytes),
            header_bytes=header_bytes,
            signature=wire[_SIGNATURE_AT:_BODY_AT],
            body=body,
        )


def sealed(header: Header, body: bytes, signature_of: Callable[[bytes], bytes]) -> Event:
    """The finished event for ``header`` and ``body``, signed by their author."""
    if len(body) > MAX_BODY_BYTES:
        raise BodyTooLargeError
    header_bytes = header.pack()
    return Event(header, header_bytes, signature_of(header_bytes), body)
