"""The plan under somebody's hands: marks are clicked, gone through by keys, and moved."""

from math import hypot

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from desktop.domain.plan.plan import Spot
from desktop.domain.roster.ids import DeviceId
from desktop.ui.console.plan.drawing import Laid
from desktop.ui.console.plan.paper import MakePicturing, PlanPaper
from desktop.ui.theme import Theme
from desktop.ui.views.floor_plan import FloorPlanView, Mark

STEP = 0.01
"""How far an arrow key moves a station, as a part of the picture; with Shift five times as far."""
SAID_AFTER_MS = 700
"""How long the arrows rest until it is told where a station stands now: not at every step."""
BELIEVED_FOR_MS = 5_000
"""How long a station is drawn where it was put, until the site's word on it must be here."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PlanCanvas(PlanPaper):
    """One stop of the Tab key, within which the arrows go from mark to mark.

    While stations are arranged, the arrows move the chosen one, and the mouse drags any. ``opened``
    names an alert, ``moved`` a station and its new spot, ``taken_off`` one that is to stand
    nowhere.
    """

    opened = Signal(str)
    moved = Signal(str, object)
    taken_off = Signal(str)
    chosen_changed = Signal(str)

    def __init__(self, theme: Theme, picturing: MakePicturing) -> None:
        super().__init__(theme, picturing)
        self._pressed: tuple[DeviceId, QPointF] | None = None
        self._is_arranging = False
        self._moves: dict[DeviceId, Spot] = {}
        self._moving: DeviceId = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(SAID_AFTER_MS)
        self._tell.timeout.connect(self._say_moved)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(BELIEVED_FOR_MS)
        self._forget.timeout.connect(self._forget_moves)

    def show_view(self, view: FloorPlanView, *, while_missing: str) -> None:
        before = self._view
        if before is not None and before.floor.id != view.floor.id:
            self._say_moved()
            self._moves.clear()
            self.choose("")
        elif before is not None:
            stood = {mark.station: (mark.x, mark.y) for mark in before.marks}
            stands = {mark.station: (mark.x, mark.y) for mark in view.marks}
            for station in [one for one in self._moves if one != self._moving]:
                if stands.get(station) != stood.get(station):
                    del self._moves[station]  # the site has a word on it
        super().show_view(view, while_missing=while_missing)

    @property
    def is_arranging(self) -> bool:
        """Whether stations are moved."""
        return self._is_arranging

    def arrange(self, *, is_on: bool) -> None:
        """Begin or end moving stations."""
        self._say_moved()
        self._is_arranging = is_on
        self._pressed = None
        self.update()

    @property
    def chosen(self) -> DeviceId:
        """The mark that the keys are about; an empty one is none."""
        return self._chosen

    def choose(self, station: DeviceId) -> None:
        """Let the keys be about that mark."""
        if station != self._chosen:
            self._chosen = station
            self._name()
            self.chosen_changed.emit(station)
            self.update()

    def close_down(self) -> None:
        """Draw no picture any more, and tell what was moved."""
        self._say_moved()
        self._forget.stop()
        super().close_down()

    def spot_under(self, on_screen: QPoint) -> Spot | None:
        """The place there, unless it is beside the picture."""
        at = QPointF(self.mapFromGlobal(on_screen))
        is_on = self._view is not None and self._picture_rect().contains(at)
        return self._spot(at) if is_on else None

    def _shown(self, mark: Mark) -> Mark:
        spot = self._moves.get(mark.station)
        return replace(mark, x=spot.x, y=spot.y) if spot is not None else mark

    def _shows_chosen(self) -> bool:
        return self.hasFocus() or self._is_arranging

    def _at(self, at: QPointF) -> Laid | None:
        """The mark there: the uppermost, which is the most urgent."""
        signs = (one for one in reversed(self._laid) if one.target.contains(at))
        names = (one for one in reversed(self._laid) if one.name and one.name.contains(at))
        return next(signs, None) or next(names, None)

    # --- the mouse -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or found is None:
            return
        self._pressed = found.mark.station, event.position()
        self.choose(found.mark.station)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self._show_what_is_under(self._at(event.position()))
            return
        station, begun = self._pressed
        far = (event.position() - begun).manhattanLength() >= QApplication.startDragDistance()
        if self._is_arranging and station and (far or station in self._moves):
            self._move(station, self._spot(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            return
        station, _ = self._pressed
        self._pressed = None
        if station in self._moves:
            self._say_moved()
        elif not self._is_arranging:
            self._open(self._at(event.position()), station)

    def _show_what_is_under(self, under: Laid | None) -> None:
        self.setToolTip(under.mark.sentence if under is not None else "")
        shape = Qt.CursorShape.ArrowCursor
        if under is not None and self._is_arranging:
            shape = Qt.CursorShape.OpenHandCursor
        elif under is not None and under.mark.alert:
            shape = Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)

    def _open(self, laid: Laid | None, station: DeviceId) -> None:
        if laid is not None and laid.mark.alert and laid.mark.station == station:
            self.opened.emit(laid.mark.alert)

    # --- the keyboard --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        chosen = self.laid.get(self._chosen)
        if key in _ARROWS and self._is_arranging and chosen is not None and self._chosen:
            far = 5 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._nudge(chosen.mark, _ARROWS[key], far)
        elif key in _ARROWS:
            self._go(_ARROWS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open(chosen, self._chosen)
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self._step(1 if key is Qt.Key.Key_PageDown else -1)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._is_arranging:
            if self._chosen:
                self._moves.pop(self._chosen, None)
                self.taken_off.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._chosen not in self.laid:
            self._step(1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._say_moved()
        self.update()

    def _in_reading_order(self) -> list[Laid]:
        """The most urgent first, then from the left of the top."""
        return sorted(
            self._laid,
            key=lambda one: (one.mark.rank, round(one.mark.y, 1), one.mark.x, one.mark.name),
        )

    def _step(self, by: int) -> None:
        """To the next mark, or the one before, round and round."""
        order = [laid.mark.station for laid in self._in_reading_order()]
        if order:
            at = order.index(self._chosen) + by if self._chosen in order else 0
            self.choose(order[at % len(order)])

    def _go(self, way: tuple[int, int]) -> None:
        """To the nearest mark in that direction."""
        chosen = self.laid.get(self._chosen)
        if chosen is None:
            self._step(1)
            return
        begin = chosen.sign.center()
        best: tuple[float, DeviceId] | None = None
        for laid in self._laid:
            apart = laid.sign.center() - begin
            along = apart.x() * way[0] + apart.y() * way[1]
            across = abs(apart.x() * way[1] + apart.y() * way[0])
            if along <= 0 or across > 2 * along:
                continue
            distance = hypot(along, 2 * across)
            if best is None or distance < best[0]:
                best = distance, laid.mark.station
        if best is not None:
            self.choose(best[1])

    # --- moving --------------------------------------------------------------------------------

    def _nudge(self, mark: Mark, way: tuple[int, int], far: int) -> None:
        floor = self._view.floor.id if self._view else ""
        x = min(1.0, max(0.0, mark.x + way[0] * STEP * far))
        y = min(1.0, max(0.0, mark.y + way[1] * STEP * far))
        self._move(mark.station, Spot(floor, x, y))
        self._tell.start()

    def _move(self, station: DeviceId, spot: Spot) -> None:
        self._moves[station] = spot
        self._moving = station
        self._lay(everything=False)
        self.update()

    def _say_moved(self) -> None:
        """Tell where the station stands that was moved."""
        self._tell.stop()
        station, self._moving = self._moving, ""
        spot = self._moves.get(station)
        if spot is not None:
            self._forget.start()
            self.moved.emit(station, spot)

    def _forget_moves(self) -> None:
        """Draw the others as the site says: what was refused is not there."""
        self._moves = {one: spot for one, spot in self._moves.items() if one == self._moving}
        self._lay(everything=False)
