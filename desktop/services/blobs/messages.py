"""What stations say to each other about blobs, each in a signed note for one of them."""

import msgspec

CHUNK_BYTES = 16 * 1024
"""An alert that comes behind one waits 13 ms where the network makes 10 Mbit/s."""
MOST_TOLD = 200
"""Blobs named in one note."""


class BlobWanted(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Send me the chunk of ``blob`` at ``offset``.

    ``turn`` counts how often it was asked for: the next turn goes over the next relay.
    """

    blob: bytes
    offset: int
    turn: int


class BlobChunk(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """The bytes of ``blob`` at ``offset``; none where the sender does not hold it."""

    blob: bytes
    offset: int
    data: bytes


class BlobsOffered(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """I hold these, and want to know that you do."""

    blobs: tuple[bytes, ...]


class BlobsHeld(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """I hold these: whole, checked, and on my disk."""

    blobs: tuple[bytes, ...]
