"""Entrusting: who has the recovery file makes administrators' desks, and ends that again."""

import secrets
from pathlib import Path

import pytest

from desktop.domain.errors import QuarantinedEventError
from desktop.domain.roster.facts import DevicePlaced
from desktop.domain.roster.naming import UnknownDeviceError
from desktop.domain.roster.roles import Role
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.keys.device_key import DeviceKey
from desktop.services.adapters.keys.recovery import open_recovery
from desktop.services.trust.entrusting import (
    Entrusting,
    LastAdministratorError,
    NotASupervisorsDeskError,
)
from desktop.services.trust.inviting import (
    NotAnAdministratorError,
    RecoveryNeededError,
    WrongRecoveryError,
)
from desktop.services.trust.placing import StationTakenOutError
from desktop.services.trust.seats import Seat
from tests.support.trust import PASSPHRASE, Desk

BACK = Seat(role=Role.SUPERVISOR, place="Back office")


@pytest.fixture
def ana(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "ana").creates()


@pytest.fixture
def bo(ana: Desk, tmp_path: Path) -> Desk:
    return Desk(tmp_path / "bo").joins_site_of(ana, BACK)


@pytest.fixture
def site_key(ana: Desk) -> DeviceKey:
    return open_recovery(ana.recovery_file, PASSPHRASE).site_key


def entrusting(desk: Desk) -> Entrusting:
    return Entrusting(log=desk.log, clock=SystemClock(), random_bytes=secrets.token_bytes)


def learn(desk: Desk, other: Desk) -> None:
    desk.log.hears(event.wire() for event in other.log.roster_events().result())


def is_administrator(at: Desk, desk: Desk) -> bool:
    return desk.identity.device in {one.device for one in at.log.roster.administrators}


def test_a_supervisors_desk_takes_up_the_right_with_the_recovery_file_and_loses_it_again(
    ana: Desk, bo: Desk, site_key: DeviceKey
) -> None:
    device = bo.identity.device
    entrusting(bo).give(device, site_key=site_key, person="Bo")
    learn(ana, bo)
    assert is_administrator(ana, bo)
    entrusting(ana).take(device, site_key=site_key)
    learn(bo, ana)
    assert not is_administrator(bo, bo)
    entrusting(bo).give(device, site_key=site_key)
    learn(ana, bo)
    assert is_administrator(ana, bo)
    assert ana.log.roster == bo.log.roster


def test_what_a_desk_says_as_an_administrator_after_the_right_was_taken_is_kept_apart(
    ana: Desk, bo: Desk, site_key: DeviceKey
) -> None:
    entrusting(bo).give(bo.identity.device, site_key=site_key)
    learn(ana, bo)
    entrusting(ana).take(bo.identity.device, site_key=site_key)
    moved = DevicePlaced(device=ana.identity.device, place="Vault", revision=1)
    late = bo.log.publish(moved).result()  # it has not heard of it
    with pytest.raises(QuarantinedEventError, match="right"):
        ana.log.hears([late.wire()])
    learn(bo, ana)
    with pytest.raises(NotAnAdministratorError):
        bo.inviting(ana.identity.authority()).invite(BACK)
    for at in (ana, bo):
        desk = at.log.roster.device(ana.identity.device)
        assert desk is not None
        assert desk.place == "Supervisor's office"


def test_the_last_administrator_stays_one(ana: Desk, bo: Desk, site_key: DeviceKey) -> None:
    with pytest.raises(LastAdministratorError):
        entrusting(ana).take(ana.identity.device, site_key=site_key)
    entrusting(ana).give(bo.identity.device, site_key=site_key)
    entrusting(ana).take(ana.identity.device, site_key=site_key)
    assert [one.device for one in ana.log.roster.administrators] == [bo.identity.device]
    with pytest.raises(LastAdministratorError):
        entrusting(ana).take(bo.identity.device, site_key=site_key)


def test_nobody_gives_or_takes_the_right_without_the_recovery_file_of_this_site(
    ana: Desk, bo: Desk
) -> None:
    for act in (entrusting(ana).give, entrusting(ana).take):
        with pytest.raises(RecoveryNeededError):
            act(bo.identity.device)
        with pytest.raises(WrongRecoveryError):
            act(bo.identity.device, site_key=DeviceKey.generate())


def test_a_counter_a_stranger_and_who_was_taken_out_get_no_right(
    ana: Desk, bo: Desk, site_key: DeviceKey, tmp_path: Path
) -> None:
    counter = Desk(tmp_path / "pc").joins_site_of(ana)
    with pytest.raises(NotASupervisorsDeskError):
        entrusting(ana).give(counter.identity.device, site_key=site_key)
    with pytest.raises(UnknownDeviceError):
        entrusting(ana).give("0" * 32, site_key=site_key)
    ana.revoking().revoke(bo.identity.device)
    with pytest.raises(StationTakenOutError):
        entrusting(ana).give(bo.identity.device, site_key=site_key)


def test_what_holds_already_is_not_said_again(ana: Desk, bo: Desk, site_key: DeviceKey) -> None:
    assert entrusting(ana).give(ana.identity.device, site_key=site_key) is None
    assert entrusting(ana).take(bo.identity.device, site_key=site_key) is None


def test_a_pc_that_joins_later_learns_who_has_the_right(
    ana: Desk, bo: Desk, site_key: DeviceKey, tmp_path: Path
) -> None:
    entrusting(ana).give(bo.identity.device, site_key=site_key)
    entrusting(ana).take(ana.identity.device, site_key=site_key)
    learn(bo, ana)
    (bo.identity.folder / "ca.key").write_bytes(ana.identity.authority().key_pem())
    late = Desk(tmp_path / "late").joins_site_of(bo)
    assert [one.device for one in late.log.roster.administrators] == [bo.identity.device]
