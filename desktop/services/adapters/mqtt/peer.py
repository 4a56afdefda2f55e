"""The key that a TLS peer has proven to hold."""

import ssl

from desktop.services.adapters.mqtt.wire import NotARelayError

_SEQUENCE = 0x30
_VERSION = 0xA0
_ED25519_INFO = bytes.fromhex("302a300506032b6570032100")
"""How every SubjectPublicKeyInfo of Ed25519 begins (RFC 8410); 32 bytes of key follow."""


def proven_key(tls: ssl.SSLSocket) -> bytes:
    """The raw Ed25519 public key in the certificate of a finished handshake.

    Raises ``NotARelayError`` where there is none.
    """
    certificate = tls.getpeercert(binary_form=True)
    if certificate is None:
        raise NotARelayError("it showed no certificate")
    return ed25519_key(certificate)


def ed25519_key(certificate: bytes) -> bytes:
    """The raw subject key of a DER certificate whose signature TLS has already verified.

    Walks to the field instead of loading an X.509 library, which costs a station's start 100 ms.
    Raises ``NotARelayError`` where the certificate or its key is of another kind.
    """
    try:
        fields, _ = _enter(certificate, 0)
        at, _ = _enter(certificate, fields)
        if certificate[at] == _VERSION:
            at = _skip(certificate, at)
        for _field in ("serial", "signature", "issuer", "validity", "subject"):
            at = _skip(certificate, at)
        info = certificate[at : _skip(certificate, at)]
    except IndexError as cause:
        raise NotARelayError("its certificate is cut short") from cause
    if not info.startswith(_ED25519_INFO) or len(info) != len(_ED25519_INFO) + 32:
        raise NotARelayError("its key is not of our kind")
    return info[len(_ED25519_INFO) :]


def _enter(der: bytes, at: int) -> tuple[int, int]:
    """Where the content of the sequence at ``at`` starts and ends."""
    if der[at] != _SEQUENCE:
        raise NotARelayError("its certificate is malformed")
    return _content(der, at)


def _skip(der: bytes, at: int) -> int:
    return _content(der, at)[1]


def _content(der: bytes, at: int) -> tuple[int, int]:
    length = der[at + 1]
    start = at + 2
    if length & 0x80:
        octets = length & 0x7F
        length = int.from_bytes(der[start : start + octets])
        start += octets
    if start + length > len(der):
        raise IndexError
    return start, start + length
