"""Small drawings in documents: a QR code, and the line that a person signs on."""

import segno
from reportlab.platypus import Flowable

from desktop.services.adapters.pdf import fonts
from desktop.services.adapters.pdf.page import INK, INK3
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
