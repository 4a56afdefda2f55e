"""The Ed25519 key of one device: it signs its events and answers for its TLS certificate.

Only the Ed25519 part of ``cryptography`` is imported: this is on the path from start to armed, and
its general reader of keys costs a tenth of a bare window there, X.509 half of one.
"""

from base64 import b64decode, b64encode
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desktop.domain.errors import DeskError
from desktop.domain.roster.ids import DeviceId, fingerprint
from desktop.services.adapters.keys.private_files import write_private

PUBLIC_KEY_BYTES = PRIVATE_KEY_BYTES = 32
_BEGIN, _END = b"-----BEGIN PRIVATE KEY-----", b"-----END PRIVATE KEY-----"
_ED25519 = bytes.fromhex("302e020100300506032b657004220420")
"""What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7)."""
_KNOWN_KEYS = 4096
"""Parsed public keys kept at hand; a site has a few hundred."""


class KeyUnreadableError(DeskError):
    """The station's key is missing or damaged."""

    code = "key-unreadable"
    advice = "This PC must join the site again: ask a supervisor for a code, then `site join`."


class DeviceKey:
    """A private key, never shown or printed; only ``to_pem`` and ``save`` let it out."""

    __slots__ = ("_private", "id", "public_bytes")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public_bytes: bytes = private.public_key().public_bytes_raw()
        self.id: DeviceId = fingerprint(self.public_bytes)

    @classmethod
    def generate(cls) -> "DeviceKey":
        """Make a new key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes) -> "DeviceKey":
        """Read a PKCS #8 PEM; raises ``KeyUnreadableError`` for anything but an Ed25519 key."""
        lines = pem.strip().splitlines()
        if not lines or lines[0].strip() != _BEGIN or lines[-1].strip() != _END:
            raise KeyUnreadableError("The key is damaged.")
        try:
            der = b64decode(b"".join(line.strip() for line in lines[1:-1]), validate=True)
        except ValueError as cause:
            raise KeyUnreadableError("The key is damaged.") from cause
        if not der.startswith(_ED25519) or len(der) != len(_ED25519) + PRIVATE_KEY_BYTES:
            raise KeyUnreadableError("The key is damaged, or another kind of key.")
        return cls(Ed25519PrivateKey.from_private_bytes(der[len(_ED25519) :]))

    @classmethod
    def load(cls, file: Path) -> "DeviceKey":
        """Read the key in ``file``; raises ``KeyUnreadableError``."""
        try:
            pem = file.read_bytes()
        except OSError as cause:
            raise KeyUnreadableError(
                f"The key {file} cannot be read: {cause.strerror or cause}."
            ) from cause
        return cls.from_pem(pem)

    def save(self, file: Path) -> None:
        """Write the key for this account's eyes alone; raises ``PrivateFileNotSavedError``."""
        write_private(file, self.to_pem())

    def to_pem(self) -> bytes:
        """The private key itself, unencrypted, as PKCS #8 PEM."""
        body = b64encode(_ED25519 + self._private.private_bytes_raw())
        return b"\n".join((_BEGIN, body, _END, b""))

    def sign(self, data: bytes) -> bytes:
        """The 64-byte signature over ``data``."""
        return self._private.sign(data)

    def __repr__(self) -> str:
        return f"<DeviceKey {self.id}>"


def verify(public_bytes: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the holder of that raw 32-byte public key signed ``data``; never raises."""
    key = _public_key(public_bytes)
    if key is None:
        return False
    try:
        key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


@lru_cache(_KNOWN_KEYS)
def _public_key(public_bytes: bytes) -> Ed25519PublicKey | None:
    if len(public_bytes) != PUBLIC_KEY_BYTES:
        return None
    return Ed25519PublicKey.from_public_bytes(public_bytes)
