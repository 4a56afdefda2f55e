"""The floor plan on the Now page: where each station stands, and how it is (VISUAL §5)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, Occasion
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board, Desk
from desktop.domain.plan.ids import FloorId
from desktop.domain.plan.plan import Floor, SitePlan, Spot
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roles import Role
from desktop.ui.views.people import first_name, kind_shape, kind_words
from desktop.ui.views.reach import CutOff
from desktop.ui.views.shapes import Shape
from desktop.ui.views.station_rows import station_name, why_not_ready
from desktop.ui.views.takeover import in_order, standing
from desktop.ui.words import Words

_MOST_KEPT = 1024
"""Marks that are kept from one board to the next: those of a large site."""
_URGENCY = (Shape.PANIC, Shape.ATTENTION, Shape.DRILL, Shape.DONE, Shape.THERE)


class Mark(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """A station, or a place that somebody called to. ``sentence`` says all of it; ``alert`` is the
    one that a click opens, and while it ``is_calling`` nobody has answered it. ``x`` and ``y`` are
    parts of the picture's width and height.
    """

    station: DeviceId
    shape: Shape
    name: str
    sentence: str
    alert: AlertId = ""
    is_calling: bool = False
    x: float = 0.0
    y: float = 0.0

    @property
    def rank(self) -> tuple[bool, int]:
        """The most urgent first: it lies above the others, and its name before theirs."""
        return not self.is_calling, _URGENCY.index(self.shape) if self.alert else len(_URGENCY)


class FloorTab(msgspec.Struct, frozen=True):
    """A floor to choose; ``shape`` is the most urgent sign on it where somebody calls there."""

    floor: FloorId
    name: str
    shape: Shape | None
    sentence: str


class FloorPlanView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the plan draws. ``marks`` lie on ``floor``; ``beside`` stand on no floor at all.

    ``calling`` is the floor of the first who calls, if any stands on one.
    """

    floor: Floor
    tabs: tuple[FloorTab, ...]
    marks: tuple[Mark, ...]
    beside: tuple[Mark, ...]
    beside_title: str
    legend: tuple[tuple[Shape, str], ...]
    calling: FloorId
    calling_alert: AlertId
    name: str

    @classmethod
    def of(
        cls, board: Board, plan: SitePlan, *, chosen: FloorId, words: Words
    ) -> "FloorPlanView | None":
        """Return the plan with the ``chosen`` floor, or the first; ``None`` where there is none."""
        if not plan.floors:
            return None
        floor = plan.floor(chosen) or plan.floors[0]
        marks = tuple(_marks(board, words))
        on: dict[FloorId, list[Mark]] = {one.id: [] for one in plan.floors}
        beside = []
        for mark in marks:
            spot = plan.spots.get(mark.station) if mark.station else None
            if spot is None:
                beside.append(mark)
            else:
                on[spot.floor].append(_at(mark, spot))
        first = _first_calling(on)
        here = sorted(on[floor.id], key=lambda mark: mark.rank, reverse=True)
        beside.sort(key=lambda mark: mark.rank)
        return cls(
            floor=floor,
            tabs=tuple(_tab(one, on[one.id], words) for one in plan.floors),
            marks=tuple(here),
            beside=tuple(beside),
            beside_title=words("Not on the plan") if beside else "",
            legend=tuple(_legend(here, words, is_known=CutOff.of(board) is None)),
            calling=first[0] if first else "",
            calling_alert=first[1].alert if first else "",
            name=words("Floor plan: {floor}", floor=floor.name or words("Floor plan")),
        )


