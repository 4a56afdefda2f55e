"""Naming the site anew: what founders forgot, or got wrong."""

from pathlib import Path

import pytest

from desktop.services.trust.creating import SiteDetailsError
from desktop.services.trust.inviting import NotAnAdministratorError
from desktop.services.trust.naming import Naming
from tests.support.trust import Desk


@pytest.fixture
def ana(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "ana").creates()


def naming(desk: Desk) -> Naming:
    return Naming(me=desk.identity.device, log=desk.log)


def told(desk: Desk) -> tuple[str, str, str]:
    roster = desk.log.roster
    return roster.name, roster.address, roster.call_instead


def test_what_is_said_of_the_site_holds_and_the_rest_stays(ana: Desk) -> None:
    naming(ana).name(call_instead=" 4100 ")
    assert told(ana) == ("City Hall", "Main St 1", "4100")
    naming(ana).name(name="Town Hall", address="118 Court Street")
    assert told(ana) == ("Town Hall", "118 Court Street", "4100")
    naming(ana).name(call_instead="")
    assert told(ana) == ("Town Hall", "118 Court Street", "")


def test_a_station_that_was_away_believes_what_was_said_last(ana: Desk, tmp_path: Path) -> None:
    pc = Desk(tmp_path / "pc").joins_site_of(ana)
    said = [naming(ana).name(call_instead=number) for number in ("4100", "4200")]
    pc.log.hears(event.wire() for event in reversed(said) if event)
    assert told(pc) == ("City Hall", "Main St 1", "4200")


def test_where_nothing_is_new_nothing_is_said(ana: Desk) -> None:
    assert naming(ana).name(name="City Hall") is None
    assert naming(ana).name() is None


def test_only_an_administrator_names_it(ana: Desk, tmp_path: Path) -> None:
    pc = Desk(tmp_path / "pc").joins_site_of(ana)
    with pytest.raises(NotAnAdministratorError):
        naming(pc).name(name="Ours")


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"name": "x" * 81}, {"address": "x" * 201}, {"call_instead": "4\x07"}]
)
def test_a_name_that_cannot_be_used_is_refused(ana: Desk, wrong: dict[str, str]) -> None:
    with pytest.raises(SiteDetailsError):
        naming(ana).name(**wrong)
    assert told(ana) == ("City Hall", "Main St 1", "")
