"""Documents read back with other programs' eyes."""

import base64
import re
import subprocess
import zlib
from contextlib import suppress
from io import BytesIO

from pypdf import PdfReader


def read(document: bytes) -> PdfReader:
    return PdfReader(BytesIO(document), strict=True)


def text_of(document: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in read(document).pages)


def squeezed(text: str) -> str:
    """Without white space: where a line ends is the layout's business."""
    return "".join(text.split())


def poppler_text(document: bytes, *options: str) -> str:
    """What poppler reads."""
    done = subprocess.run(
        ["pdftotext", *options, "-", "-"], input=document, capture_output=True, check=True
    )
    return done.stdout.decode()


def edges(document: bytes) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every word on every page, in points."""
    boxes = poppler_text(document, "-bbox")
    numbers = re.findall(
        r'<word xMin="([-.\d]+)" yMin="([-.\d]+)" xMax="([-.\d]+)" yMax="([-.\d]+)"', boxes
    )
    assert numbers
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in numbers]


def everything_in(document: bytes) -> bytes:
    """Every byte of the file, and after them every stream of it, unpacked."""
    found = [document, poppler_text(document).encode()]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\n?endstream", document, re.DOTALL):
        packed = match[1]
        if packed.rstrip().endswith(b"~>"):
            packed = base64.a85decode(b"<~" + packed.strip(), adobe=True)
        with suppress(zlib.error):
            found.append(zlib.decompress(packed))
    reader = read(document)
    found += [page.extract_text().encode() for page in reader.pages]
    found.append(repr(reader.metadata).encode())
    return b"\n".join(found)
