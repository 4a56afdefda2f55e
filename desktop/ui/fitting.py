"""Text that must fit: stepped down in size, then broken, and cut only where the design says so."""

from bisect import bisect_left
from collections.abc import Iterable

import msgspec
from PySide6.QtCore import QRectF, QSizeF, Qt
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


def fit_text(text: str, room: QSizeF, sizes: Iterable[int], weight: int) -> Fitted | None:
    """Return the first of ``sizes`` at which ``text``, in lines, fits ``room``; else ``None``."""
    for size in sizes:
        font = interface_font(size, weight)
        flag = _breaking(text, font, room.width())
        if wrapped(text, font, room.width(), flag).height() <= room.height():
            return Fitted(font, int(flag))
    return None


def cut_text(text: str, font: QFont, room: QSizeF) -> tuple[str, Fitted]:
    """Return as much of ``text`` as fits ``room`` in lines, with an ellipsis, and how it is set."""
    flag = _breaking(text, font, room.width())

    def fits(length: int) -> bool:
        said = f"{text[:length].rstrip()}…"
        return wrapped(said, font, room.width(), flag).height() <= room.height()

    length = bisect_left(range(1, len(text)), True, key=lambda least: not fits(least))
    return f"{text[:length].rstrip()}…", Fitted(font, int(flag))


def _breaking(text: str, font: QFont, width: float) -> Qt.TextFlag:
    """Lines break between words, and inside one only where it is wider than a line."""
    flag = Qt.TextFlag.TextWordWrap
    is_too_wide = wrapped(text, font, width, flag).width() > width
    return Qt.TextFlag.TextWrapAnywhere if is_too_wide else flag


def wrapped(
    text: str, font: QFont, width: float, flag: Qt.TextFlag = Qt.TextFlag.TextWordWrap
) -> QRectF:
    """Return the room that ``text`` takes when it is broken into lines of ``width``."""
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 100_000), int(flag), text)


def elided(text: str, font: QFont, width: float) -> str:
    """Return ``text``, or as much of it as fits with an ellipsis."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
