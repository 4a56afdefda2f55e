"""The versions of one card at a site, and which of them is in use.

Folded as a set: any order and any doubles of the same events give the same.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import reduce
from heapq import heapify, heappop, heappush
from operator import and_, or_

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
    """All versions of a card, each after those it was made from and else the oldest first, and
    the ``heads``: those that none replaces.

    Heads that differ say that two desks changed it at once. Until somebody joins them, the version
    that both were made from is the last one everybody agreed on.
    """

    editions: tuple[Edition, ...] = ()
    heads: tuple[Edition, ...] = ()

    @classmethod
    def of(cls, editions: Iterable[Edition]) -> "History":
        """The history that these versions of one card make."""
        known = {edition.version: edition for edition in editions}
        replaced = {base for edition in known.values() for base in edition.bases}
        in_order = _in_order(known)
        heads = tuple(edition for edition in in_order if edition.version not in replaced)
        return cls(in_order, heads)

    @property
    def is_contested(self) -> bool:
        """Two desks changed it at once, and differently."""
        return not all(head.says_the_same_as(self.heads[0]) for head in self.heads)

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

    def same_as(self, versions: Iterable[VersionId]) -> tuple[VersionId, ...]:
        """``versions``, and the heads that say just what one of them says: whoever replaces a
        version replaces the same text from another desk with it.
        """
        named = tuple(dict.fromkeys(versions))
        meant = [edition for one in named if (edition := self.find(one)) is not None]
        alike = (
            head.version
            for head in self.heads
            if any(head.says_the_same_as(edition) for edition in meant)
        )
        return tuple(dict.fromkeys((*named, *alike)))

    def agreed(self) -> tuple[Edition, ...]:
        """The versions that may be shown, the one to show first: the last that all agree on, and
        what came before it, for when that cannot be read. The card as it ships comes after them.

        All agree on a version that every other one came before or was made from: never on one of
        two that were made at once.
        """
        heads = self.heads if self.is_contested else self.heads[:1]
        if not heads:
            return ()
        place = {edition.version: at for at, edition in enumerate(self.editions)}
        before = self._before(place)
        lines = [before[place[head.version]] for head in heads]
        shared, everything = reduce(and_, lines), reduce(or_, lines)
        after = self._after(place, everything)
        return tuple(
            self.editions[at]
            for at in reversed(range(len(self.editions)))
            if shared >> at & 1 and before[at] | after[at] == everything
        )

    def _before(self, place: Mapping[VersionId, int]) -> list[int]:
        """Of every version the set of it and all that it was made from, a bit for each place."""
        before: list[int] = []
        for at, edition in enumerate(self.editions):  # after those that it was made from
            bases = (before[place[base]] for base in edition.bases if base in place)
            before.append(reduce(or_, bases, 1 << at))
        return before

    def _after(self, place: Mapping[VersionId, int], among: int) -> list[int]:
        """Of every version the set of it and all that was made from it, ``among`` those."""
        after = [1 << at for at in range(len(self.editions))]
        for at in reversed(range(len(self.editions))):
            if among >> at & 1:
                for base in self.editions[at].bases:
                    if base in place:
                        after[place[base]] |= after[at]
        return after


def _in_order(known: Mapping[VersionId, Edition]) -> tuple[Edition, ...]:
    """Clocks may be wrong, so that a version is older than the one it was made from."""
    lacks = {name: {*edition.bases} & known.keys() for name, edition in known.items()}
    leads_to: dict[VersionId, list[VersionId]] = {}
    for name, bases in lacks.items():
        for base in bases:
            leads_to.setdefault(base, []).append(name)
    ready = [(known[name].at, name) for name, bases in lacks.items() if not bases]
    heapify(ready)
    placed: list[Edition] = []
    while ready:
        _, name = heappop(ready)
        placed.append(known[name])
        for later in leads_to.get(name, ()):
            lacks[later].discard(name)
            if not lacks[later]:
                heappush(ready, (known[later].at, later))
    return tuple(placed)
