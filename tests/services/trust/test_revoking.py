"""Revoking: for good, by whoever may, and with what every relay needs."""

from pathlib import Path

import pytest
from cryptography import x509

from desktop.domain.errors import ForeignEventError
from desktop.domain.events.streams import Stream
from desktop.domain.roster.facts import DeviceAdmitted
from desktop.domain.roster.naming import AmbiguousDeviceError, UnknownDeviceError
from desktop.domain.roster.roles import Role
from desktop.services.adapters.keys.certificates import serial_of
from desktop.services.adapters.keys.device_key import DeviceKey
from desktop.services.adapters.keys.recovery import open_recovery
from desktop.services.trust.inviting import (
    NotAnAdministratorError,
    RecoveryNeededError,
    WrongRecoveryError,
)
from desktop.services.trust.revoking import AlreadyRevokedError
from desktop.services.trust.seats import Seat
from tests.support.trust import COUNTER, PASSPHRASE, Desk


@pytest.fixture
def ana(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "ana").creates()


@pytest.fixture
def pc(ana: Desk, tmp_path: Path) -> Desk:
    return Desk(tmp_path / "pc").joins_site_of(ana)


def test_a_revoked_device_is_out_of_the_roster_and_on_the_list_every_relay_loads(
    ana: Desk, pc: Desk
) -> None:
    ana.revoking().revoke(pc.identity.device, reason="stolen", person="Ana")
    roster = ana.log.roster
    assert [member.device for member in roster.revoked] == [pc.identity.device]
    crl = x509.load_pem_x509_crl(roster.crl.encode())
    assert crl.get_revoked_certificate_by_serial_number(serial_of(pc.identity.device)) is not None
    assert crl.get_revoked_certificate_by_serial_number(serial_of(ana.identity.device)) is None


def test_what_a_revoked_device_says_from_then_on_is_refused_by_everyone(
    ana: Desk, pc: Desk
) -> None:
    from desktop.domain.alerts.facts import AlertRaised, Kind

    ana.log.heads = ((int(Stream.ALERTS), 1),)
    before = pc.log.publish(AlertRaised(kind=Kind.PANIC, place="Counter 3")).result()
    after = pc.log.publish(AlertRaised(kind=Kind.PANIC, place="Counter 3")).result()
    ana.revoking().revoke(pc.identity.device)
    ana.log.hears([before.wire()])
    with pytest.raises(ForeignEventError, match="revoked"):
        ana.log.hears([after.wire()])


def test_inviting_a_revoked_device_again_does_not_bring_it_back(ana: Desk, pc: Desk) -> None:
    device = pc.identity.device
    ana.revoking().revoke(device)
    ana.log.publish(
        DeviceAdmitted(
            device=device, key=pc.identity.key.public_bytes, role=Role.COUNTER, place="Counter 3"
        )
    )
    assert not ana.log.roster.is_trusted(device)
    pc.joins_site_of(ana, again=True)
    assert ana.log.roster.is_trusted(pc.identity.device)
    assert pc.identity.device != device


def test_an_administrator_is_revoked_with_the_recovery_file_alone(
    ana: Desk, tmp_path: Path
) -> None:
    boss = Seat(role=Role.SUPERVISOR, place="Back office", administrator=True)
    site_key = open_recovery(ana.recovery_file, PASSPHRASE).site_key
    inviting = ana.inviting()
    code = str(inviting.invite(boss, site_key=site_key).code)
    with ana.at_the_door(inviting) as address:
        bo = Desk(tmp_path / "bo").joins(code, address).identity.device

    with pytest.raises(RecoveryNeededError):
        ana.revoking().revoke(bo)
    with pytest.raises(WrongRecoveryError):
        ana.revoking().revoke(bo, site_key=DeviceKey.generate())
    ana.revoking().revoke(bo, site_key=site_key)

    assert [member.device for member in ana.log.roster.revoked] == [bo]


def test_a_desk_that_is_no_administrators_revokes_nobody(ana: Desk, pc: Desk) -> None:
    other = pc.log.roster.device(pc.identity.device)
    assert other is not None
    with pytest.raises(NotAnAdministratorError):
        pc.revoking(ana.identity.authority()).revoke(other.device)


def test_a_device_is_revoked_once_and_a_stranger_never(ana: Desk, pc: Desk) -> None:
    ana.revoking().revoke(pc.identity.device)
    with pytest.raises(AlreadyRevokedError):
        ana.revoking().revoke(pc.identity.device)
    with pytest.raises(UnknownDeviceError):
        ana.revoking().revoke("0" * 32)


def test_a_device_is_found_by_its_place_its_name_or_the_start_of_its_id(
    ana: Desk, pc: Desk
) -> None:
    device = pc.identity.device
    revoking = ana.revoking()
    for named in ("counter 3", "PC", device, device[:6], f" {device} "):
        assert revoking.find(named).device == device
    for named in ("", " ", "Counter 4", device[:3], "zzzzzz"):
        with pytest.raises(UnknownDeviceError):
            revoking.find(named)


def test_two_desks_of_one_name_are_told_apart_by_their_ids(
    ana: Desk, pc: Desk, tmp_path: Path
) -> None:
    second = Desk(tmp_path / "pc2").joins_site_of(ana, COUNTER)
    with pytest.raises(AmbiguousDeviceError) as refused:
        ana.revoking().find("Counter 3")
    assert "site roster" in refused.value.advice
    ana.revoking().revoke(pc.identity.device)
    assert ana.revoking().find("Counter 3").device == second.identity.device
