"""The floor plan is folded from what desks have said, in whatever order it came."""

from itertools import permutations

import pytest

from desktop.domain.events.body import Fact
from desktop.domain.plan.facts import PlanPlaced, PlanShown
from desktop.domain.plan.files import files_of_plan
from desktop.domain.plan.plan import Said, SitePlan, Spot, fold_plan
from desktop.domain.reports.attachments import Attachment

ANA, MARCUS, COUNTER = "a" * 32, "b" * 32, "3" * 32


def a_picture(letter: str = "0") -> Attachment:
    return Attachment(name="floor-plan.png", media="image/png", size=10, sha256=letter * 64)


def shown(
    floor: str = "g", name: str = "Ground floor", revision: int = 1, letter: str | None = "0"
) -> PlanShown:
    picture = a_picture(letter) if letter else None
    return PlanShown(
        floor=floor,
        name=name,
        picture=picture,
        width=800,
        height=600,
        author="Ana",
        revision=revision,
    )


def placed(x: float, y: float = 0.5, revision: int = 1, floor: str = "g") -> PlanPlaced:
    return PlanPlaced(station=COUNTER, floor=floor, x=x, y=y, author="Ana", revision=revision)


def folded(*facts: Fact) -> SitePlan:
    return fold_plan(Said(f"e{number}", ANA, fact) for number, fact in enumerate(facts))


def test_any_order_and_any_doubles_give_the_same_plan() -> None:
    facts = [
        Said("a", ANA, shown()),
        Said("b", MARCUS, placed(0.2, revision=1)),
        Said("c", ANA, placed(0.4, revision=2)),
        Said("d", MARCUS, shown(letter="1", revision=2)),
    ]
    expected = fold_plan(facts)
    assert expected.spots == {COUNTER: Spot("g", 0.4, 0.5)}
    assert expected.floors[0].picture.sha256 == "1" * 64
    assert expected.floors[0].desk == MARCUS
    for order in permutations(facts):
        assert fold_plan([*order, *order]) == expected


def test_of_two_desks_that_moved_a_station_at_once_every_desk_believes_the_same() -> None:
    one, other = Said("a", ANA, placed(0.1)), Said("b", MARCUS, placed(0.9))
    floor = Said("f", ANA, shown())
    assert fold_plan([floor, one, other]).spots == fold_plan([floor, other, one]).spots
    assert fold_plan([floor, one, other]).spots[COUNTER].x == pytest.approx(0.9)


def test_a_floor_that_is_taken_away_takes_its_stations_off_and_brings_them_back() -> None:
    gone = folded(shown(), placed(0.2), shown(letter=None, revision=2))
    assert gone.floors == ()
    assert gone.spots == {}
    back = folded(shown(), placed(0.2), shown(letter=None, revision=2), shown(revision=3))
    assert back.spots == {COUNTER: Spot("g", 0.2, 0.5)}


def test_a_station_taken_off_stands_nowhere() -> None:
    assert folded(shown(), placed(0.2), placed(0, revision=2, floor="")).spots == {}


def test_floors_are_in_the_order_in_which_people_count() -> None:
    names = [("c", "Floor 10"), ("a", "Floor 2"), ("b", "Basement")]
    plan = folded(*(shown(floor=floor, name=name) for floor, name in names))
    assert [floor.name for floor in plan.floors] == ["Basement", "Floor 2", "Floor 10"]
    assert plan.floor("floor 2") == plan.floor("a")
    assert plan.floor("Attic") is None


@pytest.mark.parametrize(
    "fact",
    [
        shown(letter="../"),
        PlanShown(floor="g", picture=a_picture(), width=0, height=600, author=""),
        PlanShown(floor="g", picture=a_picture(), width=800, height=1_000_000, author=""),
    ],
)
def test_a_picture_that_cannot_be_is_no_floor(fact: PlanShown) -> None:
    plan = folded(fact, placed(0.5))
    assert (plan.floors, plan.spots) == ((), {})
    assert files_of_plan(plan).at_hand == ()


def test_a_place_beyond_the_picture_is_put_at_its_edge() -> None:
    assert folded(shown(), placed(-4.0, 7.0)).spots == {COUNTER: Spot("g", 0.0, 1.0)}


def test_the_picture_shown_is_kept_and_the_one_before_it_goes() -> None:
    files = files_of_plan(folded(shown(), shown(letter="1", revision=2)))
    assert files.at_hand == ((a_picture("1"), ANA),)
    assert files.named == {"1" * 64}
    assert files.past == {"0" * 64}
