"""Placing: a station stands somewhere else, and every desk knows it."""

from pathlib import Path

import pytest

from desktop.domain.roster.naming import UnknownDeviceError
from desktop.services.trust.inviting import NotAnAdministratorError
from desktop.services.trust.placing import Placing, StationTakenOutError
from desktop.services.trust.seats import InviteListError
from tests.support.trust import Desk


@pytest.fixture
def ana(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "ana").creates()


@pytest.fixture
def pc(ana: Desk, tmp_path: Path) -> Desk:
    return Desk(tmp_path / "pc").joins_site_of(ana)


def placing(desk: Desk) -> Placing:
    return Placing(me=desk.identity.device, log=desk.log)


def stands(desk: Desk, device: str) -> tuple[str, str, str, str]:
    member = desk.log.roster.device(device)
    assert member is not None
    return member.place, member.area, member.name, member.admitted_place


def test_a_station_stands_there_for_every_desk_and_its_reports_keep_their_letters(
    ana: Desk, pc: Desk
) -> None:
    device = pc.identity.device
    admitted = stands(ana, device)
    words = [
        placing(ana).place(device, place=place, area=" Hall ", name="")
        for place in ("Window 9", "Window 8")
    ]
    pc.log.hears(event.wire() for event in reversed(words) if event)
    for desk in (ana, pc):
        assert stands(desk, device) == ("Window 8", "Hall", admitted[2], admitted[3])
    assert admitted[3] == admitted[0]


def test_where_nothing_is_new_nothing_is_said(ana: Desk, pc: Desk) -> None:
    place, area, name, _ = stands(ana, pc.identity.device)
    assert placing(ana).place(pc.identity.device, place=place, area=area, name=name) is None


def test_only_an_administrator_says_where_stations_stand(ana: Desk, pc: Desk) -> None:
    with pytest.raises(NotAnAdministratorError):
        placing(pc).place(pc.identity.device, place="Vault")


def test_what_cannot_be_is_refused_and_changes_nothing(ana: Desk, pc: Desk) -> None:
    device = pc.identity.device
    before = stands(ana, device)
    for wrong in ({"place": " "}, {"place": "x" * 81}, {"place": "A", "area": "4\x07"}):
        with pytest.raises(InviteListError):
            placing(ana).place(device, **wrong)
    with pytest.raises(UnknownDeviceError):
        placing(ana).place("f" * 32, place="Window 9")
    ana.revoking().revoke(device)
    with pytest.raises(StationTakenOutError):
        placing(ana).place(device, place="Window 9")
    assert stands(ana, device) == before
