"""Choices as chips: up to nine, the rest under *more*. Arrows move among them, Space ticks."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.ui.flow import FlowLayout
from desktop.ui.reports.look import Look

MOST = 9
_NEXT = {Qt.Key.Key_Right, Qt.Key.Key_Down}
_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up}


class Chip(QPushButton):
    """One choice; a tick shows that it is on. It keeps its width, so that nothing jumps."""

    moved = Signal(int)

    def __init__(self, look: Look, text: str, *, role: str = "chip", measure: str = "") -> None:
        super().__init__(text)
        self._look = look
        self._tick = look.icon_before("check", "action_text")
        self._padding = 20 if measure == "touch" else 12
        self.setProperty("role", role)
        self.setProperty("measure", measure)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFont(look.theme.font("body", weight=500))
        self.setIconSize(look.icon_room())
        self.toggled.connect(self._draw)

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(text + self._look.px(28 + 2 * self._padding), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _NEXT:
            self.moved.emit(1)
        elif event.key() in _BACK:
            self.moved.emit(-1)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def _draw(self, is_on: bool) -> None:
        self.setIcon(self._tick if is_on else QIcon())


class ChipGroup(QWidget):
    """Chips that flow over lines. ``ticked`` says which are on, by their keys."""

    ticked = Signal(list)

    def __init__(
        self,
        look: Look,
        name: str,
        choices: Sequence[tuple[str, str]],
        *,
        is_single: bool,
        most: int = MOST,
        measure: str = "",
    ) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self._is_single = is_single
        self._measure = measure
        self._chips: dict[str, Chip] = {}
        self._more: QPushButton | None = None
        self.setAccessibleName(name)
        self._flow = FlowLayout(self, gap=look.px(8))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        shown = min(len(choices), most)
        for key, text in choices:
            self._add(key, text)
        self._more = more = QPushButton(look.words("more ({n})", n=len(choices) - shown))
        more.setProperty("role", "quiet")
        more.setFont(look.theme.font("body", weight=500))
        more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        more.setAccessibleName(look.words("{name}: more choices", name=name))
        more.clicked.connect(self._show_all)
        self._flow.addWidget(more)
        self._hidden = [*self._chips.values()][shown:]
        for chip in self._hidden:
            chip.hide()
        more.setVisible(bool(self._hidden))
        self._rove(next(iter(self._chips.values()), None))

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The chips that can be seen, in their order."""
        return tuple(chip for chip in self._chips.values() if not chip.isHidden())

    @property
    def more(self) -> tuple[QPushButton, ...]:
        """The button that shows the rest, while there is one."""
        return (self._more,) if self._more is not None and not self._more.isHidden() else ()

    @property
    def chosen(self) -> Chip | None:
        """The first that is ticked."""
        return next((chip for chip in self._chips.values() if chip.isChecked()), None)

    @property
    def on(self) -> list[str]:
        """The keys that are ticked."""
        return [key for key, chip in self._chips.items() if chip.isChecked()]

    def show_on(self, keys: Sequence[str]) -> None:
        """Tick ``keys`` and no others; those that are no choice become chips of their own."""
        for key in keys:
            if key not in self._chips:
                self._add(key, key)
        for key, chip in self._chips.items():
            chip.setChecked(key in keys)
            if chip.isChecked() and chip in self._hidden:
                chip.show()
        if self._is_single and self.chosen is not None:
            self._rove(self.chosen)

    def add_own(self, text: str) -> None:
        """Tick something that was not among the choices."""
        if text not in self._chips:
            self._add(text, text)
        self._chips[text].setChecked(True)
        self.ticked.emit(self.on)

    def set_read_only(self, *, is_so: bool) -> None:
        """Let nothing be ticked any more."""
        for chip in self._chips.values():
            chip.setEnabled(not is_so)
        if self._more is not None:
            self._more.setEnabled(not is_so)

    def _add(self, key: str, text: str) -> None:
        chip = Chip(self._look, text, measure=self._measure)
        chip.setAccessibleDescription(self._name)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.clicked.connect(lambda _=False: self._clicked(chip))
        chip.moved.connect(lambda step: self._move(chip, step))
        self._chips[key] = chip
        self._flow.addWidget(chip)
        if self._more is not None:
            self._flow.move_last(to=self._flow.count() - 2)
            chip.show()

    def _clicked(self, chip: Chip) -> None:
        if self._is_single and chip.isChecked():
            for other in self._chips.values():
                if other is not chip:
                    other.setChecked(False)
        self._rove(chip)
        self.ticked.emit(self.on)

    def _move(self, chip: Chip, step: int) -> None:
        chips = self.chips
        target = chips[(chips.index(chip) + step) % len(chips)]
        self._rove(target)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _rove(self, chip: Chip | None) -> None:
        """Tab comes to one chip of the group; the arrows go on from there."""
        for other in self._chips.values():
            other.setFocusPolicy(
                Qt.FocusPolicy.TabFocus if other is chip else Qt.FocusPolicy.NoFocus
            )

    def _show_all(self) -> None:
        first = self._hidden[0]
        for chip in self._hidden:
            chip.show()
        self._hidden = []
        if self._more is not None:
            self._more.hide()
        self._rove(first)
        first.setFocus(Qt.FocusReason.TabFocusReason)
        self.updateGeometry()


def beside(look: Look, *widgets: QWidget) -> QWidget:
    """Widgets in one row, as wide as they need."""
    row = QWidget()
    inside = QHBoxLayout(row)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(look.px(10))
    for widget in widgets:
        inside.addWidget(widget)
    inside.addStretch(1)
    return row
