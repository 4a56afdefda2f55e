"""The floor plan in the console of a supervisor's desk, joined to the plan of this home."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.app.late import StationEndedError
from desktop.app.running import RunningStation
from desktop.domain.errors import DeskError
from desktop.ui.bridge import Bridge
from desktop.ui.console.plan.parts import PlanParts
from desktop.ui.settling import settled
from desktop.ui.system_dialogs import ask_to_open, warn
from desktop.ui.views.advice import Advice
from desktop.ui.words import Words

if TYPE_CHECKING:
    from desktop.app.floor_plans import FloorPlans
    from desktop.domain.plan.ids import FloorId
    from desktop.domain.plan.plan import Floor, SitePlan, Spot
    from desktop.domain.roster.ids import DeviceId

_PICTURES = "*.png *.jpg *.jpeg *.gif *.webp *.bmp *.tif *.tiff"


class PlanWindows(QObject):
    """Says what is refused in front of the console; ``changed`` tells the plan, and whether a
    movement can be taken back.
    """

    changed = Signal(object, bool)

    def __init__(
        self,
        running: RunningStation,
        words: Words,
        bridge: Bridge,
        *,
        window: Callable[[], QWidget],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._running, self._words, self._bridge = running, words, bridge
        self._window = window
        self.parts = PlanParts(
            post=bridge.post,
            picture=self._picture,
            choose=self._choose,
            rename=self._rename,
            remove=self._remove,
            place=self._place,
            undo=self._undo,
        )

    def start(self) -> None:
        """Tell of the plan from now on."""
        with suppress(StationEndedError):
            self._running.late.floor_plans().desk.watch(
                lambda plan: self._bridge.post(lambda: self._tell(plan))
            )

    def _tell(self, plan: "SitePlan") -> None:
        with suppress(StationEndedError):
            self.changed.emit(plan, self._running.late.floor_plans().desk.can_undo)

    def _picture(self, floor: "Floor") -> bytes | None:
        try:
            return self._running.late.floor_plans().read(floor)
        except StationEndedError:
            return None

    def _choose(self, floor: "FloorId | None") -> None:
        """Ask which picture, then show it."""

        def chosen(image: Path) -> None:
            name = image.stem if floor is None else self._name_of(floor)
            self._do(lambda plans: plans.add(image, name=name, floor=floor))

        kinds = self._words("Pictures ({patterns})", patterns=_PICTURES)
        ask_to_open(self._window(), self._words("Choose a picture of the floor"), kinds, chosen)

    def _name_of(self, floor: "FloorId") -> str:
        held = self._running.late.floor_plans().desk.plan.floor(floor)
        return held.name if held is not None else ""

    def _rename(self, floor: "FloorId", name: str) -> None:
        self._do(lambda plans: plans.desk.rename(floor, name, author=self._author))

    def _remove(self, floor: "FloorId") -> None:
        self._do(lambda plans: plans.desk.remove(floor, author=self._author))

    def _place(self, station: "DeviceId", spot: "Spot | None") -> None:
        self._do(lambda plans: plans.desk.place(station, spot, author=self._author))

    def _undo(self) -> None:
        self._do(lambda plans: plans.desk.undo(author=self._author))

    @property
    def _author(self) -> str:
        return self._running.station.board.me.person

    def _do(self, act: "Callable[[FloorPlans], Future[SitePlan]]") -> None:
        with suppress(StationEndedError):
            act(self._running.late.floor_plans()).add_done_callback(
                lambda done: self._bridge.post(lambda: settled(done, self._tell, self._warn))
            )

    def _warn(self, error: DeskError) -> None:
        said = Advice.of(error, self._words)
        warn(self._window(), said.sentence, said.fix)
