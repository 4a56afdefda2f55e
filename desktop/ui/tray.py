"""The tray icon: the same menu once more. Many desktops have no tray; it is never the only way."""

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.domain.alerts.facts import Kind
from desktop.ui.counter_bar import CounterBar
from desktop.ui.glyph import paint_glyph
from desktop.ui.theme import Appearance
from desktop.ui.views.counter_bar import CounterBarView
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words


class TrayIcon(QObject):
    """An icon with a menu that is filled when it opens."""

    def __init__(self, *, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._menu = QMenu()
        self._menu.aboutToShow.connect(self._fill)
        self._icon = QSystemTrayIcon(tray_icon(appearance), self)
        self._icon.setToolTip("Countersign")
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)

    def show(self) -> bool:
        """Show the icon if this desktop has a tray; return whether it has one."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return False
        self._icon.show()
        return True

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._clicked()

    def _clicked(self) -> None:
        """Do what one click on it is for."""
        raise NotImplementedError

    def _fill(self) -> None:
        """Put into the menu what can be chosen now."""
        raise NotImplementedError


class Tray(TrayIcon):
    """A counter's: the bar's buttons and menu once more, in the bar's own words, and as the tip
    what its cue says: in full at rest, and while it calls in the cue's own shortest word, for
    whoever called from here left the pointer on the icon, and the customer reads the tip. The icon
    is still and grey: the cue is the only thing at a counter that may change. Two clicks are meant,
    so a site that has its buttons held calls from here at once.
    """

    call_pressed = Signal(Kind)

    def __init__(self, bar: CounterBar, *, appearance: Appearance, words: Words) -> None:
        super().__init__(appearance=appearance, parent=bar)
        self._bar = bar
        self._words = words
        self._shown: QMenu | None = None
        self._view: CounterBarView | None = None

    def show_view(self, view: CounterBarView) -> None:
        """Say in the tip what the cue of ``view`` says."""
        self._view = view
        tip = self._tip_of(view)
        if tip != self._icon.toolTip():
            self._icon.setToolTip(tip)

    def _tip_of(self, view: CounterBarView) -> str:
        if view.is_calling:
            return view.cue.words[-1] if view.cue.words else "Countersign"
        return f"Countersign\n{view.cue.sentence}"

    def _clicked(self) -> None:
        self._bar.expand()
        self._bar.show()

    def _calls(self) -> tuple[tuple[Kind, str], ...]:
        """What stands on top of the menu, and calls."""
        view = self._view
        if view is None:
            return ()
        return ((Kind.ASSIST, view.assist.in_menu), (Kind.PANIC, view.panic.in_menu))

    def _fill(self) -> None:
        self._menu.clear()
        for kind, text in self._calls():
            call = self._menu.addAction(text)
            call.triggered.connect(lambda _=False, kind=kind: self.call_pressed.emit(kind))
        self._menu.addSeparator()
        self._shown = self._bar.build_menu()
        for action in self._shown.actions():
            self._menu.addAction(action)
        self._end_menu()

    def _end_menu(self) -> None:
        """Add what stands below the bar's own items."""
        if self._bar.is_collapsed:
            self._menu.addAction(self._words("Show the bar"), self._bar.expand)


def tray_icon(appearance: Appearance, shape: Shape = Shape.READY) -> QIcon:
    """Return ``shape`` in grey, in the sizes that trays have."""
    made = QIcon()
    for size in (16, 22, 32, 44):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        grey = appearance.theme.color("control")
        inner = appearance.theme.color("surface")
        paint_glyph(painter, shape, QRectF(0, 0, size, size), mark=grey, inner=inner)
        painter.end()
        made.addPixmap(pixmap)
    return made
