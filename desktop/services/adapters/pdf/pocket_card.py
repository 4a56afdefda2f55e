"""The pocket card on paper: one sheet, two pages, eight faces each, folded along dashed lines.

Two pages whatever a site has to say: a face shows what fits it, each line whole or not at all, and
says that there is more in the panel. Type is as large as the fullest face allows.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO

import msgspec
from reportlab.pdfgen.canvas import Canvas

from desktop.services.adapters.pdf import fonts
from desktop.services.adapters.pdf.faces import Box, Setter, style
from desktop.services.adapters.pdf.page import BORDER, INK, INK2, INK3, Paper
from desktop.services.adapters.pdf.pictures import Drawn
from desktop.services.adapters.pdf.text import Ink
from desktop.services.adapters.pdf.writing.typed import (
    Typed,
    on_one_line,
    text_width,
)
from desktop.services.guidance.faces import Face, Rank
from desktop.services.guidance.pocket_card import PocketCard

COLUMNS, ROWS = 4, 2
_SIDE, _TOP = 16.0, 15.0
"""Around the words of a face: what a printer leaves white at the sheet's edge."""
INSIDE = (9.5, 9.0, 8.5, 8.0, 7.5)
OUTSIDE = (12.0, 11.0, 10.0, *INSIDE)
"""Points of the steps on each page, the best first; a caption has a quarter less than the last."""
_COMFORTABLE = 8.0
"""Rather than in a smaller type, less is said."""
_LOGO = (110.0, 40.0)
_NAME = 74.0
"""How tall the site's name, or its number, may stand."""
_ROOM_FOR_A_PEN = 42.0
_LOCALES = {"en": "en-US", "es": "es"}


class PrintedCard(msgspec.Struct, frozen=True):
    """The PDF, and the cards that it could not say all of."""

    pdf: bytes
    left_out: tuple[str, ...]


def pocket_card_pdf(
    card: PocketCard, *, on: Paper = Paper.LETTER, logo: Drawn | None = None
) -> PrintedCard:
    """Print ``card``, always on two pages; the same card on the same paper is the same bytes."""
    fonts.register_fonts()
    out, ink = BytesIO(), Ink()
    across, along = on.size
    sheet = _Sheet(along, across)
    canvas = Canvas(
        out,
        pagesize=(sheet.width, sheet.height),
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.REGULAR,
        lang=_LOCALES.get(card.language, card.language),
    )
    canvas.setTitle(ink.line(f"{card.title}, {card.site}" if card.site else card.title))
    canvas.setAuthor(ink.line(card.site))
    canvas.setSubject(ink.line(card.subtitle))
    canvas.setCreator("Countersign")
    made = datetime.combine(card.made_on, time(), UTC)
    canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}+00'00'")
    outside = {1: card.always, 2: card.after, **dict(enumerate(card.rungs, start=COLUMNS))}
    inside = dict(enumerate(card.situations))
    left_out: dict[str, None] = {}
    for page, sizes in ((outside, OUTSIDE), (inside, INSIDE)):
        _draw_folds(canvas, sheet)
        if page is outside:
            _draw_cover(canvas, card, sheet.face(0), logo)
            _draw_call(canvas, card, sheet.face(3))
        setter = _setter_for(tuple(page.values()), sizes, sheet, card.more)
        for at, face in page.items():
            shown = face.fitted(setter.fits)
            setter.draw(canvas, shown, sheet.face(at))
            if shown.left_out:
                left_out[face.name] = None
        canvas.showPage()
    canvas.save()
    return PrintedCard(out.getvalue(), tuple(left_out))


class _Sheet(msgspec.Struct, frozen=True):
    """A sheet lying on its side."""

    width: float
    height: float

    def face(self, at: int) -> Box:
        """The face at that place, counted line by line."""
        row, column = divmod(at, COLUMNS)
        width, height = self.width / COLUMNS, self.height / ROWS
        return Box(
            column * width + _SIDE,
            self.height - row * height - _TOP,
            width - 2 * _SIDE,
            height - 2 * _TOP,
        )


