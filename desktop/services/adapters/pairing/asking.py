"""What a joiner asks for, inside the sealed part of the handshake."""

from collections.abc import Callable

import msgspec

from desktop.domain.roster.ids import DeviceId, fingerprint
from desktop.services.adapters.pairing.handshake import NotOurHandshakeError

_PROOF = b"countersign join 1: this key is mine"
MAX_PC_NAME = 64


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A joiner's public key, and the signature that proves that it holds the private one.

    Without that proof, an invited PC could have another station's key admitted a second time,
    with the role and the place of its own invitation.
    """

    key: bytes
    proof: bytes
    pc: str


def ask(key: bytes, sign: Callable[[bytes], bytes], pc: str, transcript: bytes) -> bytes:
    """The bytes of a joiner's request, bound to this very handshake."""
    return msgspec.msgpack.encode(
        Ask(key=key, proof=sign(_PROOF + transcript), pc=pc[:MAX_PC_NAME])
    )


def heard(
    asked: bytes,
    *,
    device: DeviceId,
    transcript: bytes,
    verify: Callable[[bytes, bytes, bytes], bool],
) -> Ask:
    """Read a request back; raises ``NotOurHandshakeError`` unless the key is the joiner's own."""
    try:
        told = msgspec.msgpack.decode(asked, type=Ask)
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise NotOurHandshakeError from cause
    if fingerprint(told.key) != device or not verify(told.key, told.proof, _PROOF + transcript):
        raise NotOurHandshakeError("The key is not the joiner's own.")
    return told
