"""The timeline of one call of a drill: a line for each station, with signs told apart by shape."""

from reportlab.platypus import Flowable

from desktop.domain.drills.course import Mark
from desktop.services.adapters.pdf import fonts
from desktop.services.adapters.pdf.page import BORDER, INK, INK2, INK3, LINE
from desktop.services.adapters.pdf.writing.typed import Side, write
from desktop.services.drills.paper import PaperCall, PaperLine, PaperPoint

_NAME = 118.0
_LANE = 31.0
_HEAD = 17.0
_SIGN = 3.6
_APART = 10.5
"""Signs that are nearer stand side by side, and none covers another; their rows say the times."""
_RIGHT = 16.0


class Timeline(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """Draws ``call`` over the whole ``width``, to scale; it stays in one piece."""

    def __init__(self, call: PaperCall, width: float) -> None:
        super().__init__()
        self._call = call
        self.width = width
        self.height = _HEAD + _LANE * len(call.lines) + 4

    def wrap(self, _width: float, _height: float = 0.0) -> tuple[float, float]:
        return self.width, self.height

    def first(self, _width: float) -> float:
        """All of it stays together."""
        return float(self.height)

    def draw(self) -> None:
        self._draw_scale()
        for at, line in enumerate(self._call.lines):
            self._draw_line(line, self.height - _HEAD - at * _LANE - _LANE / 2)

    def _x(self, seconds: float) -> float:
        room = self.width - _NAME - _RIGHT
        return _NAME + 8 + room * min(1.0, seconds / self._call.span_s) - 8

    def _draw_scale(self) -> None:
        canvas, foot = self.canv, 4.0
        canvas.setLineWidth(0.5)
        for seconds, text in self._call.scale:
            x = self._x(seconds)
            canvas.setStrokeColor(LINE)
            canvas.line(x, foot, x, self.height - _HEAD)
            canvas.setFillColor(INK3)
            write(canvas, (x, self.height - _HEAD + 5), text, fonts.REGULAR, 7.5, side=Side.CENTRE)
        canvas.setStrokeColor(BORDER)
        for y in (foot, self.height - _HEAD):
            canvas.line(0, y, self.width, y)

    def _draw_line(self, line: PaperLine, y: float) -> None:
        canvas = self.canv
        canvas.setFillColor(INK)
        font = fonts.STRONG if line.is_caller else fonts.MEDIUM
        write(canvas, (0, y + (1.5 if line.under else -3)), line.name, font, 9, room=_NAME - 14)
        if line.under:
            canvas.setFillColor(INK3)
            write(canvas, (0, y - 9), line.under, fonts.REGULAR, 7.5, room=_NAME - 14)
        end = self._draw_points(line, y)
        if line.note:
            canvas.setFillColor(INK2)
            write(canvas, (end + 10, y - 2.6), line.note, fonts.REGULAR, 8)

    def _draw_points(self, line: PaperLine, y: float) -> float:
        """Draw the signs in their order, and return where the last one stands."""
        placed: list[tuple[float, PaperPoint]] = []
        before = -_APART
        for point in line.points:
            x = max(self._x(point.after_s), before + _APART)
            placed.append((x, point))
            before = x
        over = max(0.0, before - (self.width - 4))
        placed = [(x - over, point) for x, point in placed] if over else placed
        if len(placed) > 1:
            self.canv.setStrokeColor(INK3)
            self.canv.setLineWidth(0.75)
            self.canv.line(placed[0][0], y, placed[-1][0], y)
        for x, point in placed:
            draw_sign(self.canv, point.mark, x, y)
            if point.number:
                self.canv.setFillColor(INK2)
                above = (x, y + _SIGN + 3.2)
                write(self.canv, above, str(point.number), fonts.MEDIUM, 7, side=Side.CENTRE)
        return placed[-1][0] if placed else _NAME - 10


class Sign(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """One sign beside its meaning."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self._mark = mark
        self.width, self.height = 12.0, 12.0

    def wrap(self, _width: float, _height: float = 0.0) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        draw_sign(self.canv, self._mark, 5, 7)


def draw_sign(canvas: object, mark: Mark, x: float, y: float) -> None:
    """Draw ``mark`` around that point, black on white: it survives a copier."""
    pen: Flowable = canvas
    pen.setStrokeColor(INK)
    pen.setLineWidth(0.9)
    pen.setFillColor(INK)
    side = _SIGN
    match mark:
        case Mark.PRESSED | Mark.SHOWN:
            pen.setFillColor(INK if mark is Mark.PRESSED else "white")
            pen.rect(x - side + 0.4, y - side + 0.4, 2 * side - 0.8, 2 * side - 0.8, fill=1)
        case Mark.RECEIVED:
            pen.circle(x, y, 1.7, stroke=0, fill=1)
        case Mark.CANNOT:
            pen.setFillColor("white")
            pen.rect(x - side, y - side, 2 * side, 2 * side, stroke=0, fill=1)
            pen.line(x - side + 0.5, y - side + 0.5, x + side - 0.5, y + side - 0.5)
            pen.line(x - side + 0.5, y + side - 0.5, x + side - 0.5, y - side + 0.5)
        case Mark.SAID | Mark.THERE:
            pen.setFillColor(INK if mark is Mark.THERE else "white")
            pen.circle(x, y, side - 0.2, stroke=1, fill=1)
        case Mark.CLOSED:
            pen.setLineWidth(1.8)
            pen.line(x, y - side - 0.6, x, y + side + 0.6)
        case Mark.GOING:
            _outline(pen, (x - side + 0.4, y - side), (x - side + 0.4, y + side), (x + side, y))
        case Mark.STEP_TAKEN | Mark.STEP_DONE:
            pen.setFillColor(INK if mark is Mark.STEP_DONE else "white")
            far = side + 0.8
            _outline(pen, (x - far, y), (x, y + far), (x + far, y), (x, y - far))


def _outline(pen: Flowable, *corners: tuple[float, float]) -> None:
    path = pen.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    pen.drawPath(path, stroke=1, fill=1)
