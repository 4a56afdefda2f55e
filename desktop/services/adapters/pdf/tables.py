"""Tables of a report: rows that stay whole, a head that comes again on each page."""

from collections.abc import Sequence
from typing import Protocol

from reportlab.platypus import Flowable

from desktop.services.adapters.pdf.page import BORDER, INK, LINE

ROW_PAD = 2.0
_GAP = 10.0
_GRID_PAD = (9.0, 4.5, 7.0, 6.0)  # left, top, right, bottom


class Set(Protocol):
    """What a cell holds: anything of reportlab's kind that is as tall however high the page."""

    def wrap(self, width: float, height: float) -> tuple[float, float]: ...
    def split(self, width: float, height: float) -> Sequence["Set"]: ...
    def drawOn(self, canvas: object, x: float, y: float) -> None: ...  # noqa: N802


Cell = Sequence[Set]
_ENDLESS = 1e9


class Table(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """Rows of cells over ``widths``. A row is never split unless it is taller than ``page``."""

    def __init__(
        self,
        widths: Sequence[float],
        rows: Sequence[Sequence[Cell]],
        *,
        page: float,
        head: Sequence[Cell] = (),
        pad: float = ROW_PAD,
        has_lines: bool = True,
    ) -> None:
        super().__init__()
        self._widths = widths
        self._rows = rows
        self._head = head
        self._page = page
        self._pad = pad
        self._has_lines = has_lines
        self._heights: list[float] | None = None

    def wrap(self, _width: float, _height: float = 0.0) -> tuple[float, float]:
        self.width = sum(self._widths)
        self.height = self._head_height() + sum(self._row_heights())
        return self.width, self.height

    def first(self, _width: float) -> float:
        """How tall the part is that a heading above never parts from."""
        first = next(iter(self._row_heights()), 0.0)
        least = self._page / 3 if self._head_height() + first > self._page else first
        return self._head_height() + least

    def split(self, _width: float, height: float) -> list["Table"]:
        room = height - self._head_height()
        fit = 0
        for row in self._row_heights():
            if row > room + 1e-6:
                break
            room -= row
            fit += 1
        if fit == len(self._rows):
            return [self]
        is_tall = self._head_height() + self._row_heights()[fit] > self._page
        if is_tall and room > self._page / 8:
            before, after = self._split_row(self._rows[fit], room - 2 * self._pad)
            if before:
                return [
                    self._of([*self._rows[:fit], before]),
                    self._of([after, *self._rows[fit + 1 :]]),
                ]
        if not fit:
            return []
        return [
            self._of(self._rows[:fit], self._row_heights()[:fit]),
            self._of(self._rows[fit:], self._row_heights()[fit:]),
        ]

    def draw(self) -> None:
        top = self.height
        if self._head:
            top = self._draw_row(self._head, top, self._head_height())
        for row, height in zip(self._rows, self._row_heights(), strict=True):
            top = self._draw_row(row, top, height)

    def _of(
        self, rows: Sequence[Sequence[Cell]], heights: Sequence[float] | None = None
    ) -> "Table":
        part = Table(
            self._widths,
            rows,
            page=self._page,
            head=self._head,
            pad=self._pad,
            has_lines=self._has_lines,
        )
        part._heights = None if heights is None else list(heights)
        return part

    def _row_heights(self) -> list[float]:
        if self._heights is None:
            self._heights = [self._row_height(row) for row in self._rows]
        return self._heights

    def _head_height(self) -> float:
        return self._row_height(self._head) if self._head else 0.0

    def _row_height(self, row: Sequence[Cell]) -> float:
        return 2 * self._pad + max(_height_of(cell, self._inner(at)) for at, cell in enumerate(row))

    def _inner(self, column: int) -> float:
        is_last = column == len(self._widths) - 1
        return self._widths[column] - (0 if is_last else _GAP)

    def _split_row(self, row: Sequence[Cell], room: float) -> tuple[Sequence[Cell], Sequence[Cell]]:
        halves = [_split(cell, self._inner(at), room) for at, cell in enumerate(row)]
        if not any(before for before, _ in halves):
            return [], row
        return [before for before, _ in halves], [after for _, after in halves]

    def _draw_row(self, row: Sequence[Cell], top: float, height: float) -> float:
        x = 0.0
        for at, cell in enumerate(row):
            y = top - self._pad
            for one in cell:
                y -= one.wrap(self._inner(at), _ENDLESS)[1]
                one.drawOn(self.canv, x, y)
            x += self._widths[at]
        if self._has_lines:
            self.canv.setStrokeColor(LINE)
            self.canv.setLineWidth(0.5)
            self.canv.line(0, top - height, self.width, top - height)
        return top - height


class FactGrid(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """Facts in a frame, up to four beside each other."""

    def __init__(self, cells: Sequence[Cell], width: float) -> None:
        super().__init__()
        self.width = width
        columns = 3 if len(cells) in {3, 5, 6, 9} else min(4, len(cells))
        self._rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
        self._column = width / max(columns, 1)
        self._heights: list[float] = []

    def wrap(self, _width: float, _height: float = 0.0) -> tuple[float, float]:
        _, top, _, bottom = _GRID_PAD
        self._heights = [
            top + bottom + max(_height_of(cell, self._room(row, at)) for at, cell in enumerate(row))
            for row in self._rows
        ]
        self.height = sum(self._heights)
        return self.width, self.height

    def first(self, width: float) -> float:
        """All of it stays together."""
        return float(self.wrap(width)[1])

    def draw(self) -> None:
        left, above, _, _ = _GRID_PAD
        canvas, top = self.canv, self.height
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        for number, (row, height) in enumerate(zip(self._rows, self._heights, strict=True)):
            if number:
                canvas.line(0, top, self.width, top)
            for at, cell in enumerate(row):
                x, y = at * self._column, top - above
                if at:
                    canvas.line(x, top, x, top - height)
                for one in cell:
                    y -= one.wrap(self._room(row, at), _ENDLESS)[1]
                    one.drawOn(canvas, x + left, y)
            top -= height
        canvas.setStrokeColor(BORDER)
        canvas.setLineWidth(0.75)
        canvas.roundRect(0, 0, self.width, self.height, 4)

    def _room(self, row: Sequence[Cell], at: int) -> float:
        left, _, right, _ = _GRID_PAD
        is_last = at == len(row) - 1
        width = self.width - at * self._column if is_last else self._column
        return width - left - right


class Ticked(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A choice that was ticked: a crossed box and its words."""

    _INDENT = 15.0

    def __init__(self, words: Set) -> None:
        super().__init__()
        self._words = words

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self.height = self._words.wrap(width - self._INDENT, height)[1]
        return width, self.height

    def draw(self) -> None:
        canvas, side = self.canv, 8.0
        y = self.height - 9.9
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.9)
        canvas.roundRect(0, y, side, side, 1.2)
        canvas.line(2.1, y + 2.1, side - 2.1, y + side - 2.1)
        canvas.line(2.1, y + side - 2.1, side - 2.1, y + 2.1)
        self._words.drawOn(canvas, self._INDENT, 0)


def _height_of(cell: Cell, width: float) -> float:
    return sum(one.wrap(width, _ENDLESS)[1] for one in cell)


def _split(cell: Cell, width: float, room: float) -> tuple[Cell, Cell]:
    """As much of ``cell`` as fits ``room``, and what is left of it."""
    for at, one in enumerate(cell):
        height = one.wrap(width, _ENDLESS)[1]
        if height > room + 1e-6:
            parts = one.split(width, room)
            if len(parts) < 2:
                return cell[:at], cell[at:]
            return [*cell[:at], parts[0]], [*parts[1:], *cell[at + 1 :]]
        room -= height
    return cell, []
