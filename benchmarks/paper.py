"""The incident report on paper: two pages, and a hundred reports, beside bare reportlab."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from time import perf_counter
from xml.sax.saxutils import escape

from benchmarks.results import Result, Row, spread
from desktop.domain.reports.report import Report
from desktop.services.adapters.pdf import fonts, page
from desktop.services.adapters.pdf.incident_report import incident_report_pdf
from desktop.services.adapters.pdf.page import Paper
from desktop.services.adapters.pdf.report_printer import ReportPrinter
from desktop.services.adapters.pdf.saving import save_document
from desktop.services.reports.exporting import export
from desktop.services.reports.incident_paper import IncidentPaper
from desktop.services.reports.paper_parts import (
    Block,
    Facts,
    Part,
    Rows,
    Steps,
    Story,
    Ticked,
    Under,
)
from desktop.services.reports.variants import Variant
from tests.support.alert_story import NAMES
from tests.support.incident_story import (
    ADDRESS,
    CHICAGO,
    SITE,
    folded,
    paper_of,
    reviewed_facts,
    submission,
    the_alert,
)

METHOD = """
The common case: two pages with an alert's timeline, a review and two signatures, from the folded
report to the bytes, in one process that has printed once before. Floor: the same strings and
tables by bare reportlab (SimpleDocTemplate, Paragraph, Table of Paragraphs, the same embedded
fonts, letterhead and foot on each page), laid out once, so without the y of "page x of y", and
without the QR code. The two take turns; figures are medians.
Twice is what the floor takes to know y by laying out again. A hundred reports are saved one by
one as an export does, beside the export of one before and after; these figures are means, as a
hundred have every pause that a busy machine makes.
"""


def run(*, quick: bool) -> Result:
    """Measure it; some 20 s, quick: 5 s."""
    turns = 15 if quick else 60
    report = folded(*reviewed_facts())
    alert = the_alert()

    def product() -> bytes:
        return incident_report_pdf(paper_of(report, alert=alert))

    words = paper_of(report, alert=alert)

    def floor() -> bytes:
        return _bare(words)

    for warm_up in (product, floor):
        warm_up()
    taken: dict[str, list[float]] = {"product": [], "floor": [], "twice": []}
    for _ in range(turns):
        taken["product"].append(_ms(product))
        taken["floor"].append(_ms(floor))
        taken["twice"].append(_ms(floor) + _ms(floor))
    one, hundred = _exports(quick=quick)
    rows = (
        Row(
            what="two pages, beside bare reportlab once",
            unit="ms",
            product=median(taken["product"]),
            floor=median(taken["floor"]),
            most_ratio=1.5,
        ),
        Row(
            what="the same, beside bare reportlab twice",
            unit="ms",
            product=median(taken["product"]),
            floor=median(taken["twice"]),
        ),
        Row(
            what="100 reports exported, beside one",
            unit="ms",
            product=hundred,
            floor=one,
            most_ratio=120,
        ),
    )
    return Result(
        name="paper",
        method=METHOD,
        rows=rows,
        rounds=tuple({"what": what, **spread(figures)} for what, figures in taken.items()),
    )


def _exports(*, quick: bool) -> tuple[float, float]:
    """The milliseconds of exporting one report, and a hundred."""
    reports = [folded(submission(number=f"2026-C3-{n:03}")) for n in range(100)]
    printer = ReportPrinter(site_name=SITE, site_address=ADDRESS, names=NAMES, zone=CHICAGO)
    with TemporaryDirectory() as folder:

        def exported(these: list[Report]) -> None:
            done = export(
                these,
                Path(folder),
                of=len(these),
                variant=Variant.FULL,
                paper=Paper.LETTER.value,
                printer=printer,
                save=save_document,
            )
            assert len(done.files) == len(these)

        ones: list[float] = []
        hundreds: list[float] = []
        for _ in range(1 if quick else 3):
            ones += [_ms(lambda: exported(reports[:1])) for _ in range(15)]
            hundreds.append(_ms(lambda: exported(reports)))
            ones += [_ms(lambda: exported(reports[:1])) for _ in range(15)]
    return fmean(ones), fmean(hundreds)


def _ms(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def _bare(paper: IncidentPaper) -> bytes:
    """What somebody who knows reportlab would write first."""
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

    def p(text: str, style: object) -> Paragraph:
        return Paragraph(escape(text), style)

    def table(rows: list[list[object]]) -> Table:
        columns = max(len(row) for row in rows)
        full = [[*row, *([""] * (columns - len(row)))] for row in rows]
        style = page.table_style(("LINEBELOW", (0, 0), (-1, -1), 0.5, page.LINE))
        width = Paper.LETTER.text_width / columns
        return Table(full, colWidths=[width] * columns, repeatRows=1, style=style)

    def laid(block: Block) -> list[Flowable]:
        match block:
            case Facts(facts, ticked):
                told = [[p(f.name, page.SMALL), p(f.value, page.CELL)] for f in facts]
                told += [[p(choice, page.CELL)] for choice in ticked]
                return [table([told[at : at + 4] for at in range(0, len(told), 4)])]  # type: ignore[misc]  # rows of cells
            case Story(name, text):
                return [p(name, page.SMALL), *(p(t, page.TEXT) for t in text.splitlines())]
            case Ticked(choices):
                return [table([[p(choice, page.CELL) for choice in choices]])]
            case Steps(steps):
                return [
                    table(
                        [
                            [p(str(n), page.CELL), p(step, page.CELL)]
                            for n, step in enumerate(steps, start=1)
                        ]
                    )
                ]
            case Rows():
                head: list[object] = [p(name, page.SMALL) for name in block.columns]
                rows: list[list[object]] = [[p(t, page.CELL) for t in row] for row in block.rows]
                return [p(block.name, page.SMALL), table([head, *rows])]
            case Under(name):
                return [p(name, page.FACT)]

    def told(part: Part) -> list[Flowable]:
        return [p(part.heading, page.PART), *(f for block in part.blocks for f in laid(block))]

    def furnish(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(fonts.STRONG, 11.5)
        canvas.drawString(48, 740, paper.site_name)
        canvas.drawRightString(564, 740, paper.number)
        canvas.setFont(fonts.REGULAR, 8.25)
        canvas.drawString(48, 726, paper.site_address)
        canvas.drawRightString(564, 726, paper.under_number)
        canvas.drawString(48, 32, paper.foot)
        canvas.drawRightString(564, 32, f"Page {document.page}")

    grid = [[p(fact.name, page.SMALL), p(fact.value, page.FACT)] for fact in paper.facts]
    story: list[Flowable] = [
        p(paper.title, page.TITLE),
        table([grid[at : at + 4] for at in range(0, len(grid), 4)]),  # type: ignore[misc]  # rows of cells
        *(f for part in (*paper.told, *paper.done) for f in told(part)),
        p(paper.signatures_heading, page.PART),
        table(
            [
                [
                    [p(one.name, page.FACT), *(p(under, page.SMALL) for under in one.under)]
                    for one in paper.signatures
                ]
            ]
        ),
        Spacer(0, 8),
        p(paper.code_heading, page.FACT),
        p(paper.code, page.CODE),
        p(paper.code_words, page.SMALL),
        *(p(note, page.SMALL) for note in paper.notes),
    ]
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=Paper.LETTER.size,
        leftMargin=48,
        rightMargin=48,
        topMargin=92,
        bottomMargin=60,
        initialFontName=fonts.REGULAR,
        invariant=1,
    )
    document.build(story, onFirstPage=furnish, onLaterPages=furnish)
    return out.getvalue()
