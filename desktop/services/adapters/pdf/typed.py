"""The one seam between a report and the text engine: words in, things to lay out come back.

Whatever a person typed goes through here. Lines are broken here, in linear time, rather than by
reportlab's ``Paragraph``, which takes minutes over 200,000 words and reads markup.
"""

from collections.abc import Sequence
from typing import Self
from xml.sax.saxutils import unescape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.platypus import Flowable

from desktop.services.adapters.pdf.text import Ink

_CAPITALS = 0.727  # of the font's size: how tall Inter's capital letters are
_TOGETHER = 2  # lines of a text that do not stand alone at the foot or the head of a page
_LINES_AT_MOST = 300


class Typesetter:
    """Sets the words of one document, and knows what could not be drawn."""

    def __init__(self) -> None:
        self._ink = Ink()

    def line(self, text: str, style: ParagraphStyle) -> "Lines":
        """``text`` as one paragraph, whatever line ends are in it."""
        return Lines(self.plain(text) or " ", style)

    def paragraphs(self, text: str, style: ParagraphStyle) -> list["Lines"]:
        """``text`` as it was typed: each of its lines begins a new one, empty ones are left out.

        Some text is nothing but line ends: beyond 300 they are run together, with a mark.
        """
        if "\n" not in text and "\r" not in text:
            return [Lines(plain, style)] if (plain := self.plain(text)) else []
        lines = [plain for line in text.splitlines() if (plain := self.plain(line))]
        if len(lines) > _LINES_AT_MOST:
            lines = [" \u21b5 ".join(lines)]
        return [Lines(line, style) for line in lines]

    def plain(self, text: str) -> str:
        """``text`` on one line, for what is drawn as it is, and for the file's properties."""
        return self._ink.plain(text)

    @property
    def note(self) -> str:
        """One sentence about what could not be drawn; empty when everything was."""
        return unescape(self._ink.note)


class Lines(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """Text in one font, broken into lines once for each width that is asked for."""

    def __init__(self, text: str, style: ParagraphStyle) -> None:
        super().__init__()
        self.text = text
        self.style = style
        self._lines: list[str] = []
        self._for: float | None = None

    def getSpaceBefore(self) -> float:  # noqa: N802 (reportlab calls it so)
        return float(self.style.spaceBefore)

    def getSpaceAfter(self) -> float:  # noqa: N802 (reportlab calls it so)
        return float(self.style.spaceAfter)

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        if width != self._for:
            self._lines = _broken(self.text, self.style.fontName, self.style.fontSize, width)
            self._for = width
        self.width, self.height = width, len(self._lines) * self.style.leading
        return self.width, self.height

    def first(self, width: float) -> float:
        """How tall the part is that a heading above never parts from."""
        return min(float(self.wrap(width)[1]), _TOGETHER * float(self.style.leading))

    def split(self, width: float, height: float) -> list["Lines"]:
        self.wrap(width)
        fit = int(height / self.style.leading + 1e-6)
        if fit >= len(self._lines):
            return [self]
        fit = min(fit, len(self._lines) - _TOGETHER)
        if fit < _TOGETHER:
            return []
        return [self._of(self._lines[:fit]), self._of(self._lines[fit:])]

    def draw(self) -> None:
        style = self.style
        text = self.canv.beginText(
            0, self.height - (style.leading + _CAPITALS * style.fontSize) / 2
        )
        text.setFont(style.fontName, style.fontSize, style.leading)
        text.setFillColor(style.textColor)
        for line in self._lines:
            text.textLine(line)
        self.canv.drawText(text)

    def _of(self, lines: Sequence[str]) -> Self:
        part = type(self)("", self.style)
        part.text = " ".join(lines)
        part._lines, part._for = list(lines), self._for  # noqa: SLF001 (its own kind)
        return part


def _broken(text: str, font: str, size: float, width: float) -> list[str]:
    """``text`` in lines of at most ``width`` points; a word that is wider is cut."""
    widths = getFont(font).face.charWidths
    other = getFont(font).face.defaultWidth
    scale = size / 1000

    def measured(word: str) -> float:
        return scale * float(sum([widths.get(ord(letter), other) for letter in word]))

    known: dict[str, float] = {}
    space = measured(" ")
    lines: list[str] = []
    line: list[str] = []
    room = width
    for word in text.split(" "):
        long = known.get(word)
        if long is None:
            long = known[word] = measured(word)
        if line and long + space <= room:
            line.append(word)
            room -= long + space
            continue
        if line:
            lines.append(" ".join(line))
        if long <= width:
            line, room = [word], width - long
            continue
        *whole, rest = _cut(word, widths, other, width / scale)
        lines += whole
        line, room = [rest], width - measured(rest)
    if line:
        lines.append(" ".join(line))
    return lines


def _cut(word: str, widths: dict[int, float], other: float, width: float) -> list[str]:
    pieces: list[str] = []
    start, long = 0, 0.0
    for at, letter in enumerate(word):
        letter_width = widths.get(ord(letter), other)
        if long + letter_width > width and at > start:
            pieces.append(word[start:at])
            start, long = at, 0.0
        long += letter_width
    return [*pieces, word[start:]]
