"""The tray icon of a staff desk: its bar in small. It calls, and its sign is the bar's cue."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from desktop.domain.alerts.facts import Kind
from desktop.ui.counter_bar import CounterBar
from desktop.ui.theme import Appearance
from desktop.ui.tray import TrayIcon, tray_icon
from desktop.ui.views.counter_bar import CounterBarView
from desktop.ui.words import Words


class StaffTray(TrayIcon):
    """Grey, as a counter's. The bar comes and goes by it; without a tray the bar stays."""

    call_pressed = Signal(Kind)

    def __init__(self, bar: CounterBar, *, appearance: Appearance, words: Words) -> None:
        super().__init__(appearance=appearance, parent=bar)
        self._bar = bar
        self._words = words
        self._shown: QMenu | None = None
        self._view: CounterBarView | None = None

    def show_view(self, view: CounterBarView) -> None:
        """Draw the cue of ``view``, and say its sentence in the tip."""
        before, self._view = self._view, view
        if before is None or before.cue.shape is not view.cue.shape:
            self._icon.setIcon(tray_icon(self._appearance, view.cue.shape))
        if before is None or before.cue.sentence != view.cue.sentence:
            self._icon.setToolTip(f"Countersign\n{view.cue.sentence}")

    def _clicked(self) -> None:
        self._bar.expand()
        self._bar.show()

    def _fill(self) -> None:
        self._menu.clear()
        words = self._words
        if self._view is not None:
            self._menu.addAction(self._view.cue.sentence).setEnabled(False)
            self._menu.addSeparator()
        for kind, text in (
            (Kind.ASSIST, words("Call a supervisor")),
            (Kind.PANIC, words("Panic: silent call for help")),
        ):
            call = self._menu.addAction(text)
            call.triggered.connect(lambda _=False, kind=kind: self.call_pressed.emit(kind))
        self._menu.addSeparator()
        self._shown = self._bar.build_menu()
        for action in self._shown.actions():
            self._menu.addAction(action)
        self._menu.addSeparator()
        if self._bar.isVisible():
            self._menu.addAction(words("Hide the bar"), self._bar.hide)
        else:
            self._menu.addAction(words("Show the bar"), self._clicked)
