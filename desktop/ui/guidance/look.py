"""What every part of the panel is drawn with."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.guidance.card import Form, Item
from desktop.ui.guidance.runs import RunsLabel
from desktop.ui.icons import Icons
from desktop.ui.labels import Label
from desktop.ui.long_words import breakable
from desktop.ui.theme import AssetMissingError, Theme
from desktop.ui.words import Words


@dataclass(frozen=True)
class GuidanceLook:
    """A theme, a language and their icons."""

    theme: Theme
    words: Words
    icons: Icons = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "icons", Icons(self.theme))

    def px(self, logical: float) -> int:
        """A length that grows with the text size."""
        return self.theme.px(logical)

    def picture(self, name: str, color: str, size: int) -> QLabel:
        """An icon as a label of its size; a book where a card names one that is not there."""
        label = QLabel()
        label.setFixedSize(self.px(size), self.px(size))
        ratio = 2.0 if self.theme.text_scale < 2 else 1.0
        drawn = self.px(size)
        try:
            pixmap = self.icons.pixmap(name or "book-open", color=color, size=drawn, ratio=ratio)
        except AssetMissingError:
            pixmap = self.icons.pixmap("book-open", color=color, size=drawn, ratio=ratio)
        label.setPixmap(pixmap)
        return label

    def heading(self, text: str) -> Label:
        """The line above a group."""
        return Label(self.theme, "body_strong", text, tone="ink2")

    def phrase(self, said: str, style: str) -> QWidget:
        """Words to say aloud, behind a rule."""
        box = QWidget()
        box.setProperty("plate", "phrase")
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(box)
        row.setContentsMargins(self.px(14), self.px(3), 0, self.px(3))
        row.addWidget(Label(self.theme, style, breakable(said)))
        return box

    def line(self, icon: str, item: Item, *, tone: str = "", style: str = "lead") -> "LineWidget":
        """An icon and words beside it."""
        return LineWidget(self, icon, item, tone=tone, style=style)

    def items(self, items: Iterable[Item], *, style: str = "lead") -> "ItemsWidget":
        """Paragraphs, points and steps below one another."""
        return ItemsWidget(self, tuple(items), style=style)


class LineWidget(QWidget):
    """An icon in the first line's height, and words that wrap beside it."""

    def __init__(self, look: GuidanceLook, icon: str, item: Item, *, tone: str, style: str) -> None:
        super().__init__()
        px = look.px
        self.words = RunsLabel(look.theme, style, item.runs, tone=tone)
        sign = QVBoxLayout()
        sign.setContentsMargins(0, px(3), 0, 0)
        sign.addWidget(look.picture(icon, "ink2", 18))
        sign.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        row.addLayout(sign)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)


class ItemsWidget(QWidget):
    """What a section that is read holds."""

    def __init__(self, look: GuidanceLook, items: tuple[Item, ...], *, style: str) -> None:
        super().__init__()
        px = look.px
        self.labels: list[RunsLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        step = 0
        for item in items:
            step += item.form is Form.STEP
            column.addWidget(self._row(look, item, f"{step}.", style))
            for below in item.under:
                row = self._row(look, below, "", style)
                row.setContentsMargins(px(24), 0, 0, 0)
                column.addWidget(row)

    def _row(self, look: GuidanceLook, item: Item, number: str, style: str) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        sign = {Form.STEP: number, Form.POINT: "\N{BULLET}"}.get(item.form, "")
        if sign:
            mark = Label(look.theme, style, sign, tone="ink2", wraps=False)
            mark.setMinimumWidth(look.px(16))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = RunsLabel(look.theme, style, item.runs)
        self.labels.append(words)
        row.addWidget(words, 1)
        if item.form is Form.QUOTE:
            box.setProperty("plate", "phrase")
            box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            row.setContentsMargins(look.px(12), look.px(2), 0, look.px(2))
        return box
