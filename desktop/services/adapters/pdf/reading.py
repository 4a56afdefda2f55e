"""A PDF read back: what it says of itself, and the lines of its pages."""

import logging
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from desktop.services.reports.verifying import Copy, UnreadableCopyError

_MOST_PAGES = 3000
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a damaged copy is a finding, not an event


def read_copy(document: bytes) -> Copy:
    """Read ``document``; raises ``UnreadableCopyError`` for what is no PDF, or a damaged one."""
    try:
        reader = PdfReader(BytesIO(document))
        if reader.is_encrypted or len(reader.pages) > _MOST_PAGES:
            raise UnreadableCopyError
        about = reader.metadata
        return Copy(
            keywords=str(about.get("/Keywords", "")) if about else "",
            pages=tuple(_lines(page.extract_text()) for page in reader.pages),
        )
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError) as cause:
        # pypdf meets damaged files with all of these
        raise UnreadableCopyError from cause
    except RecursionError as cause:
        raise UnreadableCopyError from cause


def _lines(text: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(line for line in lines if line)
