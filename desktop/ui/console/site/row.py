"""One row of a card of the Site page: what holds, who said it, and its buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.buttons import push_button
from desktop.ui.console.site.editor import Editor
from desktop.ui.flow import FlowLayout
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label, set_shown
from desktop.ui.removal import remove
from desktop.ui.reports.chips import ChipGroup
from desktop.ui.reports.look import Look
from desktop.ui.views.site_cards import ButtonView, Do, RowView

_GLYPH = 16
_BESIDE = 640
"""Pixels from which on the buttons stand beside the words, and not below them."""


class ButtonRow(QWidget):
    """Buttons that flow over lines; one that stays keeps the keyboard."""

    pressed = Signal(Do)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._buttons: dict[Do, QPushButton] = {}
        self._flow = FlowLayout(self, gap=look.px(8))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def buttons(self) -> dict[Do, QPushButton]:
        """The buttons that stand there."""
        return dict(self._buttons)

    def show_buttons(self, views: tuple[ButtonView, ...]) -> None:
        """Draw those; none takes no room."""
        if [*self._buttons] != [view.do for view in views]:
            self._lay_out(views)
        for view in views:
            button = self._buttons[view.do]
            button.setText(view.text)
            button.setAccessibleName(f"{view.text} {view.about}".strip())
            button.setAccessibleDescription(view.about)
        set_shown(self, is_shown=bool(views))

    def _lay_out(self, views: tuple[ButtonView, ...]) -> None:
        """A button that stays keeps the keyboard; from one that goes it passes to the first."""
        before = self._buttons
        while self._flow.takeAt(0) is not None:
            pass
        self._buttons = {view.do: before.get(view.do) or self._made(view) for view in views}
        for button in self._buttons.values():
            self._flow.addWidget(button)
            button.show()
        for do, button in before.items():
            if do not in self._buttons:
                if button.hasFocus():
                    self.start()
                remove(button)

    def start(self) -> None:
        """Put the keyboard to the first of them."""
        first = next(iter(self._buttons.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, view: ButtonView) -> QPushButton:
        made = push_button(self._look.theme, view.text, measure="row", about=view.about)
        made.clicked.connect(lambda _=False, do=view.do: self.pressed.emit(do))
        return made


class SiteRow(QWidget):
    """Draws a ``RowView``; ``pressed``, ``chosen`` and ``saved`` name the row first."""

    pressed = Signal(str, Do)
    chosen = Signal(str, str)
    saved = Signal(str, dict)
    cancelled = Signal()

    def __init__(self, look: Look, view: RowView) -> None:
        super().__init__()
        theme, px = look.theme, look.px
        self._look = look
        self.key = view.key
        self._had = ""
        self.editor: Editor | None = None
        self._glyph = Glyph(theme, _GLYPH)
        self._title = Label(theme, "body", weight=500)
        self._says = Label(theme, "body")
        self._note = Label(theme, "label", tone="ink2", weight=400)
        self.buttons = ButtonRow(look)
        self.buttons.pressed.connect(lambda do: self.pressed.emit(self.key, do))
        said = QHBoxLayout()
        said.setSpacing(px(8))
        said.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(1))
        for label in (self._title, self._says, self._note):
            words.addWidget(label)
        said.addLayout(words, 1)
        self._head = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._head.setSpacing(px(6))
        self._head.addLayout(said, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, px(6), 0, px(6))
        self._column.setSpacing(px(6))
        self._column.addLayout(self._head)
        self.chips: ChipGroup | None = None
        if view.chips:
            choices = [(chip.key, chip.text) for chip in view.chips]
            self.chips = ChipGroup(look, view.title, choices, is_single=True)
            self.chips.ticked.connect(self._ticked)
            self._column.addWidget(self.chips)
        self._head.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignTop)
        self.show_view(view)

    @property
    def controls(self) -> list[QWidget]:
        """What Tab reaches, from above."""
        chips = self.chips.chips if self.chips is not None else ()
        editor = self.editor.controls if self.editor is not None else []
        return [*chips, *self.buttons.buttons.values(), *editor]

    def show_view(self, view: RowView) -> None:
        """Draw how it stands; an editor that opens takes the keyboard, and gives it back."""
        if view.shape is not None:
            self._glyph.show_shape(view.shape)
        set_shown(self._glyph, is_shown=view.shape is not None)
        self._title.say(view.title)
        self._says.say(view.says)
        self._note.say(view.note)
        self._had = view.chosen
        if self.chips is not None:
            self.chips.show_on([view.chosen])
            self.chips.set_read_only(is_so=view.is_fixed)
        self.buttons.show_buttons(view.buttons)
        self._show_editor(view)

    def _show_editor(self, view: RowView) -> None:
        editor = self.editor
        if editor is not None and (view.editor is None or editor.fields != view.editor.fields):
            now = QApplication.focusWidget()
            had_keyboard = now is not None and editor.isAncestorOf(now)
            self._column.removeWidget(editor)
            remove(editor)
            self.editor = editor = None
            if had_keyboard and view.editor is None:
                self.start()
        if view.editor is None:
            return
        if editor is None:
            self.editor = made = Editor(self._look, view.editor, view.title)
            made.saved.connect(lambda said: self.saved.emit(self.key, said))
            made.cancelled.connect(self.cancelled)
            made.pressed.connect(lambda do: self.pressed.emit(self.key, do))
            self._column.addWidget(made)
            made.show()
            made.start()
        else:
            editor.show_view(view.editor)

    def start(self) -> None:
        """Put the keyboard where this row is changed."""
        self.buttons.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_beside = self.width() >= self._look.px(_BESIDE)
        way = QBoxLayout.Direction
        self._head.setDirection(way.LeftToRight if is_beside else way.TopToBottom)

    def _ticked(self, names: list[str]) -> None:
        fresh = [name for name in names if name != self._had]
        if self.chips is not None:
            self.chips.show_on([self._had])  # until it is signed
        if fresh:
            self.chosen.emit(self.key, fresh[0])
