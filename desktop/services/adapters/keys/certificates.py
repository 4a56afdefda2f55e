"""The site's certificate authority: station certificates, and the list of those revoked.

Import this module only where certificates are made: X.509 costs 100 ms. TLS fails closed on a
wrong clock, so everything here runs from 2000 to 9999; only revocation ends trust (DESIGN §3,
trap 7). A certificate opens the TLS connection and no more: the roster is what is believed.

Python 3.13 checks certificates strictly (RFC 5280), hence the key usages and key identifiers.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from desktop.domain.roster.ids import DeviceId, SiteId, fingerprint
from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.device_key import KeyUnreadableError

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
NEVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def serial_of(name: str) -> int:
    """The serial number of a device's certificate: its id, read as a number.

    So a device can be put on the revocation list by whoever knows the roster alone.
    """
    return int(name, 16)


class CertificateAuthority:
    """Issues certificates in the name of one site. Administrators hold its key."""

    def __init__(self, private: Ed25519PrivateKey, certificate: x509.Certificate) -> None:
        self._private = private
        self._certificate = certificate

    @classmethod
    def create(cls, site: SiteId) -> "CertificateAuthority":
        """Make a new authority for ``site``.

        Its name is the site's id: a relay shows its certificate to whoever connects, and that
        should not tell a stranger whose it is.
        """
        private = Ed25519PrivateKey.generate()
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Countersign {site}")])
        public = private.public_key()
        certificate = (
            _builder(name, name, public, serial_of(fingerprint(public.public_bytes_raw())))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(_issued_by(public), critical=False)
            .sign(private, None)
        )
        return cls(private, certificate)

    @classmethod
    def from_pem(cls, key: bytes, certificate: bytes) -> "CertificateAuthority":
        """Read back what ``key_pem`` and ``certificate_pem`` gave.

        Raises ``KeyUnreadableError`` when either is damaged or they do not belong together.
        """
        try:
            private = serialization.load_pem_private_key(key, password=None)
            ours = x509.load_pem_x509_certificate(certificate)
        except (ValueError, TypeError, UnsupportedAlgorithm) as cause:
            raise KeyUnreadableError("The key of the certificate authority is damaged.") from cause
        if not isinstance(private, Ed25519PrivateKey) or private.public_key() != ours.public_key():
            raise KeyUnreadableError("The certificate authority's key is not its certificate's.")
        return cls(private, ours)

    @property
    def certificate_pem(self) -> bytes:
        """What every station trusts for TLS."""
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self) -> bytes:
        """The private key itself, unencrypted, as PKCS #8 PEM."""
        return self._private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def issue(self, public_key: bytes, role: Role) -> bytes:
        """The PEM certificate of the device with that raw public key.

        Its common name is the device id, which the broker takes as user name and client id. Every
        station may connect and be connected to, because any of them can be made a relay.
        """
        device = fingerprint(public_key)
        public = Ed25519PublicKey.from_public_bytes(public_key)
        name = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, role.value),
                x509.NameAttribute(NameOID.COMMON_NAME, device),
            ]
        )
        both = [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]
        certificate = (
            _builder(name, self._certificate.subject, public, serial_of(device))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage(both), critical=False)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(device)]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(_issued_by(self._private.public_key()), critical=False)
            .sign(self._private, None)
        )
        return certificate.public_bytes(serialization.Encoding.PEM)

    def revocation_list(self, revoked: Iterable[DeviceId]) -> bytes:
        """The PEM revocation list that names those devices and no others."""
        serials = sorted({serial_of(device) for device in revoked})
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._certificate.subject)
            .last_update(ALWAYS)
            .next_update(NEVER)
            .add_extension(_issued_by(self._private.public_key()), critical=False)
            .add_extension(x509.CRLNumber(len(serials)), critical=False)
        )
        for serial in serials:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(serial)
                .revocation_date(ALWAYS)
                .build()
            )
        return builder.sign(self._private, None).public_bytes(serialization.Encoding.PEM)


def _builder(
    subject: x509.Name, issuer: x509.Name, public: Ed25519PublicKey, serial: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(ALWAYS)
        .not_valid_after(NEVER)
    )


def _issued_by(public: Ed25519PublicKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(public)


def _usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
