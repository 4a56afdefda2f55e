"""The opening tests of a month on paper: a row of days for each station, and what was wrong."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from desktop.domain.opening.month import Day, Mark
from desktop.services.adapters.pdf import fonts, page
from desktop.services.adapters.pdf.monthly import letterhead
from desktop.services.adapters.pdf.page import FAINT, INK, INK3, Paper, print_document
from desktop.services.adapters.pdf.pictures import Drawn
from desktop.services.adapters.pdf.tables import ROW_PAD, FactGrid, Table
from desktop.services.adapters.pdf.typed import Typesetter
from desktop.services.adapters.pdf.writing.typed import Side, write
from desktop.services.opening.month_paper import Listed, MonthPaper

_NAME = 112.0
_DAY = 12.5
_SIGN = 3.4
_WRONG = (0.17, 0.16, 0.32, 0.17, 0.18)
_NOTES = (0.17, 0.16, 0.49, 0.18)


def opening_month_pdf(
    paper: MonthPaper, *, on: Paper = Paper.LETTER, logo: Drawn | None = None
) -> bytes:
    """Print ``paper``; the same month on the same paper is the same bytes."""
    fonts.register_fonts()
    setter = Typesetter()
    return print_document(
        letterhead(paper.head, setter, logo), lambda: list(_story(paper, setter, on)), on
    )


class Days(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A row of signs, one for each day; weekends lie on grey."""

    def __init__(self, days: Sequence[Day], weekend: frozenset[int]) -> None:
        super().__init__()
        self._days, self._weekend = days, weekend
        self.width, self.height = len(days) * _DAY, 13.5

    def wrap(self, _width: float, _height: float = 0.0) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        for at, day in enumerate(self._days):
            if at + 1 in self._weekend:
                _shade(self.canv, at, self.height)
            draw_sign(self.canv, day, (at + 0.5) * _DAY, self.height / 2)


class Numbers(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """The numbers of the days above them."""

    def __init__(self, count: int, weekend: frozenset[int]) -> None:
        super().__init__()
        self._weekend, self._count = weekend, count
        self.width, self.height = count * _DAY, 12.0

    def wrap(self, _width: float, _height: float = 0.0) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        for at in range(self._count):
            if at + 1 in self._weekend:
                _shade(self.canv, at, self.height)
            self.canv.setFillColor(INK3)
            middle = ((at + 0.5) * _DAY, 3.5)
            write(self.canv, middle, str(at + 1), fonts.REGULAR, 7.5, side=Side.CENTRE)


class Sign(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """One sign beside its meaning."""

    def __init__(self, day: Day) -> None:
        super().__init__()
        self._day = day
        self.width, self.height = _DAY, 12.0

    def wrap(self, _width: float, _height: float = 0.0) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        draw_sign(self.canv, self._day, _DAY / 2, self.height / 2 - 1)


def draw_sign(canvas: object, day: Day, x: float, y: float) -> None:
    """Draw what is known of ``day`` around that point: told apart by shape, black on white.

    A disc is a test, a triangle one that found something wrong, both open where nobody confirmed
    it; a cross is a missed one, a dot nothing known.
    """
    pen: Flowable = canvas
    pen.setStrokeColor(INK)
    pen.setFillColor(INK)
    pen.setLineWidth(0.9)
    is_full = int(day.mark is Mark.DONE)
    if day.mark is Mark.UNKNOWN:
        pen.setFillColor(INK3)
        pen.rect(x - 0.6, y - 0.6, 1.2, 1.2, stroke=0, fill=1)
    elif day.mark is Mark.MISSED:
        pen.line(x - _SIGN + 0.6, y - _SIGN + 0.6, x + _SIGN - 0.6, y + _SIGN - 0.6)
        pen.line(x - _SIGN + 0.6, y + _SIGN - 0.6, x + _SIGN - 0.6, y - _SIGN + 0.6)
    elif day.is_wrong:
        path = pen.beginPath()
        path.moveTo(x, y + _SIGN + 0.4)
        path.lineTo(x + _SIGN + 0.5, y - _SIGN + 0.2)
        path.lineTo(x - _SIGN - 0.5, y - _SIGN + 0.2)
        path.close()
        pen.drawPath(path, stroke=1, fill=is_full)
    else:
        pen.circle(x, y, _SIGN - 0.5, stroke=1, fill=is_full)


def _shade(canvas: Flowable, at: int, height: float) -> None:
    canvas.setFillColor(FAINT)
    canvas.rect(at * _DAY, -ROW_PAD, _DAY, height + 2 * ROW_PAD, stroke=0, fill=1)


def _story(paper: MonthPaper, setter: Typesetter, on: Paper) -> Iterator[Flowable]:
    yield setter.line(f"{paper.head.title}, {paper.head.period}", page.TITLE)
    cells = [
        [setter.line(name, page.LABEL), setter.line(value, page.FACT)]
        for name, value in paper.facts
    ]
    yield FactGrid(cells, on.text_width)
    yield Spacer(1, 10)
    yield from _grid(paper, setter, on)
    yield from _listed(paper.wrong, _WRONG, setter, on)
    if paper.notes.rows:
        yield from _listed(paper.notes, _NOTES, setter, on)
    if setter.note:
        yield setter.line(setter.note, page.NOTE)


def _grid(paper: MonthPaper, setter: Typesetter, on: Paper) -> Iterator[Flowable]:
    if not paper.stations:
        yield setter.line(paper.none, page.TEXT)
        return
    count = len(paper.stations[0].days)
    widths = (_NAME, on.text_width - _NAME)
    rows = [
        ([setter.line(station.name, page.CELL)], [Days(station.days, paper.weekend)])
        for station in paper.stations
    ]
    head = ([setter.line(paper.station_title, page.SMALL)], [Numbers(count, paper.weekend)])
    yield Table(widths, rows, page=on.text_height, head=head, pad=ROW_PAD)
    yield Spacer(1, 6)
    legend = [
        ([Sign(Day(one.mark, one.is_wrong))], [setter.line(one.text, page.SMALL)])
        for one in paper.legend
    ]
    below = Table(
        (_DAY + 8, on.text_width - _DAY - 8), legend, page=on.text_height, pad=0, has_lines=False
    )
    yield CondPageBreak(below.wrap(on.text_width)[1])
    yield below


def _listed(
    listed: Listed, shares: Sequence[float], setter: Typesetter, on: Paper
) -> Iterator[Flowable]:
    heading = setter.line(listed.title, page.HEADING)
    table = Table(
        [share * on.text_width for share in shares],
        [[setter.paragraphs(cell, page.CELL) for cell in row] for row in listed.rows],
        page=on.text_height,
        head=[[setter.line(cell, page.SMALL)] for cell in listed.head],
    )
    above = heading.wrap(on.text_width)[1] + heading.getSpaceBefore() + heading.getSpaceAfter()
    yield CondPageBreak(above + (table.first(on.text_width) if listed.rows else page.TEXT.leading))
    yield heading
    yield table if listed.rows else setter.line(listed.none, page.TEXT)
