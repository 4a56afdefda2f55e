"""How an answer is drawn where it is read: beside its label, over the width, or scrolling."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.icons import Icons
from desktop.ui.labels import Label
from desktop.ui.theme import Theme
from desktop.ui.views.report_answers import Entered, Form, Group, Part, Said

_TWO_COLUMNS = 400
_MOST_CHARACTERS = 4000
_LONGEST_WORD = 28
_PIECE = 2000


class PartView(QWidget):
    """A section: its name, and every field that was filled."""

    def __init__(self, theme: Theme, part: Part) -> None:
        super().__init__()
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        title = Label(theme, "lead", part.title, weight=600)
        column.addWidget(title)
        for group in part.groups:
            if group.title:
                column.addSpacing(px(2))
                column.addWidget(Label(theme, "body_strong", group.title))
            column.addWidget(_Fields(theme, group))


class _Fields(QWidget):
    """The fields of a group; short ones stand two beside each other where there is room."""

    def __init__(self, theme: Theme, group: Group) -> None:
        super().__init__()
        self._theme = theme
        self._columns = 0
        self._cells = [(said.form is Form.SHORT, _field(theme, said)) for said in group.said]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(20))
        self._grid.setVerticalSpacing(theme.px(12))
        self._arrange(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= self._theme.px(_TWO_COLUMNS) else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            pass
        row = column = 0
        for is_short, cell in self._cells:
            if not is_short or column == columns:
                row, column = row + 1, 0
            span = 1 if is_short else columns
            self._grid.addWidget(cell, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column = column + 1 if is_short else columns
        for one in range(2):
            self._grid.setColumnStretch(one, 1 if one < columns else 0)


def _field(theme: Theme, said: Said) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(2))
    head = f"{said.label} · {said.amended}" if said.amended else said.label
    label = Label(theme, "caption", head, tone="ink2" if said.amended else "ink3")
    if said.amended:
        label.setFont(theme.font("caption", weight=600))
    column.addWidget(label)
    match said.form:
        case Form.LIST:
            for item in said.items:
                column.addWidget(_ticked(theme, item))
        case Form.ROWS:
            column.setSpacing(theme.px(8))
            for row in said.rows:
                column.addWidget(_entered(theme, row))
        case Form.STORY:
            column.addWidget(read_text(theme, said.text, style="narrative", name=said.label))
        case _:
            column.addWidget(read_text(theme, said.text, name=said.label))
    return made


def _ticked(theme: Theme, text: str) -> QWidget:
    made = QWidget()
    tick = Label(theme, "body", wraps=False)
    tick.setPixmap(Icons(theme).pixmap("check", color="ink2", size=theme.px(14)))
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(8))
    row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(read_text(theme, text), 1)
    return made


def _entered(theme: Theme, row: Entered) -> QWidget:
    px = theme.px
    made = QFrame()
    made.setProperty("plate", "card")
    column = QVBoxLayout(made)
    column.setContentsMargins(px(14), px(10), px(14), px(12))
    column.setSpacing(px(4))
    column.addWidget(read_text(theme, row.title, style="body_strong"))
    for label, text in row.details:
        line = QHBoxLayout()
        line.setSpacing(px(8))
        name = Label(theme, "label", label, tone="ink2", weight=400)
        line.addWidget(name, 2, Qt.AlignmentFlag.AlignTop)
        line.addWidget(read_text(theme, text, name=label), 3)
        column.addLayout(line)
    return made


def read_text(theme: Theme, text: str, *, style: str = "body", name: str = "") -> QWidget:
    """Return what people wrote, to be read and copied.

    A text of ordinary length is as high as it needs; a very long one, or one without spaces,
    breaks anywhere and scrolls in a frame of its own, so that no length breaks the page.
    """
    is_long = len(text) > _MOST_CHARACTERS
    if is_long or max(map(len, text.split()), default=0) > _LONGEST_WORD:
        return _LongText(theme, text, style=style, name=name)
    made = Label(theme, style, text)
    flags = Qt.TextInteractionFlag
    made.setTextInteractionFlags(flags.TextSelectableByMouse)
    if name:
        made.setAccessibleName(f"{name}: {text}")
    return made


class _LongText(QPlainTextEdit):
    """Breaks anywhere. Qt lays one paragraph out as a whole, so a huge one is taken in pieces."""

    def __init__(self, theme: Theme, text: str, *, style: str, name: str) -> None:
        super().__init__()
        self._lines = 14 if len(text) > _MOST_CHARACTERS else 3
        self.setReadOnly(True)
        self.setFont(theme.font(style))
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlainText("\n".join(_pieces(text)))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + theme.px(24))


def _pieces(text: str) -> list[str]:
    found = []
    for line in text.split("\n"):
        while len(line) > _PIECE:
            at = line.rfind(" ", 0, _PIECE)
            at = at if at > 0 else _PIECE
            found.append(line[:at])
            line = line[at:].lstrip(" ")  # noqa: PLW2901 (what is left of it)
        found.append(line)
    return found
