"""The faces of a folded card, set in one size of type; see ``services.guidance.faces``."""

from collections.abc import Iterator

import msgspec
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getAscentDescent
from reportlab.pdfgen.canvas import Canvas

from desktop.services.adapters.pdf import fonts
from desktop.services.adapters.pdf.page import INK, INK2, INK3
from desktop.services.adapters.pdf.writing.directions import base_level
from desktop.services.adapters.pdf.writing.typed import Side, Typed, on_one_line, write
from desktop.services.guidance.faces import Face, Form, Line

SMALLEST = 7.25
"""Points of the smallest caption."""
_LEADING = 1.34
_MARK = 13.0
_INDENTS = {
    Form.PHRASE: 9.0,
    Form.STEP: _MARK,
    Form.NEVER: _MARK,
    Form.POINT: 10.0,
    Form.HEADING: 15.0,
}
_NUMBER = 20.0
_STEPS_WIDE = 44.0


class Box(msgspec.Struct, frozen=True):
    """Where the words of a face stand; ``top`` is its upper edge."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top - self.height


class _Row(msgspec.Struct, frozen=True):
    """A paragraph of a face, how far it stands from the one above, and what stands beside it."""

    words: Typed
    width: float
    height: float
    above: float
    line: Line | None = None

    @property
    def indent(self) -> float:
        return _indent(self.line)


class Setter:
    """Sets faces the size of ``box`` in ``size`` points; ``more`` says that there is more."""

    def __init__(self, size: float, box: Box, more: str) -> None:
        self.size = size
        self._box = box
        self._more = more
        self._known: dict[tuple[str, str, float], tuple[Typed, float]] = {}
        small = max(SMALLEST, size - 1.0)
        self._title = style("title", fonts.STRONG, size + 4, 1.2)
        self._small = style("small", fonts.REGULAR, small, _LEADING, INK3)
        self._heading = style("heading", fonts.STRONG, small, _LEADING, INK2)
        self._styles = {
            Form.HEADING: style("rung", fonts.STRONG, size + 2, 1.22),
            Form.LABEL: style("label", fonts.MEDIUM, small, _LEADING, INK2),
            Form.PHRASE: style("phrase", fonts.MEDIUM, size + 0.5, 1.3),
            Form.STEP: style("step", fonts.REGULAR, size, _LEADING),
            Form.NEVER: style("never", fonts.REGULAR, size, _LEADING, INK2),
            Form.POINT: style("point", fonts.REGULAR, size + 0.5, _LEADING),
            Form.TEXT: style("text", fonts.REGULAR, size, _LEADING),
        }

    def fits(self, face: Face) -> bool:
        """Whether all of ``face`` stands within its edges."""
        return sum(row.above + row.height for row in self._rows(face)) <= self._box.height

    def draw(self, canvas: Canvas, face: Face, box: Box) -> None:
        """Draw a face that fits ``box``."""
        if face.mark:
            _draw_number(canvas, face.mark, box, self._title)
        if face.steps[1]:
            _draw_steps(canvas, face.steps, box)
        y = box.top
        for row in self._rows(face):
            y -= row.above + row.height
            to_the_left = bool(row.indent) and _runs_to_the_left(row.line)
            self._draw_mark(canvas, row, box, y, to_the_left=to_the_left)
            row.words.drawOn(canvas, box.left + (0 if to_the_left else row.indent), y)

    def _rows(self, face: Face) -> Iterator[_Row]:
        if face.caption:
            yield self._row(face.caption, self._small, 0, room=self._box.width - _STEPS_WIDE)
        if face.title:
            room = self._box.width - (_NUMBER + 8 if face.mark else 0)
            yield self._row(face.title, self._title, 0, room=room)
        if face.hint:
            yield self._row(face.hint, self._small, 1.5)
        for block in face.blocks:
            if block.heading:
                yield self._row(block.heading, self._heading, self.size * 0.72)
            for number, line in enumerate(block.lines):
                yield self._line(line, is_first=number == 0, has_heading=bool(block.heading))
        if face.left_out:
            yield self._row(self._more, self._small, self.size * 0.72)

    def _line(self, line: Line, *, is_first: bool, has_heading: bool) -> _Row:
        above = self.size * {Form.HEADING: 1.2, Form.LABEL: 0.15}.get(line.form, 0.34)
        if is_first:
            above = self.size * (0.22 if has_heading else 0.9)
        style = self._styles[line.form]
        return self._row(line.text, style, above, room=self._box.width - _indent(line), line=line)

    def _row(
        self,
        text: str,
        style: ParagraphStyle,
        above: float,
        *,
        room: float | None = None,
        line: Line | None = None,
    ) -> _Row:
        width = self._box.width if room is None else room
        key = (text, style.name, width)
        if key not in self._known:
            words = Typed(text, style)
            self._known[key] = words, words.wrap(width, 0)[1]
        words, height = self._known[key]
        return _Row(words, width, height, above, line)

    def _draw_mark(
        self, canvas: Canvas, row: _Row, box: Box, y: float, *, to_the_left: bool
    ) -> None:
        """What stands beside a line, at the side where it begins."""
        line = row.line
        if line is None or not row.indent:
            return
        x = box.left + box.width if to_the_left else box.left
        inward = -1 if to_the_left else 1
        style = self._styles[line.form]
        baseline = y + row.height - getAscentDescent(style.fontName, style.fontSize)[0]
        middle = baseline + style.fontSize * 0.36
        match line.form:
            case Form.PHRASE:
                canvas.setStrokeColor(INK3)
                canvas.setLineWidth(1.5)
                canvas.line(x + inward * 1, y + 1.5, x + inward * 1, y + row.height - 1)
            case Form.STEP | Form.HEADING:
                canvas.setFillColor(INK)
                side = Side.RIGHT if to_the_left else Side.LEFT
                write(canvas, (x, baseline), line.mark, fonts.STRONG, style.fontSize, side=side)
            case Form.NEVER:
                canvas.setStrokeColor(INK2)
                canvas.setLineWidth(1.1)
                arm, at = style.fontSize * 0.24, x + inward * 3.2
                canvas.line(at - arm, middle - arm, at + arm, middle + arm)
                canvas.line(at - arm, middle + arm, at + arm, middle - arm)
            case _:
                canvas.setFillColor(INK)
                canvas.circle(x + inward * 2.6, middle, 1.5, stroke=0, fill=1)


def _indent(line: Line | None) -> float:
    return _INDENTS.get(line.form, 0.0) if line else 0.0


def _runs_to_the_left(line: Line | None) -> bool:
    return line is not None and base_level(on_one_line(line.text)) == 1


def style(name: str, font: str, size: float, leading: float, color: object = INK) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=size * leading, textColor=color
    )


def _draw_number(canvas: Canvas, number: str, box: Box, title: ParagraphStyle) -> None:
    """The key of the situation in the panel, in a black square that any copier keeps."""
    size = 15.0 + (title.fontSize - 11.5) * 0.8
    x, y = box.left + box.width - size, box.top - size
    canvas.setFillColor(INK)
    canvas.roundRect(x, y, size, size, 3, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    points = size * 0.66
    write(canvas, (x + size / 2, y + size * 0.27), number, fonts.STRONG, points, side=Side.CENTRE)


def _draw_steps(canvas: Canvas, steps: tuple[tuple[int, ...], int], box: Box) -> None:
    """A staircase, the steps of this face filled."""
    shown, of = steps
    count = max(of, *shown) if shown else of
    wide = min(8.0, (_STEPS_WIDE - 8) / count)
    left = box.left + box.width - count * wide
    tallest = 16.0
    for at in range(count):
        tall = tallest * (at + 1) / count
        canvas.setLineWidth(0.6)
        canvas.setStrokeColor(INK3)
        canvas.setFillColor(INK)
        canvas.rect(
            left + at * wide,
            box.top - tallest - 1,
            wide - 1.4,
            tall,
            stroke=1,
            fill=1 if at + 1 in shown else 0,
        )
