"""The code on a report by which a copy is checked against the log."""

from collections.abc import Iterable
from hashlib import sha256

from desktop.domain.events.event import EventId

CODE_LETTERS = 16
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O or U, so a code survives being read out on the phone."""
_BITS = 5
_READ_AS = str.maketrans("OIL", "011")


def verification_code(events: Iterable[EventId]) -> str:
    """The code of the record that exactly these ``events`` make, such as ``7KQ4 M2XD 9R0T 5HVB``.

    80 bits of SHA-256 over the sorted ids without doubles, so neither the order in which a
    station heard of them nor hearing twice changes it. An event's id is a hash of its signed
    header, which names the hash of its body.
    """
    digest = sha256(b"".join(bytes.fromhex(event) for event in sorted(set(events)))).digest()
    number = int.from_bytes(digest) >> (len(digest) * 8 - CODE_LETTERS * _BITS)
    letters = [
        _ALPHABET[number >> shift & (1 << _BITS) - 1]
        for shift in range((CODE_LETTERS - 1) * _BITS, -1, -_BITS)
    ]
    return " ".join("".join(letters[at : at + 4]) for at in range(0, CODE_LETTERS, 4))


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same as a person types them: any case, spaces, O for 0, I for 1."""
    return _as_read(one) == _as_read(other)


def _as_read(code: str) -> str:
    return "".join(c for c in code.upper().translate(_READ_AS) if c.isalnum())
