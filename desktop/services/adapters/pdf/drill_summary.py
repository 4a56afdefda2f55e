"""The summary of a drill on paper: what went well, what is to be looked at, and the timeline."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from desktop.domain.drills.course import Mark
from desktop.services.adapters.pdf import fonts, page
from desktop.services.adapters.pdf.drill_timeline import Sign, Timeline
from desktop.services.adapters.pdf.marks import SignatureLine
from desktop.services.adapters.pdf.page import (
    BORDER,
    INK,
    Letterhead,
    Paper,
    print_document,
)
from desktop.services.adapters.pdf.pictures import Drawn
from desktop.services.adapters.pdf.tables import FactGrid, Table
from desktop.services.adapters.pdf.typed import Typesetter
from desktop.services.drills.paper import DrillPaper, PaperCall

_LOCALES = {"en": "en-US", "es": "es"}
_ROWS = (0.05, 0.24, 0.16, 0.55)
_NOTE_LINES = 5


def drill_summary_pdf(
    paper: DrillPaper, *, on: Paper = Paper.LETTER, logo: Drawn | None = None
) -> bytes:
    """Print ``paper``; the same drill on the same paper is the same bytes."""
    fonts.register_fonts()
    setter = Typesetter()
    letterhead = Letterhead(
        site=setter.plain(paper.site_name),
        under_site=setter.plain(paper.site_address),
        number=setter.plain(paper.number),
        under_number=setter.plain(paper.held),
        foot=setter.plain(paper.foot),
        watermark=setter.plain(paper.watermark),
        title=setter.plain(f"{paper.title}, {paper.number}"),
        subject=setter.plain(paper.title),
        keywords="",
        made_at=paper.made_at,
        language=_LOCALES.get(paper.language, paper.language),
        page_of=paper.page_of,
        logo=logo,
    )
    return print_document(letterhead, lambda: list(_story(paper, setter, on)), on)


class Bullet(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A tick for what went well, an open ring for what is to be looked at."""

    def __init__(self, *, is_good: bool) -> None:
        super().__init__()
        self._is_good = is_good
        self.width, self.height = 10.0, 15.0

    def wrap(self, _width: float, _height: float = 0.0) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        pen = self.canv
        pen.setStrokeColor(INK)
        pen.setLineWidth(1.1)
        if self._is_good:
            pen.line(0.5, 7.8, 3.2, 5.0)
            pen.line(3.2, 5.0, 8.0, 11.2)
        else:
            pen.circle(4, 8.2, 3.0, stroke=1, fill=0)


class Ruled(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """Empty lines to write on."""

    _LEADING = 21.0

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count
        self.height = self._LEADING * count

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def draw(self) -> None:
        self.canv.setStrokeColor(BORDER)
        self.canv.setLineWidth(0.5)
        for at in range(self._count):
            y = self.height - (at + 1) * self._LEADING
            self.canv.line(0, y, self.width, y)


def _story(paper: DrillPaper, setter: Typesetter, on: Paper) -> Iterator[Flowable]:
    yield setter.line(paper.title, page.TITLE)
    yield setter.line(paper.lead, page.TEXT)
    yield Spacer(1, 8)
    cells = [
        [setter.line(name, page.LABEL), *setter.paragraphs(value, page.FACT)]
        for name, value in paper.facts
    ]
    yield FactGrid(cells, on.text_width)
    yield from _said(paper.good_title, paper.good, setter, on, is_good=True)
    yield from _said(paper.look_title, paper.look, setter, on, is_good=False)
    for call in paper.calls:
        yield from _call(call, paper, setter, on)
    if not paper.calls:
        yield Spacer(1, 10)
        yield setter.line(paper.no_calls, page.TEXT)
    yield KeepTogether(
        [setter.line(paper.people_title, page.HEADING), *setter.paragraphs(paper.people, page.TEXT)]
    )
    if setter.note:
        yield setter.line(setter.note, page.NOTE)
    yield KeepTogether(
        [
            setter.line(paper.notes_title, page.HEADING),
            Ruled(_NOTE_LINES),
            Spacer(1, 6),
            SignatureLine("", paper.signature),
        ]
    )


def _said(
    title: str, said: Sequence[str], setter: Typesetter, on: Paper, *, is_good: bool
) -> Iterator[Flowable]:
    heading = setter.line(title, page.HEADING)
    rows = [([Bullet(is_good=is_good)], setter.paragraphs(one, page.TEXT)) for one in said]
    table = Table((16, on.text_width - 16), rows, page=on.text_height, pad=0, has_lines=False)
    above = heading.wrap(on.text_width)[1] + heading.getSpaceBefore() + heading.getSpaceAfter()
    yield CondPageBreak(above + table.first(on.text_width))
    yield heading
    yield table


def _call(call: PaperCall, paper: DrillPaper, setter: Typesetter, on: Paper) -> Iterator[Flowable]:
    heading = setter.line(call.title, page.HEADING)
    under = setter.line(call.under, page.SMALL)
    timeline = Timeline(call, on.text_width)
    legend = _legend(paper.legend, setter, on)
    height = heading.wrap(on.text_width)[1] + heading.getSpaceBefore() + 30
    yield CondPageBreak(height + timeline.height + legend.wrap(on.text_width)[1])
    yield heading
    yield under
    yield Spacer(1, 6)
    yield timeline
    yield Spacer(1, 4)
    yield legend
    yield setter.line(paper.clocks, page.NOTE)
    yield Spacer(1, 6)
    yield Table(
        [share * on.text_width for share in _ROWS],
        [
            [
                [setter.line(row.number, page.SMALL)],
                setter.paragraphs(row.station, page.CELL),
                [setter.line(row.after, page.CELL)],
                setter.paragraphs(row.what, page.CELL),
            ]
            for row in call.rows
        ],
        page=on.text_height,
        head=[[setter.line(cell, page.SMALL)] for cell in paper.row_head],
        pad=1.2,
    )


def _legend(meaning: Sequence[tuple[Mark, str]], setter: Typesetter, on: Paper) -> Table:
    """Three signs beside each other in each row."""
    cells: list[Sequence[Flowable]] = []
    for mark, said in meaning:
        cells += [[Sign(mark)], [setter.line(said, page.SMALL)]]
    while len(cells) % 6:
        cells.append([])
    column = on.text_width / 3
    rows = [cells[at : at + 6] for at in range(0, len(cells), 6)]
    return Table((24, column - 24) * 3, rows, page=on.text_height, pad=1, has_lines=False)
