"""Text that must fit: stepped down in size, then broken, and cut only where the design says so."""

from collections.abc import Iterable

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from desktop.ui.theme import interface_font

PLACE_STEPS = (192, 144, 112, 88)
_BEYOND = (72, 56, 44, 32, 24)


class Fitted(msgspec.Struct, frozen=True):
    """A font, and the flags with which the text is drawn in it."""

    font: QFont
    flags: int


def fit_line(text: str, width: float, sizes: Iterable[int], weight: int) -> QFont:
    """Return the first of ``sizes`` at which ``text`` is one line of ``width``, else the last."""
    font = QFont()
    for size in sizes:
        font = interface_font(size, weight)
        if QFontMetricsF(font).horizontalAdvance(text) <= width:
            break
    return font


def fit_place(text: str, width: float, height: float) -> Fitted:
    """Return how a place name is set: 192, 144, 112 or 88 px, then in lines; it is never cut."""
    for size in PLACE_STEPS:
        font = interface_font(size, 700)
        if QFontMetricsF(font).horizontalAdvance(text) <= width:
            return Fitted(font, int(Qt.TextFlag.TextSingleLine))
    for flag in (Qt.TextFlag.TextWordWrap, Qt.TextFlag.TextWrapAnywhere):
        for size in (PLACE_STEPS[-1], *_BEYOND):
            font = interface_font(size, 700)
            taken = wrapped(text, font, width, flag)
            if taken.width() <= width and taken.height() <= height:
                return Fitted(font, int(flag))
    return Fitted(interface_font(_BEYOND[-1], 700), int(Qt.TextFlag.TextWrapAnywhere))


def wrapped(
    text: str, font: QFont, width: float, flag: Qt.TextFlag = Qt.TextFlag.TextWordWrap
) -> QRectF:
    """Return the room that ``text`` takes when it is broken into lines of ``width``."""
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 100_000), int(flag), text)


def elided(text: str, font: QFont, width: float) -> str:
    """Return ``text``, or as much of it as fits with an ellipsis."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
