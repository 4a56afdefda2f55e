"""The page that all documents share: paper, measures, type, letterhead and foot (VISUAL.md, PDF).

Black and grey only, so that it survives a copier.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from io import BytesIO

import msgspec
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, TableStyle

from desktop.services.adapters.pdf import fonts
from desktop.services.adapters.pdf.pictures import Drawn

INK = HexColor(0x14181F)
INK2 = HexColor(0x434B57)
INK3 = HexColor(0x5C6572)
LINE = HexColor(0xD9DDE3)
BORDER = HexColor(0xC6CBD3)
FAINT = HexColor(0xEFEFEF)

SIDE = 48.0
TOP = 40.0
BOTTOM = 36.0
_LETTERHEAD = 52.0  # from the top margin to where text begins
_FOOT = 24.0  # from the bottom margin to where text ends
_BASELINE_SITE = 12.0
_BASELINE_ADDRESS = 26.0
_LETTERHEAD_RULE = 40.0
_LOGO = (130.0, 33.0)


class Paper(StrEnum):
    """A4, or US Letter. Sizes are points."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        width, height = A4 if self is Paper.A4 else LETTER
        return float(width), float(height)

    @property
    def text_width(self) -> float:
        """What lies between the side margins."""
        return self.size[0] - 2 * SIDE

    @property
    def text_height(self) -> float:
        """What lies between letterhead and foot."""
        return self.size[1] - TOP - _LETTERHEAD - BOTTOM - _FOOT


def _style(name: str, font: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    # splitLongWords is what keeps a word of 500 letters inside its cell.
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, splitLongWords=1, **more
    )


TITLE = _style("title", fonts.STRONG, 18, 24, textColor=INK, spaceAfter=8)
HEADING = _style("heading", fonts.STRONG, 10.5, 15, textColor=INK, spaceBefore=14, spaceAfter=4)
PART = _style("part", fonts.STRONG, 10.5, 15, textColor=INK, spaceBefore=8, spaceAfter=2)
SUBHEADING = _style(
    "subheading", fonts.MEDIUM, 9.75, 15, textColor=INK, spaceBefore=7, spaceAfter=1
)
TEXT = _style("text", fonts.REGULAR, 9.75, 15, textColor=INK)
CELL = _style("cell", fonts.REGULAR, 9.4, 13.5, textColor=INK)
CELL_SOFT = _style("cell-soft", fonts.REGULAR, 9.4, 13.5, textColor=INK2)
CELL_RIGHT = _style("cell-right", fonts.REGULAR, 9.4, 13.5, textColor=INK2, alignment=2)
SMALL = _style("small", fonts.REGULAR, 8.25, 12, textColor=INK3)
SMALL_RIGHT = _style("small-right", fonts.REGULAR, 8.25, 12, textColor=INK3, alignment=2)
LABEL = _style("label", fonts.REGULAR, 8.25, 12, textColor=INK3, spaceBefore=3)
NOTE = _style("note", fonts.REGULAR, 8.25, 12, textColor=INK3, spaceBefore=3)
CODE = _style("code", fonts.MONO, 8.25, 13.5, textColor=INK2)
FACT = _style("fact", fonts.MEDIUM, 9.75, 13.5, textColor=INK)


def table_style(*commands: tuple[object, ...]) -> TableStyle:
    """A table's style that begins without padding and names no font but ours.

    reportlab sets a cell's font even around a paragraph, and its own is not embedded.
    """
    everywhere = (0, 0), (-1, -1)
    return TableStyle(
        [
            ("FONTNAME", *everywhere, fonts.REGULAR),
            *((f"{side}PADDING", *everywhere, 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
            *commands,
        ]
    )


class Letterhead(msgspec.Struct, frozen=True, kw_only=True):
    """What each page says at its top and foot, and what the file says of itself.

    All texts are plain (``Ink.plain``); one that is too long for its place ends in an ellipsis.
    ``watermark`` lies large and faint across each page. ``made_at`` becomes the file's date, so
    that the same record gives the same bytes.
    """

    site: str
    under_site: str
    number: str
    under_number: str
    foot: str
    watermark: str
    title: str
    subject: str
    keywords: str
    made_at: datetime
    language: str = "en-US"
    page_of: str = "Page {page} of {pages}"
    logo: Drawn | None = None


class _PagedCanvas(Canvas):  # type: ignore[misc]  # reportlab ships no types
    """Keeps the pages until all are laid out: only then is y of *page x of y* known.

    The foot is drawn last, as text like any other; nothing is laid out twice.
    """

    def __init__(self, *args: object, foot: Callable[[Canvas, int], None], **more: object) -> None:
        super().__init__(*args, **more)
        self._foot = foot
        self._kept: list[dict[str, object]] = []

    def showPage(self) -> None:  # noqa: N802 (reportlab calls it so)
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for page in self._kept:
            self.__dict__.update(page)
            self._foot(self, len(self._kept))
            super().showPage()
        self._kept.clear()  # or else each document refers to itself until the collector comes
        super().save()


def print_document(
    letterhead: Letterhead, story: Callable[[], Sequence[Flowable]], paper: Paper
) -> bytes:
    """Lay ``story`` out on ``paper``, once, and return the PDF."""
    fonts.register_fonts()
    width, height = paper.size
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=paper.size,
        title=letterhead.title,
        author=letterhead.site,
        subject=letterhead.subject,
        keywords=letterhead.keywords,
        creator="Countersign",
        lang=letterhead.language,
        initialFontName=fonts.REGULAR,  # or else each page names Helvetica, which is not embedded
        invariant=1,
        pageCompression=1,
    )
    frame = Frame(
        SIDE,
        BOTTOM + _FOOT,
        paper.text_width,
        paper.text_height,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )

    def furnish(canvas: Canvas, _: BaseDocTemplate) -> None:
        made = letterhead.made_at.astimezone(UTC)
        canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}+00'00'")
        _draw_watermark(canvas, letterhead.watermark, width, height)
        _draw_letterhead(canvas, letterhead, width, height)

    def foot(canvas: Canvas, pages: int) -> None:
        _draw_foot(canvas, letterhead, width, pages)

    document.addPageTemplates(PageTemplate(frames=[frame], onPage=furnish))
    document.build(list(story()), canvasmaker=partial(_PagedCanvas, foot=foot))
    return out.getvalue()


