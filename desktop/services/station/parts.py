"""What a station is joined from."""

from collections.abc import Callable

import msgspec

from desktop.domain.events.streams import Stream
from desktop.domain.relays import NetworkFact
from desktop.services.ports import (
    Archive,
    Attention,
    Clock,
    Held,
    Journal,
    Network,
    Signer,
    Verify,
)

STREAMS = frozenset({Stream.ALERTS, Stream.NOTICES, Stream.RECEIPTS})
"""What the alert thread keeps; ``RECORDS`` have a thread and a file of their own."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a station is joined from, chosen in ``app`` and ``cli`` alone."""

    site_key: bytes
    signer: Signer
    verify: Verify
    clock: Clock
    random_bytes: Callable[[int], bytes]
    journal: Journal
    archive: Archive
    attention: Attention
    transport: Callable[[Callable[[NetworkFact], None]], Network]
    held: Held
    person: str
    version: str
