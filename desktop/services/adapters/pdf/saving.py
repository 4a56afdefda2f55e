"""Documents on the disk, whole or not at all."""

import os
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.services.adapters.moving import move


class DocumentNotSavedError(DeskError):
    """The document could not be written there, so there is no copy yet."""

    code = "document-not-saved"
    advice = "Choose another folder, or free some space on that disk, and save it again."


IF_OPEN = "If it is open in another program, close it there, or choose another name."
"""Readers of PDFs keep their file on Windows, and spreadsheets theirs."""


def save_document(document: bytes, path: Path) -> Path:
    """Write ``document`` to ``path`` whole or not at all, replacing what was there.

    Raises ``DocumentNotSavedError`` when the folder does not take it.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            draft.write_bytes(document)
            move(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as cause:
        is_refused = isinstance(cause, PermissionError) and path.exists()
        raise DocumentNotSavedError(
            "{file} could not be written: {why}.",
            file=path,
            why=cause.strerror,
            advice=IF_OPEN if is_refused else None,
        ) from cause
    return path
