"""The words of an incident report as things to lay out; see ``writing`` for how they are drawn."""

from reportlab.lib.styles import ParagraphStyle

from desktop.services.adapters.pdf.text import Ink
from desktop.services.adapters.pdf.writing.typed import Typed

_TOGETHER = 2  # lines of a text that do not stand alone at the foot or the head of a page


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
        return [Lines(line, style) for line in self._ink.paragraphs(text)]

    def plain(self, text: str) -> str:
        """``text`` on one line, for what is drawn as it is, and for the file's properties."""
        return self._ink.line(text)

    @property
    def note(self) -> str:
        """One sentence about what could not be drawn; empty when everything was."""
        return self._ink.note


class Lines(Typed):
    """One paragraph that leaves no line alone at the foot or the head of a page."""

    def __init__(self, text: str, style: ParagraphStyle) -> None:
        super().__init__(text, style)
        self.text = text

    def wrap(self, width: float, height: float = 0.0) -> tuple[float, float]:
        return super().wrap(width, height)

    def first(self, width: float) -> float:
        """How tall the part is that a heading above never parts from."""
        return min(float(self.wrap(width)[1]), _TOGETHER * float(self.style.leading))

    def split(self, width: float, height: float) -> list[Typed]:
        leading = float(self.style.leading)
        lines = round(self.wrap(width)[1] / leading)
        fit = int(height / leading + 1e-6)
        if fit >= lines:
            return [self]
        fit = min(fit, lines - _TOGETHER)
        return super().split(width, fit * leading) if fit >= _TOGETHER else []
