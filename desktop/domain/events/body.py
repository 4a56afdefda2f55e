"""The body of an event: a salt and one fact, as JSON.

The 32-byte salt keeps a purged body from being guessed from the hash that stays in the header.
A *fact* is a frozen ``msgspec.Struct``: the subject's package declares it, ``domain/facts.py``
lists all of them.
"""

from hashlib import sha256
from typing import ClassVar, TypeVar

import msgspec

from desktop.domain.errors import MalformedEventError
from desktop.domain.events.streams import Stream

SALT_BYTES = 32
F = TypeVar("F", bound="Fact")


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an event says. Fields are added, never renamed or removed; ``VERSION`` counts up.

    Unknown fields of a newer version are ignored, so an old station still reads a new fact.
    """

    TYPE: ClassVar[str]
    STREAM: ClassVar[Stream]
    VERSION: ClassVar[int] = 1


class _Body(msgspec.Struct, frozen=True):
    salt: bytes
    fact: msgspec.Raw


def encode_body(fact: Fact, salt: bytes) -> bytes:
    """The bytes of ``fact`` as they are hashed, sent and kept."""
    return msgspec.json.encode(_Body(salt=salt, fact=msgspec.Raw(msgspec.json.encode(fact))))


def decode_body(body: bytes, kind: type[F]) -> F:
    """Read a fact back; raises ``MalformedEventError`` when it is not one of ``kind``."""
    try:
        return msgspec.json.decode(msgspec.json.decode(body, type=_Body).fact, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        raise MalformedEventError(f"not a body of {kind.TYPE}: {cause}") from cause


def body_hash(body: bytes) -> bytes:
    """What the header signs for."""
    return sha256(body).digest()
