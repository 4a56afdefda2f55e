"""The files that the guidance brings with it, such as the site's crisis plan."""

import msgspec

from desktop.domain.guidance.guidance import Guidance
from desktop.domain.reports.attachments import Attachment, BlobId
from desktop.domain.roster.ids import DeviceId


class GuidanceFiles(msgspec.Struct, frozen=True):
    """``at_hand`` are for every station, each with the desk that it came from: those of the cards
    in use, and of versions that may be in use next. ``named`` are all that any version names:
    whoever is of the site may have them.
    """

    at_hand: tuple[tuple[Attachment, DeviceId], ...] = ()
    named: frozenset[BlobId] = frozenset()

    @classmethod
    def of(cls, guidance: Guidance) -> "GuidanceFiles":
        """The files of ``guidance``; not those that cannot be, for an event may name anything."""
        everything = [one for known in guidance.histories.values() for one in known.editions]
        in_use = {shown.version for shown in guidance.shown.values()}
        in_use |= {head.version for known in guidance.histories.values() for head in known.heads}
        return cls(
            tuple(
                (file, edition.desk)
                for edition in everything
                if edition.version in in_use
                for file in edition.files
                if file.blob.is_sound
            ),
            frozenset(
                file.sha256
                for edition in everything
                for file in edition.files
                if file.blob.is_sound
            ),
        )
