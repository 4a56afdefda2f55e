"""The Ed25519 key of one device: it signs its events and answers for its TLS certificate.

Only the Ed25519 and serialization parts of ``cryptography`` are imported: this is on the path
from start to armed, and X.509 alone costs as much as a bare window.
"""

from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desktop.domain.errors import DeskError
from desktop.domain.roster.ids import DeviceId, fingerprint
from desktop.services.adapters.keys.private_files import write_private

PUBLIC_KEY_BYTES = 32
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
        try:
            private = serialization.load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as cause:
            raise KeyUnreadableError("The key is damaged.") from cause
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyUnreadableError("This is another kind of key.")
        return cls(private)

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
        return self._private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

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
