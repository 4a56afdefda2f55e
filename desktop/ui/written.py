"""Words that are laid out when they are new, and only copied when they are painted."""

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QStaticText, QTextOption, QTransform

from desktop.ui.theme import Theme

_MOST_KEPT = 512


class Laid:
    """Plain text as it lies at its width, and how ``wide`` and ``high`` it is there: wider than
    that where one of its words is.
    """

    def __init__(self, text: QStaticText) -> None:
        self.text = text
        self.wide, self.high = ceil(text.size().width()), ceil(text.size().height())


class Writing:
    """A type style and a colour in which plain text is written, broken where its width ends.

    A label lays its words out anew each time it is painted, and has the layout around it asked
    whenever they change. Here they are kept: most of what a list says it says again, elsewhere.
    """

    def __init__(
        self, theme: Theme, style: str, *, tone: str = "ink", weight: int | None = None
    ) -> None:
        self._font = theme.font(style, weight=weight)
        self._ink = theme.color(tone)
        self.laid = lru_cache(maxsize=_MOST_KEPT)(self._lay)
        """Lay ``text`` out at ``width``."""
        self.broken = lru_cache(maxsize=_MOST_KEPT)(self._break)
        """The same, and let a word that is wider than its line go on in the next one."""

    def draw(self, painter: QPainter, laid: Laid, x: int, y: int) -> None:
        """Draw it with its upper left corner there."""
        painter.setFont(self._font)
        painter.setPen(self._ink)
        painter.drawStaticText(QPointF(x, y), laid.text)

    def _break(self, text: str, width: int) -> Laid:
        anywhere = QTextOption()
        anywhere.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        return self._lay(text, width, anywhere)

    def _lay(self, text: str, width: int, option: QTextOption | None = None) -> Laid:
        made = QStaticText(text)
        if option is not None:
            made.setTextOption(option)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setTextWidth(width)
        made.prepare(QTransform(), self._font)
        return Laid(made)
