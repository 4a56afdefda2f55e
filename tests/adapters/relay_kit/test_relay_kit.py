"""The relay kit, proven by running the real Mosquitto from it."""

import socket
import ssl
from pathlib import Path

import pytest

from desktop.domain.relays import RelayTarget
from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.making import FreshKeys
from desktop.services.adapters.relay_kit import KitFolderError, render_relay, write_kit
from desktop.services.trust.inviting import NotAnAdministratorError
from desktop.services.trust.relay_kit import RelayHostError, RelayKits
from tests.support.external_relay import LOOPBACK, external_relay
from tests.support.ports import own_port
from tests.support.trust import Desk


@pytest.fixture
def ana(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "ana").creates()


@pytest.fixture
def pc(ana: Desk, tmp_path: Path) -> Desk:
    return Desk(tmp_path / "pc").joins_site_of(ana)


def kits(desk: Desk, administrator: Desk | None = None) -> RelayKits:
    return RelayKits(
        me=desk.identity.device,
        log=desk.log,
        authority=(administrator or desk).identity.authority(),
        keys=FreshKeys(),
        render=render_relay,
    )


def is_let_in(desk: Desk, port: int) -> bool:
    """Whether the relay takes this desk's certificate, and shows one of the site itself."""
    context = ssl.create_default_context(cafile=str(desk.identity.tls.ca))
    context.check_hostname = False
    context.load_cert_chain(desk.identity.tls.certificate, desk.identity.tls.key)
    with socket.create_connection((LOOPBACK, port), 10) as plain:
        try:
            with context.wrap_socket(plain) as connection:
                # MQTT 5 CONNECT with no client id: the id is taken from the certificate.
                connection.sendall(bytes.fromhex("100d00044d5154540502003c000000"))
                return connection.recv(1) == b"\x20"
        except OSError:
            return False


def test_a_kit_makes_mosquitto_a_relay_that_lets_in_the_site_and_nobody_else(
    ana: Desk, pc: Desk, tmp_path: Path
) -> None:
    port = own_port()
    device, files = kits(ana).make(hostname=LOOPBACK, port=port)
    write_kit(tmp_path / "kit", files)
    stranger = Desk(tmp_path / "stranger").creates("Another site")
    with external_relay(tmp_path / "kit", port):
        assert is_let_in(ana, port)
        assert is_let_in(pc, port)
        assert not is_let_in(stranger, port)
    assert ana.log.roster.relays() == (RelayTarget(device, ((LOOPBACK, port),)),)


def test_a_renewed_kit_shuts_a_revoked_device_out(ana: Desk, pc: Desk, tmp_path: Path) -> None:
    port = own_port()
    _, files = kits(ana).make(hostname=LOOPBACK, port=port)
    ana.revoking().revoke(pc.identity.device)
    renewed = kits(ana).renew(port)
    assert set(renewed) == {"mosquitto.conf", "acl", "crl.pem", "README.txt"}
    assert pc.identity.device in renewed["acl"].decode()
    write_kit(tmp_path / "kit", files)
    write_kit(tmp_path / "kit", renewed, renew=True)
    with external_relay(tmp_path / "kit", port):
        assert is_let_in(ana, port)
        assert not is_let_in(pc, port)


def test_an_external_relay_carries_reports_only_where_it_was_trusted_to(ana: Desk) -> None:
    plain, _ = kits(ana).make(hostname="mqtt.example.org", port=8883)
    trusted, _ = kits(ana).make(hostname="vault.example.org", port=8883, carries_records=True)
    assert not ana.log.roster.may_carry_records(plain)
    assert ana.log.roster.may_carry_records(trusted)
    member = ana.log.roster.device(plain)
    assert member is not None
    assert member.role is Role.RELAY


def test_the_relays_key_is_kept_nowhere_but_in_the_kit(ana: Desk) -> None:
    _, files = kits(ana).make(hostname="mqtt.example.org", port=8883)
    for file in ana.home.rglob("*"):
        assert file.is_dir() or files["device.key"] not in file.read_bytes()


def test_only_an_administrators_desk_makes_kits_and_only_for_a_real_address(
    ana: Desk, pc: Desk
) -> None:
    with pytest.raises(NotAnAdministratorError):
        kits(pc, ana).make(hostname="mqtt.example.org", port=8883)
    for hostname, port in ((" ", 8883), ("mqtt.example.org", 0), ("mqtt.example.org", 70_000)):
        with pytest.raises(RelayHostError):
            kits(ana).make(hostname=hostname, port=port)


def test_a_kit_is_not_written_over_what_lies_there(tmp_path: Path) -> None:
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "letter.txt").write_text("dear")
    with pytest.raises(KitFolderError):
        write_kit(tmp_path / "kit", {"acl": b""})
    assert [file.name for file in (tmp_path / "kit").iterdir()] == ["letter.txt"]
