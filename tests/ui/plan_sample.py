"""A floor plan of the made-up site, for tests and pictures of the Now page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject

from desktop.domain.plan.ids import FloorId
from desktop.domain.plan.plan import Floor, SitePlan, Spot
from desktop.domain.reports.attachments import Attachment
from desktop.domain.roster.ids import DeviceId
from desktop.ui.bridge import Bridge
from desktop.ui.console.plan.parts import PlanParts
from tests.support.floor_plans import draw_floor
from tests.ui.sample import ANA, COUNTER_3, JOAN, MARCUS, WINDOW_6

GROUND, UPSTAIRS = "ground", "upstairs"


def a_floor(floor: FloorId, name: str) -> Floor:
    picture = Attachment(name="floor-plan.png", media="image/png", size=10, sha256="0" * 64)
    return Floor(id=floor, name=name, picture=picture, width=1200, height=800, desk=ANA)


SPOTS = {
    f"{1:032d}": (0.08, 0.455),
    f"{2:032d}": (0.24, 0.455),
    COUNTER_3: (0.42, 0.455),
    f"{4:032d}": (0.6, 0.455),
    f"{21:032d}": (0.08, 0.2),
    f"{22:032d}": (0.235, 0.2),
    f"{30:032d}": (0.385, 0.2),
    f"{5:032d}": (0.52, 0.2),
    WINDOW_6: (0.635, 0.2),
    ANA: (0.77, 0.2),
    MARCUS: (0.86, 0.2),
    JOAN: (0.945, 0.2),
}


def one_floor(**spots: tuple[float, float]) -> SitePlan:
    """The ground floor with every station on it but WIC desk 3."""
    places = {**SPOTS, **spots}
    return SitePlan(
        floors=(a_floor(GROUND, "Ground floor"),),
        spots={station: Spot(GROUND, x, y) for station, (x, y) in places.items()},
    )


def two_floors() -> SitePlan:
    """The same, with the desks of the supervisors upstairs."""
    plan = one_floor()
    above = {station: Spot(UPSTAIRS, 0.3, 0.3) for station in (ANA, MARCUS, JOAN, WINDOW_6)}
    return SitePlan(
        floors=(*plan.floors, a_floor(UPSTAIRS, "Upstairs")), spots={**plan.spots, **above}
    )


@dataclass
class Asked:
    """What was asked for, in the order in which it was."""

    chosen: list[FloorId | None] = field(default_factory=list)
    renamed: list[tuple[FloorId, str]] = field(default_factory=list)
    removed: list[FloorId] = field(default_factory=list)
    placed: list[tuple[DeviceId, Spot | None]] = field(default_factory=list)
    undone: int = 0


def plan_parts(
    parent: QObject,
    asked: Asked | None = None,
    picture: Callable[[Floor], bytes | None] | None = None,
) -> PlanParts:
    """Parts that note down what is asked, and have a drawing for every floor."""
    asked = asked if asked is not None else Asked()

    def undo() -> None:
        asked.undone += 1

    return PlanParts(
        post=Bridge(parent).post,
        picture=picture or (lambda _floor: drawing()),
        choose=asked.chosen.append,
        rename=lambda floor, name: asked.renamed.append((floor, name)),
        remove=asked.removed.append,
        place=lambda station, spot: asked.placed.append((station, spot)),
        undo=undo,
    )


def drawing() -> bytes:
    """The picture of a floor."""
    with TemporaryDirectory() as folder:
        return draw_floor(Path(folder) / "plan.png").read_bytes()
