"""Names of keys: the fingerprint by which a device or a site is known."""

from hashlib import sha256

DeviceId = str
"""A device's fingerprint in hex: its name in the roster, the certificate and every topic."""
SiteId = str
"""The site key's fingerprint in hex."""

FINGERPRINT_BYTES = 16


def fingerprint(public_key: bytes) -> str:
    """The first 16 bytes of SHA-256 of a raw 32-byte Ed25519 public key, as 32 hex characters."""
    return sha256(public_key).digest()[:FINGERPRINT_BYTES].hex()
