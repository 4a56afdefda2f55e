"""Documents for authorities: the items of OSHA's Form 301, and California's SB 553 log."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from reportlab.platypus import CondPageBreak, Flowable

from desktop.services.adapters.pdf import fonts, page
from desktop.services.adapters.pdf.marks import Signatures
from desktop.services.adapters.pdf.page import Letterhead, Paper, print_document
from desktop.services.adapters.pdf.pictures import Drawn
from desktop.services.adapters.pdf.tables import Table
from desktop.services.adapters.pdf.typed import Typesetter
from desktop.services.reports.osha_301 import Item, Osha301
from desktop.services.reports.sb553 import KEPT_YEARS, LogEntry

_NUMBER = 24.0
_ASKED = 300.0
_COLUMN = 130.0


def osha_301_pdf(form: Osha301, *, on: Paper = Paper.LETTER, logo: Drawn | None = None) -> bytes:
    """Print the items of Form 301; the same form on the same paper is the same bytes."""
    fonts.register_fonts()
    setter = Typesetter()
    letterhead = Letterhead(
        site=setter.plain(form.site_name),
        under_site=setter.plain(form.site_address),
        number=setter.plain(f"Report {form.number}"),
        under_number=setter.plain(f"Completed {form.completed_on}"),
        foot="Confidential. Holds information about an employee's health.".replace("'", "\u2019"),
        watermark="",
        title=setter.plain(f"OSHA 301 {form.number}"),
        subject="Injury and illness incident report",
        keywords=str(replace(form.mark, paper=on.value)),
        made_at=form.made_at,
        logo=logo,
    )
    return print_document(letterhead, lambda: list(_form(form, setter, on)), on)


def sb553_pdf(
    entries: Sequence[LogEntry],
    *,
    site_name: str,
    site_address: str = "",
    period: str = "",
    made_at: datetime,
    on: Paper = Paper.LETTER,
    logo: Drawn | None = None,
) -> bytes:
    """Print the log, one incident under the other."""
    fonts.register_fonts()
    setter = Typesetter()
    letterhead = Letterhead(
        site=setter.plain(site_name),
        under_site=setter.plain(site_address),
        number="Violent incident log",
        under_number=setter.plain(period),
        foot=f"California Labor Code 6401.9. Kept {KEPT_YEARS} years.",
        watermark="",
        title="Violent incident log",
        subject=setter.plain(period),
        keywords="",
        made_at=made_at,
        logo=logo,
    )
    return print_document(letterhead, lambda: list(_log(entries, setter, on)), on)


def _form(form: Osha301, setter: Typesetter, on: Paper) -> Iterator[Flowable]:
    yield setter.line("Injury and illness incident report", page.TITLE)
    yield setter.line("The items of OSHA’s Form 301 (29 CFR 1904.29).", page.TEXT)  # noqa: RUF001
    yield setter.line(form.due, page.TEXT)
    for heading, items in form.groups:
        first, *others = (_item(item, setter, on) for item in items)
        yield from _headed(setter, heading, first, on)
        yield from others
    said = (
        ("Name", form.completed_by),
        ("Title", form.title or "Not known"),
        ("Phone", form.phone),
        ("Date", form.completed_on),
    )
    cells = [
        [setter.line(name, page.SMALL), *setter.paragraphs(value, page.CELL)]
        for name, value in said
    ]
    quarters = [on.text_width / len(said)] * len(said)
    below = Table(quarters, [cells], page=on.text_height, has_lines=False)
    yield from _headed(setter, "Completed by", below, on)
    line = Signatures([("", ("Signature and date",))])
    yield CondPageBreak(line.height)
    yield line
    if setter.note:
        yield setter.line(setter.note, page.NOTE)


def _item(item: Item, setter: Typesetter, on: Paper) -> Table:
    """The answer beside what is asked, or, where it is long, under it."""
    number = [setter.line(str(item.number), page.CELL)]
    asked = setter.line(item.asked, page.CELL_SOFT)
    answer = setter.paragraphs(item.answer, page.CELL)
    beside = on.text_width - _NUMBER - _ASKED
    if all(one.wrap(beside)[1] <= page.CELL.leading for one in answer):
        widths, row = (_NUMBER, _ASKED, beside), [number, [asked], answer]
    else:
        widths, row = (_NUMBER, on.text_width - _NUMBER), [number, [asked, *answer]]  # type: ignore[assignment]  # fewer columns
    return Table(widths, [row], page=on.text_height)


def _log(entries: Sequence[LogEntry], setter: Typesetter, on: Paper) -> Iterator[Flowable]:
    yield setter.line("Violent incident log", page.TITLE)
    if not entries:
        yield setter.line("No incidents in this period.", page.TEXT)
    for entry in entries:
        (_, incident), *others = entry.named
        rows = [
            ([setter.line(name, page.CELL_SOFT)], setter.paragraphs(value, page.CELL))
            for name, value in others
        ]
        widths = (_COLUMN, on.text_width - _COLUMN)
        table = Table(widths, rows, page=on.text_height)
        line = setter.line(incident, page.PART)
        whole = line.wrap(on.text_width)[1] + 12 + table.wrap(on.text_width)[1]
        if whole <= on.text_height:  # an incident begins a page rather than end on the next one
            yield CondPageBreak(whole)
        yield from _headed(setter, incident, table, on)
    if setter.note:
        yield setter.line(setter.note, page.NOTE)


def _headed(setter: Typesetter, heading: str, table: Table, on: Paper) -> Iterator[Flowable]:
    """A heading that never parts from the first row under it."""
    line = setter.line(heading, page.PART)
    above = line.wrap(on.text_width)[1] + line.getSpaceBefore() + line.getSpaceAfter()
    yield CondPageBreak(above + table.first(on.text_width))
    yield from (line, table)
