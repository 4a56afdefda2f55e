"""A font of clusters, embedded through reportlab as if it were one of its dynamic fonts.

Each cluster that a document draws gets a code of its own, in the order of first use: the same text
gives the same bytes. Its text stands beside the code (``ToUnicode``), so that copying gives back
what was typed, whatever glyphs drew it.
"""

from threading import Lock
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc

from desktop.services.adapters.pdf.writing.truetype import Drawing, Outlines, font_of

_CODES_AT_MOST = 0xD000  # below the surrogates, which readers stumble over


class ClusterFont:
    """Looks like reportlab's ``TTFont`` to whoever draws with it; text is made by ``spell``."""

    _dynamicFont = 1  # noqa: N815 - reportlab's names, here and below
    _multiByte = 1  # noqa: N815
    shapable = False

    def __init__(self, name: str, outlines: Outlines, units_per_em: int) -> None:
        self.fontName = name
        self.face = SimpleNamespace(name=name)  # reportlab registers a font by its face's name
        self._outlines = outlines
        self.units_per_em = units_per_em
        self._letters: dict[Drawing, str] = {}
        self._drawings: list[Drawing] = []
        self._widths: list[int] = []
        self._spelling = Lock()
        self._used: WeakKeyDictionary[Any, dict[str, int]] = WeakKeyDictionary()
        self._names: WeakKeyDictionary[Any, str] = WeakKeyDictionary()

    def spell(self, drawing: Drawing) -> str:
        """The character that stands for ``drawing`` in text for this font."""
        with self._spelling:
            letter = self._letters.get(drawing)
            if letter is None:
                letter = chr(len(self._drawings))
                self._drawings.append(drawing)
                self._widths.append(self.width_of(drawing))
                self._letters[drawing] = letter
        return letter

    def width_of(self, drawing: Drawing) -> int:
        """How wide ``drawing`` is, in thousandths of the type size, as the document says it."""
        return self._per_mille(drawing.advance)

    # From here on, what reportlab calls.

    def stringWidth(self, text: str, size: float, encoding: str = "") -> float:  # noqa: N802, ARG002
        return sum([self._widths[ord(letter)] for letter in text]) * size / 1000

    def splitString(  # noqa: N802
        self,
        text: str,
        document: Any,
        encoding: str = "",  # noqa: ARG002
    ) -> list[tuple[int, bytes]]:
        used = self._used.setdefault(document, {})
        pieces: list[tuple[int, bytes]] = []
        for letter in text:
            subset, code = divmod(used.setdefault(letter, len(used)), _CODES_AT_MOST)
            data = (code + 1).to_bytes(2, "big")
            if pieces and pieces[-1][0] == subset:
                pieces[-1] = subset, pieces[-1][1] + data
            else:
                pieces.append((subset, data))
        return pieces

    def getSubsetInternalName(self, subset: int, document: Any) -> str:  # noqa: N802
        name = self._names.get(document)
        if name is None:
            name = self._names[document] = f"F{len(document.fontMapping) + 1}"
            document.fontMapping[self.fontName] = f"/{name}"
            document.delayedFonts.append(self)
        return f"/{name}+{subset}"

    def addObjects(self, document: Any) -> None:  # noqa: N802
        drawings = [self._drawings[ord(letter)] for letter in self._used.pop(document, {})]
        name = self._names.pop(document)
        fonts = document.idToObject["BasicFonts"].dict
        for subset, first in enumerate(range(0, len(drawings), _CODES_AT_MOST)):
            internal = f"{name}+{subset}"
            font = self._embedded(drawings[first : first + _CODES_AT_MOST], subset, document)
            fonts[internal] = document.Reference(font, internal)

    def _embedded(self, drawings: list[Drawing], subset: int, document: Any) -> Any:
        tag = "".join(chr(ord("A") + int(digit)) for digit in f"{subset:05}")
        name = f"W{tag}+{self.fontName}"
        made = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": f"/{name}",
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {
                    "Registry": pdfdoc.PDFString("Adobe"),
                    "Ordering": pdfdoc.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "CIDToGIDMap": "/Identity",
            "DW": 1000,
            "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray([self.width_of(d) for d in drawings])]),
            "FontDescriptor": self._descriptor(drawings, name, document),
        }
        descendant = document.Reference(pdfdoc.PDFDictionary(made), f"descendant:{name}")
        return pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{name}",
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([descendant]),
                "ToUnicode": _stream(_texts(drawings), f"toUnicode:{name}", document),
            }
        )

    def _descriptor(self, drawings: list[Drawing], name: str, document: Any) -> Any:
        ascent, descent = map(self._per_mille, self._outlines.ascent_descent)
        file = font_of(drawings, self._outlines)
        described = {
            "Type": "/FontDescriptor",
            "FontName": f"/{name}",
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray([self._per_mille(side) for side in self._outlines.box]),
            "ItalicAngle": 0,
            "Ascent": ascent,
            "Descent": descent,
            "CapHeight": ascent,
            "StemV": 80,
            "FontFile2": _stream(file, f"fontFile:{name}", document, Length1=len(file)),
        }
        return document.Reference(pdfdoc.PDFDictionary(described), f"fontDescriptor:{name}")

    def _per_mille(self, units: int) -> int:
        return round(units * 1000 / self.units_per_em)


def _stream(content: bytes, key: str, document: Any, **entries: int) -> Any:
    stream = pdfdoc.PDFStream(content=content)
    for entry, value in entries.items():
        stream.dictionary[entry] = value
    if document.compression:
        stream.filters = [pdfdoc.PDFZCompress]
    return document.Reference(stream, key)


def _texts(drawings: list[Drawing]) -> bytes:
    """The ToUnicode map (PDF 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for first in range(0, len(drawings), 100):
        block = drawings[first : first + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [
            f"<{code:04X}> <{drawing.text.encode('utf-16-be').hex().upper()}>"
            for code, drawing in enumerate(block, start=first + 1)
        ]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
