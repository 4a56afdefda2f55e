"""Typed text on a page: the flowable ``Typed``, and ``write`` for one line at a place.

Both take plain text: nothing in it is markup, nothing is too long, and every script is drawn.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getAscentDescent
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable

from desktop.services.adapters.pdf.writing.clusters import shortened
from desktop.services.adapters.pdf.writing.directions import in_visual_order
from desktop.services.adapters.pdf.writing.letters import printable
from desktop.services.adapters.pdf.writing.lines import Lines, Paragraph, atoms_of, text_of
from desktop.services.adapters.pdf.writing.shaping import Atom

_ELLIPSIS = "…"
_TO_THE_LEFT, _TO_THE_RIGHT = "\u200f", "\u200e"  # marks that are not seen
_STRETCHED = 1000.0
_ROUNDING = 1e-6


class Side(Enum):
    """Which part of a line stands at its place."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class Typed(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """One paragraph of plain text in ``style``: its font, size, leading, colour and alignment.

    Line ends and runs of spaces become one space. A paragraph that begins in a script that runs to
    the left stands at the right, unless the style centres it. It splits between any two lines.
    """

    def __init__(self, text: str, style: ParagraphStyle) -> None:
        super().__init__()
        self.style = style
        self._paragraph = Paragraph.of(on_one_line(text), style.fontName)
        self._view: _View | None = None

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, len(self._seen_at(width)) * self.style.leading
        return self.width, self.height

    def split(self, width: float, height: float) -> list["Typed"]:
        view = self._seen_at(width)
        fitting = int(height / self.style.leading + _ROUNDING)
        if fitting >= len(view):
            return [self]
        if fitting <= 0:
            return []
        middle = view.first + fitting
        return [
            _Part(self, replace(view, end=middle), self._paragraph),
            _Part(self, replace(view, first=middle), self._paragraph),
        ]

    def in_pieces(self, width: float, height: float) -> list["Typed"]:
        """Itself in pieces at most ``height`` points tall, for the cells of a table."""
        pieces: list[Typed] = []
        rest: Typed = self
        while len(parts := rest.split(width, max(height, self.style.leading))) == 2:
            pieces.append(parts[0])
            rest = parts[1]
        return [*pieces, rest]

    def draw(self) -> None:
        style = self.style
        text = self.canv.beginText()
        text.setFillColor(style.textColor)
        pen = _Pen(text, style.fontName, style.fontSize)
        baseline = self.height - getAscentDescent(style.fontName, style.fontSize)[0]
        view = self._seen_at(self.width)
        for number in range(view.first, view.end):
            line = view.lines.line(number)
            slack = self.width - line.width * style.fontSize / 1000
            pen.draw(line, slack * self._side.value, baseline)
            baseline -= style.leading
        self.canv.drawText(text)

    def _seen_at(self, width: float) -> "_View":
        """Its lines in a column ``width`` points wide."""
        if self._view is None or self._view.width != width:
            if self._view is not None:
                self._paragraph = self._view.paragraph
            lines = self._paragraph.broken(width * 1000 / self.style.fontSize)
            self._view = _View(lines, 0, len(lines), width)
        return self._view

    @property
    def _side(self) -> Side:
        if self.style.alignment == 1:
            return Side.CENTRE
        return Side.RIGHT if self.style.alignment == 2 or self._paragraph.base else Side.LEFT


class _Part(Typed):
    """Some lines of a ``Typed`` that was split."""

    def __init__(self, whole: Typed, view: "_View", paragraph: Paragraph) -> None:
        Flowable.__init__(self)
        self.style = whole.style
        self._paragraph = paragraph
        self._view = view


@dataclass(frozen=True, slots=True)
class _View:
    """The lines from ``first`` to before ``end`` of a paragraph as broken for ``width`` points."""

    lines: Lines
    first: int
    end: int
    width: float

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def paragraph(self) -> Paragraph:
        return self.lines.between(self.first, self.end)


def on_one_line(text: str) -> str:
    """``text`` as it is printed and as a file's metadata may say it: no line ends, no controls."""
    return " ".join(filter(None, printable(text).replace("\n", " ").split(" ")))


def text_width(text: str, font: str, size: float) -> float:
    """How wide ``text`` is on one line, in points."""
    return Paragraph.of(on_one_line(text), font).width * size / 1000


def fitted(text: str, font: str, size: float, room: float) -> str:
    """``text``, or as much of its beginning as fits ``room`` points with an ellipsis."""
    line = on_one_line(text)
    most = int(room) + 1  # hardly a letter is narrower than a point
    if len(line) <= most and text_width(line, font, size) <= room:
        return line
    low, high = 0, min(len(line), most)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(shortened(line, middle) + _ELLIPSIS, font, size) <= room:
            low = middle
        else:
            high = middle - 1
    return shortened(line, low) + _ELLIPSIS


