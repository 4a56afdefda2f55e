"""The one place that loads pyqtgraph: 60 MB that a desk has once somebody opened the page.

Load it on a worker first: there it takes half a second in which no takeover waits.
"""

import pyqtgraph as pg
from pyqtgraph.exceptionHandling import handler
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPen, QWheelEvent

from desktop.ui.theme import Scheme, Theme, tokens
from desktop.ui.views.insights import Tint

handler.remove()  # it puts itself before the program's own handlers of what nobody caught
pg.setConfigOptions(antialias=True, exitCleanup=False)

ROW = 30
"""The height of a row of bars or spans."""
BELOW = 30
"""The height of what stands below a plot."""
_NAMES = 176


class Plot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph ships no types
    """A plot that is looked at: it neither zooms nor scrolls, and has no menu of its own.

    ``said`` is what a screen reader says of it; every plot has its numbers as a table beside it.
    """

    def __init__(self, theme: Theme, name: str, said: str, **more: object) -> None:
        super().__init__(background=theme.color("surface"), **more)
        self.theme = theme
        self.setAccessibleName(name)
        self.setAccessibleDescription(said)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it would break the Tab order
        self.item = self.getPlotItem()
        self.item.hideButtons()
        self.item.setMenuEnabled(False)
        self.item.setMouseEnabled(x=False, y=False)
        for side in ("left", "bottom"):
            axis = self.item.getAxis(side)
            font = theme.font("label", weight=400)
            axis.setStyle(tickLength=0, tickAlpha=0, tickFont=font, tickTextOffset=8)
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTextPen(QPen(theme.color("ink2")))

        self.item.getAxis("bottom").setHeight(theme.px(BELOW))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def frame(self, *, wide: float, high: float) -> None:
        """Show from 0 to these, the first row on top."""
        self.item.getViewBox().invertY(b=True)
        self.item.setRange(xRange=(0, wide), yRange=(0, high), padding=0)

    def name_rows(self, names: list[str]) -> None:
        """Write ``names`` left of the rows, each in one line."""
        axis = self.item.getAxis("left")
        metrics = QFontMetrics(self.theme.font("label", weight=400))
        most = self.theme.px(_NAMES)
        elide = Qt.TextElideMode.ElideRight
        shown = [metrics.elidedText(name, elide, most) for name in names]
        axis.setTicks([[(row + 0.5, name) for row, name in enumerate(shown)]])
        widest = max((metrics.horizontalAdvance(name) for name in shown), default=0)
        axis.setWidth(widest + self.theme.px(14))
        self.item.hideAxis("bottom")

    def write(
        self,
        text: str,
        at: tuple[float, float],
        *,
        color: QColor,
        side: float = 0.0,
        weight: int = 400,
    ) -> None:
        """Write ``text`` in its own size there; ``side`` 0 begins, 0.5 centres, 1 ends there."""
        item = pg.TextItem(text, color=color, anchor=(side, 0.5))
        item.setFont(self.theme.font("label", tabular=True, weight=weight))
        item.setPos(*at)
        self.item.addItem(item, ignoreBounds=True)

    def grow(self, rows: int) -> None:
        """Be as high as so many rows need."""
        self.setFixedHeight(self.theme.px(ROW) * rows)


def shades(theme: Theme) -> list[tuple[QColor, QColor]]:
    """Fill and text from few to many. On a dark ground many are bright."""
    colors = [QColor(one) for one in tokens()["color"]["plot_sequence"]]
    dark, white = QColor("#14181F"), QColor("#FFFFFF")
    told = [(one, dark if at < 4 else white) for at, one in enumerate(colors)]
    if theme.scheme is Scheme.LIGHT:
        return told
    return [(theme.color("sunken"), white), *told[:0:-1]]


def fill(theme: Theme, tint: Tint) -> QBrush:
    """The colour of a bar."""
    if tint is Tint.COUNT:
        return QBrush(count_color(theme))
    return QBrush(theme.color("need" if tint is Tint.ASSIST else "panic"))


def outline(theme: Theme, tint: Tint) -> QPen:
    """The line around a bar."""
    if tint is Tint.COUNT:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(theme.color("need_mark" if tint is Tint.ASSIST else "panic_mark"))
    pen.setCosmetic(True)
    return pen


def count_color(theme: Theme) -> QColor:
    """The colour of what is only counted."""
    if theme.scheme is Scheme.CONTRAST:
        return theme.color("ink")
    return QColor(tokens()["color"]["plot_sequence"][5 if theme.scheme is Scheme.LIGHT else 3])
