"""How large the product's messages are: the floor sends as many bytes."""

import os

from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertFact,
    AlertRaised,
    AlertReceived,
    Kind,
)
from desktop.domain.events.body import SALT_BYTES, encode_body
from desktop.domain.events.event import SIGNATURE_BYTES
from desktop.domain.events.header import HEADER_BYTES

_AROUND = 1 + HEADER_BYTES + SIGNATURE_BYTES
_ID = "0" * 32


def press_bytes(place: str) -> int:
    """Bytes of a panic press on the wire."""
    return _size(
        AlertRaised(
            kind=Kind.PANIC, place=place, area="Front desk, ground floor", person="Maria Delgado"
        )
    )


def receipt_bytes() -> int:
    """Bytes of a signed receipt on the wire."""
    return _size(AlertReceived(alert=_ID, presses=(_ID,)))


def answer_bytes() -> int:
    """Bytes of *I'm going* on the wire."""
    return _size(AlertAcknowledged(alert=_ID, presses=(_ID,), person="Ana Ruiz"))


def _size(fact: AlertFact | AlertReceived) -> int:
    return _AROUND + len(encode_body(fact, os.urandom(SALT_BYTES)))