def write(
    canvas: Canvas,
    at: tuple[float, float],
    text: str,
    font: str,
    size: float,
    *,
    side: Side = Side.LEFT,
    room: float | None = None,
) -> float:
    """Write one line whose ``side`` stands ``at`` x on a baseline, and return its width.

    What does not fit ``room`` points ends in an ellipsis. The colour is the canvas's.
    """
    line = Paragraph.of(on_one_line(text) if room is None else fitted(text, font, size, room), font)
    wide = line.width * size / 1000
    written = canvas.beginText()
    _Pen(written, font, size).draw(line, at[0] - wide * side.value, at[1])
    canvas.drawText(written)
    return wide


class _Chunk(NamedTuple):
    """What is shown by one operator: letters of one font that stand side by side, from ``x``.

    ``said`` is what its first letter stands for where that is not what its font says.
    """

    font: str
    spelled: str
    x: float
    end: float
    said: str


class _Pen:
    """Draws lines into a text object.

    Runs are written in the order in which they were typed, each from left to right where it
    stands: programs that read a page take them in that order (see ADR 0052).
    """

    def __init__(self, text: PDFTextObject, font: str, size: float) -> None:
        self._text, self._font, self._size = text, font, size

    def draw(self, line: Paragraph, x: float, baseline: float) -> None:
        text = self._text
        text.setTextTransform(1, 0, 0, 1, x, baseline)
        if line.is_plain:
            text.setFont(self._font, self._size)
            text.textOut(text_of(line))
            return
        atoms = atoms_of(line)
        start = pen = x
        for chunk in _chunks(atoms, self._places(atoms, x), line.base, self._size / 1000):
            if chunk.x < pen - _ROUNDING:
                text.setXPos(chunk.x - start)
                start = chunk.x
            elif chunk.x > pen + _ROUNDING:
                # pypdf takes a step to the right for a space between words, unless the type is
                # very wide; nothing is drawn while it is.
                text.setTextTransform(_STRETCHED, 0, 0, 1, start, baseline)
                text.setTextTransform(1, 0, 0, 1, chunk.x, baseline)
                start = chunk.x
            text.setFont(chunk.font, self._size)
            if chunk.said:
                self._show_as(chunk.said, chunk.spelled[0])
            text.textOut(chunk.spelled[1:] if chunk.said else chunk.spelled)
            pen = chunk.end

    def _show_as(self, said: str, spelled: str) -> None:
        """Show ``spelled`` and say that it stands for ``said``; pypdf does not listen."""
        code = self._text._code  # noqa: SLF001 - reportlab has no call for marked content
        actual = ("\ufeff" + said).encode("utf-16-be").hex().upper()
        code.append(f"/Span <</ActualText <{actual}>>> BDC")
        self._text.textOut(spelled)
        self._text._code.append("EMC")  # noqa: SLF001

    def _places(self, atoms: Sequence[Atom], x: float) -> list[float]:
        places = [0.0] * len(atoms)
        for at in in_visual_order([atom.level for atom in atoms]):
            places[at] = x
            x += atoms[at].width * self._size / 1000
        return places


def _chunks(
    atoms: Sequence[Atom], places: Sequence[float], base: int, scale: float
) -> Iterator[_Chunk]:
    """Atoms that can be shown together, in typed order.

    A reader that turns what runs to the left around, letter by letter, keeps its direction until
    the next letter that has one; what has none is shown by itself until then.
    """
    start, is_turning, has_turned = 0, True, False
    for at, atom in enumerate(atoms):
        turns = atom.level % 2 == 1
        is_turning = turns or (is_turning and not atom.has_direction)
        if at + 1 < len(atoms):
            after = atoms[at + 1]
            alike = after.font == atom.font and after.level == atom.level
            leads = atom.has_direction or atom.typed == " "
            if alike and (not is_turning or (leads and after.has_direction)):
                continue
        shown = atoms[start : at + 1]
        first, last = (at, start) if turns else (start, at)
        spelled = "".join([part.spelled for part in (reversed(shown) if turns else shown)])
        said = _said_to_poppler(atoms[first], has_turned=has_turned, base=base)
        end = places[last] + atoms[last].width * scale
        yield _Chunk(atom.font, spelled, places[first], end, said)
        has_turned = turns or (has_turned and not said and not atom.has_direction)
        start = at + 1


def _said_to_poppler(leftmost: Atom, *, has_turned: bool, base: int) -> str:
    """What keeps poppler from ending, or not ending, what runs to the left at a wrong place.

    It takes a mark at the left end for no part of it, and punctuation behind it for a part.
    """
    if leftmost.level % 2:
        mark = leftmost.typed[-1]
        is_mark = unicodedata.category(mark) in {"Mn", "Me"}
        return _TO_THE_LEFT + mark if is_mark and leftmost.has_direction else ""
    is_behind = has_turned and base == 0 and not leftmost.has_direction
    if not is_behind or len(leftmost.typed) != 1 or leftmost.typed.isspace():
        return ""
    return _TO_THE_RIGHT + leftmost.typed
