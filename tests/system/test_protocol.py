"""The protocol between two supervisors' PCs, over a real relay and real files."""

from desktop.domain.protocol.facts import StepFact
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.standing import Standing, standings
from desktop.domain.protocol.steps import POLICE
from tests.support.workplace import (
    PATIENCE,
    StationAtWork,
    Workplace,
    office,
    wait_until,
)

__all__ = ["office"]


def police(desk: StationAtWork, alert: str) -> Standing:
    found = desk.alert(alert)
    assert found is not None
    return standings(found, desk.board.protocol or SiteProtocol())[0]


def test_who_calls_the_police_reaches_the_other_desk_and_outlives_a_restart_of_both(
    office: Workplace,
) -> None:
    ana, marcus = office.supervisor("Ana Ruiz"), office.supervisor("Marcus Bell")
    counter = office.counter("Counter 3")
    wait_until(lambda: ana.sees(marcus) and marcus.sees(ana))
    alert = counter.presses_panic()
    wait_until(lambda: ana.shows(alert) and marcus.shows(alert))
    ana.running.station.take_step(alert, POLICE).result(PATIENCE)
    wait_until(lambda: police(marcus, alert).owner is not None)
    marcus.running.station.finish_step(alert, "director").result(PATIENCE)
    wait_until(lambda: len(_steps_known_to(ana, alert)) == 2)
    for desk in (ana, marcus):
        desk.leaves()
        desk.comes_back()
        assert {one.person for one in _steps_known_to(desk, alert)} == {"Ana Ruiz", "Marcus Bell"}
    assert _steps_known_to(counter, alert) == []


def _steps_known_to(desk: StationAtWork, alert: str) -> list[StepFact]:
    found = desk.alert(alert)
    assert found is not None
    return [one.fact for one in found.timeline if isinstance(one.fact, StepFact)]
