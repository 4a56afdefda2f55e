"""The bundled fonts behind the text font, and which of them draws what (first come, first served).

HarfBuzz maps a font file into memory and reads only what it is asked about: opening all of them
costs some milliseconds, and text that the text font can draw opens none.
"""

from functools import cache, cached_property, lru_cache
from threading import Lock

import uharfbuzz as hb
from reportlab.pdfbase.pdfmetrics import registerFont

from desktop.assets import asset
from desktop.services.adapters.pdf import fonts
from desktop.services.adapters.pdf.writing.cluster_font import ClusterFont
from desktop.services.adapters.pdf.writing.truetype import Drawing, Outlines

# fmt: off
_SANS = (
    "", "Arabic", "Hebrew", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil",
    "Telugu", "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Khmer", "Myanmar", "Armenian",
    "Georgian", "Ethiopic", "Syriac", "Thaana", "NKo", "Adlam", "Tifinagh", "Vai", "Cherokee",
    "CanadianAboriginal", "Osage", "Mongolian", "Yi", "Lisu", "TaiLe", "OlChiki", "MeeteiMayek",
    "Javanese", "Balinese", "Sundanese", "Coptic", "Gothic", "Runic", "Ogham",
)
# fmt: on
_EMOJI = "NotoEmoji-Regular"
FALLBACKS = (
    *(f"NotoSans{script}-Regular" for script in _SANS),
    "NotoSerifTibetan-Regular",
    "NotoSansKR-Hangul",
    "DroidSansFallbackFull",
    "NotoSansTC-Rare",
    "NotoSansJP-Rare",
    _EMOJI,
    "NotoSansSymbols-Regular",
    "NotoSansSymbols2-Regular",
    "NotoSansMath-Regular",
)
_AS_EMOJI = "\ufe0f"
_registering = Lock()
_clusters: dict[str, ClusterFont] = {}


class Face:
    """One font file."""

    def __init__(self, name: str, *path: str) -> None:
        self.name = name
        self._face = hb.Face(hb.Blob.from_file_path(str(asset("fonts", *path))))
        self.font = hb.Font(self._face)

    @property
    def units_per_em(self) -> int:
        return int(self._face.upem)

    @cached_property
    def clusters(self) -> ClusterFont:
        """What the page draws with, known to reportlab from now on."""
        outlines = Outlines(lambda tag: bytes(self._face.reference_table(tag).data))
        made = ClusterFont(f"{self.name}-clusters", outlines, self.units_per_em)
        registerFont(made)
        _clusters[made.fontName] = made
        return made

    def draws(self, text: str) -> bool:
        """Whether it has a glyph for each letter of ``text`` that is seen."""
        return all(
            self.font.get_nominal_glyph(ord(letter)) is not None or is_unseen(letter)
            for letter in text
        )


def is_unseen(letter: str) -> bool:
    """A mark that joins, parts, turns or chooses between others, and draws nothing itself."""
    return (
        "\u200b" <= letter <= "\u200f"
        or "\ufe00" <= letter <= "\ufe0f"
        or letter in "\u034f\u061c\u180b\u180c\u180d\u180e"
        or "\U000e0020" <= letter <= "\U000e007f"
        or "\U000e0100" <= letter <= "\U000e01ef"
    )


@lru_cache(maxsize=1 << 16)
def face_for(cluster: str, text_font: str, before: Face | None = None) -> Face | None:
    """The first face that draws all of ``cluster``, beginning with the text's own font.

    ``before`` is the face that drew the cluster before this one: what it has, too, stays with it.
    """
    own = _text_face(text_font)
    wanted = [own] if before is None or before is own else [own, before]
    if _AS_EMOJI in cluster:
        wanted.insert(0, _fallback(_EMOJI))
    return next((face for face in (*wanted, *_fallbacks()) if face.draws(cluster)), None)


@lru_cache(maxsize=1 << 16)
def can_be_drawn(letter: str) -> bool:
    """Whether any bundled font has ``letter``."""
    if letter in fonts.letters(fonts.REGULAR):
        return True
    return any(face.draws(letter) for face in _fallbacks())


def blank(font: str, width: float) -> tuple[str, float]:
    """A space in a font of clusters, about ``width`` thousandths wide: its spelling and width."""
    clusters = _clusters[font]
    drawing = Drawing(" ", (), round(width * clusters.units_per_em / 1000))
    return clusters.spell(drawing), clusters.width_of(drawing)


@cache
def _fallbacks() -> tuple[Face, ...]:
    return (*map(_fallback, FALLBACKS), _text_face(fonts.MONO))  # the last one has the boxes


@cache
def _text_face(name: str) -> Face:
    with _registering:
        return _opened(name, fonts.FILES[name])


@cache
def _fallback(name: str) -> Face:
    with _registering:
        return _opened(name, "scripts", f"{name}.ttf")


@cache
def _opened(name: str, *path: str) -> Face:
    return Face(name, *path)
