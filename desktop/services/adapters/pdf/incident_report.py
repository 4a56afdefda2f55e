"""The incident report as a PDF: page 1 what happened, page 2 what was done and the signatures."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest
from math import ceil
from pathlib import Path

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from desktop.services.adapters.pdf import fonts, page
from desktop.services.adapters.pdf.ending import Ending, Laid
from desktop.services.adapters.pdf.marks import CodeBox, Signatures
from desktop.services.adapters.pdf.page import Letterhead, Paper, print_document
from desktop.services.adapters.pdf.pictures import Drawn, Photo, read_photo
from desktop.services.adapters.pdf.saving import save_document
from desktop.services.adapters.pdf.tables import Cell, FactGrid, Set, Table, Ticked
from desktop.services.adapters.pdf.typed import Typesetter
from desktop.services.reports import paper_parts as parts
from desktop.services.reports.incident_paper import IncidentPaper

Pictures = Callable[[str], bytes | None]
"""A picture made small for paper (a JPEG), by the blob that holds the original."""

_LANGUAGES = {"en": "en-US", "es": "es-US"}
_QUARTERS = 4
_NUMBERS = 20.0
_LEAST_COLUMN = 58.0
_CODE_COLUMN = 128.0
_WEIGHT = (6, 60)  # characters that a column counts for, at least and at most
_PHOTOS_ON_A_PAGE = 2


def no_pictures(_sha256: str) -> bytes | None:
    """Where no pictures are at hand."""
    return None


def incident_report_pdf(
    report: IncidentPaper,
    *,
    on: Paper = Paper.LETTER,
    logo: Drawn | None = None,
    pictures: Pictures = no_pictures,
) -> bytes:
    """Print ``report``; the same one on the same paper with the same pictures is the same bytes.

    No text is too long or too strange for it. Two pages take some 20 ms, but 200,000 words a few
    seconds: not for the alert and GUI threads.
    """
    fonts.register_fonts()
    printed = _Printed(report, on, logo, pictures)
    return print_document(printed.letterhead(), printed.story, on)


def save_incident_report(
    report: IncidentPaper,
    path: Path,
    *,
    on: Paper = Paper.LETTER,
    logo: Drawn | None = None,
    pictures: Pictures = no_pictures,
) -> Path:
    """Write the PDF to ``path`` whole or not at all, replacing what was there.

    Raises ``DocumentNotSavedError`` when the folder does not take it.
    """
    return save_document(incident_report_pdf(report, on=on, logo=logo, pictures=pictures), path)


@dataclass(frozen=True, slots=True)
class _Space:
    """Things under each other, and what stands above them and never parts from them."""

    above: tuple[Laid, ...]
    body: Laid


class _Row:
    """Cells beside each other, each as many quarters of the page wide as it asks for."""

    def __init__(self, width: float) -> None:
        self._width = width
        self.cells: list[tuple[int, Cell]] = []

    def asked_by(self, *cell: Set) -> int:
        """The fewest quarters in which each of these is one line; 0 where half is not enough."""
        for quarters in (1, 2):
            room = self._width * quarters / _QUARTERS - 10
            if all(one.wrap(room, 0)[1] <= page.CELL.leading for one in cell):
                return quarters
        return 0

    def has_room(self, quarters: int) -> bool:
        return sum(n for n, _ in self.cells) + quarters <= _QUARTERS

    def add(self, quarters: int, cell: Cell) -> None:
        self.cells.append((quarters, cell))

    def laid(self, page_height: float) -> Iterator[_Space]:
        """What it holds as one line of a table, after which it is empty."""
        if self.cells:
            widths = [self._width * quarters / _QUARTERS for quarters, _ in self.cells]
            cells = [cell for _, cell in self.cells]
            self.cells = []
            yield _Space((), Table(widths, [cells], page=page_height, pad=1.75, has_lines=False))


class _Printed:
    """One report on its way to paper."""

    def __init__(
        self, report: IncidentPaper, on: Paper, logo: Drawn | None, pictures: Pictures
    ) -> None:
        self._report = report
        self._on = on
        self._logo = logo
        self._photos_at_hand = [_photo(pictures, one.sha256) for one in report.pictures]
        self._width = on.text_width
        self._page = on.text_height
        self._set = Typesetter()

    def letterhead(self) -> Letterhead:
        report, plain = self._report, self._set.plain
        return Letterhead(
            site=plain(report.site_name),
            under_site=plain(report.site_address),
            number=plain(report.number),
            under_number=plain(report.under_number),
            foot=plain(report.foot),
            watermark="",
            title=plain(f"{report.title} {report.mark.number}".strip()),
            subject=plain(report.subject),
            keywords=str(
                replace(
                    report.mark,
                    paper=self._on.value,
                    pictures=sum(photo is not None for photo in self._photos_at_hand),
                )
            ),
            made_at=report.made_at,
            language=_LANGUAGES[report.language],
            page_of=report.page_of,
            logo=self._logo,
        )

    def story(self) -> Sequence[Flowable]:
        told = [*self._opening(), *self._parts(self._report.told)]
        done = [*self._parts(self._report.done)]
        last = done or told
        last[-1:] = self._ended(last[-1])
        begins_a_page = bool(done) and self._has_a_page(told, done)
        return [
            *self._laid(told),
            *([PageBreak()] if begins_a_page else []),
            *self._laid(done),
            *self._photos(),
            *self._note(),
        ]

    def _has_a_page(self, told: Sequence[_Space], done: Sequence[_Space]) -> bool:
        """Whether what was done stands on one page of its own without making the report longer.

        What is longer than a page begins where there is room: a page left half empty before it
        would look like the end.
        """
        first, second = self._height(told), self._height(done)
        if first + second <= self._page or second > self._page:
            return False
        return ceil(first / self._page) + 1 <= ceil((first + second) / self._page)

    def _height(self, spaces: Sequence[_Space]) -> float:
        """How tall these are from the top of a page, where the first has no air above it."""
        parts_of = [one for space in spaces for one in (*space.above, space.body)]
        air = parts_of[0].getSpaceBefore() if parts_of else 0.0
        return sum(map(self._tall, parts_of)) - air

    def _tall(self, one: Laid) -> float:
        return one.wrap(self._width)[1] + one.getSpaceBefore() + one.getSpaceAfter()

    def _laid(self, spaces: Sequence[_Space]) -> Iterator[Flowable]:
        for space in spaces:
            if space.above:
                above = sum(self._tall(one) for one in space.above)
                yield CondPageBreak(above + space.body.first(self._width))
                yield from space.above
            yield space.body

    def _opening(self) -> Iterator[_Space]:
        report = self._report
        title = self._set.line(report.title, page.TITLE)
        for warning in report.warnings:
            yield _Space((title,), self._set.line(warning, page.FACT))
        cells = [self._fact(one) for one in report.facts]
        above = () if report.warnings else (title,)
        if cells:
            yield _Space(above, FactGrid(cells, self._width))
        elif above:
            yield _Space((), title)

    def _parts(self, these: Sequence[parts.Part]) -> Iterator[_Space]:
        for part in these:
            above: list[Laid] = [self._set.line(part.heading, page.PART)]
            for block in part.blocks:
                if isinstance(block, parts.Under):
                    above.append(self._set.line(block.name, page.SUBHEADING))
                    continue
                for space in self._block(block):
                    yield _Space((*above, *space.above), space.body)
                    above = []
            if len(above) > 1:  # an amendment of which nothing is left to say but who and when
                yield _Space(tuple(above[:-1]), above[-1])

    def _block(self, block: parts.Block) -> Iterator[_Space]:
        match block:
            case parts.Facts(facts, ticked):
                yield from self._facts(facts, ticked)
            case parts.Story(name, text):
                yield from self._story(name, text)
            case parts.Ticked(choices):
                yield from self._facts((), choices)
            case parts.Steps(steps):
                yield _Space((), self._steps(steps))
            case parts.Rows():
                yield _Space(self._label(block.name), self._table(block))
            case parts.Under():
                pass

    def _steps(self, steps: Sequence[str]) -> Table:
        """Numbered, in two columns where all are short: down the first, then the second."""
        cells: list[tuple[Cell, Cell]] = [
            ([self._set.line(str(n), page.CELL)], self._set.paragraphs(step, page.CELL))
            for n, step in enumerate(steps, start=1)
        ]
        half = self._width / 2 - _NUMBERS
        are_short = all(
            one.wrap(half - 10, 0)[1] <= page.CELL.leading for _, cell in cells for one in cell
        )
        if len(cells) < 2 or not are_short:
            widths = [_NUMBERS, self._width - _NUMBERS]
            return Table(widths, cells, page=self._page, pad=1.5, has_lines=False)
        middle = (len(cells) + 1) // 2
        nothing: tuple[Cell, Cell] = ([], [])
        rows = [
            [*left, *right]
            for left, right in zip_longest(cells[:middle], cells[middle:], fillvalue=nothing)
        ]
        widths = [_NUMBERS, half, _NUMBERS, half]
        return Table(widths, rows, page=self._page, pad=1.5, has_lines=False)

    def _label(self, name: str) -> tuple[Laid, ...]:
        return (self._set.line(name, page.LABEL),) if name else ()

    def _story(self, name: str, text: str) -> Iterator[_Space]:
        above = self._label(name)
        for paragraph in self._set.paragraphs(text, page.TEXT):
            yield _Space(above, paragraph)
            above = ()
        for label in above:
            yield _Space((), label)

    def _fact(self, fact: parts.Named) -> Cell:
        """A fact of the grid; what follows its first line is smaller."""
        first, _, more = fact.value.partition("\n")
        return [
            self._set.line(fact.name, page.SMALL),
            self._set.line(first, page.FACT),
            *self._set.paragraphs(more, page.SMALL),
        ]

    def _facts(self, facts: Sequence[parts.Named], ticked: Sequence[str] = ()) -> Iterator[_Space]:
        """Short facts up to four beside each other; one that is long has lines of its own."""
        row = _Row(self._width)
        for fact in facts:
            name = self._set.line(fact.name, page.SMALL)
            value = self._set.line(fact.value, page.CELL)
            quarters = row.asked_by(name, value)
            if not row.has_room(quarters):
                yield from row.laid(self._page)
            if quarters:
                row.add(quarters, [name, value])
            else:
                yield from row.laid(self._page)
                yield from self._story(fact.name, fact.value)
        above = [self._set.line(" ", page.SMALL)] if row.cells else []  # level with the values
        for words in ticked:
            choice = Ticked(self._set.line(words, page.CELL))
            quarters = row.asked_by(choice) or _QUARTERS
            if not row.has_room(quarters):
                yield from row.laid(self._page)
                above = []
            row.add(quarters, [*above, choice])
        yield from row.laid(self._page)

    def _table(self, block: parts.Rows) -> Table:
        return Table(
            self._widths(block),
            [
                [
                    self._set.paragraphs(text, self._cell_style(block, at))
                    for at, text in enumerate(row)
                ]
                for row in block.rows
            ],
            page=self._page,
            head=[[self._set.line(name, page.SMALL)] for name in block.columns],
        )

    def _cell_style(self, block: parts.Rows, column: int) -> ParagraphStyle:
        return page.HASH if column == block.code else page.CELL

    def _widths(self, block: parts.Rows) -> list[float]:
        """As wide as what is in them asks for, but none too narrow for a word."""
        least, most = _WEIGHT
        weights = [
            min(most, max(least, len(name), *(len(row[at]) for row in block.rows)))
            for at, name in enumerate(block.columns)
        ]
        fixed = _CODE_COLUMN if block.code is not None else 0.0
        shared = [w for at, w in enumerate(weights) if at != block.code]
        room = self._width - fixed - _LEAST_COLUMN * len(shared)
        return [
            _CODE_COLUMN if at == block.code else _LEAST_COLUMN + room * weight / sum(shared)
            for at, weight in enumerate(weights)
        ]

    def _ended(self, last: _Space) -> Iterator[_Space]:
        """``last`` with the signatures, which never stand on a page alone; with all of the closing
        where that leaves room for it.
        """
        closing = [*self._closing()]
        heights = accumulate(self._height([one]) for one in closing)
        together = max(1, sum(height <= self._page / 2 for height in heights))
        end = [part for one in closing[:together] for part in (*one.above, one.body)]
        yield _Space(last.above, Ending(last.body, end, page=self._page))
        yield from closing[together:]

    def _closing(self) -> Iterator[_Space]:
        report, plain = self._report, self._set.plain
        signed = [(plain(one.name), tuple(map(plain, one.under))) for one in report.signatures]
        above: tuple[Laid, ...] = (self._set.line(report.signatures_heading, page.PART),)
        for at in range(0, len(signed), 2):
            yield _Space(above, Signatures(signed[at : at + 2]))
            above = ()
        if report.code:
            under = [plain(line) for line in (report.code_words, *report.notes)]
            yield _Space((), CodeBox(report.code_heading, report.code, under, report.qr))

    def _photos(self) -> Iterator[Flowable]:
        """The pictures, on pages of their own; none where this PC has none of them."""
        photos = self._photos_at_hand
        if not any(photos):
            return
        yield PageBreak()
        yield self._set.line(self._report.pictures_heading, page.PART)
        most = self._page / _PHOTOS_ON_A_PAGE - 60
        for one, photo in zip(self._report.pictures, photos, strict=True):
            drawn = (
                self._set.line(self._report.no_picture, page.TEXT)
                if photo is None
                else Photo(photo, photo.fitted(self._width, most))
            )
            under = (self._set.line(one.name, page.FACT), self._set.line(one.under, page.SMALL))
            yield CondPageBreak(sum(self._tall(part) for part in (drawn, *under)))
            yield from (drawn, *under)

    def _note(self) -> Iterator[Flowable]:
        if self._set.note:
            yield self._set.line(self._set.note, page.NOTE)


def _photo(pictures: Pictures, sha256: str) -> Drawn | None:
    content = pictures(sha256)
    return None if content is None else read_photo(content)
