"""The fonts that every document embeds, registered once in the process.

Call ``register_fonts()`` first; afterwards reportlab knows the four by these names. Only the
letters a document uses are embedded.
"""

import struct
import unicodedata
from functools import cache
from threading import Lock

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

from desktop.assets import asset

REGULAR = "Inter"
MEDIUM = "Inter-Medium"
STRONG = "Inter-SemiBold"
MONO = "NotoSansMono"

FILES = {
    REGULAR: "Inter-Regular.ttf",
    MEDIUM: "Inter-Medium.ttf",
    STRONG: "Inter-SemiBold.ttf",
    MONO: "NotoSansMono-Regular.ttf",
}
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_STANDARD_NAMES = 258
_NEVER_ALONE = {"Cc", "Cf", "Cs", "Co", "Mn", "Me", "Mc"}
_registering = Lock()


def register_fonts() -> None:
    """Make the four fonts known to reportlab; safe from any thread, and free after the first."""
    with _registering:
        _registered()


@cache
def letters(name: str) -> frozenset[str]:
    """The characters that the font ``name`` draws as they stand, without shaping.

    Not those of private use: what one means is between a font and whoever typed it. Nor marks:
    where one goes depends on what it stands on. Nor letters beyond U+FFFF: reportlab writes a
    ``ToUnicode`` for them that no reader understands.
    """
    return frozenset(
        letter
        for letter in map(chr, _widths(name))
        if letter <= "\uffff" and unicodedata.category(letter) not in _NEVER_ALONE
    )


def width_of(text: str, name: str) -> float:
    """How wide ``text`` of ``letters`` is, in thousandths of the type size."""
    widths = _widths(name)
    return sum([widths[ord(letter)] for letter in text])


@cache
def _widths(name: str) -> dict[int, float]:
    with _registering:
        face = _registered()[name].face
    # reportlab draws a space for a no-break space.
    return {**face.charWidths, 0xA0: face.charWidths[0x20]}


@cache
def _registered() -> dict[str, TTFont]:
    fonts = {name: TTFont(name, str(asset("fonts", file))) for name, file in FILES.items()}
    for name, font in fonts.items():
        _make_digits_equally_wide(font.face)
        registerFont(font)
        for bold in (0, 1):
            for italic in (0, 1):
                addMapping(name, bold, italic, name)
    return fonts


def _make_digits_equally_wide(face: TTFontFace) -> None:
    """Draw 0 to 9 as a column needs them: what ``tnum`` does where text is shaped.

    reportlab shapes nothing, so the digits are pointed at the font's own tabular glyphs. A font
    without such glyphs (the monospaced one) stays as it is.
    """
    glyphs = _glyph_names(face)
    tabular = [glyphs.get(f"{digit}.tf") for digit in _DIGITS]
    for code, glyph in enumerate(tabular, start=ord("0")):
        if glyph is not None:
            face.charToGlyph[code] = glyph
            face.charWidths[code] = face.hmetrics[glyph][0] * 1000 / face.unitsPerEm


def _glyph_names(face: TTFontFace) -> dict[str, int]:
    """Glyph numbers by name, from a format 2 ``post`` table; only names of the font's own."""
    post: bytes = face.get_table("post")
    if struct.unpack_from(">I", post)[0] != 0x00020000:
        return {}
    (count,) = struct.unpack_from(">H", post, 32)
    indices = struct.unpack_from(f">{count}H", post, 34)
    names: list[str] = []
    at = 34 + 2 * count
    while at < len(post):
        names.append(post[at + 1 : at + 1 + post[at]].decode("latin-1"))
        at += 1 + post[at]
    return {
        names[index - _STANDARD_NAMES]: glyph
        for glyph, index in enumerate(indices)
        if index >= _STANDARD_NAMES
    }
