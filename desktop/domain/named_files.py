"""The files that a site's notices name, such as a card's PDFs or the picture of a floor."""

from enum import StrEnum

import msgspec

from desktop.domain.reports.attachments import Attachment, BlobId
from desktop.domain.roster.ids import DeviceId


class Namer(StrEnum):
    """Whose files they are."""

    GUIDANCE = "guidance"
    PLAN = "plan"


class NamedFiles(msgspec.Struct, frozen=True):
    """``at_hand`` are for this station, each with the desk that it came from. ``named`` are all
    that whoever is of the site may have. ``past`` are of no use any more, and go.
    """

    at_hand: tuple[tuple[Attachment, DeviceId], ...] = ()
    named: frozenset[BlobId] = frozenset()
    past: frozenset[BlobId] = frozenset()
