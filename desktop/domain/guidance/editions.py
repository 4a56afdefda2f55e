"""The versions of one card at a site, and which of them is in use.

Folded as a set: any order and any doubles of the same events give the same.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.reports.attachments import Attachment
from desktop.domain.roster.ids import DeviceId


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """One version that the site made; ``desk`` is the station that signed it."""

    version: VersionId
    card: CardId
    texts: Mapping[str, str]
    bases: tuple[VersionId, ...] = ()
    is_hidden: bool = False
    files: tuple[Attachment, ...] = ()
    at: datetime
    editor: str
    why: str = ""
    desk: DeviceId = ""

    def says_the_same_as(self, other: "Edition") -> bool:
        """Nobody would see a difference."""
        return (self.texts, self.is_hidden, self.files) == (
            other.texts,
            other.is_hidden,
            other.files,
        )


class History(msgspec.Struct, frozen=True):
    """All versions of a card, the oldest first, and the ``heads``: those that none replaces.

    More than one head says that two desks changed it at once. Until somebody joins them, the
    version that both were made from is the last one everybody agreed on.
    """

    editions: tuple[Edition, ...] = ()
    heads: tuple[Edition, ...] = ()

    @classmethod
    def of(cls, editions: Iterable[Edition]) -> "History":
        """The history that these versions of one card make."""
        known = {edition.version: edition for edition in editions}
        replaced = {base for edition in known.values() for base in edition.bases}
        in_order = sorted(known.values(), key=lambda edition: (edition.at, edition.version))
        heads = [edition for edition in in_order if edition.version not in replaced]
        if heads and all(head.says_the_same_as(heads[0]) for head in heads):
            heads = heads[:1]
        return cls(tuple(in_order), tuple(heads))

    @property
    def is_contested(self) -> bool:
        """Two desks changed it at once, and differently."""
        return len(self.heads) > 1

    @property
    def ends(self) -> tuple[VersionId, ...]:
        """All versions that none replaces, also those that say the same as another: what the next
        version is made from and takes the place of.
        """
        replaced = {base for edition in self.editions for base in edition.bases}
        return tuple(one.version for one in self.editions if one.version not in replaced)

    def find(self, version: VersionId) -> Edition | None:
        """That version."""
        return next((one for one in self.editions if one.version == version), None)

    def agreed(self) -> tuple[Edition, ...]:
        """The versions that may be shown, the one to show first: the last that all agree on, and
        what came before it, for when that cannot be read. The card as it ships comes after them.
        """
        if not self.heads:
            return ()
        lines = [self._line_of(head) for head in self.heads]
        shared = set(lines[0]).intersection(*lines[1:])
        return tuple(edition for edition in reversed(self.editions) if edition.version in shared)

    def _line_of(self, head: Edition) -> frozenset[VersionId]:
        """It and all that it was made from."""
        by_version = {edition.version: edition for edition in self.editions}
        line: set[VersionId] = set()
        waiting = [head.version]
        while waiting:
            version = waiting.pop()
            if version in by_version and version not in line:
                line.add(version)
                waiting += by_version[version].bases
        return frozenset(line)