def fitted(text: str, font: str, size: float, width: float) -> str:
    """``text``, or as much of its beginning as fits ``width`` points with an ellipsis."""
    if stringWidth(text, font, size) <= width:
        return text
    low, high = 0, min(len(text), int(width))  # no letter is narrower than a point
    while low < high:
        middle = (low + high + 1) // 2
        if stringWidth(text[:middle].rstrip() + "…", font, size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def _draw_letterhead(canvas: Canvas, letterhead: Letterhead, width: float, height: float) -> None:
    top, right, left = height - TOP, width - SIDE, SIDE
    if letterhead.logo:
        size = letterhead.logo.fitted(*_LOGO)
        letterhead.logo.draw(canvas, left, top - _BASELINE_ADDRESS - 5, size)
        left += size[0] + 12
    number = fitted(letterhead.number, fonts.STRONG, 11.5, 160)
    under_number = fitted(letterhead.under_number, fonts.REGULAR, 8.25, 200)
    site_width = right - left - stringWidth(number, fonts.STRONG, 11.5) - 24
    under_width = right - left - stringWidth(under_number, fonts.REGULAR, 8.25) - 24
    canvas.setFillColor(INK)
    canvas.setFont(fonts.STRONG, 11.5)
    canvas.drawString(
        left, top - _BASELINE_SITE, fitted(letterhead.site, fonts.STRONG, 11.5, site_width)
    )
    canvas.drawRightString(right, top - _BASELINE_SITE, number)
    canvas.setFillColor(INK3)
    canvas.setFont(fonts.REGULAR, 8.25)
    canvas.drawString(
        left,
        top - _BASELINE_ADDRESS,
        fitted(letterhead.under_site, fonts.REGULAR, 8.25, under_width),
    )
    canvas.drawRightString(right, top - _BASELINE_ADDRESS, under_number)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.75)
    canvas.line(SIDE, top - _LETTERHEAD_RULE, right, top - _LETTERHEAD_RULE)


def _draw_foot(canvas: Canvas, letterhead: Letterhead, width: float, pages: int) -> None:
    page_of = letterhead.page_of.format(page=canvas.getPageNumber(), pages=pages)
    canvas.setStrokeColor(BORDER)
    canvas.setLineWidth(0.5)
    canvas.line(SIDE, BOTTOM + 10, width - SIDE, BOTTOM + 10)
    canvas.setFillColor(INK3)
    canvas.setFont(fonts.REGULAR, 8.25)
    canvas.drawString(SIDE, BOTTOM - 4, fitted(letterhead.foot, fonts.REGULAR, 8.25, 260))
    canvas.drawCentredString(
        width / 2 + 40, BOTTOM - 4, fitted(letterhead.number, fonts.REGULAR, 8.25, 110)
    )
    canvas.drawRightString(width - SIDE, BOTTOM - 4, page_of)


def _draw_watermark(canvas: Canvas, text: str, width: float, height: float) -> None:
    if not text:
        return
    size = 150.0
    size *= min(1.0, 0.85 * width / stringWidth(text, fonts.STRONG, size))
    canvas.saveState()
    canvas.setFillColor(FAINT)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(52)
    canvas.setFont(fonts.STRONG, size)
    canvas.drawCentredString(0, -size / 3, text)
    canvas.restoreState()
