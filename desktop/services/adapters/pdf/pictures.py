"""Pictures in documents: the site's logo, and the photos that belong to a report."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.domain.errors import DeskError

_MOST_PIXELS = 40_000_000
_MOST_BYTES = 20_000_000
_LOGO_PIXELS = 1200


class LogoUnreadableError(DeskError):
    """The site's logo is no picture that can be printed, so documents go without it."""

    code = "logo-unreadable"
    advice = "Choose a PNG or JPEG file; an SVG drawing has to be saved as PNG first."


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that is known to be readable. ``width`` and ``height`` are pixels."""

    content: bytes
    width: int
    height: int

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """The largest size in points within that box, and no more than a point a pixel."""
        scale = min(width / self.width, height / self.height, 1.0)
        return self.width * scale, self.height * scale

    def draw(self, canvas: Canvas, x: float, y: float, size: tuple[float, float]) -> None:
        """Put it on the page, its lower left corner at ``x``, ``y``."""
        canvas.drawImage(ImageReader(BytesIO(self.content)), x, y, *size)


def read_logo(content: bytes) -> Drawn:
    """The logo in ``content``, in grey on white: documents are black and grey.

    Raises ``LogoUnreadableError`` for what is no PNG or JPEG, or too large.
    """
    picture = _opened(content, ("PNG", "JPEG"))
    if picture is None:
        raise LogoUnreadableError
    with_alpha = picture.convert("RGBA")
    paper = Image.new("RGBA", with_alpha.size, "white")
    grey = Image.alpha_composite(paper, with_alpha).convert("L")
    grey.thumbnail((_LOGO_PIXELS, _LOGO_PIXELS))
    out = BytesIO()
    grey.save(out, "PNG")
    return Drawn(out.getvalue(), *grey.size)


def read_photo(content: bytes) -> Drawn | None:
    """The photo in ``content``, a JPEG; ``None`` for anything else, or one that is damaged."""
    picture = _opened(content, ("JPEG",))
    return None if picture is None else Drawn(content, *picture.size)


def _opened(content: bytes, formats: tuple[str, ...]) -> Image.Image | None:
    """The picture, decoded: a damaged one is found here and not on the page."""
    if len(content) > _MOST_BYTES:
        return None
    try:
        picture = Image.open(BytesIO(content), formats=formats)
        if picture.width * picture.height > _MOST_PIXELS:
            return None
        picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # what Pillow raises for files that are not what they say
    return picture


class Photo(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A picture ``size`` points large, with a little air above and below."""

    _AIR = 8.0

    def __init__(self, picture: Drawn, size: tuple[float, float]) -> None:
        super().__init__()
        self._picture = picture
        self._size = size

    def wrap(self, _width: float, _height: float = 0.0) -> tuple[float, float]:
        self.width, self.height = self._size[0], self._size[1] + 2 * self._AIR
        return self.width, self.height

    def draw(self) -> None:
        self._picture.draw(self.canv, 0, self._AIR, self._size)