def _marks(board: Board, words: Words) -> Iterable[Mark]:
    """Every station, and each place that somebody called to which is no station's own."""
    cut_off = CutOff.of(board)
    stations = [
        desk
        for desk in (board.me, *board.desks)
        if not desk.is_revoked and desk.role is not Role.RELAY
    ]
    by_device = {desk.device: desk for desk in stations}
    by_place = {desk.place: desk for desk in reversed(stations)}  # the first of a place is its own
    alerts: dict[DeviceId, Alert] = {}
    elsewhere: list[Alert] = []
    for live in in_order(board):  # the most urgent first
        own = by_device.get(live.alert.station)
        is_own = own is not None and live.alert.place in {own.place, ""}
        where = own if is_own else by_place.get(live.alert.place)  # some press for another place
        if where is None:
            elsewhere.append(live.alert)
        else:
            alerts.setdefault(where.device, live.alert)
    for desk in stations:
        yield _of_station(board, desk, alerts.get(desk.device), cut_off, words)
    for alert in elsewhere:
        yield Mark(
            station="",
            shape=_shape(alert),
            name=alert.place,
            sentence=_told(board, alert, alert.place, words),
            alert=alert.id,
            is_calling=alert.needs_answer,
        )


def _of_station(
    board: Board, desk: Desk, alert: Alert | None, cut_off: CutOff | None, words: Words
) -> Mark:
    name = _short(desk)
    if alert is not None:
        return Mark(
            station=desk.device,
            shape=_shape(alert),
            name=alert.place or name,
            sentence=_told(board, alert, alert.place or station_name(desk), words),
            alert=alert.id,
            is_calling=alert.needs_answer,
        )
    if cut_off is None:
        return _at_rest(desk, words)
    is_me = desk is board.me
    known = words("Cut off") if is_me else cut_off.not_known(words)
    return Mark(
        station=desk.device,
        shape=Shape.SILENT if is_me else Shape.NOBODY,
        name=name,
        sentence=f"{station_name(desk)}: {known}.",
    )


@lru_cache(maxsize=_MOST_KEPT)
def _at_rest(desk: Desk, words: Words) -> Mark:
    """A station that nobody called from; worked out once for as long as nothing of it changes."""
    shape, why = why_not_ready(desk, words) or (Shape.READY, words("Ready."))
    return Mark(
        station=desk.device,
        shape=shape,
        name=_short(desk),
        sentence=f"{station_name(desk)}: {why}",
    )


@lru_cache(maxsize=_MOST_KEPT)
def _at(mark: Mark, spot: Spot) -> Mark:
    return msgspec.structs.replace(mark, x=spot.x, y=spot.y)


def _short(desk: Desk) -> str:
    """What stands under a sign: the place of a counter, whose desk a supervisor's is."""
    if desk.role is Role.SUPERVISOR:
        return first_name(desk.person) or desk.name or desk.place
    return desk.place or desk.name


def _shape(alert: Alert) -> Shape:
    if alert.needs_answer:
        return kind_shape(alert)
    if alert.occasion is not Occasion.REAL:
        return Shape.DRILL
    return Shape.THERE if alert.state is State.ATTENDED else Shape.DONE


def _told(board: Board, alert: Alert, place: str, words: Words) -> str:
    return f"{place}: {kind_words(alert, words)}. {standing(board, alert, words)}."


def _first_calling(on: Mapping[FloorId, list[Mark]]) -> tuple[FloorId, Mark] | None:
    calling = [(floor, mark) for floor, marks in on.items() for mark in marks if mark.is_calling]
    return min(calling, key=lambda one: one[1].rank, default=None)


def _tab(floor: Floor, marks: list[Mark], words: Words) -> FloorTab:
    name = floor.name or words("Floor plan")
    urgent = min((m for m in marks if m.alert), key=lambda mark: mark.rank, default=None)
    if urgent is None:
        return FloorTab(floor.id, name, None, name)
    return FloorTab(floor.id, name, urgent.shape, f"{name}. {urgent.sentence}")


def _legend(marks: list[Mark], words: Words, *, is_known: bool) -> Iterable[tuple[Shape, str]]:
    """What the signs mean that are to be seen."""
    seen = {mark.shape for mark in marks}
    meanings = {
        Shape.PANIC: words("Panic"),
        Shape.ATTENTION: words("Supervisor to counter"),
        Shape.DRILL: words("Drill or test"),
        Shape.DONE: words("Someone is going"),
        Shape.THERE: words("Someone is there"),
        Shape.READY: words("Ready"),
        Shape.SILENT: words("Silent"),
        Shape.NOBODY: words("Not ready") if is_known else words("Not known"),
    }
    return ((shape, meaning) for shape, meaning in meanings.items() if shape in seen)
