"""The floor plan between real desks: drawn at one, on the screens of all, and kept offline."""

from pathlib import Path

import pytest

from desktop.app.floor_plans import FloorPlans
from desktop.domain.errors import DeskError
from desktop.domain.plan.errors import (
    NothingToUndoError,
    OffThePlanError,
    PlanNotSavedError,
    SupervisorsDrawPlanError,
    UnknownFloorError,
)
from desktop.domain.plan.plan import SitePlan, Spot
from tests.support.floor_plans import draw_floor
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office, wait_until

__all__ = ["office"]


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


def plans(station: StationAtWork) -> FloorPlans:
    return station.running.late.floor_plans()


def plan(station: StationAtWork) -> SitePlan:
    return plans(station).desk.plan


def shows(station: StationAtWork, image: Path, name: str = "Ground floor") -> str:
    """A picture becomes a floor; returns the floor."""
    before = {floor.id for floor in plan(station).floors}
    made = plans(station).add(image, name=name).result(PATIENCE)
    (floor,) = {floor.id for floor in made.floors} - before
    return floor


def places(station: StationAtWork, who: str, spot: Spot | None) -> None:
    plans(station).desk.place(who, spot, author="Ana Ruiz").result(PATIENCE)


def test_a_floor_is_on_the_other_desk_too_and_stays_when_that_one_is_alone(
    office: Workplace, ana: StationAtWork, tmp_path: Path
) -> None:
    marcus = office.supervisor("Marcus Bell")
    floor = shows(ana, draw_floor(tmp_path / "plan.png"))
    places(ana, marcus.device, Spot(floor, 0.25, 0.75))
    wait_until(lambda: plan(marcus).spots == {marcus.device: Spot(floor, 0.25, 0.75)})
    wait_until(lambda: plans(marcus).holds(plan(marcus).floors[0]))
    ana.leaves()
    marcus.leaves()
    marcus.comes_back()
    assert plans(marcus).desk.wait_until_read(PATIENCE)
    wait_until(lambda: plan(marcus).floors)
    assert plan(marcus).spots == {marcus.device: Spot(floor, 0.25, 0.75)}
    drawn = plans(marcus).read(plan(marcus).floors[0])
    assert drawn is not None
    assert drawn.startswith(b"\x89PNG")


def test_a_counter_changes_no_plan(office: Workplace, ana: StationAtWork) -> None:
    counter = office.counter("Counter 3")
    with pytest.raises(SupervisorsDrawPlanError):
        plans(counter)


def test_the_last_movement_is_taken_back_one_after_the_other(
    ana: StationAtWork, tmp_path: Path
) -> None:
    floor = shows(ana, draw_floor(tmp_path / "plan.png"))
    desk = plans(ana).desk
    assert not desk.can_undo
    for x in (0.1, 0.2):
        places(ana, ana.device, Spot(floor, x, 0.5))
    assert desk.undo(author="Ana").result(PATIENCE).spots[ana.device].x == pytest.approx(0.1)
    assert desk.undo(author="Ana").result(PATIENCE).spots == {}
    assert not desk.can_undo
    with pytest.raises(NothingToUndoError):
        desk.undo(author="Ana").result(PATIENCE)


def test_what_another_desk_moved_meanwhile_is_not_taken_back(
    office: Workplace, ana: StationAtWork, tmp_path: Path
) -> None:
    marcus = office.supervisor("Marcus Bell")
    floor = shows(ana, draw_floor(tmp_path / "plan.png"))
    places(ana, ana.device, Spot(floor, 0.1, 0.1))
    wait_until(lambda: plan(marcus).spots)
    places(marcus, ana.device, Spot(floor, 0.9, 0.9))
    wait_until(lambda: plan(ana).spots == {ana.device: Spot(floor, 0.9, 0.9)})
    with pytest.raises(NothingToUndoError):
        plans(ana).desk.undo(author="Ana").result(PATIENCE)
    assert plan(ana).spots == {ana.device: Spot(floor, 0.9, 0.9)}


def test_a_new_picture_takes_the_place_of_the_old_one_which_goes_from_every_desk(
    office: Workplace, ana: StationAtWork, tmp_path: Path
) -> None:
    marcus = office.supervisor("Marcus Bell")
    floor = shows(ana, draw_floor(tmp_path / "old.png"))
    (old,) = plan(ana).floors
    places(ana, ana.device, Spot(floor, 0.1, 0.1))
    wait_until(lambda: plan(marcus).floors and plans(marcus).holds(old))
    newer = draw_floor(tmp_path / "new.png", width=1000)
    plans(ana).add(newer, name="Ground floor", floor=floor).result(PATIENCE)
    wait_until(lambda: plan(marcus).floors[0].width == 1000)
    wait_until(lambda: not plans(ana).holds(old) and not plans(marcus).holds(old))
    wait_until(lambda: plans(marcus).holds(plan(marcus).floors[0]))
    assert plan(marcus).spots[ana.device].floor == floor


@pytest.mark.parametrize(
    ("spot", "refusal"),
    [(Spot("nowhere", 0.5, 0.5), UnknownFloorError), (Spot("", 1.5, 0.5), OffThePlanError)],
)
def test_a_place_that_is_none_is_refused_and_nothing_changes(
    ana: StationAtWork, tmp_path: Path, spot: Spot, refusal: type[DeskError]
) -> None:
    floor = shows(ana, draw_floor(tmp_path / "plan.png"))
    at = Spot(spot.floor or floor, spot.x, spot.y)
    with pytest.raises(refusal):
        plans(ana).desk.place(ana.device, at, author="Ana").result(PATIENCE)
    assert plan(ana).spots == {}


def test_on_a_full_disk_nothing_is_shown_and_that_is_said(
    ana: StationAtWork, tmp_path: Path
) -> None:
    ana.running.late.reporting().blobs._free = lambda _folder: 0
    with pytest.raises(PlanNotSavedError) as refusal:
        shows(ana, draw_floor(tmp_path / "plan.png"))
    assert "NOT saved" in str(refusal.value)
    assert plan(ana).floors == ()
