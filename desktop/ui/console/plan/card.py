"""The floor plan's card: floors to choose, what the signs mean, the plan, and who is not on it."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.plan.ids import FloorId
from desktop.domain.plan.plan import Spot
from desktop.domain.roster.ids import DeviceId
from desktop.ui.buttons import push_button
from desktop.ui.console.plan.arranging import ArrangingStrip
from desktop.ui.console.plan.beside import Beside
from desktop.ui.console.plan.canvas import PlanCanvas
from desktop.ui.console.plan.parts import PlanParts
from desktop.ui.console.plan.picture import Picturing
from desktop.ui.flow import FlowLayout
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label, set_property
from desktop.ui.theme import Theme
from desktop.ui.views.floor_plan import FloorPlanView, FloorTab, Mark
from desktop.ui.views.floor_plan_words import PlanWords
from desktop.ui.views.shapes import Shape

_MIDDLE = 0.5


class PlanCard(QFrame):
    """Draws a ``FloorPlanView`` and does what is asked of it through ``parts``.

    ``opened`` names an alert whose card is wanted, ``floor_chosen`` a floor.
    """

    opened = Signal(str)
    floor_chosen = Signal(str)

    def __init__(self, theme: Theme, parts: PlanParts, words: PlanWords) -> None:
        super().__init__()
        self._theme, self._parts, self._words = theme, parts, words
        self._view: FloorPlanView | None = None
        self._tabs: tuple[FloorTab, ...] = ()
        self._legend: tuple[tuple[Shape, str], ...] = ()
        self.setProperty("plate", "card")
        px = theme.px
        self._title = Label(theme, "lead", weight=600, wraps=False)
        self._floors = QWidget()
        self._floor_row = FlowLayout(self._floors, gap=px(8))
        self.arrange_button = push_button(theme, words.arrange, role="quiet", measure="row")
        self.arrange_button.clicked.connect(lambda: self._arrange(is_on=not self.is_arranging))
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._title, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self._floors, 1)
        top.addStretch(0)
        top.addWidget(self.arrange_button, 0, Qt.AlignmentFlag.AlignTop)
        self.strip = ArrangingStrip(theme, words)
        self.strip.hide()
        self._signs = QWidget()
        self._sign_row = FlowLayout(self._signs, gap=px(14))
        self.canvas = PlanCanvas(
            theme, lambda shown: Picturing(parts.picture, post=parts.post, shown=shown)
        )
        self._beside_title = Label(theme, "label", tone="ink2", wraps=False)
        self.beside = Beside(theme, words.beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(20), px(14))
        column.setSpacing(px(10))
        column.addLayout(top)
        column.addWidget(self.strip)
        column.addWidget(self.canvas)
        column.addWidget(self._signs)
        column.addWidget(self._beside_title)
        column.addWidget(self.beside)
        self._join()

    @property
    def is_arranging(self) -> bool:
        """Whether stations are moved."""
        return self.canvas.is_arranging

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        tabs = [tab for tab in self._floors.findChildren(QWidget) if tab.property("floor")]
        return [*tabs, self.arrange_button, *self.strip.controls, self.canvas, self.beside]

    def show_view(self, view: FloorPlanView) -> None:
        """Draw ``view``; the floor's name is left alone while somebody writes it."""
        self._view = view
        self._title.setText(view.tabs[0].name if len(view.tabs) == 1 else "")
        self._title.setVisible(len(view.tabs) == 1)
        if (view.tabs, view.floor.id) != (self._tabs, self._floors.property("shown")):
            self._show_tabs(view)
        if view.legend != self._legend:
            self._legend = view.legend
            self._sign_row.clear()
            for shape, meaning in view.legend:
                sign = self._sign(shape, meaning)
                self._sign_row.addWidget(sign)
                sign.show()  # Qt would do so later, and paint the page once more for it
        self.canvas.show_view(view, while_missing=self._words.missing)
        self.strip.show_floor(view.floor)
        self._beside_title.say(view.beside_title)
        self.beside.show_marks(view.beside)
        self.beside.setVisible(bool(view.beside))

    def show_undo(self, *, is_there: bool) -> None:
        """Whether something was moved that can be taken back."""
        self.strip.undo.setEnabled(is_there)

    def limit_height(self, pixels: int) -> None:
        """Let the plan be no higher than that."""
        self.canvas.limit_height(pixels)

    def close_down(self) -> None:
        """It goes: tell what was moved."""
        self.canvas.close_down()

    # --- parts ---------------------------------------------------------------------------------

    def _join(self) -> None:
        parts, strip = self._parts, self.strip
        self.canvas.opened.connect(self.opened)
        self.canvas.moved.connect(parts.place)
        self.canvas.taken_off.connect(lambda station: parts.place(station, None))
        self.beside.carried.connect(self._carry)
        self.beside.dropped.connect(self._drop)
        self.beside.entered_mark.connect(self._enter)
        strip.undo.clicked.connect(parts.undo)
        strip.added.connect(lambda: parts.choose(None))
        strip.changed.connect(parts.choose)
        strip.renamed.connect(parts.rename)
        strip.removed.connect(parts.remove)

    def _show_tabs(self, view: FloorPlanView) -> None:
        self._tabs = view.tabs
        self._floors.setProperty("shown", view.floor.id)
        had_keyboard = any(tab.hasFocus() for tab in self._floors.findChildren(QWidget))
        self._floor_row.clear()
        if len(view.tabs) == 1:
            return
        for tab in view.tabs:
            made = self._tab(tab, is_shown=tab.floor == view.floor.id)
            self._floor_row.addWidget(made)
            if had_keyboard and tab.floor == view.floor.id:
                made.setFocus()

    def _tab(self, tab: FloorTab, *, is_shown: bool) -> QWidget:
        """A floor's name, and beside it the sign of whoever calls there."""
        made = push_button(self._theme, tab.name, role="filter")
        set_property(made, "on", "true" if is_shown else "false")
        made.setProperty("floor", tab.floor)
        made.setAccessibleName(tab.sentence)
        made.clicked.connect(lambda _=False, floor=tab.floor: self.floor_chosen.emit(floor))
        if tab.shape is None:
            return made
        both = QWidget()
        glyph = Glyph(self._theme, 20)
        glyph.show_shape(tab.shape, name=tab.sentence)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(4))
        row.addWidget(glyph)
        row.addWidget(made)
        return both

    def _sign(self, shape: Shape, meaning: str) -> QWidget:
        made = QWidget()
        glyph = Glyph(self._theme, 14)
        glyph.show_shape(shape)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(5))
        row.addWidget(glyph)
        row.addWidget(Label(self._theme, "caption", meaning, tone="ink2", wraps=False))
        return made

    # --- what is done --------------------------------------------------------------------------

    def _arrange(self, *, is_on: bool) -> None:
        self.canvas.arrange(is_on=is_on)
        self.strip.setVisible(is_on)
        self.arrange_button.setText(self._words.done if is_on else self._words.arrange)

    def _carry(self, _station: DeviceId, at: QPoint) -> None:
        is_over = self.is_arranging and self.canvas.spot_under(at) is not None
        shape = Qt.CursorShape.ClosedHandCursor if is_over else Qt.CursorShape.ForbiddenCursor
        self.beside.viewport().setCursor(shape)

    def _drop(self, station: DeviceId, at: QPoint) -> None:
        self.beside.viewport().unsetCursor()
        spot = self.canvas.spot_under(at)
        if self.is_arranging and station and spot is not None:
            self._parts.place(station, spot)

    def _enter(self, mark: Mark) -> None:
        """In the middle it can be moved by the keys; else, who calls is opened."""
        if self.is_arranging and mark.station and self._view is not None:
            self._parts.place(mark.station, Spot(self._view.floor.id, _MIDDLE, _MIDDLE))
            self.canvas.setFocus()
            self.canvas.choose(mark.station)
        elif mark.alert and not self.is_arranging:
            self.opened.emit(mark.alert)

    @property
    def floor(self) -> FloorId:
        """The floor that is shown."""
        return self._view.floor.id if self._view is not None else ""
