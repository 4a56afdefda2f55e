"""What people typed on its way into one document: on lines, shortened, and what could not be drawn.

Drawing it is the business of ``writing``.
"""

from collections.abc import Iterator

from desktop.services.adapters.pdf.writing.clusters import shortened
from desktop.services.adapters.pdf.writing.letters import REPLACEMENT, printable, undrawable
from desktop.services.adapters.pdf.writing.typed import on_one_line

LINE_END = "\u21b5"

_LINES = 300
_NAMED = 12


class Ink:
    """Makes typed text printable for one document, and counts what no font could draw."""

    def __init__(self) -> None:
        self._missing: dict[str, int] = {}

    def line(self, text: str, *, at_most: int | None = None) -> str:
        """``text`` on one line; beyond ``at_most`` characters an ellipsis."""
        self._count(text)
        line = on_one_line(text)
        if at_most is None or len(line) <= at_most:
            return line
        return shortened(line, at_most - 1) + "…"

    def paragraphs(self, text: str) -> Iterator[str]:
        """``text`` line by line as it was typed.

        Empty lines are left out. Some text is nothing but line ends, and 10,000 lines fill 200
        pages: beyond 300 lines they are run together, with a mark where each ended.
        """
        self._count(text)
        lines = list(filter(None, map(on_one_line, printable(text).split("\n"))))
        if len(lines) > _LINES:
            lines = [f" {LINE_END} ".join(lines)]
        yield from lines

    @property
    def note(self) -> str:
        """One sentence about what could not be drawn; empty when everything was."""
        if not self._missing:
            return ""
        count = sum(self._missing.values())
        codes = [f"U+{ord(letter):04X}" for letter in self._missing]
        shown = ", ".join(codes[:_NAMED]) + (" and others" if len(codes) > _NAMED else "")
        subject = "1 character" if count == 1 else f"{count:,} characters"
        return (
            f"{subject} in this record cannot be drawn with the fonts of this document and"
            f" {'stands' if count == 1 else 'stand'} as {REPLACEMENT} above ({shown})."
            " The record itself keeps every character."
        )

    def _count(self, text: str) -> None:
        for letter, count in undrawable(text):
            self._missing[letter] = self._missing.get(letter, 0) + count
