"""Messages on a TCP stream: four bytes of length, then the message."""

import struct

from desktop.services.adapters.pairing.handshake import NotOurHandshakeError

_LENGTH = struct.Struct(">I")
LENGTH_BYTES = _LENGTH.size
MAX_TO_INVITER = 4 * 1024
MAX_TO_JOINER = 8 * 1024 * 1024
"""A roster of some thousand stations."""


def framed(message: bytes) -> bytes:
    """``message`` as it travels."""
    return _LENGTH.pack(len(message)) + message


def length_of(head: bytes, *, most: int) -> int:
    """The length that a message's first four bytes announce.

    Raises ``NotOurHandshakeError`` beyond ``most``, before a byte of it is waited for.
    """
    (length,) = _LENGTH.unpack(head)
    if length > most:
        raise NotOurHandshakeError("A message of an impossible length.")
    return int(length)


def take_frame(buffer: bytearray, *, most: int) -> bytes | None:
    """Cut the first whole message off ``buffer``; ``None`` while it is not all there."""
    if len(buffer) < LENGTH_BYTES:
        return None
    end = LENGTH_BYTES + length_of(bytes(buffer[:LENGTH_BYTES]), most=most)
    if len(buffer) < end:
        return None
    message = bytes(buffer[LENGTH_BYTES:end])
    del buffer[:end]
    return message
