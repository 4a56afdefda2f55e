"""What pulling and serving need from the disk."""

from typing import Protocol

from desktop.domain.errors import DeskError
from desktop.domain.reports.attachments import BlobId, BlobRef


class BlobNotSavedError(DeskError):
    """The attachment is NOT saved: the disk does not take it."""

    code = "blob-not-saved"
    advice = "Free some space on this PC, or give this account write access to its data folder."


class BlobDamagedError(DeskError):
    """What came in is not what the report names, so it was thrown away."""

    code = "blob-damaged"
    advice = "It is fetched again by itself; if that never ends, attach the file anew."


class BlobNotHeldError(DeskError):
    """This station does not hold the attachment, or cannot read it."""

    code = "blob-not-held"
    advice = "Wait until it is fetched, with the PC switched on that it was attached at."


class BlobStore(Protocol):
    """Blobs on this station's disk, by their hash, and parts of those that are being pulled.

    Every method may raise ``BlobNotSavedError``, the reading ones ``BlobNotHeldError``.
    """

    def holds(self, blob: BlobId) -> bool: ...
    def size(self, blob: BlobId) -> int: ...
    def read(self, blob: BlobId, offset: int, most: int) -> bytes:
        """Up to ``most`` bytes from ``offset``; fewer at the end."""
        ...

    def begun(self, blob: BlobId) -> int:
        """How many bytes of it were pulled so far, also before a restart."""
        ...

    def append(self, blob: BlobId, offset: int, data: bytes) -> None:
        """Put ``data`` behind the ``offset`` bytes pulled so far."""
        ...

    def finish(self, ref: BlobRef) -> None:
        """Check what was pulled and hold it from now on, on the disk for good.

        It reads all of it, so call it in a worker. Raises ``BlobDamagedError`` where it is not
        what ``ref`` says, and throws it away.
        """
        ...

    def discard(self, blob: BlobId) -> None:
        """Throw away what was pulled so far."""
        ...

    def remove(self, blob: BlobId) -> None:
        """Delete it, and what was pulled of it; nothing happens where it is not here, or where
        somebody is taking the same bytes in.
        """
        ...

    def held(self) -> tuple[BlobRef, ...]:
        """Every blob here."""
        ...
