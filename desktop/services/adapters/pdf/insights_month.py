"""The figures of a month on paper: hour and weekday, times, places, how it ended, what was seen."""

from collections.abc import Iterator, Sequence

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from desktop.services.adapters.pdf import fonts, page
from desktop.services.adapters.pdf.monthly import letterhead
from desktop.services.adapters.pdf.page import INK, INK2, LINE, Paper, print_document
from desktop.services.adapters.pdf.pictures import Drawn
from desktop.services.adapters.pdf.tables import ROW_PAD, FactGrid, Table
from desktop.services.adapters.pdf.typed import Typesetter
from desktop.services.insights.month_paper import Bars, InsightsPaper, Listed, Week

_GREYS = tuple(
    HexColor(one) for one in (0xF3F3F3, 0xE0E0E0, 0xC8C8C8, 0xA8A8A8, 0x6E6E6E, 0x3A3A3A)
)
_WHITE = HexColor(0xFFFFFF)
_LIGHT_UP_TO = 3
_BAR, _DARK = HexColor(0xB4B4B4), HexColor(0x4A4A4A)
_DAY = 30.0
_CELL = 17.0
_NAME = 150.0
_SAID = 110.0
_BAR_HIGH = 9.0
_WAITS = (0.34, 0.1, 0.24, 0.18, 0.14)
_ADDRESSES = (0.1, 0.16, 0.16, 0.58)
_TOGETHER = 5
"""So many rows of a table stand below its title before a new page begins."""


def insights_month_pdf(
    paper: InsightsPaper, *, on: Paper = Paper.LETTER, logo: Drawn | None = None
) -> bytes:
    """Print ``paper``; the same figures on the same paper are the same bytes."""
    fonts.register_fonts()
    setter = Typesetter()
    return print_document(
        letterhead(paper.head, setter, logo), lambda: list(_story(paper, setter, on)), on
    )


def week_drawing(week: Week, width: float) -> Drawing:
    """A cell for each hour of each weekday, the darker the more, with its number."""
    rows, columns = len(week.days), len(week.hours)
    wide = min(46.0, (width - _DAY) / max(1, columns))
    most = max((n for day in week.counts for n in day), default=0)
    high = rows * _CELL + 14
    made = Drawing(_DAY + wide * columns, high)
    for row, (day, counts) in enumerate(zip(week.days, week.counts, strict=True)):
        bottom = high - (row + 1) * _CELL
        made.add(_text(0, bottom + 5, day, fill=INK2))
        for column, n in enumerate(counts):
            shade = _shade(n, most)
            left = _DAY + column * wide
            made.add(
                Rect(
                    left, bottom, wide - 1.2, _CELL - 1.2, fillColor=_GREYS[shade], strokeColor=None
                )
            )
            if n:
                ink = INK if shade <= _LIGHT_UP_TO else _WHITE
                middle = left + (wide - 1.2) / 2
                made.add(_text(middle, bottom + 5, str(n), fill=ink, anchor="middle", strong=True))
    every = 1 if wide >= 30 else 2 if wide >= 16 else 3
    for column in range(0, columns, every):
        middle = _DAY + column * wide + wide / 2
        made.add(_text(middle, 2, week.hours[column], fill=INK2, anchor="middle", size=7.5))
    return made


def bar_drawing(whole: int, part: int, most: int, width: float) -> Drawing:
    """One bar of ``whole`` on a scale that ends at ``most``; its first ``part`` is dark."""
    made = Drawing(width, _BAR_HIGH + 3)
    if whole:
        long = width * whole / most
        made.add(Rect(0, 1, long, _BAR_HIGH, fillColor=_BAR, strokeColor=INK2, strokeWidth=0.4))
        if part:
            dark = width * part / most
            made.add(
                Rect(0, 1, dark, _BAR_HIGH, fillColor=_DARK, strokeColor=INK2, strokeWidth=0.4)
            )
    else:
        made.add(Rect(0, 1, 0.6, _BAR_HIGH, fillColor=LINE, strokeColor=None))
    return made


