"""What the floor plan says of each station, in shapes and in words."""

import re
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.board import Board, Desk, LiveAlert
from desktop.domain.plan.plan import SitePlan
from desktop.domain.presence import Absence
from desktop.ui.views.floor_plan import FloorPlanView, Mark
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.ui.plan_sample import GROUND, UPSTAIRS, one_floor, two_floors
from tests.ui.sample import (
    ANA,
    COUNTER_3,
    COUNTER_3_DESK,
    JOAN,
    MARCUS,
    WINDOW_6,
    Story,
    live,
    others,
    silent_desks,
    supervisor_board,
)


def seen(board: Board, plan: SitePlan | None = None, chosen: str = "") -> FloorPlanView:
    view = FloorPlanView.of(board, plan or one_floor(), chosen=chosen, words=Words.of("en"))
    assert view is not None
    return view


def mark_of(station: str, *alerts: LiveAlert, desks: tuple[Desk, ...] | None = None) -> Mark:
    board = supervisor_board(*alerts, desks=desks)
    return next(mark for mark in seen(board).marks if mark.station == station)


def counter_3(**changes: object) -> tuple[Desk, ...]:
    return (replace(COUNTER_3_DESK, **changes), *others())


def names(marks: Sequence[Mark]) -> list[str]:
    return [mark.name for mark in marks]


CALLS = {
    "panic": (Story(), Shape.PANIC, True),
    "assist": (Story(Kind.ASSIST), Shape.ATTENTION, True),
    "drill": (Story(occasion=Occasion.DRILL), Shape.DRILL, True),
    "going": (Story().going(MARCUS, "Marcus Bell"), Shape.DONE, False),
    "there": (
        Story().going(MARCUS, "Marcus Bell").attended(MARCUS, "Marcus Bell"),
        Shape.THERE,
        False,
    ),
    "pressed again": (Story().going(MARCUS, "Marcus Bell").pressed_again(), Shape.PANIC, True),
}


@pytest.mark.parametrize(("story", "shape", "is_calling"), CALLS.values(), ids=CALLS)
def test_a_call_has_its_shape_until_somebody_goes_and_another_when_they_are_there(
    story: Story, shape: Shape, is_calling: bool
) -> None:
    mark = mark_of(COUNTER_3, live(story))
    assert (mark.shape, mark.is_calling, mark.alert) == (shape, is_calling, "a1")


def test_ready_not_ready_and_silent_are_told_apart_by_shape_and_in_words() -> None:
    ready = mark_of(COUNTER_3)
    silent = mark_of(JOAN)
    away = mark_of(COUNTER_3, desks=counter_3(absence=Absence.AWAY))
    assert [mark.shape for mark in (ready, silent, away)] == [
        Shape.READY,
        Shape.SILENT,
        Shape.NOBODY,
    ]
    assert ready.sentence == "Counter 3 · Maria Delgado: Ready."
    assert re.fullmatch(
        r"Joan Petrie.s desk: Silent since .*:41.*\. Wake the PC\.", silent.sentence
    )
    assert away.sentence.endswith("Marked as away. It can still call.")


def test_every_state_has_a_shape_of_its_own() -> None:
    shapes = [shape for _, shape, is_calling in CALLS.values() if is_calling or shape]
    states = {*shapes, Shape.READY, Shape.SILENT, Shape.NOBODY}
    assert len(states) == 8


def test_a_call_for_another_place_is_marked_where_help_is_needed() -> None:
    story = Story(station=COUNTER_3, place="Window 6")
    view = seen(supervisor_board(live(story)))
    (calling,) = [mark for mark in view.marks if mark.is_calling]
    assert calling.station == WINDOW_6
    quiet = next(mark for mark in view.marks if mark.station == COUNTER_3)
    assert quiet.shape is Shape.READY


def test_a_call_from_a_place_that_is_no_stations_stands_beside_the_plan_by_its_name() -> None:
    view = seen(supervisor_board(live(Story(station=COUNTER_3, place="Back door"))))
    first, *_ = view.beside
    assert (first.name, first.shape, first.is_calling) == ("Back door", Shape.PANIC, True)
    assert not any(mark.is_calling for mark in view.marks)


def test_who_stands_nowhere_is_listed_beside_and_who_calls_there_first() -> None:
    plan = one_floor()
    assert names(seen(supervisor_board(), plan).beside) == ["WIC desk 3"]
    without = replace(
        plan, spots={one: spot for one, spot in plan.spots.items() if one != COUNTER_3}
    )
    view = seen(supervisor_board(live(Story())), without)
    assert names(view.beside) == ["Counter 3", "WIC desk 3"]
    assert view.beside_title == "Not on the plan"


def test_a_call_on_another_floor_is_told_at_that_floor() -> None:
    plan = two_floors()
    view = seen(supervisor_board(live(Story(station=WINDOW_6, place="Window 6"))), plan, GROUND)
    assert view.floor.id == GROUND
    assert (view.calling, view.calling_alert) == (UPSTAIRS, "a1")
    ground, upstairs = view.tabs
    assert (ground.shape, ground.sentence) == (None, "Ground floor")
    assert upstairs.shape is Shape.PANIC
    assert upstairs.sentence == "Upstairs. Window 6: Panic. Nobody is going yet."


def test_the_gravest_of_several_calls_says_which_floor_is_shown() -> None:
    assist = Story(Kind.ASSIST, station=WINDOW_6, place="Window 6", name="w6")
    view = seen(supervisor_board(live(assist), live(Story())), two_floors(), UPSTAIRS)
    assert view.calling == GROUND


def test_the_most_urgent_mark_lies_above_the_others() -> None:
    assert seen(supervisor_board(live(Story()))).marks[-1].station == COUNTER_3


def test_a_desk_that_hears_nobody_shows_nobody_as_ready() -> None:
    view = seen(supervisor_board(desks=silent_desks(), relays_up=0))
    shapes = {mark.station: mark.shape for mark in view.marks}
    assert shapes.pop(ANA) is Shape.SILENT
    assert set(shapes.values()) == {Shape.NOBODY}
    assert (Shape.NOBODY, "Not known") in view.legend


def test_the_legend_says_only_what_is_to_be_seen() -> None:
    meanings = [meaning for _, meaning in seen(supervisor_board(live(Story()))).legend]
    assert meanings == ["Panic", "Ready", "Silent"]


def test_a_removed_station_is_on_no_plan() -> None:
    view = seen(supervisor_board(desks=counter_3(is_revoked=True)))
    assert COUNTER_3 not in {mark.station for mark in (*view.marks, *view.beside)}


def test_without_a_floor_there_is_no_plan() -> None:
    words = Words.of("en")
    assert FloorPlanView.of(supervisor_board(), SitePlan(), chosen="", words=words) is None
