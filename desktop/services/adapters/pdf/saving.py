"""Documents on the disk, whole or not at all."""

import os
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.services.adapters.moving import move


class DocumentNotSavedError(DeskError):
    """The document could not be written there, so there is no copy yet."""

    code = "document-not-saved"
    advice = "Choose another folder, or free some space on that disk, and save it again."


class DocumentKeptOpenError(DocumentNotSavedError):
    """The file that is there cannot be replaced, so there is no new copy yet.

    Readers of PDFs keep their file on Windows, and spreadsheets theirs.
    """

    advice = "If it is open in another program, close it there, or choose another name."


def save_document(document: bytes, path: Path) -> Path:
    """Write ``document`` to ``path`` whole or not at all, replacing what was there.

    Raises ``DocumentNotSavedError`` when the folder does not take it, and of these
    ``DocumentKeptOpenError`` when what is there cannot be replaced.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            draft.write_bytes(document)
            move(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as cause:
        if isinstance(cause, PermissionError) and path.exists():
            raise DocumentKeptOpenError(
                "{file} could not be replaced: {why}.", file=path, why=cause.strerror
            ) from cause
        raise DocumentNotSavedError(
            "{file} could not be written: {why}.", file=path, why=cause.strerror
        ) from cause
    return path