def _story(paper: InsightsPaper, setter: Typesetter, on: Paper) -> Iterator[Flowable]:
    yield setter.line(f"{paper.head.title}, {paper.head.period}", page.TITLE)
    cells = [
        [setter.line(name, page.LABEL), setter.line(value, page.FACT)]
        for name, value in paper.facts
    ]
    yield FactGrid(cells, on.text_width)
    week = week_drawing(paper.week, on.text_width)
    yield from _headed(paper.week.title, paper.week.about, setter, on, week.height)
    yield week if paper.week.hours else setter.line(paper.week.none, page.TEXT)
    for listed in paper.waits:
        yield from _listed(listed, _WAITS, setter, on)
    for bars in (paper.places, paper.ends, paper.behaviors):
        yield from _bars(bars, setter, on)
    yield from _listed(paper.addresses, _ADDRESSES, setter, on)
    yield Spacer(1, 10)
    yield from setter.paragraphs(paper.note, page.NOTE)
    if setter.note:
        yield setter.line(setter.note, page.NOTE)


def _headed(
    title: str, about: str, setter: Typesetter, on: Paper, below: float
) -> Iterator[Flowable]:
    """A title that never parts from what it is the title of."""
    heading = setter.line(title, page.HEADING)
    said = setter.paragraphs(about, page.SMALL)
    above = heading.wrap(on.text_width, on.text_height)[1] + page.HEADING.spaceBefore
    above += sum(one.wrap(on.text_width, on.text_height)[1] for one in said) + 8
    yield CondPageBreak(above + below)
    yield heading
    yield from said
    yield Spacer(1, 4)


def _bars(bars: Bars, setter: Typesetter, on: Paper) -> Iterator[Flowable]:
    most = max((row.whole for row in bars.rows), default=0) or 1
    room = on.text_width - _NAME - _SAID
    table = Table(
        (_NAME, room, _SAID),
        [
            (
                setter.paragraphs(row.name, page.CELL),
                [bar_drawing(row.whole, row.part, most, room - 10)],
                setter.paragraphs(row.said, page.CELL),
            )
            for row in bars.rows
        ],
        page=on.text_height,
        pad=1.0,
        has_lines=False,
    )
    first = min(len(bars.rows), _TOGETHER) * (page.CELL.leading + 2 * ROW_PAD)
    yield from _headed(bars.title, bars.about, setter, on, first)
    yield table if bars.rows else setter.line(bars.none, page.TEXT)


def _listed(
    listed: Listed, shares: Sequence[float], setter: Typesetter, on: Paper
) -> Iterator[Flowable]:
    table = Table(
        [share * on.text_width for share in shares],
        [[setter.paragraphs(cell, page.CELL) for cell in row] for row in listed.rows],
        page=on.text_height,
        head=[[setter.line(cell, page.SMALL)] for cell in listed.head],
    )
    others = min(_TOGETHER, len(listed.rows)) - 1
    first = table.first(on.text_width) + others * (page.CELL.leading + 2 * ROW_PAD + 1)
    if not listed.rows:
        first = page.TEXT.leading
    yield from _headed(listed.title, listed.about, setter, on, first)
    yield table if listed.rows else setter.line(listed.none, page.TEXT)


def _shade(n: int, most: int) -> int:
    last = len(_GREYS) - 1
    return 0 if n == 0 else 1 + min(last - 1, (n - 1) * last // most)


def _text(
    x: float,
    y: float,
    text: str,
    *,
    fill: Color,
    anchor: str = "start",
    size: float = 8.25,
    strong: bool = False,
) -> String:
    font = fonts.STRONG if strong else fonts.REGULAR
    return String(x, y, text, fontName=font, fontSize=size, fillColor=fill, textAnchor=anchor)