def _setter_for(faces: Sequence[Face], sizes: Sequence[float], sheet: _Sheet, more: str) -> Setter:
    """The largest type in which every face says all it has, or else enough; where one cannot, the
    smallest, which holds the most.
    """
    setters = [Setter(size, sheet.face(0), more) for size in sizes]
    for rank, smallest in ((Rank.REST, _COMFORTABLE), (Rank.ENOUGH, 0.0)):
        wanted = [face.up_to(rank) for face in faces]
        for setter in setters:
            if setter.size >= smallest and all(map(setter.fits, wanted)):
                return setter
    return setters[-1]


def _draw_folds(canvas: Canvas, sheet: _Sheet) -> None:
    canvas.setStrokeColor(BORDER)
    canvas.setLineWidth(0.5)
    canvas.setDash(2, 4)
    for column in range(1, COLUMNS):
        x = column * sheet.width / COLUMNS
        canvas.line(x, 0, x, sheet.height)
    canvas.line(0, sheet.height / 2, sheet.width, sheet.height / 2)
    canvas.setDash()


def _draw_cover(canvas: Canvas, card: PocketCard, box: Box, logo: Drawn | None) -> None:
    pen, y = _Pen(canvas, box), box.top
    if logo:
        size = logo.fitted(*_LOGO)
        logo.draw(canvas, box.left, y - size[1], size)
        y -= size[1] + 10
    y = pen.write(card.site, y, (19, 16, 13.5, 11.5), fonts.STRONG, most=_NAME)
    y = pen.rule(y - 9)
    y = pen.write(card.title, y - 9, (13,), fonts.MEDIUM)
    pen.write(card.subtitle, y - 3, (9.5,), fonts.REGULAR, color=INK2)
    below = [
        (words, words.wrap(box.width, 0)[1], under)
        for text, under in ((card.fold, 5), (card.made, 1), (card.versions, 0))
        for words in [Typed(text, style("foot", fonts.REGULAR, 7.75, 1.36, INK3))]
    ]
    y = box.bottom + sum(height + under for _, height, under in below)
    for words, height, under in below:
        words.drawOn(canvas, box.left, y - height)
        y -= height + under


def _draw_call(canvas: Canvas, card: PocketCard, box: Box) -> None:
    pen = _Pen(canvas, box)
    y = pen.write(card.call.heading, box.top, (12.5,), fonts.STRONG)
    if card.call.number:
        y = pen.write(card.call.number, y - 12, (24, 20, 17, 14, 11.5), fonts.STRONG, most=_NAME)
    else:
        y -= _ROOM_FOR_A_PEN
    y = pen.rule(y - 6)
    pen.write(card.call.under, y - 10, (8.5,), fonts.REGULAR, color=INK2)


class _Pen(msgspec.Struct, frozen=True):
    """Writes one paragraph under the other in ``box``."""

    canvas: Canvas
    box: Box

    def write(
        self,
        text: str,
        y: float,
        sizes: Sequence[float],
        font: str,
        *,
        most: float = float("inf"),
        color: object = INK,
    ) -> float:
        """Write ``text`` below ``y``, as large as its longest word and ``most`` points of height
        let it be, and return where it ends.
        """
        room = self.box.width
        for size in sizes:
            words = Typed(text, style("written", font, size, 1.24, color))
            height = words.wrap(room, 0)[1]
            longest = max(text_width(word, font, size) for word in on_one_line(text).split(" "))
            if height <= most and longest <= room:
                break
        words.drawOn(self.canvas, self.box.left, y - height)
        return float(y - height)

    def rule(self, y: float) -> float:
        """Draw a line across; returns ``y``."""
        self.canvas.setStrokeColor(INK)
        self.canvas.setLineWidth(0.75)
        self.canvas.line(self.box.left, y, self.box.left + self.box.width, y)
        return y
