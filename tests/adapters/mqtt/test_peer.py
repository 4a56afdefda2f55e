from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.adapters.mqtt.peer import ed25519_key
from desktop.services.adapters.mqtt.wire import NotARelayError
from tests.support.relay import SiteAuthority


def der(authority: SiteAuthority) -> tuple[bytes, bytes]:
    """A certificate of the site, and the key in it."""
    device = authority.device()
    pem = device.files.certificate.read_bytes()
    return x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER), device.public_key


def test_the_key_is_read_out_of_the_certificate(authority: SiteAuthority) -> None:
    certificate, key = der(authority)
    assert ed25519_key(certificate) == key


def test_a_certificate_cut_short_anywhere_is_no_relays(authority: SiteAuthority) -> None:
    certificate, _ = der(authority)
    for length in range(len(certificate)):
        with pytest.raises(NotARelayError):
            ed25519_key(certificate[:length])


@given(st.binary(max_size=300))
def test_nonsense_is_no_relays(nonsense: bytes) -> None:
    with pytest.raises(NotARelayError):
        ed25519_key(nonsense)


def test_a_key_of_another_kind_is_no_relays() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(9999, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    with pytest.raises(NotARelayError, match="kind"):
        ed25519_key(certificate.public_bytes(Encoding.DER))
