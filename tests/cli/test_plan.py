"""``countersign plan`` at a desk of a real site: several floors, names that are not clear."""

from pathlib import Path

import pytest

from desktop.cli import exits, main
from desktop.cli.plan import _lines
from desktop.cli.serving.plans import PlanVerbs
from desktop.domain.errors import DeskError
from desktop.domain.plan.errors import (
    FloorNotSaidError,
    NoFloorPlanError,
    PlanPictureError,
    UnknownFloorError,
    UnknownStationError,
)
from tests.support.floor_plans import draw_floor
from tests.support.workplace import Workplace, office

__all__ = ["office"]


@pytest.mark.system
def test_floors_and_stations_are_named_and_what_is_not_clear_is_asked(
    office: Workplace, tmp_path: Path
) -> None:
    ana = office.supervisor("Ana Ruiz")
    does = PlanVerbs(ana.running).verbs()
    image = str(draw_floor(tmp_path / "plan.png"))

    def refused(verb: str, **said: object) -> type[DeskError]:
        with pytest.raises(DeskError) as refusal:
            does[verb](said)
        assert refusal.value.advice
        return type(refusal.value)

    assert refused("plan place", station="Ana Ruiz", x=0.5, y=0.5) is NoFloorPlanError
    assert list(_lines(does["plan show"]({}))) == [
        "The site has no floor plan. Add one with: countersign plan set IMAGE"
    ]
    first = does["plan set"]({"image": image})
    assert first["name"] == "Floor plan"
    assert does["plan set"]({"image": image})["floor"] == first["floor"]
    second = does["plan set"]({"image": image, "floor": "Upstairs"})
    assert second["floor"] != first["floor"]
    assert refused("plan place", station="Ana Ruiz", x=0.5, y=0.5) is FloorNotSaidError
    assert refused("plan remove", floor="Attic") is UnknownFloorError
    assert refused("plan place", station="Nobody", x=0, y=0, floor="Upstairs") is (
        UnknownStationError
    )
    assert refused("plan set", image=str(tmp_path), floor="Upstairs") is PlanPictureError
    placed = does["plan place"]({"station": "supervisors", "x": 0.5, "y": 1, "floor": "upstairs"})
    assert placed["floor"] == second["floor"]
    lines = list(_lines(does["plan show"]({})))
    assert lines[-1].split() == ["Ana", "Ruiz", ana.device, "Upstairs", "0.50", "1.00"]


@pytest.mark.parametrize("part", ["1.5", "left", "nan"])
def test_a_place_off_the_picture_is_no_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, part: str
) -> None:
    code = main(["--home", str(tmp_path), "plan", "place", "Counter 3", "0.5", part])
    assert code == exits.USAGE
    assert "Argument Y: it must be a part of the picture" in capsys.readouterr().err
