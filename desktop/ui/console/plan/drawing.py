"""How marks lie on the plan: signs, halos round who calls, and names where there is room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from desktop.ui.console.plan.room import Box, Taken, box_of, meets
from desktop.ui.glyph import glyph_colors, paint_glyph
from desktop.ui.theme import Scheme, Theme
from desktop.ui.views.floor_plan import Mark
from desktop.ui.views.shapes import Shape

HALO = 60
CALLING = 34
ANSWERED = 24
OTHER = 16
LEAST_TARGET = 28
_LONGEST_NAME = 132
_HALOS = {
    Shape.PANIC: ("panic_soft", "panic_mark"),
    Shape.ATTENTION: ("need_soft", "need_mark"),
    Shape.DRILL: ("drill_soft", "drill_mark"),
}


_Place = tuple[QRectF, QRectF | None, str, QRectF, QRect]
"""All of a ``Laid`` but its mark."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A mark in the widget's own pixels: its sign, its name where there is room, the ``target``
    where a click means it, and the ``whole`` that it covers, the ring of the keyboard too.
    """

    mark: Mark
    sign: QRectF
    name: QRectF | None
    text: str
    target: QRectF
    whole: QRect


class Drawing:
    """Lays and draws the marks of one theme. Signs and names are drawn once and kept."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme = theme
        self._ratio = ratio
        self._plain = theme.font("label")
        self._strong = theme.font("lead", weight=600)
        self._kept: dict[tuple[object, ...], QPixmap] = {}
        self._sizes: dict[tuple[str, bool], tuple[str, tuple[int, int]]] = {}
        self._wanted: Sequence[tuple[object, ...]] = ()
        self._on = QRectF()
        self._places_of: list[_Place] = []

    def lay(self, marks: Sequence[Mark], picture: QRectF) -> list[Laid]:
        """Where ``marks`` lie on ``picture``, in the order in which they are drawn.

        The most urgent get their names first; where names would lie on others or on a sign, the
        later ones go without. Signs that only change their shape leave all as it lies: with 200
        stations that is worth it.
        """
        wanted = [(m.station, m.name, m.x, m.y, m.rank, bool(m.alert)) for m in marks]
        if (wanted, picture) != (self._wanted, self._on):
            self._wanted, self._on = wanted, picture
            self._places_of = self._placed(marks, picture)
        return [Laid(mark, *at) for mark, at in zip(marks, self._places_of, strict=True)]

    def _placed(self, marks: Sequence[Mark], picture: QRectF) -> list[_Place]:
        signs = [self._sign(mark, picture) for mark in marks]
        taken = Taken(self._theme.px(2 * HALO))
        for at, sign in enumerate(signs):
            taken.add(at, box_of(sign))
        names: dict[int, tuple[QRectF, str]] = {}
        for at in sorted(range(len(marks)), key=lambda at: marks[at].rank):
            text, size = self._measured(marks[at])
            places = list(self._places(signs[at], size, picture))
            free = (place for place in places if taken.is_free(place, but=at))
            place = next(free, places[0] if marks[at].alert and places else None)
            if place is not None:
                names[at] = QRectF(place[0], place[1], *size), text
                taken.add(-1, place)
        return [_place(sign, *names.get(at, (None, ""))) for at, sign in enumerate(signs)]

    def paint(self, painter: QPainter, laid: Laid) -> None:
        """Draw one mark."""
        sign = self._pixmap(("sign", laid.mark.shape, laid.mark.is_calling, laid.sign.width()))
        painter.drawPixmap(laid.sign.topLeft(), sign)
        if laid.name is not None:
            key = ("name", laid.text, bool(laid.mark.alert))
            painter.drawPixmap(laid.name.topLeft(), self._pixmap(key))

    # --- measuring -----------------------------------------------------------------------------

    def _sign(self, mark: Mark, picture: QRectF) -> QRectF:
        logical = HALO if mark.is_calling else ANSWERED if mark.alert else OTHER
        side = self._theme.px(logical) + 4
        at = QPointF(
            picture.left() + mark.x * picture.width(), picture.top() + mark.y * picture.height()
        )
        return QRectF(round(at.x() - side / 2), round(at.y() - side / 2), side, side)

    def _font(self, mark: Mark) -> QFont:
        return self._strong if mark.alert else self._plain

    def _measured(self, mark: Mark) -> tuple[str, tuple[int, int]]:
        """The name as far as there is room, and how large it is; measured once."""
        key = mark.name, bool(mark.alert)
        if key not in self._sizes:
            metrics = QFontMetricsF(self._font(mark))
            most = self._theme.px(_LONGEST_NAME * (2 if mark.alert else 1))
            text = metrics.elidedText(mark.name, Qt.TextElideMode.ElideRight, most)
            wide = round(metrics.horizontalAdvance(text)) + 2 * self._theme.px(4) + 1
            self._sizes[key] = text, (wide, round(metrics.height()) + 2)
        return self._sizes[key]

    def _places(self, sign: QRectF, size: tuple[int, int], picture: QRectF) -> Iterable[Box]:
        """Below the sign, above it, right of it; always within the picture."""
        (left, top, right, bottom), (wide, high) = box_of(sign), size
        middle = (left + right) / 2, (top + bottom) / 2
        on = box_of(picture)
        for x, y in (
            (middle[0] - wide / 2, bottom + 1),
            (middle[0] - wide / 2, top - 1 - high),
            (right + 1, middle[1] - high / 2),
        ):
            at_x = round(min(max(x, on[0]), max(on[0], on[2] - wide)))
            at_y = round(min(max(y, on[1]), max(on[1], on[3] - high)))
            place = at_x, at_y, at_x + wide, at_y + high
            if not meets(place, (left, top, right, bottom)):
                yield place

    # --- pixmaps -------------------------------------------------------------------------------

    def _pixmap(self, key: tuple[object, ...]) -> QPixmap:
        if key not in self._kept:
            match key:
                case ("sign", Shape() as shape, bool(is_calling), float(side)):
                    self._kept[key] = self._draw_sign(shape, side, is_calling=is_calling)
                case ("name", str(text), bool(is_strong)):
                    self._kept[key] = self._draw_name(text, is_strong=is_strong)
        return self._kept[key]

    def _canvas(self, width: float, height: float) -> QPixmap:
        made = QPixmap(round(width * self._ratio), round(height * self._ratio))
        made.setDevicePixelRatio(self._ratio)
        made.fill(QColor(0, 0, 0, 0))
        return made

    def _draw_sign(self, shape: Shape, side: float, *, is_calling: bool) -> QPixmap:
        made = self._canvas(side, side)
        theme = self._theme
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(0, 0, side, side)
        if is_calling:
            soft, line = _HALOS[shape]
            width = theme.px(4 if theme.scheme is Scheme.CONTRAST else 3)
            painter.setPen(QPen(theme.color(line), width))
            painter.setBrush(theme.color(soft))
            painter.drawEllipse(whole.adjusted(width, width, -width, -width))
            inside = theme.px(CALLING)
        else:  # a ground of its own, so that no wall runs through it
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(whole)
            inside = round(side) - 4
        box = QRectF((side - inside) / 2, (side - inside) / 2, inside, inside)
        mark, inner, fill = glyph_colors(theme, shape)
        paint_glyph(painter, shape, box, mark=mark, inner=inner, fill=fill)
        painter.end()
        return made

    def _draw_name(self, text: str, *, is_strong: bool) -> QPixmap:
        font = self._strong if is_strong else self._plain
        metrics = QFontMetricsF(font)
        pad = self._theme.px(4)
        width = round(metrics.horizontalAdvance(text)) + 2 * pad + 1
        height = round(metrics.height()) + 2
        made = self._canvas(width, height)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self._theme.color("surface")
        ground.setAlphaF(1.0 if is_strong else 0.86)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(0, 0, width, height), 4, 4)
        painter.setFont(font)
        painter.setPen(self._theme.color("ink" if is_strong else "ink2"))
        painter.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
        return made


def _place(sign: QRectF, name: QRectF | None, text: str) -> _Place:
    grow = max(0.0, (LEAST_TARGET - sign.width()) / 2)
    target = sign.adjusted(-grow, -grow, grow, grow)
    covered = target if name is None else target.united(name)
    return sign, name, text, target, covered.adjusted(-5, -5, 5, 5).toAlignedRect()
