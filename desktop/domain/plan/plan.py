"""The floor plan, folded from what desks have said: any order and any doubles give the same."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from desktop.domain.events.body import Fact
from desktop.domain.events.event import EventId
from desktop.domain.folding import by_number
from desktop.domain.plain_text import plain
from desktop.domain.plan.facts import PlanPlaced, PlanShown
from desktop.domain.plan.ids import FloorId
from desktop.domain.reports.attachments import Attachment, BlobId
from desktop.domain.revisions import in_order
from desktop.domain.roster.ids import DeviceId

MOST_POINTS = 10_000
"""Along a side of a picture: another program may have signed anything."""
K = TypeVar("K")
F = TypeVar("F", PlanShown, PlanPlaced)


class Said(msgspec.Struct, frozen=True):
    """A fact as it stands in the log; ``desk`` signed it."""

    event: EventId
    desk: DeviceId
    fact: Fact


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """One floor; ``desk`` is the one that brought its picture."""

    id: FloorId
    name: str
    picture: Attachment
    width: int
    height: int
    desk: DeviceId = ""


class Spot(msgspec.Struct, frozen=True):
    """A place on a floor, as fractions of its picture's width and height."""

    floor: FloorId
    x: float
    y: float


class SitePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What holds. ``floors`` are in the order of their names, as people count; ``spots`` are those
    of stations on one of them.

    ``past`` are pictures that were shown before and are of no use any more. The revisions say how
    often each floor and station was spoken of.
    """

    floors: tuple[Floor, ...] = ()
    spots: Mapping[DeviceId, Spot] = {}
    past: frozenset[BlobId] = frozenset()
    floor_revisions: Mapping[FloorId, int] = {}
    spot_revisions: Mapping[DeviceId, int] = {}

    def floor(self, wanted: str) -> Floor | None:
        """The floor with that id, or else the first of that name."""
        by_id = next((floor for floor in self.floors if floor.id == wanted), None)
        name = wanted.strip().casefold()
        return by_id or next((f for f in self.floors if f.name.casefold() == name), None)


def fold_plan(said: Iterable[Said]) -> SitePlan:
    """The last word on each floor and each station; what cannot be drawn is left out."""
    said = tuple(said)
    shown = _last_words((one, one.fact.floor) for one in said if isinstance(one.fact, PlanShown))
    placed = _last_words((o, o.fact.station) for o in said if isinstance(o.fact, PlanPlaced))
    found = (_floor(one, one.fact) for one in shown.values() if isinstance(one.fact, PlanShown))
    floors = sorted(filter(None, found), key=lambda floor: (by_number(floor.name), floor.id))
    ids = {floor.id for floor in floors}
    spots = {
        station: Spot(one.fact.floor, _part(one.fact.x), _part(one.fact.y))
        for station, one in placed.items()
        if isinstance(one.fact, PlanPlaced) and one.fact.floor in ids
    }
    named = frozenset(
        one.fact.picture.sha256
        for one in said
        if isinstance(one.fact, PlanShown) and one.fact.picture is not None
    )
    return SitePlan(
        floors=tuple(floors),
        spots=spots,
        past=named - {floor.picture.sha256 for floor in floors},
        floor_revisions={floor: _revision(one) for floor, one in shown.items()},
        spot_revisions={station: _revision(one) for station, one in placed.items()},
    )


def _last_words(said: Iterable[tuple[Said, K]]) -> dict[K, Said]:
    told: dict[K, list[tuple[int, EventId, Said]]] = {}
    for one, about in said:
        told.setdefault(about, []).append((_revision(one), one.event, one))
    return {
        about: words[-1][2] for about, all_words in told.items() if (words := in_order(all_words))
    }


def _revision(said: Said) -> int:
    return said.fact.revision if isinstance(said.fact, PlanShown | PlanPlaced) else 0


def _floor(said: Said, fact: PlanShown) -> Floor | None:
    picture = fact.picture
    is_drawn = 0 < fact.width <= MOST_POINTS and 0 < fact.height <= MOST_POINTS
    if picture is None or not picture.blob.is_sound or not is_drawn:
        return None
    return Floor(
        id=fact.floor,
        name=plain(fact.name).strip(),
        picture=picture,
        width=fact.width,
        height=fact.height,
        desk=said.desk,
    )


def _part(value: float) -> float:
    return min(1.0, max(0.0, value))
