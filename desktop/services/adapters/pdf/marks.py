"""Small drawings in documents: a QR code, and the line that a person signs on."""

from collections.abc import Sequence

import segno
from reportlab.platypus import Flowable

from desktop.services.adapters.pdf import fonts
from desktop.services.adapters.pdf.page import BORDER, INK, INK3
from desktop.services.adapters.pdf.writing.typed import write


class QrCode(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """``content`` as a QR code, ``size`` points square, drawn and not a picture.

    The quiet zone is the caller's: leave four modules of white around it.
    """

    def __init__(self, content: str, size: float) -> None:
        super().__init__()
        self._rows = [bytes(row) for row in segno.make(content, error="m", micro=False).matrix]
        self.width = self.height = size

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        module = self.width / len(self._rows)
        path = self.canv.beginPath()
        for y, row in enumerate(self._rows):
            x = 0
            while x < len(row):
                start = x
                while x < len(row) and row[x]:
                    x += 1
                if x > start:
                    top = self.height - y * module
                    path.rect(start * module, top - module, (x - start) * module, module)
                x += 1
        self.canv.setFillColor(INK)
        self.canv.drawPath(path, stroke=0, fill=1)


class SignatureLine(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A typed name on a line and two small lines under it; without a name, room for a pen."""

    _ROOM = 34.0

    def __init__(self, name: str, under: tuple[str, str]) -> None:
        super().__init__()
        self._name, self._under = name, under
        self.height = self._ROOM + 28

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def draw(self) -> None:
        line = self.height - self._ROOM
        self.canv.setFillColor(INK)
        write(self.canv, (0, line + 6), self._name, fonts.MEDIUM, 13, room=self.width)
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.75)
        self.canv.line(0, line, self.width, line)
        self.canv.setFillColor(INK3)
        for row, text in enumerate(self._under):
            baseline = line - 11 - 12 * row
            write(self.canv, (0, baseline), text, fonts.REGULAR, 8.25, room=self.width)


class Signatures(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """Up to two typed names on lines beside each other, each with what is said under it."""

    _ROOM = 26.0
    _LEADING = 12.0
    _GAP = 26.0

    def __init__(self, signed: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        super().__init__()
        self._signed = signed
        self.height = self._ROOM + 5 + self._LEADING * max(len(under) for _, under in signed)

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def first(self, _width: float) -> float:
        """All of it stays together."""
        return float(self.height)

    def draw(self) -> None:
        column = (self.width - self._GAP) / 2
        line = self.height - self._ROOM
        for at, (name, under) in enumerate(self._signed):
            x = at * (column + self._GAP)
            self.canv.setFillColor(INK)
            write(self.canv, (x, line + 6), name, fonts.MEDIUM, 13, room=column)
            self.canv.setStrokeColor(INK)
            self.canv.setLineWidth(0.75)
            self.canv.line(x, line, x + column, line)
            self.canv.setFillColor(INK3)
            for row, text in enumerate(under):
                y = line - 11 - self._LEADING * row
                write(self.canv, (x, y), text, fonts.REGULAR, 8.25, room=column)


class CodeBox(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """The verification code in a frame, for people and as a QR code."""

    _QR = 44.0
    _PAD = 9.0

    def __init__(self, heading: str, code: str, under: Sequence[str], qr: str) -> None:
        super().__init__()
        self._heading, self._code, self._under = heading, code, under
        self._qr = QrCode(qr, self._QR)
        self.height = self._QR + 2 * self._PAD + 10

    def wrap(self, width: float, _height: float = 0.0) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def first(self, _width: float) -> float:
        """All of it stays together."""
        return float(self.height)

    def draw(self) -> None:
        canvas, box = self.canv, self.height - 10
        canvas.setStrokeColor(BORDER)
        canvas.setLineWidth(0.75)
        canvas.roundRect(0, 0, self.width, box, 4)
        self._qr.drawOn(canvas, self._PAD, self._PAD)
        x = self._QR + 2 * self._PAD + 4
        y = box - 16.5
        self._write(self._heading, (x, y), fonts.STRONG, 9.75)
        self._write(self._code, (x, y - 14), fonts.MONO, 11.5)
        for row, text in enumerate(self._under, start=1):
            self._write(text, (x, y - 15 - 11 * row), fonts.REGULAR, 8.25)

    def _write(self, text: str, at: tuple[float, float], font: str, size: float) -> None:
        self.canv.setFillColor(INK3 if font == fonts.REGULAR else INK)
        write(self.canv, at, text, font, size, room=self.width - at[0] - self._PAD)
