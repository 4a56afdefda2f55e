"""A floor's picture as a theme shows it, made on a thread of its own.

A drawing, which is dark lines on white paper, takes the theme's own colours: quiet walls on the
card, so that signs stand out, also in the dark. A photo keeps its colours.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSize
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from desktop.domain.plan.plan import Floor
from desktop.ui.settling import Post
from desktop.ui.theme import Scheme, Theme

MOST_POINTS = 2400 * 2400
"""Of a picture that is decoded: another program may have signed a larger one."""
_FORMATS = {b"png", b"jpeg"}
_LOOKED_AT = 48
_GREY_WITHIN = 26
"""How far apart red, green and blue may be on average in what is called a drawing."""
_PAPER_FROM = 150
"""The lightness on average from which there is more paper than ink."""
_DIMMED = 0.72


class Wanted(msgspec.Struct, frozen=True):
    """Which picture, how large in device pixels, and in which look."""

    floor: Floor
    width: int
    height: int
    theme: Theme


class Picturing:
    """Makes one picture at a time. What was asked for meanwhile waits, and only the last of it.

    ``shown`` gets it on the windows' thread, ``None`` while the picture is not here.
    """

    def __init__(
        self,
        read: Callable[[Floor], bytes | None],
        *,
        post: Post,
        shown: Callable[[Wanted, QImage | None], None],
    ) -> None:
        self._read = read
        self._post = post
        self._shown = shown
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="plan-drawing")
        self._waiting: Wanted | None = None
        self._is_busy = False
        self._is_closed = False

    def ask(self, wanted: Wanted) -> None:
        """Have it made, as soon as what is being made is done."""
        if self._is_closed:
            return
        if self._is_busy:
            self._waiting = wanted
            return
        self._is_busy = True
        done = self._thread.submit(self._make, wanted)
        done.add_done_callback(lambda made: self._post(lambda: self._made(wanted, made)))

    def close(self) -> None:
        """Make nothing more."""
        self._is_closed = True
        self._waiting = None
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _make(self, wanted: Wanted) -> QImage | None:
        data = self._read(wanted.floor)
        return made_of(data, wanted) if data is not None else None

    def _made(self, wanted: Wanted, made: "Future[QImage | None]") -> None:
        self._is_busy = False
        if self._is_closed:
            return
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self.ask(waiting)
            return
        self._shown(wanted, made.result())


def made_of(data: bytes, wanted: Wanted) -> QImage | None:
    """The picture in ``data`` as ``wanted``; ``None`` where it is none, or too large."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if bytes(reader.format().data()) not in _FORMATS or not size.isValid():
        return None
    if size.width() * size.height() > MOST_POINTS:
        return None
    reader.setScaledSize(QSize(wanted.width, wanted.height))
    read = reader.read()
    if read.isNull():
        return None
    if _is_drawing(read):
        return _in_ink(read, wanted.theme.color("ink3"))
    if wanted.theme.scheme is not Scheme.LIGHT:
        return _dimmed(read)
    return read.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _is_drawing(image: QImage) -> bool:
    """Whether it is mostly paper, and its ink grey or black."""
    small = image.scaled(_LOOKED_AT, _LOOKED_AT).convertToFormat(QImage.Format.Format_RGB888)
    seen = bytes(small.constBits())
    line = small.bytesPerLine()
    points = [
        seen[at : at + 3]
        for row in range(small.height())
        for at in range(row * line, row * line + 3 * small.width(), 3)
    ]
    colour = sum(max(point) - min(point) for point in points) / len(points)
    light = sum(sum(point) for point in points) / (3 * len(points))
    return colour < _GREY_WITHIN and light > _PAPER_FROM


def _in_ink(image: QImage, ink: QColor) -> QImage:
    """What was dark is ``ink``, what was white is clear."""
    clear = image.convertToFormat(QImage.Format.Format_Grayscale8)
    clear.invertPixels()
    clear.reinterpretAsFormat(QImage.Format.Format_Alpha8)
    made = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(ink)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(QPoint(0, 0), clear)
    painter.end()
    return made


def _dimmed(image: QImage) -> QImage:
    """Not to dazzle at night."""
    made = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(QColor(0, 0, 0))
    painter = QPainter(made)
    painter.setOpacity(_DIMMED)
    painter.drawImage(QPoint(0, 0), image)
    painter.end()
    return made
