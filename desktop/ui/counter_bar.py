"""The counter bar: two buttons and a quiet cue at a screen's edge (VISUAL §5)."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBitmap,
    QContextMenuEvent,
    QGuiApplication,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QScreen,
    QShowEvent,
    QWindow,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.domain.alerts.facts import Context, Kind
from desktop.domain.pressing import HELD_FOR, Presses, Way
from desktop.ui import cue
from desktop.ui.bar_place import BarPlace, BarPlaces, Edge, name_of, screen_of
from desktop.ui.glyph import paint_ground
from desktop.ui.taskbar import keep_off_taskbar
from desktop.ui.theme import Appearance, Theme
from desktop.ui.views.bar_menu import Intent
from desktop.ui.views.counter_bar import BarButton, CounterBarView
from desktop.ui.words import Words

if TYPE_CHECKING:
    from desktop.ui.bar_menu import BarMenu
    from desktop.ui.note_field import NoteField

WIDTH, HEIGHT, TAB = 300, 44, 28
ASSIST = QRect(7, 6, 92, 32)
PANIC = QRect(115, 6, 64, 32)
CUE = QRect(183, 6, cue.WIDTH, cue.HEIGHT)
MENU = QRect(263, 6, 28, 32)
GUARD = range(ASSIST.x() + ASSIST.width(), PANIC.x())
_RADIUS = 8
_BUTTON_RADIUS = 6
_CUT_WINDOWS = {"xcb", "windows", "cocoa"}
"""The platforms on which Qt can cut a window's corners."""


