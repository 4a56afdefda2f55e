"""The bars of all there is, from which a period is chosen by dragging, clicking or keys."""

from datetime import date
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPen

from desktop.domain.insights.history import Bar
from desktop.domain.insights.period import Period
from desktop.ui.console.insights.plotting import Plot, count_color
from desktop.ui.theme import Theme
from desktop.ui.views.dates import day_words
from desktop.ui.views.insights import TimelineView
from desktop.ui.words import Words

HEIGHT = 104
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Timeline(Plot):
    """``chosen`` is told when a period was chosen; ``passed`` while the mouse still drags."""

    chosen = Signal(Period)
    passed = Signal(Period)

    def __init__(self, theme: Theme, words: Words) -> None:
        self._box = _Box()
        super().__init__(theme, words("Period"), "", viewBox=self._box)
        self._words = words
        self._view: TimelineView | None = None
        self._bars: tuple[Bar, ...] = ()
        self._drawn: pg.BarGraphItem | None = None
        soft = QColor(theme.color("action"))
        soft.setAlpha(46)
        edge = QPen(theme.color("action"))
        edge.setCosmetic(True)
        edge.setWidth(theme.px(2))
        self._region = pg.LinearRegionItem(brush=soft, hoverBrush=soft, pen=edge, hoverPen=edge)
        self._region.setZValue(10)
        self._region.sigRegionChanged.connect(self._passed)
        self._region.sigRegionChangeFinished.connect(self._finished)
        self.item.addItem(self._region, ignoreBounds=True)
        self.item.hideAxis("left")
        self._box.dragged = self._drag
        self._box.clicked = self._click
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(theme.px(HEIGHT))

    def show_view(self, view: TimelineView) -> None:
        """Draw the bars, and ``view.period`` over them."""
        if self._view is None or view.history != self._view.history:
            self._draw(view)
        self._view = view
        self.setAccessibleDescription(f"{view.said}. {view.hint}")
        self._show(view.period)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._view is None:
            event.ignore()
            return
        view, whole = self._view, self._view.history.period
        days = step * self._bars[-2 if len(self._bars) > 1 else -1].period.days
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.chosen.emit(view.period.ending(days, whole))
        else:
            self.chosen.emit(view.period.moved(days, whole))

    def _draw(self, view: TimelineView) -> None:
        if self._drawn is not None:
            self.item.removeItem(self._drawn)
        self._bars = view.history.bars()
        whole = view.history.period
        begin, end = whole.first.toordinal(), whole.last.toordinal() + 1
        begin = min(begin, end - 14)  # a few days are no wall of bars
        most = max((bar.alerts for bar in self._bars), default=0) or 1
        self._drawn = pg.BarGraphItem(
            x0=[bar.period.first.toordinal() for bar in self._bars],
            width=[bar.period.days * 0.86 for bar in self._bars],
            y0=0,
            height=[bar.alerts for bar in self._bars],
            brush=count_color(self.theme),
            pen=QPen(Qt.PenStyle.NoPen),
        )
        self.item.addItem(self._drawn)
        self.item.setRange(xRange=(begin, end), yRange=(0, most * 1.08), padding=0)
        self._region.setBounds((begin, end))
        days = [begin + (end - begin) * part // 6 for part in range(1, 6)]
        names = [(day, day_words(date.fromordinal(day), self._words)) for day in days]
        if self.theme.text_scale > 1.4:
            names = names[::2]
        self.item.getAxis("bottom").setTicks([names])

    def _show(self, period: Period) -> None:
        self._region.blockSignals(True)
        self._region.setRegion((period.first.toordinal(), period.last.toordinal() + 1))
        self._region.blockSignals(False)

    def _period(self) -> Period:
        """Whole bars: those that the marked stretch touches by a half or more, or the nearest."""
        low, high = self._region.getRegion()
        touched = [bar.period for bar in self._bars if low <= _middle(bar) <= high]
        if not touched:
            touched = [min(self._bars, key=lambda bar: abs(_middle(bar) - (low + high) / 2)).period]
        return Period(touched[0].first, touched[-1].last)

    def _passed(self) -> None:
        if self._bars:
            self.passed.emit(self._period())

    def _finished(self) -> None:
        if self._bars:
            period = self._period()
            self._show(period)
            self.chosen.emit(period)

    def _drag(self, begin: float, now: float, *, is_over: bool) -> None:
        self._region.blockSignals(True)
        self._region.setRegion(sorted((begin, now)))
        self._region.blockSignals(False)
        if is_over:
            self._finished()
        else:
            self._passed()

    def _click(self, at: float) -> None:
        if self._bars:
            nearest = min(self._bars, key=lambda bar: abs(_middle(bar) - at))
            self.chosen.emit(nearest.period)


class _Box(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph ships no types
    """Hears the mouse where the marked stretch does not; a drag there begins a new one."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.dragged: Any = None
        self.clicked: Any = None

    def mouseDragEvent(self, ev: Any, axis: object = None) -> None:  # noqa: ARG002 (pyqtgraph gives it)
        ev.accept()
        begin = self.mapSceneToView(ev.buttonDownScenePos()).x()
        self.dragged(begin, self.mapSceneToView(ev.scenePos()).x(), is_over=ev.isFinish())

    def mouseClickEvent(self, ev: Any) -> None:
        ev.accept()
        self.clicked(self.mapSceneToView(ev.scenePos()).x())


def _middle(bar: Bar) -> float:
    return bar.period.first.toordinal() + bar.period.days / 2
