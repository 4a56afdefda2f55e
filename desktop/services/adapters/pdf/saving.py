"""Documents on the disk, whole or not at all."""

import os
from pathlib import Path

from desktop.domain.errors import DeskError


class DocumentNotSavedError(DeskError):
    """The document could not be written there, so there is no copy yet."""

    code = "document-not-saved"
    advice = "Choose another folder, or free some space on that disk, and save it again."


def save_document(document: bytes, path: Path) -> Path:
    """Write ``document`` to ``path`` whole or not at all, replacing what was there.

    Raises ``DocumentNotSavedError`` when the folder does not take it.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            draft.write_bytes(document)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as cause:
        raise DocumentNotSavedError(
            "{file} could not be written: {why}.", file=path, why=cause.strerror
        ) from cause
    return path
