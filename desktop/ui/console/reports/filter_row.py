"""The quiet row below the search: what narrows the list, and the saved views."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import Kind
from desktop.ui.advice_line import AdviceLine
from desktop.ui.buttons import push_button, put_icon
from desktop.ui.flow import FlowLayout
from desktop.ui.icons import Icons
from desktop.ui.labels import Label, mark_problem, set_property
from desktop.ui.theme import Theme
from desktop.ui.views.reports import ChooseDays, DaysProblem, FiltersView, FilterView, Period
from desktop.ui.words import Words


class FilterRow(QWidget):
    """Draws a ``FiltersView``; every choice is reported at once."""

    kind_switched = Signal(Kind)
    standing_switched = Signal(Standing)
    period_chosen = Signal(object)
    place_chosen = Signal(str)
    threats_switched = Signal()
    hurt_switched = Signal()
    cleared = Signal()
    view_chosen = Signal(str)
    view_forgotten = Signal(str)
    view_saved = Signal(str)

    def __init__(self, theme: Theme, words: Words, choose_days: ChooseDays) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._choose_days = choose_days
        self._view: FiltersView | None = None
        px = theme.px
        self._icons = Icons(theme)
        self._kind = self._menu_button(self._kind_menu)
        self._standing = self._menu_button(self._standing_menu)
        self._period = self._menu_button(self._period_menu)
        self._place = self._menu_button(self._place_menu)
        self._threats = self._switch(self.threats_switched.emit)
        self._hurt = self._switch(self.hurt_switched.emit)
        self._views = self._menu_button(self._views_menu)
        self._clear = push_button(theme, "", role="quiet", measure="row")
        self._clear.clicked.connect(self.cleared)
        self._buttons = (
            self._kind,
            self._standing,
            self._period,
            self._place,
            self._threats,
            self._hurt,
            self._views,
            self._clear,
        )
        self._unfold = self._button()
        self._unfold.setCheckable(True)
        self._unfold.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._unfold.clicked.connect(self._show_all)
        self._is_folded = False
        self._is_narrowed = False
        rows = QWidget()
        flow = FlowLayout(rows, gap=px(6))
        for button in (self._unfold, *self._buttons):
            flow.addWidget(button)
        self._days = _Days(theme, words)
        self._days.chosen.connect(self._take_days)
        self._name = _Name(theme, words)
        self._name.chosen.connect(self._take_name)
        self._days.left.connect(self._period.setFocus)
        self._name.left.connect(self._views.setFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(rows)
        column.addWidget(self._days)
        column.addWidget(self._name)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        return [self._unfold, *self._buttons, *self._days.controls, *self._name.controls]

    def show_view(self, view: FiltersView) -> None:
        """Draw ``view``, button by button where it differs: it is shown with every key."""
        if view == self._view:
            return
        before, self._view = self._view, view
        self._clear.setText(view.clear)
        for button, name in (
            (self._kind, "kind"),
            (self._standing, "standing"),
            (self._period, "period"),
            (self._place, "place"),
            (self._threats, "threats"),
            (self._hurt, "hurt"),
            (self._views, "views"),
            (self._unfold, "folded"),
        ):
            one: FilterView = getattr(view, name)
            if before is None or one != getattr(before, name):
                self._draw(button, one)
        self._is_narrowed = view.is_narrowed
        self._show_all()

    def fold(self, *, is_folded: bool) -> None:
        """Put all of it behind one button, where large text leaves too little room."""
        if is_folded != self._is_folded:
            self._is_folded = is_folded
            self._show_all()

    def _show_all(self) -> None:
        is_open = not self._is_folded or self._unfold.isChecked()
        self._unfold.setVisible(self._is_folded)
        for button in self._buttons:
            button.setVisible(is_open)
        self._clear.setVisible(is_open and self._is_narrowed)

    def _draw(self, button: QPushButton, view: FilterView) -> None:
        button.setText(view.text)
        if button in {self._threats, self._hurt}:
            button.setChecked(view.is_on)
            icon = "check" if view.is_on else "plus"
            put_icon(button, self._icons, icon, color="action_text" if view.is_on else "ink2")
        else:
            color = "action_text" if view.is_on else "ink2"
            put_icon(button, self._icons, "chevron-down", color=color)
        set_property(button, "on", "true" if view.is_on else "false")

    def _button(self) -> QPushButton:
        made = QPushButton()
        made.setProperty("role", "filter")
        made.setFont(self._theme.font("label", weight=500))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setIconSize(QSize(self._theme.px(14), self._theme.px(14)))
        return made

    def _switch(self, pressed: Callable[[], None]) -> QPushButton:
        made = self._button()
        made.setCheckable(True)
        made.clicked.connect(lambda _=False: pressed())
        return made

    def _menu_button(self, menu: Callable[[], QMenu]) -> QPushButton:
        made = self._button()
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.clicked.connect(lambda: self._pop_up(made, menu()))
        return made

    def _pop_up(self, button: QPushButton, menu: QMenu) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + self._theme.px(4))))

    def _menu(self, view: FilterView, chosen: Callable[[str], None]) -> QMenu:
        menu = QMenu(self)
        menu.setFont(self._theme.font("body"))
        for one in view.choices:
            action = menu.addAction(one.text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(one.is_on)
            if one.is_on:
                action.setIcon(self._icons.icon("check", color="action_text", size=16))
            action.triggered.connect(lambda _=False, key=one.key: chosen(key))
        return menu

    def _kind_menu(self) -> QMenu:
        assert self._view is not None
        return self._menu(self._view.kind, lambda key: self.kind_switched.emit(Kind(key)))

    def _standing_menu(self) -> QMenu:
        assert self._view is not None
        return self._menu(
            self._view.standing, lambda key: self.standing_switched.emit(Standing(key))
        )

    def _period_menu(self) -> QMenu:
        assert self._view is not None
        menu = self._menu(self._view.period, lambda key: self.period_chosen.emit(Period(key)))
        menu.addSeparator()
        menu.addAction(self._words("Other days…"), self._days.open)
        if self._view.period.is_on:
            menu.addAction(self._words("At any time"), lambda: self.period_chosen.emit(None))
        return menu

    def _place_menu(self) -> QMenu:
        assert self._view is not None
        menu = self._menu(self._view.place, self.place_chosen.emit)
        if self._view.place.is_on or not self._view.place.choices:
            menu.addSeparator()
            menu.addAction(self._words("At any place"), lambda: self.place_chosen.emit(""))
        return menu

    def _views_menu(self) -> QMenu:
        assert self._view is not None
        view = self._view.views
        menu = self._menu(view, self.view_chosen.emit)
        menu.addSeparator()
        menu.addAction(self._words("Save this view as…"), self._name.open)
        if view.choices:
            forget = menu.addMenu(self._words("Forget a view"))
            forget.setFont(menu.font())
            for one in view.choices:
                name = one.key
                forget.addAction(
                    one.text.replace("&", "&&"), partial(self.view_forgotten.emit, name)
                )
        return menu

    def _take_days(self, since: str, until: str) -> None:
        problem = self._choose_days(since, until)
        self._days.show_problem(problem)

    def _take_name(self, name: str) -> None:
        self.view_saved.emit(name)
        self._name.hide()


class _Asked(QWidget):
    """A line of fields that opens below the row. Enter takes it, Esc puts it away."""

    left = Signal()

    def __init__(self, theme: Theme, button: str) -> None:
        super().__init__()
        self._theme = theme
        self.lines: list[QLineEdit] = []
        px = theme.px
        self._row = QWidget()
        self._flow = FlowLayout(self._row, gap=px(6))
        self._take = push_button(theme, button, measure="row")
        self._take.clicked.connect(self._done)
        self._advice = AdviceLine(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._row)
        column.addWidget(self._advice)
        self.hide()

    @property
    def controls(self) -> list[QWidget]:
        return [*self.lines, self._take]

    def open(self) -> None:
        self.show()
        self.lines[0].setFocus()
        self.lines[0].selectAll()

    def show_problem(self, problem: DaysProblem | None) -> None:
        self._advice.show_advice(problem.advice if problem else None)
        for at, line in enumerate(self.lines):
            mark_problem(line, problem.advice.whole if problem and problem.at == at else "")
        self.setVisible(problem is not None)

    def _line(self, name: str, width: int, hint: str = "") -> None:
        line = QLineEdit()
        line.setFont(self._theme.font("label", weight=400))
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.setFixedWidth(self._theme.px(width))
        line.returnPressed.connect(self._done)
        label = Label(self._theme, "label", name, wraps=False)
        label.setMinimumHeight(line.sizeHint().height())
        label.setBuddy(line)
        self._flow.addWidget(label)
        self._flow.addWidget(line)
        self.lines.append(line)

    def _done(self) -> None:
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Days(_Asked):
    chosen = Signal(str, str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words("Show"))
        self._line(words("From"), 96)
        self._line(words("To"), 96)
        self._flow.addWidget(self._take)

    def _done(self) -> None:
        self.chosen.emit(self.lines[0].text(), self.lines[1].text())


class _Name(_Asked):
    chosen = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words("Save"))
        self._line(words("Name"), 180)
        self._flow.addWidget(self._take)

    def _done(self) -> None:
        if self.lines[0].text().strip():
            self.chosen.emit(self.lines[0].text())
