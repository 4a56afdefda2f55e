"""The tray icon of a staff desk: its bar in small. Its sign is the bar's cue."""

from desktop.domain.alerts.facts import Kind
from desktop.ui.tray import Tray, tray_icon
from desktop.ui.views.counter_bar import CounterBarView


class StaffTray(Tray):
    """Grey, as a counter's. The bar comes and goes by it; without a tray the bar stays. No customer
    reads it, so its words are plain.
    """

    def show_view(self, view: CounterBarView) -> None:
        """Draw the cue of ``view``, and say its sentence in the tip."""
        before = self._view
        super().show_view(view)
        if before is None or before.cue.shape is not view.cue.shape:
            self._icon.setIcon(tray_icon(self._appearance, view.cue.shape))

    def _tip_of(self, view: CounterBarView) -> str:
        return f"Countersign\n{view.cue.sentence}"

    def _calls(self) -> tuple[tuple[Kind, str], ...]:
        return (
            (Kind.ASSIST, self._words("Call a supervisor")),
            (Kind.PANIC, self._words("Panic: silent call for help")),
        )

    def _fill(self) -> None:
        super()._fill()
        if self._view is not None:
            first = self._menu.actions()[0]
            says = self._menu.addAction(self._view.cue.sentence)
            says.setEnabled(False)
            self._menu.insertAction(first, says)
            self._menu.insertSeparator(first)

    def _end_menu(self) -> None:
        self._menu.addSeparator()
        if self._bar.isVisible():
            self._menu.addAction(self._words("Hide the bar"), self._bar.hide)
        else:
            self._menu.addAction(self._words("Show the bar"), self._clicked)
