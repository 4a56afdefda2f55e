"""Certificates, judged by real TLS connections with the strictest checks Python knows."""

import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.certificates import CertificateAuthority, serial_of
from desktop.services.adapters.keys.device_key import DeviceKey, KeyUnreadableError

SITE = "5" * 32


class Station:
    """A device with its certificate on disk, as TLS libraries want it."""

    def __init__(self, folder: Path, authority: CertificateAuthority, role: Role) -> None:
        folder.mkdir()
        self.key = DeviceKey.generate()
        self.files = folder / "certificate.pem", folder / "device.key"
        self.files[0].write_bytes(authority.issue(self.key.public_bytes, role))
        self.key.save(self.files[1])

    def context(
        self, authority: CertificateAuthority, *, listens: bool, crl: bytes = b""
    ) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if listens else ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_REQUIRED
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_STRICT
        context.load_cert_chain(*self.files)
        context.load_verify_locations(cadata=authority.certificate_pem.decode())
        if crl:
            listed = self.files[0].with_name("crl.pem")
            listed.write_bytes(crl)
            context.load_verify_locations(cafile=str(listed))
            context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
        return context


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext) -> tuple[str, str]:
    """Connect once; give the common names that the client and the server saw."""
    left, right = socket.socketpair()
    seen: list[str] = []
    failed: list[ssl.SSLError] = []

    def serve() -> None:
        try:
            with server.wrap_socket(right, server_side=True) as accepted:
                seen.append(common_name(accepted))
                accepted.sendall(b".")
        except ssl.SSLError as error:
            failed.append(error)
            right.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with client.wrap_socket(left) as connected:
            name = common_name(connected)
            connected.recv(1)  # TLS 1.3: only now has the server judged our certificate
    finally:
        left.close()
        thread.join(10)
    if failed:
        raise failed[0]
    return name, seen[0]


def common_name(connected: ssl.SSLSocket) -> str:
    certificate = x509.load_der_x509_certificate(connected.getpeercert(binary_form=True) or b"")
    (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(name.value)


@pytest.fixture(scope="module")
def authority() -> CertificateAuthority:
    return CertificateAuthority.create(SITE)


def test_two_stations_of_a_site_meet_under_strict_checks_and_see_each_others_ids(
    tmp_path: Path, authority: CertificateAuthority
) -> None:
    relay = Station(tmp_path / "relay", authority, Role.SUPERVISOR)
    counter = Station(tmp_path / "counter", authority, Role.COUNTER)
    crl = authority.revocation_list([])

    names = shake_hands(
        relay.context(authority, listens=True, crl=crl), counter.context(authority, listens=False)
    )

    assert names == (relay.key.id, counter.key.id)


def test_a_revoked_station_is_refused_and_the_others_are_not(
    tmp_path: Path, authority: CertificateAuthority
) -> None:
    relay = Station(tmp_path / "relay", authority, Role.SUPERVISOR)
    revoked = Station(tmp_path / "revoked", authority, Role.COUNTER)
    other = Station(tmp_path / "other", authority, Role.COUNTER)
    listening = relay.context(
        authority, listens=True, crl=authority.revocation_list([revoked.key.id])
    )

    with pytest.raises(ssl.SSLError, match="revoked"):
        shake_hands(listening, revoked.context(authority, listens=False))
    assert shake_hands(listening, other.context(authority, listens=False))[1] == other.key.id


def test_a_certificate_of_another_site_is_refused_on_both_sides(
    tmp_path: Path, authority: CertificateAuthority
) -> None:
    foreign = CertificateAuthority.create(SITE)  # even one that claims the same name
    ours = Station(tmp_path / "ours", authority, Role.SUPERVISOR)
    theirs = Station(tmp_path / "theirs", foreign, Role.SUPERVISOR)

    with pytest.raises(ssl.SSLError):
        shake_hands(ours.context(authority, listens=True), theirs.context(authority, listens=False))
    with pytest.raises(ssl.SSLError):
        shake_hands(theirs.context(foreign, listens=True), ours.context(authority, listens=False))


def test_certificates_hold_from_2000_to_9999_whatever_the_clock_says(
    authority: CertificateAuthority,
) -> None:
    key = DeviceKey.generate()
    issued = x509.load_pem_x509_certificate(authority.issue(key.public_bytes, Role.COUNTER))
    own = x509.load_pem_x509_certificate(authority.certificate_pem)
    crl = x509.load_pem_x509_crl(authority.revocation_list([key.id]))

    for certificate in (issued, own):
        assert certificate.not_valid_before_utc.year == 2000
        assert certificate.not_valid_after_utc.year == 9999
    assert crl.last_update_utc.year == 2000
    assert crl.next_update_utc is not None
    assert crl.next_update_utc.year == 9999
    assert crl.get_revoked_certificate_by_serial_number(issued.serial_number) is not None


def test_a_device_can_be_revoked_by_whoever_knows_only_its_id(
    authority: CertificateAuthority,
) -> None:
    key = DeviceKey.generate()
    issued = x509.load_pem_x509_certificate(authority.issue(key.public_bytes, Role.STAFF))
    assert issued.serial_number == serial_of(key.id)
    assert 0 < issued.serial_number < 2**159


def test_the_authority_is_read_back_and_goes_on_issuing(
    tmp_path: Path, authority: CertificateAuthority
) -> None:
    again = CertificateAuthority.from_pem(authority.key_pem(), authority.certificate_pem)
    relay = Station(tmp_path / "relay", authority, Role.SUPERVISOR)
    later = Station(tmp_path / "later", again, Role.COUNTER)
    shake_hands(relay.context(again, listens=True), later.context(authority, listens=False))


def test_an_authority_whose_parts_do_not_belong_together_is_refused(
    authority: CertificateAuthority,
) -> None:
    other = CertificateAuthority.create(SITE)
    for key, certificate in (
        (other.key_pem(), authority.certificate_pem),
        (b"nonsense", authority.certificate_pem),
        (authority.key_pem(), b"nonsense"),
    ):
        with pytest.raises(KeyUnreadableError):
            CertificateAuthority.from_pem(key, certificate)
