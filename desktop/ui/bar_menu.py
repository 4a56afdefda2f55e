"""The counter bar's menu, which the tray icon shows as well."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.alerts.facts import Context
from desktop.ui.icons import Icons
from desktop.ui.theme import Scheme, Theme
from desktop.ui.views.bar_menu import Choice, Intent, MenuItem
from desktop.ui.views.counter_bar import CounterBarView


class BarMenu(QMenu):
    """Shows a view's items and reports which was chosen."""

    chosen = Signal(Intent)
    place_chosen = Signal(object)
    context_chosen = Signal(Context)
    words_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = Icons(theme)
        self.setStyleSheet(theme.style_sheet())
        self.setFont(theme.font("body"))
        self._leaning = theme.font("body")
        self._leaning.setItalic(True)

    def show_view(self, view: CounterBarView) -> None:
        """Fill the menu with the items of ``view``."""
        self.clear()
        for item in view.menu():
            if item.starts_group:
                self.addSeparator()
            self._add(item)

    def _add(self, item: MenuItem) -> None:
        icon = self._icons.icon(item.icon, color="ink2", size=16, disabled="disabled")
        if item.choices and item.is_enabled:
            below = self.addMenu(icon, item.text)
            below.setFont(self.font())
            self._add_choices(below, item)
            return
        action = self.addAction(icon, item.text)
        action.setEnabled(item.is_enabled)
        if not item.is_enabled and self._theme.scheme is Scheme.CONTRAST:
            action.setFont(self._leaning)  # there, colour alone is no sign
        action.triggered.connect(lambda: self.chosen.emit(item.intent))

    def _add_choices(self, below: QMenu, item: MenuItem) -> None:
        group = QActionGroup(below)
        for choice in item.choices:
            action = below.addAction(choice.text)
            action.setCheckable(item.intent is Intent.NOT_HERE)
            action.setChecked(choice.is_chosen)
            group.addAction(action)
            self._connect(action, item.intent, choice)

    def _connect(self, action: QAction, intent: Intent, choice: Choice) -> None:
        if intent is Intent.NOT_HERE:
            action.triggered.connect(lambda: self.place_chosen.emit(choice.value))
        elif choice.value:
            context = Context(choice.value)
            action.triggered.connect(lambda: self.context_chosen.emit(context))
        else:
            action.triggered.connect(self.words_wanted)
