"""What every part of the form is drawn and worded with, and what it may ask of the form."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QMimeData, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from desktop.domain.reports.field import Answer
from desktop.ui.icons import Icons
from desktop.ui.theme import Theme
from desktop.ui.words import Words

_GAP = 6


def _no_answer(_key: str) -> Answer | None:
    return None


def _no_files(_data: QMimeData) -> bool:
    return False


@dataclass(frozen=True)
class Look:
    """A theme and a language, and a few things to ask.

    ``answer_of`` reads the sheet, ``now`` the wall clock. ``take_files`` attaches what was pasted
    into a text and is none. ``suggestions`` are what may be picked instead of typed.
    """

    theme: Theme
    words: Words
    now: Callable[[], datetime] = datetime.now
    answer_of: Callable[[str], Answer | None] = _no_answer
    take_files: Callable[[QMimeData], bool] = _no_files
    suggestions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _icons: list[Icons] = field(default_factory=list)

    def px(self, logical: float) -> int:
        """A length that grows with the text size."""
        return self.theme.px(logical)

    def icon_room(self, size: int = 16) -> QSize:
        """The size of ``icon_before``."""
        return QSize(self.px(size + _GAP), self.px(size))

    def icon_before(
        self, name: str, color: str, size: int = 16, *, is_after: bool = False
    ) -> QIcon:
        """An icon with a gap beside it: before a button's words, or after them."""
        made = QIcon()
        plain = self.icon(name, color, size)
        wide, high = self.px(size + _GAP), self.px(size)
        for ratio in (1, 2):
            pixmap = QPixmap(wide * ratio, high * ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            left = self.px(_GAP) * ratio if is_after else 0
            drawn = plain.pixmap(QSize(high, high), ratio)
            painter.drawPixmap(QRect(left, 0, high * ratio, high * ratio), drawn)
            painter.end()
            pixmap.setDevicePixelRatio(ratio)
            made.addPixmap(pixmap)
        return made

    def icon(self, name: str, color: str, size: int = 16) -> QIcon:
        """A Lucide icon in a token's colour."""
        if not self._icons:
            self._icons.append(Icons(self.theme))
        return self._icons[0].icon(name, color=color, size=size)
