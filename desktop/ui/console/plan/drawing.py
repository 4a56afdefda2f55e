"""How marks lie on the plan: signs, halos round who calls, and names where there is room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from desktop.domain.roster.ids import DeviceId
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
_Offer = tuple[QRectF, str, list[Box]]
"""A sign, the name of it, and where that may stand."""


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
        self._wanted: Sequence[tuple[str, str, float, float]] = ()
        self._on = QRectF()
        self._calm: dict[DeviceId, _Place] = {}
        self._calling: list[Mark] = []
        self._urgent: dict[DeviceId, _Place] = {}
        self._offers: dict[Mark, _Offer] = {}
        self._needed = Taken(1)
        self._nameless: dict[DeviceId, _Place] = {}
        self._laid: dict[Mark, tuple[_Place, Laid]] = {}

    def lay(self, marks: Sequence[Mark], picture: QRectF) -> list[Laid]:
        """Where ``marks`` lie on ``picture``, in the order in which they are drawn.

        First as if nobody called, which is worked out once for as long as they stand where they
        stand: where names would lie on others or on a sign, the later ones go without. Then whoever
        calls, or is being helped, takes the room that they need. A mark that lies as it did is told
        as the same ``Laid``.
        """
        wanted = sorted((mark.station, mark.name, mark.x, mark.y) for mark in marks)
        calling = [mark for mark in marks if mark.alert]
        is_new = (wanted, picture) != (self._wanted, self._on)
        if is_new:
            self._wanted, self._on = wanted, picture
            self._calm, self._nameless, self._offers = self._calmly(marks, picture), {}, {}
        if is_new or calling != self._calling:
            self._calling = calling
            self._urgent, self._needed = self._urgently(calling, picture)
        before, self._laid = self._laid, {}
        for mark in marks:
            place, known = self._place(mark), before.get(mark)
            if known is None or (known[0] is not place and known[0] != place):
                known = place, Laid(mark, *place)
            self._laid[mark] = known
        return [laid for _, laid in self._laid.values()]

    def _calmly(self, marks: Sequence[Mark], picture: QRectF) -> dict[DeviceId, _Place]:
        ordered = sorted(marks, key=lambda mark: (mark.y, mark.x, mark.station))
        signs = [self._sign(mark, picture, OTHER) for mark in ordered]
        taken = Taken(self._theme.px(2 * HALO))
        for at, sign in enumerate(signs):
            taken.add(at, box_of(sign))
        calm: dict[DeviceId, _Place] = {}
        for at, mark in enumerate(ordered):
            text, size = self._measured(mark.name, is_strong=False)
            places = self._places(signs[at], size, picture)
            place = next((one for one in places if taken.is_free(one, but=at)), None)
            if place is not None:
                taken.add(-1, place)
            calm[mark.station] = _place(signs[at], _rect(place), text)
        return calm

    def _urgently(
        self, calling: Sequence[Mark], picture: QRectF
    ) -> tuple[dict[DeviceId, _Place], Taken]:
        """The most urgent first; their names are always there, and lie apart where they can."""
        urgent: dict[DeviceId, _Place] = {}
        taken = Taken(self._theme.px(2 * HALO))
        before = self._offers
        self._offers = {mark: before.get(mark) or self._offer(mark, picture) for mark in calling}
        for mark in sorted(calling, key=lambda mark: mark.rank):
            sign, text, places = self._offers[mark]
            free = (place for place in places if taken.is_free(place))
            place = next(free, places[0] if places else None)
            taken.add(-1, box_of(sign))
            if place is not None:
                taken.add(-1, place)
            urgent[mark.station] = _place(sign, _rect(place), text)
        return urgent, taken

    def _offer(self, mark: Mark, picture: QRectF) -> "_Offer":
        sign = self._sign(mark, picture, HALO if mark.is_calling else ANSWERED)
        text, size = self._measured(mark.name, is_strong=True)
        return sign, text, list(self._places(sign, size, picture))

    def _place(self, mark: Mark) -> _Place:
        """Of who calls, or as it lies when nobody does, but without a name where that room is
        needed.
        """
        if (urgent := self._urgent.get(mark.station)) is not None:
            return urgent
        calm = self._calm[mark.station]
        sign, name, text, *_ = calm
        if name is None or self._needed.is_free(box_of(name)):
            return calm
        if mark.station not in self._nameless:
            self._nameless[mark.station] = _place(sign, None, text)
        return self._nameless[mark.station]

    def paint(self, painter: QPainter, laid: Laid) -> None:
        """Draw one mark."""
        sign = self._pixmap(("sign", laid.mark.shape, laid.mark.is_calling, laid.sign.width()))
        painter.drawPixmap(laid.sign.topLeft(), sign)
        if laid.name is not None:
            key = ("name", laid.text, bool(laid.mark.alert))
            painter.drawPixmap(laid.name.topLeft(), self._pixmap(key))

    # --- measuring -----------------------------------------------------------------------------

    def _sign(self, mark: Mark, picture: QRectF, logical: int) -> QRectF:
        side = self._theme.px(logical) + 4
        at = QPointF(
            picture.left() + mark.x * picture.width(), picture.top() + mark.y * picture.height()
        )
        return QRectF(round(at.x() - side / 2), round(at.y() - side / 2), side, side)

    def _measured(self, name: str, *, is_strong: bool) -> tuple[str, tuple[int, int]]:
        """The name as far as there is room, and how large it is; measured once."""
        key = name, is_strong
        if key not in self._sizes:
            metrics = QFontMetricsF(self._strong if is_strong else self._plain)
            most = self._theme.px(_LONGEST_NAME * (2 if is_strong else 1))
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, most)
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


def _rect(place: Box | None) -> QRectF | None:
    if place is None:
        return None
    left, top, right, bottom = place
    return QRectF(left, top, right - left, bottom - top)