class PressButton(QAbstractButton):
    """A button that acts the moment it goes down and looks the same in every state.

    Its click area reaches the bar's upper and lower edge; only the face is drawn smaller. It
    acts on the press, because a shaking hand slides off before it lets go. Where its face says that
    it is held or pressed twice, it tells ``begun`` first, and acts when that was done.
    """

    begun = Signal()

    def __init__(self, theme: Theme, face: BarButton, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._face = face
        self._presses = Presses()
        self._held: QTimer | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(face.name)

    def show_face(self, theme: Theme, face: BarButton) -> None:
        """Draw ``face`` in ``theme``; nothing is drawn anew where nothing is new."""
        if (theme, face) != (self._theme, self._face):
            self._theme, self._face = theme, face
            self.setAccessibleName(face.name)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
        elif self._presses.goes_down(self._face.way, time.monotonic()):
            self.clicked.emit()
        else:
            self.begun.emit()
            if self._face.way is Way.HOLD:
                self._hold()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._held is not None:
            self._held.stop()

    def _hold(self) -> None:
        if self._held is None:  # on most counters nobody holds a button
            self._held = QTimer(self)
            self._held.setSingleShot(True)
            self._held.setTimerType(Qt.TimerType.PreciseTimer)
            self._held.setInterval(round(HELD_FOR * 1000))
            self._held.timeout.connect(self._was_held)
        self._held.start()

    def _was_held(self) -> None:
        self._presses.was_held()
        self.clicked.emit()

    def face_rect(self) -> QRect:
        """Return where the face is drawn inside the click area."""
        inset = self._theme.px(ASSIST.y())
        return self.rect().adjusted(0, inset, 0, -inset)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = self._theme
        face = self.face_rect()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = theme.border / 2
        painter.setPen(QPen(theme.color("bar_line"), theme.border))
        painter.setBrush(theme.color("bar_button"))
        radius = theme.px(_BUTTON_RADIUS)
        painter.drawRoundedRect(QRectF(face).adjusted(half, half, -half, -half), radius, radius)
        if self._face.text:
            painter.setPen(theme.color("bar_ink"))
            painter.setFont(theme.font("label"))
            painter.drawText(face, Qt.AlignmentFlag.AlignCenter, self._face.text)
        else:
            self._paint_icon(painter, face)
        painter.end()

    def _paint_icon(self, painter: QPainter, face: QRect) -> None:
        from desktop.ui.icons import Icons  # QtSvg is loaded only where icons are drawn

        size = self._theme.px(16)
        icon = Icons(self._theme).pixmap(
            self._face.icon,
            color="bar_ink",
            size=size,
            ratio=self.devicePixelRatioF(),
        )
        painter.drawPixmap(face.center() - QPoint(size // 2, size // 2) + QPoint(1, 1), icon)


class _MenuButton(PressButton):
    """Three dots, drawn by hand: the bar's first paint needs no SVG.

    It opens when the mouse lets go, for a menu that opens on the press closes on the release.
    """

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("bar_ink"))
        middle = QRectF(self.rect()).center()
        dot = 1.5 * self._theme.text_scale
        for step in (-1, 0, 1):
            y = middle.y() + self._theme.px(5) * step
            painter.drawEllipse(QPointF(middle.x(), y), dot, dot)
        painter.end()


class CounterBar(QWidget):
    """Draws a ``CounterBarView`` and reports what the person asked for.

    It never takes the keyboard, and after a press nothing outside the cue changes. On Wayland a
    program cannot place its windows or keep them on top; there the compositor decides.
    """

    assist_pressed = Signal()
    panic_pressed = Signal()
    press_begun = Signal(Kind)
    """Half of a press, where it is held or pressed twice."""
    offer_pressed = Signal()
    drill_pressed = Signal()
    arrived_pressed = Signal()
    withdraw_pressed = Signal()
    test_pressed = Signal()
    rehearsal_pressed = Signal()
    context_added = Signal(Context)
    note_added = Signal(str)
    code_typed = Signal(str)
    person_changed = Signal(str)
    guidance_pressed = Signal()
    report_pressed = Signal()
    call_pressed = Signal()
    reports_pressed = Signal()
    settings_pressed = Signal()
    join_again_pressed = Signal()
    place_chosen = Signal(object)

    def __init__(
        self,
        view: CounterBarView,
        *,
        appearance: Appearance,
        words: Words,
        places_file: Path | None = None,
    ) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_AlwaysShowToolTips)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowTitle("Countersign")
        self._appearance = appearance
        self._words = words
        self._places = BarPlaces(places_file)
        self._place = self._places.load()
        self._view = view
        self._is_collapsed = False
        self._grip: QPoint | None = None
        self._corner = QPoint()
        self._handle: QWindow | None = None
        self._menu: BarMenu | None = None
        self._note: NoteField | None = None
        self._name: NoteField | None = None
        self._code: NoteField | None = None
        theme = appearance.theme
        self._assist = PressButton(theme, view.assist, self)
        self._panic = PressButton(theme, view.panic, self)
        self._cue = cue.CueArea(theme, view.cue, parent=self)
        self._more = _MenuButton(theme, _menu_face(view), self)
        self._assist.clicked.connect(self.assist_pressed)
        self._panic.clicked.connect(self.panic_pressed)
        self._assist.begun.connect(lambda: self.press_begun.emit(Kind.ASSIST))
        self._panic.begun.connect(lambda: self.press_begun.emit(Kind.PANIC))
        self._more.clicked.connect(self._open_menu)
        appearance.changed.connect(self._restyle)
        self._follow_screens()
        self._lay_out()

    def show_view(self, view: CounterBarView) -> None:
        """Draw ``view``. Unless the wording changed, only the cue is drawn anew."""
        self._view = view
        theme = self._appearance.theme
        self._assist.show_face(theme, view.assist)
        self._panic.show_face(theme, view.panic)
        self._more.show_face(theme, _menu_face(view))
        self._cue.show_cue(view.cue)

    @property
    def cue(self) -> cue.CueArea:
        """The 80 x 32 area that may change."""
        return self._cue

    @property
    def is_collapsed(self) -> bool:
        """Only the tab is to be seen."""
        return self._is_collapsed

    @property
    def stands(self) -> QRect:
        """Where it was put. What Qt knows of its place may be wrong: on a busy PC a window manager
        that takes the window in can leave Qt believing that it stands at 0, 0, for good.
        """
        return QRect(self._corner, self.size())

    @property
    def is_at_the_top(self) -> bool:
        """It is docked at the screen's upper edge, so that what opens beside it grows down."""
        return self._place.edge is Edge.TOP

    def collapse(self) -> None:
        """Shrink to the tab, which keeps showing the cue's shape."""
        self._fold(is_collapsed=True)

    def expand(self) -> None:
        """Show the whole bar again."""
        self._fold(is_collapsed=False)

    def _fold(self, *, is_collapsed: bool) -> None:
        self._is_collapsed = is_collapsed
        for button in (self._assist, self._panic, self._more):
            button.setVisible(not is_collapsed)
        self._cue.set_compact(is_compact=is_collapsed)
        self.setAccessibleName(self._view.expand_name if is_collapsed else "")
        self._lay_out()
        self.update()

    def _lay_out(self) -> None:
        px = self._appearance.theme.px
        self.setFixedSize(QSize(px(TAB if self._is_collapsed else WIDTH), px(HEIGHT)))
        for button, face in ((self._assist, ASSIST), (self._panic, PANIC), (self._more, MENU)):
            button.setGeometry(px(face.x()), 0, px(face.width()), px(HEIGHT))
        if self._is_collapsed:
            self._cue.setGeometry(self.rect())
        else:
            self._cue.setGeometry(px(CUE.x()), px(CUE.y()), px(CUE.width()), px(CUE.height()))
        self._dock()

    def _restyle(self) -> None:
        self._cue.use(self._appearance.theme)
        self.show_view(self._view)
        self._menu = self._note = self._name = self._code = None
        self._fold(is_collapsed=self._is_collapsed)

    # Where it stands

    def _follow_screens(self) -> None:
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._follow_screen)
        for change in (app.screenAdded, app.screenRemoved, app.primaryScreenChanged):
            change.connect(self._screens_changed)
        for screen in app.screens():
            self._follow_screen(screen)

    def _follow_screen(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._screens_changed)

    def _screens_changed(self) -> None:
        self._place = self._places.load()
        self._dock()

    def _dock(self) -> None:
        self._put(self._docked_corner())
        self._round_corners()

    def _put(self, corner: QPoint) -> None:
        self._corner = corner
        self.move(corner)

    def _round_corners(self) -> None:
        """Round the corners that no screen edge touches. A mask, as not every desktop blends."""
        if not self._radius:
            return
        shape = QBitmap(self.size())
        shape.fill(Qt.GlobalColor.color0)
        painter = QPainter(shape)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.color1)
        painter.drawRoundedRect(self._reach(), self._radius, self._radius)
        painter.end()
        self.setMask(shape)

    @property
    def _radius(self) -> int:
        can_cut = QGuiApplication.platformName() in _CUT_WINDOWS
        return self._appearance.theme.px(_RADIUS) if can_cut else 0

    def _reach(self) -> QRect:
        """Return the bar's rectangle, stretched past the screen edges that it touches."""
        available = screen_of(self._place).availableGeometry()
        at = self.stands
        radius = self._radius
        return self.rect().adjusted(
            -radius if at.left() <= available.left() else 0,
            -radius if at.top() <= available.top() else 0,
            radius if at.right() >= available.right() else 0,
            radius if at.bottom() >= available.bottom() else 0,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        px = self._appearance.theme.px
        x = event.position().x()
        if not self._is_collapsed and px(GUARD.start) <= x < px(GUARD.stop):
            return
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        if QGuiApplication.platformName() == "wayland":
            self._grip = None
            self.windowHandle().startSystemMove()
            return
        self._put(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        moved = event.globalPosition().toPoint() - self._grip - self._docked_corner()
        self._grip = None
        if moved.manhattanLength() < QGuiApplication.styleHints().startDragDistance():
            if self._is_collapsed:
                self.expand()
            else:
                self._dock()
                if self._cue.geometry().contains(event.position().toPoint()):
                    self.guidance_pressed.emit()
            return
        screen = QGuiApplication.screenAt(self.stands.center()) or screen_of(self._place)
        available = screen.availableGeometry()
        self._place = BarPlace.nearest(name_of(screen), available, self.stands)
        self._places.save(self._place)
        self._dock()

    def _upper_right(self) -> QPoint:
        return self.stands.topLeft() + QPoint(self.width(), 0)

    def _docked_corner(self) -> QPoint:
        return self._place.corner(screen_of(self._place).availableGeometry(), self.size())

    # The menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu()
        event.accept()

    def build_menu(self) -> "BarMenu":
        """Return a menu of the view as it stands now; the tray icon shows one as well."""
        from desktop.ui.bar_menu import BarMenu  # not needed for the first paint

        menu = BarMenu(self._appearance.theme)
        menu.show_view(self._view)
        menu.chosen.connect(self._carry_out)
        menu.place_chosen.connect(self.place_chosen)
        menu.context_chosen.connect(self.context_added)
        menu.words_wanted.connect(self._open_note)
        return menu

    def _open_menu(self) -> None:
        self._menu = self.build_menu()
        size = self._menu.sizeHint()
        corner = self._upper_right() - QPoint(size.width(), size.height())
        room = screen_of(self._place).availableGeometry()
        if self._place.edge is Edge.TOP or corner.y() < room.top():
            corner = self._upper_right() + QPoint(-size.width(), self.height())
        self._menu.popup(corner)

    def _carry_out(self, intent: Intent) -> None:
        asked = {
            Intent.OFFER: self.offer_pressed,
            Intent.DRILL: self.drill_pressed,
            Intent.ARRIVED: self.arrived_pressed,
            Intent.WITHDRAW: self.withdraw_pressed,
            Intent.REHEARSE: self.rehearsal_pressed,
            Intent.TEST: self.test_pressed,
            Intent.GUIDANCE: self.guidance_pressed,
            Intent.REPORT: self.report_pressed,
            Intent.CALL: self.call_pressed,
            Intent.REPORTS: self.reports_pressed,
            Intent.SETTINGS: self.settings_pressed,
            Intent.JOIN_AGAIN: self.join_again_pressed,
        }
        match intent:
            case Intent.COLLAPSE:
                self.collapse()
            case Intent.NOTE:
                self._open_note()
            case Intent.PERSON:
                self._open_name()
            case Intent.NOT_HERE:
                pass  # its choices say the place
            case _:
                asked[intent].emit()

    def _open_note(self) -> None:
        from desktop.ui.note_field import NoteField  # not needed for the first paint

        if self._note is None:
            self._note = NoteField.for_notes(self._appearance.theme, self._words)
            self._note.written.connect(self.note_added)
        self._note.open_above(self._upper_right())

    def _open_name(self) -> None:
        from desktop.ui.note_field import NoteField  # not needed for the first paint

        if self._name is None:
            self._name = NoteField.for_names(self._appearance.theme, self._words)
            self._name.written.connect(self.person_changed)
        self._name.open_above(self._upper_right(), text=self._view.person)

    def ask_code(self, *, is_again: bool = False) -> None:
        """Ask for the code that takes a call back; ``code_typed`` tells it."""
        from desktop.ui.note_field import NoteField  # not needed for the first paint

        self._code = NoteField.for_codes(self._appearance.theme, self._words, is_again=is_again)
        self._code.written.connect(self.code_typed)
        self._code.open_above(self._upper_right())

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if self._grip is not None:
            self._round_corners()

    def showEvent(self, event: QShowEvent) -> None:
        """Keep off taskbars, and watch the window's state.

        By its handle, for an override of ``changeEvent`` has PySide make classes of all kinds of
        events, and that would stand before the first paint.
        """
        super().showEvent(event)
        keep_off_taskbar(self)
        handle = self.windowHandle()
        if handle is not self._handle:
            self._handle = handle
            handle.windowStateChanged.connect(self._come_back)

    def _come_back(self, state: Qt.WindowState) -> None:
        """A panic button that nobody can find helps nobody."""
        if state & Qt.WindowState.WindowMinimized:
            self.showNormal()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        paint_ground(painter, self.rect(), theme.color("bar"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = theme.border / 2
        radius = self._radius
        painter.setPen(QPen(theme.color("bar_line"), theme.border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        reach = QRectF(self._reach())
        painter.drawRoundedRect(reach.adjusted(half, half, -half, -half), radius, radius)
        painter.end()


def _menu_face(view: CounterBarView) -> BarButton:
    return BarButton("", "", view.menu_name)
