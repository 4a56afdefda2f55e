"""What stands above the plan while it is arranged: how, and what can be done with the floor."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QVBoxLayout, QWidget

from desktop.domain.plan.ids import FloorId
from desktop.domain.plan.plan import Floor
from desktop.ui.buttons import push_button
from desktop.ui.flow import FlowLayout
from desktop.ui.labels import Label
from desktop.ui.theme import Theme
from desktop.ui.views.floor_plan_words import PlanWords


class ArrangingStrip(QFrame):
    """Reports what was asked of the floor that is shown. To remove one takes a second press."""

    added = Signal()
    changed = Signal(str)
    renamed = Signal(str, str)
    removed = Signal(str)

    def __init__(self, theme: Theme, words: PlanWords) -> None:
        super().__init__()
        px = theme.px
        self._words = words
        self._floor: Floor | None = None
        self.name = QLineEdit()
        self.name.setFont(theme.font("body"))
        self.name.setAccessibleName(words.floor_name)
        self.name.setPlaceholderText(words.floor_name)
        self.name.setMinimumWidth(px(180))
        self.name.setMaxLength(60)
        self.name.editingFinished.connect(self._rename)
        self.undo = push_button(theme, words.undo, measure="row")
        self.undo.setEnabled(False)
        self.change = push_button(theme, words.change, measure="row")
        self.change.clicked.connect(lambda: self.changed.emit(self._id))
        self.add = push_button(theme, words.add, measure="row")
        self.add.clicked.connect(self.added)
        self.remove = push_button(theme, words.remove_floor, measure="row")
        self.remove.clicked.connect(self._offer_removal)
        buttons = QWidget()
        row = FlowLayout(buttons, gap=px(8))
        for part in (self.name, self.undo, self.change, self.add, self.remove):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(Label(theme, "label", words.how, tone="ink2", weight=400))
        column.addWidget(buttons)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.activated.connect(self.undo.click)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches, in reading order."""
        return [self.name, self.undo, self.change, self.add, self.remove]

    def show_floor(self, floor: Floor) -> None:
        """Be about ``floor``."""
        before, self._floor = self._floor, floor
        is_other = before is None or before.id != floor.id
        if is_other or (not self.name.hasFocus() and self.name.text() != floor.name):
            self.name.setText(floor.name)

    @property
    def removal(self) -> str:
        """What removes this floor."""
        name = self._floor.name if self._floor is not None else ""
        return self._words.remove.replace("{floor}", name)

    def removal_menu(self) -> QMenu:
        """The second press."""
        menu = QMenu(self)
        floor = self._id
        menu.addAction(self.removal).triggered.connect(lambda: self.removed.emit(floor))
        return menu

    @property
    def _id(self) -> FloorId:
        return self._floor.id if self._floor is not None else ""

    def _offer_removal(self) -> None:
        self.removal_menu().popup(self.remove.mapToGlobal(QPoint(0, self.remove.height())))

    def _rename(self) -> None:
        said = self.name.text().strip()
        if self._floor is not None and said and said != self._floor.name:
            self.renamed.emit(self._floor.id, said)
