"""A sheet of join codes to cut apart: one card for each place, to lie beside the PC that joins.

Whoever holds a card can make a PC a station of the site, so the file is for the printer and then
for the bin; it is written for this account's eyes alone.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import msgspec
from reportlab.pdfgen.canvas import Canvas

from desktop.services.adapters.keys.private_files import write_private
from desktop.services.adapters.pdf import fonts
from desktop.services.adapters.pdf.marks import QrCode
from desktop.services.adapters.pdf.page import BORDER, INK, INK2, INK3, Paper
from desktop.services.adapters.pdf.text import Ink
from desktop.services.adapters.pdf.writing.typed import Side, text_width, write

_COLUMNS, _ROWS = 2, 4
_MARGIN = 28.0
_HEAD = 26.0
_PAD = 14.0
_QR = 74.0
_GAP = 12.0
_ADDRESSES = 2
_STEPS = (
    "On that PC start Countersign,",
    "choose “Join a site”, and type the",
    "code and an address.",
)


class JoinCard(msgspec.Struct, frozen=True, kw_only=True):
    """What one card says.

    ``addresses`` are those of the inviting desk, and ``valid_until`` is local time.
    """

    place: str
    role: str
    name: str
    code: str
    addresses: tuple[str, ...]
    valid_until: datetime

    @property
    def command(self) -> str:
        """What the QR code holds: what joins a PC from its command line."""
        at = (f"--at {address}" for address in self.addresses)
        return " ".join(["countersign site join", self.code, *at])


def join_sheet(
    cards: Sequence[JoinCard], *, site: str, made_at: datetime, paper: Paper = Paper.A4
) -> bytes:
    """Print ``cards``, eight to a page, and return the PDF."""
    fonts.register_fonts()
    out, ink = BytesIO(), Ink()
    canvas = Canvas(out, pagesize=paper.size, invariant=1, initialFontName=fonts.REGULAR)
    canvas.setTitle(f"Join codes for {ink.line(site)}")
    canvas.setAuthor(ink.line(site))
    canvas.setCreator("Countersign")
    canvas.setDateFormatter(lambda *_: f"D:{made_at:%Y%m%d%H%M%S}")
    per_page = _COLUMNS * _ROWS
    pages = [cards[at : at + per_page] for at in range(0, len(cards), per_page)]
    for number, page in enumerate(pages, start=1):
        _draw_head(canvas, ink.line(site), f"Page {number} of {len(pages)}", paper)
        _draw_cuts(canvas, paper)
        for at, card in enumerate(page):
            _draw_card(canvas, card, ink, at, paper)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def save_join_sheet(
    file: Path,
    cards: Sequence[JoinCard],
    *,
    site: str,
    made_at: datetime,
    paper: Paper = Paper.A4,
) -> None:
    """Write the sheet for this account's eyes alone; raises ``PrivateFileNotSavedError``."""
    write_private(file, join_sheet(cards, site=site, made_at=made_at, paper=paper))


def _card_size(paper: Paper) -> tuple[float, float]:
    width, height = paper.size
    return (width - 2 * _MARGIN) / _COLUMNS, (height - 2 * _MARGIN - _HEAD) / _ROWS


def _corner(at: int, paper: Paper) -> tuple[float, float]:
    """The upper left corner of the card at that position of its page."""
    width, height = _card_size(paper)
    row, column = divmod(at, _COLUMNS)
    return _MARGIN + column * width, paper.size[1] - _MARGIN - _HEAD - row * height


def _draw_head(canvas: Canvas, site: str, page: str, paper: Paper) -> None:
    width, height = paper.size
    baseline = height - _MARGIN - 10
    advice = "Each code lets in one PC. Shred what is not used."
    canvas.setFillColor(INK)
    right = f"{advice} {page}"
    room = width - 2 * _MARGIN - text_width(right, fonts.REGULAR, 8.25) - 24
    write(canvas, (_MARGIN, baseline), site, fonts.STRONG, 11.5, room=room)
    canvas.setFillColor(INK3)
    write(canvas, (width - _MARGIN, baseline), right, fonts.REGULAR, 8.25, side=Side.RIGHT)


def _draw_cuts(canvas: Canvas, paper: Paper) -> None:
    width, height = _card_size(paper)
    left, top = _corner(0, paper)
    canvas.setStrokeColor(BORDER)
    canvas.setLineWidth(0.5)
    canvas.setDash(3, 3)
    for row in range(_ROWS + 1):
        y = top - row * height
        canvas.line(left, y, left + _COLUMNS * width, y)
    for column in range(_COLUMNS + 1):
        x = left + column * width
        canvas.line(x, top, x, top - _ROWS * height)
    canvas.setDash()


def _draw_card(canvas: Canvas, card: JoinCard, ink: Ink, at: int, paper: Paper) -> None:
    width, height = _card_size(paper)
    left, top = _corner(at, paper)
    bottom, room = top - height + _PAD, width - 2 * _PAD
    pen = _Pen(canvas, left + _PAD, room)
    # Above: whose card it is.
    pen.write(ink.line(card.place), top - _PAD - 12, fonts.STRONG, (14, 12.5, 11, 10))
    under = " · ".join(part for part in (card.role, ink.line(card.name)) if part)
    pen.write(under, top - _PAD - 27, fonts.REGULAR, (9.4,), color=INK2)
    # In the middle: what is typed, as large as the card lets it be.
    pen.write(card.code, top - _PAD - 53, fonts.MONO, (19, 17, 15, 13))
    line = top - _PAD - 68
    for address in card.addresses[:_ADDRESSES]:
        pen.write(f"at {ink.line(address)}", line, fonts.MONO, (8.5, 7.5, 6.5), color=INK2)
        line -= 11
    # Below: how to use it.
    QrCode(card.command, _QR).drawOn(canvas, left + width - _PAD - _QR, bottom)
    beside = _Pen(canvas, left + _PAD, room - _QR - _GAP)
    line = bottom + _QR - 24
    for step in _STEPS:
        beside.write(step, line, fonts.REGULAR, (8.25,), color=INK2)
        line -= 11.5
    until = card.valid_until
    said = f"Valid until {until:%H:%M} on {until.day} {until:%B}"
    beside.write(said, bottom + 1, fonts.MEDIUM, (8.25,))


class _Pen(msgspec.Struct, frozen=True):
    """Writes lines that begin at ``x`` and are at most ``room`` wide."""

    canvas: Canvas
    x: float
    room: float

    def write(
        self,
        text: str,
        baseline: float,
        font: str,
        sizes: tuple[float, ...],
        *,
        color: object = INK,
    ) -> None:
        """Write in the largest of ``sizes`` that fits; in the last one with an ellipsis."""
        fitting = (size for size in sizes if text_width(text, font, size) <= self.room)
        size = next(fitting, sizes[-1])
        self.canvas.setFillColor(color)
        write(self.canvas, (self.x, baseline), text, font, size, room=self.room)
