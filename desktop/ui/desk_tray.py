"""The tray icon of a supervisor's desk. Many desktops have no tray; the console has it all, too."""

from PySide6.QtCore import QObject, Signal

from desktop.ui.theme import Appearance
from desktop.ui.tray import TrayIcon, tray_icon
from desktop.ui.views.desk_tray import DeskTrayView

_TELLS_MS = 15_000


class DeskTray(TrayIcon):
    """Draws a ``DeskTrayView``. Whoever says here that they leave, and is the last, is told it."""

    away_pressed = Signal()
    here_pressed = Signal()
    console_pressed = Signal()

    def __init__(self, *, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(appearance=appearance, parent=parent)
        self._view: DeskTrayView | None = None
        self._has_said_away = False

    def show_view(self, view: DeskTrayView) -> None:
        """Draw ``view``; nothing is drawn anew where nothing changed."""
        before, self._view = self._view, view
        if before is None or before.shape is not view.shape:
            self._icon.setIcon(tray_icon(self._appearance, view.shape))
        if before is None or before.tip != view.tip:
            self._icon.setToolTip(view.tip)
        if self._has_said_away and not view.may_leave:
            self._has_said_away = False
            if view.warning is not None:
                self._icon.showMessage(*view.warning, self._icon.icon(), _TELLS_MS)

    def _clicked(self) -> None:
        self.console_pressed.emit()

    def _fill(self) -> None:
        view = self._view
        self._menu.clear()
        if view is None:
            return
        for line in view.lines:
            self._menu.addAction(line).setEnabled(False)
        self._menu.addSeparator()
        self._menu.addAction(view.choice, self._choose)
        self._menu.addAction(view.open_text, self.console_pressed.emit)

    def _choose(self) -> None:
        if self._view is not None and self._view.may_leave:
            self._has_said_away = True
            self.away_pressed.emit()
        else:
            self.here_pressed.emit()
