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
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, TableStyle

from desktop.services.adapters.pdf import fonts
from desktop.services.adapters.pdf.pictures import Drawn
from desktop.services.adapters.pdf.writing.typed import Side, text_width, write

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
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=leading, **more)


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
HASH = _style("hash", fonts.MONO, 8.25, 13.5, textColor=INK2)
CODE = _style("code", fonts.MONO, 11.5, 15, textColor=INK)
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

    All texts are plain (``Ink.line``); one that is too long for its place ends in an ellipsis.
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


def _draw_letterhead(canvas: Canvas, letterhead: Letterhead, width: float, height: float) -> None:
    top, right, left = height - TOP, width - SIDE, SIDE
    if letterhead.logo:
        size = letterhead.logo.fitted(*_LOGO)
        letterhead.logo.draw(canvas, left, top - _BASELINE_ADDRESS - 5, size)
        left += size[0] + 12
    room = right - left - 24
    canvas.setFillColor(INK)
    number = write(
        canvas,
        (right, top - _BASELINE_SITE),
        letterhead.number,
        fonts.STRONG,
        11.5,
        side=Side.RIGHT,
        room=160,
    )
    write(
        canvas,
        (left, top - _BASELINE_SITE),
        letterhead.site,
        fonts.STRONG,
        11.5,
        room=room - number,
    )
    canvas.setFillColor(INK3)
    under_number = _small(
        canvas, (right, top - _BASELINE_ADDRESS), letterhead.under_number, Side.RIGHT, room=200
    )
    _small(canvas, (left, top - _BASELINE_ADDRESS), letterhead.under_site, room=room - under_number)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.75)
    canvas.line(SIDE, top - _LETTERHEAD_RULE, right, top - _LETTERHEAD_RULE)


def _draw_foot(canvas: Canvas, letterhead: Letterhead, width: float, pages: int) -> None:
    page_of = letterhead.page_of.format(page=canvas.getPageNumber(), pages=pages)
    canvas.setStrokeColor(BORDER)
    canvas.setLineWidth(0.5)
    canvas.line(SIDE, BOTTOM + 10, width - SIDE, BOTTOM + 10)
    canvas.setFillColor(INK3)
    _small(canvas, (SIDE, BOTTOM - 4), letterhead.foot, room=260)
    _small(canvas, (width / 2 + 40, BOTTOM - 4), letterhead.number, Side.CENTRE, room=110)
    _small(canvas, (width - SIDE, BOTTOM - 4), page_of, Side.RIGHT)


def _small(
    canvas: Canvas,
    at: tuple[float, float],
    text: str,
    side: Side = Side.LEFT,
    *,
    room: float | None = None,
) -> float:
    return write(canvas, at, text, fonts.REGULAR, 8.25, side=side, room=room)


def _draw_watermark(canvas: Canvas, text: str, width: float, height: float) -> None:
    if not text:
        return
    size = 150.0
    size *= min(1.0, 0.85 * width / text_width(text, fonts.STRONG, size))
    canvas.saveState()
    canvas.setFillColor(FAINT)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(52)
    write(canvas, (0, -size / 3), text, fonts.STRONG, size, side=Side.CENTRE)
    canvas.restoreState()
