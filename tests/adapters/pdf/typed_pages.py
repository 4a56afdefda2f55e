"""Pages of typed text, and two programs that read them: pypdf and poppler."""

import subprocess
import unicodedata
from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from desktop.services.adapters.pdf import fonts, page
from desktop.services.adapters.pdf.writing.typed import Typed

MARGIN = 40.0
PAPER = (595.0, 842.0)


def pdf_of(*texts: str, style: ParagraphStyle = page.TEXT) -> bytes:
    return laid_out([Typed(text, style) for text in texts])


def laid_out(story: Sequence[Flowable]) -> bytes:
    fonts.register_fonts()
    out = BytesIO()
    document = BaseDocTemplate(
        out, pagesize=PAPER, invariant=1, pageCompression=1, initialFontName=fonts.REGULAR
    )
    width, height = (side - 2 * MARGIN for side in PAPER)
    padding = dict.fromkeys(["leftPadding", "rightPadding", "topPadding", "bottomPadding"], 0)
    frame = Frame(MARGIN, MARGIN, width, height, **padding)
    document.addPageTemplates(PageTemplate(frames=[frame]))
    document.build(list(story))
    return out.getvalue()


def read_by_pypdf(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf), strict=True).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def read_by_poppler(pdf: bytes, *options: str) -> str:
    """What it reads, without the marks of direction that it adds."""
    read = poppler("pdftotext", *options, "-", "-", pdf=pdf).decode()
    return " ".join(read.translate(dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F)])).split())


def poppler(*command: str, pdf: bytes) -> bytes:
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    assert done.stderr == b"", done.stderr
    return done.stdout


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def squeezed(text: str) -> str:
    """Without white space: where a line ends is the layout's business."""
    return "".join(text.split())
