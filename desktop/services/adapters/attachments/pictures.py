"""Pictures drawn anew for the PDF: upright, on white, small, and without what a phone adds.

Nothing is decoded before its header says that it will fit into memory.
"""

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from desktop.domain.errors import DeskError
from desktop.services.adapters.attachments.kinds import JPEG, WEBP

if TYPE_CHECKING:
    from PIL import Image

LONGEST_SIDE = 1600
"""Points along the longer side: 200 to the inch on a page of text."""
QUALITY = 80
MOST_POINTS = 40_000_000
"""Of a picture that is decoded whole: 160 MB of memory."""
MOST_JPEG_POINTS = 80_000_000
"""Of a JPEG, which is decoded at an eighth, a quarter or half of its size."""
MOST_SCANS = 60
"""Of a JPEG that comes in layers, as few as ten are usual; thousands keep a PC busy for hours."""

_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
}
_BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error),
    *(IndexError, KeyError, TypeError, ArithmeticError, MemoryError, RuntimeError, AttributeError),
)
"""What Pillow's readers raise for bytes that are not as they say; it promises no narrower set."""


class PictureNotShownError(DeskError):
    """The picture cannot be shown in the PDF."""

    code = "picture-not-shown"
    advice = "The file is kept whole; save it again as a JPEG picture to have it shown."


class PictureTooLargeError(PictureNotShownError):
    """The picture is too large to be shown in the PDF."""

    advice = "It is kept whole; save a smaller copy as JPEG to have it shown."


class PictureDamagedError(PictureNotShownError):
    """The picture is damaged or cut off, so the PDF cannot show it."""

    advice = "It is kept as it is; if you can, take it or save it once more."


class Picture(msgspec.Struct, frozen=True):
    """A picture for the PDF: a JPEG, and its size in points."""

    jpeg: bytes
    width: int
    height: int


def redraw(file: BinaryIO, media: str, *, longest: int = LONGEST_SIDE) -> Picture:
    """Draw the picture in ``file`` anew, at most ``longest`` points along its longer side.

    Nothing of the original but what is to be seen gets into it: no place, no date, no preview.
    Takes up to a second, so call it in a worker. Raises ``PictureNotShownError`` with the reason.
    """
    image = _decoded(file, media, longest)
    try:
        return _drawn(image, longest)
    except _BROKEN as cause:
        raise PictureDamagedError from cause


def check(file: BinaryIO, media: str) -> None:
    """Raise ``PictureNotShownError`` where ``redraw`` would."""
    _decoded(file, media, longest=64)


def _decoded(file: BinaryIO, media: str, longest: int) -> "Image.Image":
    from PIL import Image

    if media not in _FORMATS:
        raise PictureNotShownError("It is no picture that the PDF can show.")
    if media == WEBP.media:
        _require_size(*_webp_size(file), MOST_POINTS)  # Pillow makes room for it on opening
    file.seek(0)
    try:
        image = Image.open(file, formats=[_FORMATS[media]])
        if media == JPEG.media:
            _require_jpeg_size(image, file)
            image.draft("RGB", (longest, longest))
        else:
            _require_size(*image.size, MOST_POINTS)
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as cause:
        raise _too_large() from cause
    except _BROKEN as cause:
        raise PictureDamagedError from cause
    return image


def on_paper(file: BinaryIO, media: str, *, longest: int) -> "Image.Image":
    """The picture in ``file`` as ``redraw`` has it, not encoded yet."""
    image = _decoded(file, media, longest)
    try:
        return _on_paper(image, longest)
    except _BROKEN as cause:
        raise PictureDamagedError from cause


def _drawn(image: "Image.Image", longest: int) -> Picture:
    paper = _on_paper(image, longest)
    jpeg = BytesIO()
    paper.save(jpeg, "JPEG", quality=QUALITY)
    return Picture(jpeg.getvalue(), *paper.size)


def _on_paper(image: "Image.Image", longest: int) -> "Image.Image":
    from PIL import Image

    image = _upright(image)
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    has_holes = image.has_transparency_data
    image = image.convert("RGBA" if has_holes else "RGB")
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    paper = Image.new("RGB", image.size, "white")  # a new one carries no comment or profile over
    paper.paste(image, mask=image.getchannel("A") if has_holes else None)
    return paper


def _upright(image: "Image.Image") -> "Image.Image":
    from PIL import ImageOps

    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN:  # what a camera says of itself may be damaged where the picture is not
        return image


def _require_jpeg_size(image: "Image.Image", file: BinaryIO) -> None:
    if not image.info.get("progressive"):
        _require_size(*image.size, MOST_JPEG_POINTS)
        return
    _require_size(*image.size, MOST_POINTS)
    at = file.tell()
    file.seek(0)
    scans = file.read().count(b"\xff\xda")
    file.seek(at)
    if scans > MOST_SCANS:
        raise PictureNotShownError("The picture is made so that a PC would draw it for hours.")


def _require_size(width: int, height: int, most: int) -> None:
    if width * height > most:
        raise _too_large(width, height)


def _webp_size(file: BinaryIO) -> tuple[int, int]:
    """Width and height from the first chunk, whichever of the three kinds it is."""
    file.seek(0)
    head = file.read(30)
    if len(head) < 30:
        raise PictureDamagedError
    if head[12:16] == b"VP8X":
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
    elif head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    return width, height


def _too_large(width: int = 0, height: int = 0) -> PictureTooLargeError:
    if not width:
        return PictureTooLargeError()
    return PictureTooLargeError(
        "The picture of {width} by {height} points is too large to be shown in the PDF.",
        width=width,
        height=height,
    )
