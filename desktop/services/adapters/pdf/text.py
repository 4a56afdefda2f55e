"""What a person typed, made safe for a page: never markup, never a silent box.

reportlab reads a paragraph's text as XML and opens the files that an ``<img>`` in it names, draws
an empty box for a letter its font lacks, and takes minutes over one very long paragraph.
"""

import unicodedata
from collections.abc import Iterator
from xml.sax.saxutils import escape

from desktop.services.adapters.pdf.fonts import letters

REPLACEMENT = "\u2327"
"""Stands for a letter that the fonts lack; ``Ink.note`` tells the reader."""

LINE_END = "\u21b5"

_LINES = 300
_CHUNK = 400  # characters, so that a piece never grows taller than a third of a page
_NAMED = 12
_DROPPED = {"Cc", "Cf"}  # control characters, and marks that only steer layout or direction


class Ink:
    """Turns typed text into markup for one document, and counts what could not be drawn."""

    def __init__(self) -> None:
        self._missing: dict[str, int] = {}

    def line(self, text: str, *, at_most: int | None = None) -> str:
        """``text`` as markup on one logical line; beyond ``at_most`` characters an ellipsis."""
        plain = " ".join(self._drawable(text).split())
        if at_most is not None and len(plain) > at_most:
            plain = plain[: at_most - 1].rstrip() + "…"
        return escape(plain)

    def paragraphs(self, text: str) -> Iterator[str]:
        """``text`` as markup, line by line as it was typed, in pieces short enough to lay out.

        Empty lines are left out. Some text is nothing but line ends, and 10,000 paragraphs take
        minutes: beyond 300 lines they are run together, with a mark where each ended.
        """
        lines = [" ".join(line.split()) for line in self._drawable(text).split("\n")]
        lines = [line for line in lines if line]
        if len(lines) > _LINES:
            lines = [f" {LINE_END} ".join(lines)]
        for line in lines:
            yield from (escape(piece) for piece in _pieces(line))

    def pieces(self, text: str) -> Iterator[str]:
        """``text`` as markup on one logical line, in pieces short enough for a table's cell."""
        return (escape(piece) for piece in _pieces(self.plain(text)))

    def plain(self, text: str) -> str:
        """``text`` on one line for ``drawString`` and metadata, which read no markup."""
        return " ".join(self._drawable(text).split())

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

    def _drawable(self, text: str) -> str:
        known = letters()
        kept: list[str] = []
        for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
            if letter in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
                kept.append("\n")
            elif letter.isspace():
                kept.append(letter if letter == "\u00a0" else " ")
            elif letter in known and unicodedata.category(letter) not in _DROPPED:
                kept.append(letter)
            elif unicodedata.category(letter) not in _DROPPED and not _selects_variant(letter):
                self._missing[letter] = self._missing.get(letter, 0) + 1
                kept.append(REPLACEMENT)
        return "".join(kept)


def _selects_variant(letter: str) -> bool:
    """A mark that chooses between drawings of the letter before it, and has none of its own."""
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def _pieces(line: str) -> Iterator[str]:
    while len(line) > _CHUNK:
        space = line.rfind(" ", _CHUNK // 2, _CHUNK)
        cut = _CHUNK if space < 0 else space
        yield line[:cut].rstrip()
        line = line[cut:].lstrip()
    if line:
        yield line
