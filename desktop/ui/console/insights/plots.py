"""The plots of the page: hour and weekday, bars, and spans of time."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from desktop.services.insights.wording import duration
from desktop.ui.console.insights.plotting import BELOW, ROW, Plot, fill, outline, shades
from desktop.ui.theme import Scheme, Theme
from desktop.ui.views.insights import BarPlot, CardView, HeatPlot, SpanPlot

_CELL = 38
_THICK = 0.62
_STEPS = (
    *(1, 2, 5, 10, 20, 50, 100, 200, 500),
    *(1_000, 2_000, 5_000, 10_000, 15_000, 30_000),
    *(60_000, 120_000, 300_000, 600_000, 1_800_000),
    *(3_600_000, 7_200_000, 21_600_000, 86_400_000),
)
"""What a scale of time may count in, in ms."""


def plot_of(theme: Theme, view: CardView) -> Plot | None:
    """The plot of a card, where it has one."""
    match view.plot:
        case HeatPlot():
            return Heat(theme, view, view.plot)
        case BarPlot():
            return Bars(theme, view, view.plot)
        case SpanPlot():
            return Spans(theme, view, view.plot)
    return None


class Heat(Plot):
    """A cell for each hour of each weekday, with its number."""

    def __init__(self, theme: Theme, card: CardView, view: HeatPlot) -> None:
        super().__init__(theme, card.title, card.about)
        wide, high = len(view.hours), len(view.days)
        tones = shades(theme)
        cells = [
            (hour, day, tones[_shade(view.counts[day][hour], view.most, len(tones))])
            for day in range(high)
            for hour in range(wide)
        ]
        edge = QPen(theme.color("line"))
        edge.setCosmetic(True)
        if theme.scheme is not Scheme.CONTRAST:
            edge.setStyle(Qt.PenStyle.NoPen)
        self.item.addItem(
            pg.BarGraphItem(
                x0=[hour + 0.03 for hour, _, _ in cells],
                y0=[day + 0.05 for _, day, _ in cells],
                width=0.94,
                height=0.9,
                brushes=[color for _, _, (color, _) in cells],
                pen=edge,
            )
        )
        for hour, day, (_, ink) in cells:
            if n := view.counts[day][hour]:
                self.write(str(n), (hour + 0.5, day + 0.5), color=ink, side=0.5, weight=600)
        self.frame(wide=wide, high=high)
        self.name_rows(list(view.days))
        self.item.showAxis("bottom")
        bottom = self.item.getAxis("bottom")
        every = 1 if wide * theme.text_scale <= 10 else 2 if wide * theme.text_scale <= 24 else 4
        shown = [(at + 0.5, view.hours[at]) for at in range(0, wide, every)]
        bottom.setTicks([shown])
        self.setFixedHeight(theme.px(_CELL) * high + theme.px(BELOW))


class Bars(Plot):
    """A bar for each row, its parts one after the other."""

    def __init__(self, theme: Theme, card: CardView, view: BarPlot) -> None:
        super().__init__(theme, card.title, card.about)
        most = max((sum(n for _, n in row.parts) for row in view.rows), default=0) or 1
        for at, row in enumerate(view.rows):
            begin = 0
            for tint, n in row.parts:
                if n:
                    self.item.addItem(
                        pg.BarGraphItem(
                            x0=[begin],
                            y0=[at + (1 - _THICK) / 2],
                            width=n,
                            height=_THICK,
                            brush=fill(theme, tint),
                            pen=outline(theme, tint),
                        )
                    )
                begin += n
            place = (begin + most * 0.015, at + 0.5)
            self.write(row.said, place, color=theme.color("ink"), weight=500)
        room = max((len(row.said) for row in view.rows), default=0) * 0.022 * theme.text_scale
        self.frame(wide=most * (1.06 + room), high=len(view.rows))
        self.name_rows([row.name for row in view.rows])
        self.grow(len(view.rows))


class Spans(Plot):
    """For each row from its median to its 95th percentile, or a mark for each of a few alerts."""

    def __init__(self, theme: Theme, card: CardView, view: SpanPlot) -> None:
        super().__init__(theme, card.title, card.about)
        ink, high = theme.color("ink"), len(view.rows)
        wide = (view.longest or 1) * 1.04
        self._scale(wide, high)
        thin, thick = QPen(theme.color("ink2")), QPen(ink)
        for pen, px in ((thin, 1.5), (thick, 2.5)):
            pen.setCosmetic(True)
            pen.setWidthF(px * theme.text_scale)
        for at, row in enumerate(view.rows):
            y = at + 0.5
            if row.median is not None and row.p95 is not None:
                self._line((row.median, y), (row.p95, y), thin)
                self._line((row.p95, y - 0.22), (row.p95, y + 0.22), thick)
                self._marks([row.median], y, is_full=True)
            elif row.values:
                self._marks(list(row.values), y, is_full=False)
        self.frame(wide=wide, high=high)
        self.name_rows([f"{row.name}   {row.about}" for row in view.rows])
        self.item.showAxis("bottom")
        self.setFixedHeight(theme.px(ROW) * high + theme.px(BELOW))

    def _scale(self, wide: float, high: int) -> None:
        """Lines behind the rows, at round times."""
        step = next((one for one in _STEPS if wide / one <= 5), None) or _STEPS[-1] * (
            int(wide / _STEPS[-1] / 5) + 1
        )
        ticks = [at * step for at in range(int(wide / step) + 1)]
        pen = QPen(self.theme.color("line"))
        pen.setCosmetic(True)
        for tick in ticks:
            self._line((tick, 0), (tick, high), pen)
        names = [(tick, duration(tick) if tick else "0") for tick in ticks]
        self.item.getAxis("bottom").setTicks([names])

    def _line(self, begin: tuple[float, float], end: tuple[float, float], pen: QPen) -> None:
        xs, ys = zip(begin, end, strict=True)
        self.item.addItem(pg.PlotCurveItem(list(xs), list(ys), pen=pen))

    def _marks(self, times: list[float] | list[int], y: float, *, is_full: bool) -> None:
        ink = self.theme.color("ink")
        pen = QPen(ink)
        pen.setCosmetic(True)  # a mark is drawn in units of its own size
        pen.setWidthF(1.5 * self.theme.text_scale)
        fills = ink if is_full else self.theme.color("surface")
        self.item.addItem(
            pg.ScatterPlotItem(
                times, [y] * len(times), size=self.theme.px(11), pen=pen, brush=fills, symbol="o"
            )
        )


def _shade(n: int, most: int, tones: int) -> int:
    """0 for none; from there to the last, in even steps."""
    return 0 if n == 0 else 1 + min(tones - 2, (n - 1) * (tones - 1) // most)
