"""Files that belong to a report: described in its event, kept whole as blobs."""

import msgspec


class Attachment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file: its name, what it is by its content, and the blob that holds it.

    ``size`` is in bytes; ``sha256`` in hex names the blob; ``added_at`` is UTC, ISO 8601.
    """

    name: str
    media: str
    size: int
    sha256: str
    added_at: str = ""
    added_by: str = ""
