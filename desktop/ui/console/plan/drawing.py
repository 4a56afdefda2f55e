"""How marks lie on the plan: signs, halos round who calls, and names where there is room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

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


@dataclass(frozen=True, slots=True)
class Laid:
    """A mark in the widget's own pixels: its sign, its name where there is room, and all of it."""

    mark: Mark
    sign: QRectF
    name: QRectF | None
    text: str

    @property
    def target(self) -> QRectF:
        """Where a click means it."""
        grow = max(0.0, (LEAST_TARGET - self.sign.width()) / 2)
        return self.sign.adjusted(-grow, -grow, grow, grow)

    @property
    def whole(self) -> QRect:
        """All that it covers, the ring of the keyboard too."""
        covered = self.target if self.name is None else self.target.united(self.name)
        return covered.adjusted(-5, -5, 5, 5).toAlignedRect()


class Drawing:
    """Lays and draws the marks of one theme. Signs and names are drawn once and kept."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme = theme
        self._ratio = ratio
        self._plain = theme.font("label")
        self._strong = theme.font("lead", weight=600)
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def lay(self, marks: Sequence[Mark], picture: QRectF) -> list[Laid]:
        """Where ``marks`` lie on ``picture``, in the order in which they are drawn.

        The most urgent get their names first; where names would lie on others or on a sign, the
        later ones go without.
        """
        signs = [self._sign(mark, picture) for mark in marks]
        taken = [*signs]
        names: dict[int, tuple[QRectF, str]] = {}
        for at in sorted(range(len(marks)), key=lambda at: marks[at].rank):
            text, size = self._measured(marks[at])
            others = [one for one in taken if one is not signs[at]]
            for place in self._places(signs[at], size, picture):
                is_urgent = bool(marks[at].alert)
                if is_urgent or not any(place.intersects(one) for one in others):
                    names[at] = place, text
                    taken.append(place)
                    break
        return [Laid(mark, signs[at], *names.get(at, (None, ""))) for at, mark in enumerate(marks)]

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

    def _measured(self, mark: Mark) -> tuple[str, QSize]:
        metrics = QFontMetricsF(self._font(mark))
        most = self._theme.px(_LONGEST_NAME * (2 if mark.alert else 1))
        text = metrics.elidedText(mark.name, Qt.TextElideMode.ElideRight, most)
        pad = self._theme.px(4)
        return text, QSize(
            round(metrics.horizontalAdvance(text)) + 2 * pad + 1, round(metrics.height()) + 2
        )

    def _places(self, sign: QRectF, size: QSize, picture: QRectF) -> Iterable[QRectF]:
        """Below the sign, above it, right of it, left of it; always within the picture."""
        middle = sign.center()
        gap = 1
        for x, y in (
            (middle.x() - size.width() / 2, sign.bottom() + gap),
            (middle.x() - size.width() / 2, sign.top() - gap - size.height()),
            (sign.right() + gap, middle.y() - size.height() / 2),
            (sign.left() - gap - size.width(), middle.y() - size.height() / 2),
        ):
            right = max(picture.left(), picture.right() - size.width())
            bottom = max(picture.top(), picture.bottom() - size.height())
            place = QRectF(
                round(min(max(x, picture.left()), right)),
                round(min(max(y, picture.top()), bottom)),
                size.width(),
                size.height(),
            )
            if not place.intersects(sign):
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
