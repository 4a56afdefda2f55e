"""The versions of the chosen card, and what each of them changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QPushButton, QVBoxLayout, QWidget

from desktop.ui.badge import BadgeLabel
from desktop.ui.buttons import push_button
from desktop.ui.console.guidance.diff_text import DiffText
from desktop.ui.flow import FlowLayout
from desktop.ui.guidance.card_button import CardButton
from desktop.ui.labels import Label, set_property
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.theme import Theme
from desktop.ui.views.guidance_versions import Compared, VersionRow, VersionsView
from desktop.ui.words import Words

_LIST = 260
_BESIDE = 640


class VersionsPage(ScrollingPage):
    """Draws a ``VersionsView``; ``acted`` carries the version to bring back or to keep."""

    chosen = Signal(str)
    against_chosen = Signal(object)
    acted = Signal(str)
    join_wanted = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._view: VersionsView | None = None
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.controls: list[QWidget] = []

    def show_view(self, view: VersionsView) -> None:
        """Draw ``view``; the keyboard stays with the version it was on."""
        if view == self._view:
            return
        at = self.verticalScrollBar().value()
        focused = QApplication.focusWidget()
        name = focused.objectName() if focused in self.controls and focused is not None else ""
        self._view = view
        self.controls = []
        px = self._theme.px
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, px(6), px(12))
        column.setSpacing(px(10))
        if view.note:
            column.addWidget(Label(self._theme, "body", view.note, tone="ink2"))
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(px(20))
        self._rows = self._list(view)
        self._sides.addWidget(self._rows, 0, Qt.AlignmentFlag.AlignTop)
        self._sides.addLayout(self._comparisons(view), 1)
        column.addLayout(self._sides)
        column.addStretch(1)
        self.hold(page)
        self._arrange()
        self.verticalScrollBar().setValue(at)
        for control in self.controls:
            if name and control.objectName() == name:
                control.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        px = self._theme.px
        is_beside = self.width() >= px(_BESIDE)
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.LeftToRight if is_beside else direction.TopToBottom)
        if self._view is None:
            return
        if is_beside:
            self._rows.setFixedWidth(px(_LIST))
        else:
            self._rows.setMinimumWidth(0)
            self._rows.setMaximumWidth(16_777_215)

    def _list(self, view: VersionsView) -> QWidget:
        box = QFrame()
        box.setAccessibleName(self._words("Versions"))
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(4))
        for row in view.rows:
            button = self._row(row)
            self.controls.append(button)
            column.addWidget(button)
        return box

    def _row(self, row: VersionRow) -> CardButton:
        theme, px = self._theme, self._theme.px
        button = CardButton("hit", row.name)
        button.setObjectName(f"version-{row.version}")
        column = QVBoxLayout(button)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(2))
        column.addWidget(Label(theme, "body_strong", row.who))
        if row.when:
            column.addWidget(Label(theme, "caption", row.when, tone="ink2"))
        if row.why:
            column.addWidget(Label(theme, "label", row.why, weight=400))
        if row.badge is not None:
            column.addWidget(BadgeLabel(theme, row.badge), 0, Qt.AlignmentFlag.AlignLeft)
        button.let_through()
        set_property(button, "chosen", "true" if row.is_chosen else "false")
        button.setCheckable(True)
        button.setChecked(row.is_chosen)
        button.clicked.connect(lambda: self.chosen.emit(row.version))
        return button

    def _comparisons(self, view: VersionsView) -> QVBoxLayout:
        px = self._theme.px
        column = QVBoxLayout()
        column.setSpacing(px(10))
        if view.against:
            box = QWidget()
            box.setAccessibleName(self._words("Compare"))
            flow = FlowLayout(box, gap=px(6))
            for key, text, is_on in view.against:
                chip = self._chip(text, is_on=is_on)
                chip.clicked.connect(lambda _=False, key=key: self.against_chosen.emit(key))
                flow.addWidget(chip)
            column.addWidget(box)
        for one in view.compared:
            column.addWidget(self._compared(one))
        if view.join:
            join = push_button(self._theme, view.join)
            join.clicked.connect(self.join_wanted)
            self.controls.append(join)
            column.addWidget(join, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return column

    def _chip(self, text: str, *, is_on: bool) -> QPushButton:
        chip = push_button(self._theme, text, role="filter", measure="row")
        chip.setObjectName(f"against-{text}")
        chip.setCheckable(True)
        chip.setChecked(is_on)
        set_property(chip, "on", "true" if is_on else "false")
        self.controls.append(chip)
        return chip

    def _compared(self, one: Compared) -> QFrame:
        theme, px = self._theme, self._theme.px
        box = QFrame()
        box.setProperty("plate", "card")
        column = QVBoxLayout(box)
        column.setContentsMargins(px(14), px(12), px(14), px(12))
        column.setSpacing(px(6))
        column.addWidget(Label(theme, "body_strong", one.heading))
        column.addWidget(Label(theme, "caption", one.about, tone="ink2"))
        for note in one.notes:
            column.addWidget(Label(theme, "body", note))
        for part in one.parts:
            column.addWidget(Label(theme, "label", part.language, tone="ink2"))
            text = DiffText(theme, f"{one.heading}. {part.language}", part.lines)
            self.controls.append(text)
            column.addWidget(text)
        if one.nothing:
            column.addWidget(Label(theme, "body", one.nothing, tone="ink2"))
        if one.act:
            act = push_button(theme, one.act, about=one.heading)
            act.clicked.connect(lambda: self.acted.emit(one.version))
            self.controls.append(act)
            column.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        return box
