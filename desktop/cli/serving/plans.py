"""The floor plan, as commands see and change it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.verbs import Nothing, Verb, settled
from desktop.domain.plan.errors import (
    FloorNotSaidError,
    NoFloorPlanError,
    UnknownFloorError,
    UnknownStationError,
)
from desktop.domain.plan.plan import Floor, SitePlan, Spot
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member

if TYPE_CHECKING:
    from desktop.app.floor_plans import FloorPlans

_READ_WITHIN_S = 5.0
_TAKEN_WITHIN_S = 60.0
_UNNAMED = "Floor plan"


class SetPicture(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``image`` is a file's whole path; without a ``floor``, the only one is meant, or a first."""

    image: str
    floor: str | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a station stands, as parts of the picture's width and height."""

    station: str
    x: float
    y: float
    floor: str | None = None


class Remove(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take a ``station`` off the plan, or else a floor."""

    station: str | None = None
    floor: str | None = None


class Rename(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    floor: str
    name: str


class PlanVerbs:
    """What ``countersign plan`` asks of the station."""

    def __init__(self, running: RunningStation) -> None:
        self._running = running

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "plan show": Verb(Nothing, self._show),
            "plan set": Verb(SetPicture, self._set),
            "plan place": Verb(Place, self._place),
            "plan remove": Verb(Remove, self._remove),
            "plan rename": Verb(Rename, self._rename),
        }

    def _show(self, _: Nothing) -> dict[str, Any]:
        plans, plan = self._read()
        return {
            "floors": [_of_floor(floor, plans) for floor in plan.floors],
            "stations": [_of_station(member, plan) for member in self._stations()],
        }

    def _set(self, said: SetPicture) -> dict[str, Any]:
        plans, before = self._read()
        held = before.floor(said.floor) if said.floor else None
        if said.floor is None and before.floors:
            held = _only_floor(before)
        name = held.name if held else (said.floor or _UNNAMED)
        plan = plans.add(Path(said.image), name=name, floor=held.id if held else None).result(
            _TAKEN_WITHIN_S
        )
        shown = held.id if held else next(f.id for f in plan.floors if f not in before.floors)
        floor = plan.floor(shown)
        assert floor is not None
        return _of_floor(floor, plans)

    def _place(self, said: Place) -> dict[str, Any]:
        plans, plan = self._read()
        member = self._member(said.station)
        floor = _floor(plan, said.floor)
        spot = Spot(floor.id, said.x, said.y)
        return _of_station(
            member, settled(plans.desk.place(member.device, spot, author=self._author))
        )

    def _remove(self, said: Remove) -> dict[str, Any]:
        plans, plan = self._read()
        if said.station is not None:
            member = self._member(said.station)
            settled(plans.desk.place(member.device, None, author=self._author))
            return {"station": member.device, "floor": None}
        floor = _floor(plan, said.floor)
        settled(plans.desk.remove(floor.id, author=self._author))
        return {"station": None, "floor": floor.id}

    def _rename(self, said: Rename) -> dict[str, Any]:
        plans, plan = self._read()
        floor = _floor(plan, said.floor)
        renamed = settled(plans.desk.rename(floor.id, said.name, author=self._author))
        found = renamed.floor(floor.id)
        return _of_floor(found or floor, plans)

    @property
    def _author(self) -> str:
        return self._running.station.board.me.person

    def _read(self) -> "tuple[FloorPlans, SitePlan]":
        """A station that has just started reads its disk first."""
        plans = self._running.late.floor_plans()
        plans.desk.wait_until_read(_READ_WITHIN_S)
        return plans, plans.desk.plan

    def _stations(self) -> list[Member]:
        return [one for one in self._running.station.roster.trusted if one.role is not Role.RELAY]

    def _member(self, wanted: str) -> Member:
        name = wanted.strip().casefold()
        stations = self._stations()
        by_id = [one for one in stations if one.device == name]
        found = by_id or [
            one for one in stations if name in {one.name.casefold(), one.place.casefold()}
        ]
        if len(found) > 1:
            raise UnknownStationError(
                "{count} stations are called “{name}”.",
                count=len(found),
                name=wanted,
                advice="Say the id of the one that is meant: countersign plan show",
            )
        if not found:
            raise UnknownStationError(
                "No station of the site has the id or place “{name}”.", name=wanted
            )
        return found[0]


def _floor(plan: SitePlan, wanted: str | None) -> Floor:
    if wanted is None:
        return _only_floor(plan)
    floor = plan.floor(wanted)
    if floor is None:
        raise UnknownFloorError("The floor plan has no floor “{name}”.", name=wanted)
    return floor


def _only_floor(plan: SitePlan) -> Floor:
    if not plan.floors:
        raise NoFloorPlanError
    if len(plan.floors) > 1:
        raise FloorNotSaidError
    return plan.floors[0]


def _of_floor(floor: Floor, plans: "FloorPlans") -> dict[str, Any]:
    return {
        "floor": floor.id,
        "name": floor.name,
        "width": floor.width,
        "height": floor.height,
        "media": floor.picture.media,
        "bytes": floor.picture.size,
        "sha256": floor.picture.sha256,
        "here": plans.holds(floor),
    }


def _of_station(member: Member, plan: SitePlan) -> dict[str, Any]:
    spot = plan.spots.get(member.device)
    return {
        "station": member.device,
        "role": member.role.value,
        "place": member.place,
        "name": member.name,
        "floor": spot.floor if spot else None,
        "x": spot.x if spot else None,
        "y": spot.y if spot else None,
    }
