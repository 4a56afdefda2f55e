"""Very many event ids: those of all that was purged, which a start has at hand without reading."""

from collections.abc import Collection, Iterable, Iterator

from desktop.domain.events.event import EventId

BYTES = 16
"""Of one id, where many lie packed: half as many as it has letters."""


class EventIds(Collection[EventId]):
    """A set of ids that grows and never shrinks.

    ``packed`` are pieces of sorted ids, ``BYTES`` each: they stay as they are, so a copy costs
    nothing, and one that is looked for is found by halving. ``also`` are those that came since.
    """

    def __init__(self, packed: bytes = b"", also: Iterable[EventId] = ()) -> None:
        self.packed: tuple[bytes, ...] = (packed,) if packed else ()
        self.also = set(also)

    @classmethod
    def of(cls, events: Iterable[EventId]) -> "EventIds":
        """These, as they are where they are some already."""
        return events if isinstance(events, EventIds) else cls(also=events)

    def copy(self) -> "EventIds":
        """The same, which does not grow with these."""
        made = EventIds(also=self.also)
        made.packed = self.packed
        return made

    def update(self, events: Iterable[EventId]) -> None:
        """Add these."""
        if isinstance(events, EventIds):
            news = (one for one in events.packed if one not in self.packed)
            self.packed = (*self.packed, *news)
            self.also |= events.also
        else:
            self.also.update(events)

    def lacking(self, events: "EventIds") -> tuple[EventId, ...]:
        """Those of ``events`` that are not among these."""
        others = [one for one in events.packed if one not in self.packed]
        if not others:
            return tuple(one for one in events.also if one not in self)
        mine = set(self)
        return tuple(one for one in {*_unpacked(others), *events.also} if one not in mine)

    def __contains__(self, event: object) -> bool:
        if event in self.also:
            return True
        wanted = packed_id(event) if self.packed else None
        return wanted is not None and any(_holds(packed, wanted) for packed in self.packed)

    def __iter__(self) -> Iterator[EventId]:
        if len(self.packed) < 2 and not self.also:
            return _unpacked(self.packed)
        return iter({*_unpacked(self.packed), *self.also})

    def __len__(self) -> int:
        return sum(1 for _ in self)


def packed_id(event: object) -> bytes | None:
    """One id as it lies packed; ``None`` for what is no id: a notice may name anything."""
    try:
        found = bytes.fromhex(event) if isinstance(event, str) else b""
    except ValueError:
        return None
    return found if len(found) == BYTES and found.hex() == event else None


def _unpacked(some: Iterable[bytes]) -> Iterator[EventId]:
    for packed in some:
        letters = packed.hex()
        for at in range(0, len(letters), 2 * BYTES):
            yield letters[at : at + 2 * BYTES]


def _holds(packed: bytes, wanted: bytes) -> bool:
    first, end = 0, len(packed) // BYTES
    while first < end:
        middle = (first + end) // 2
        found = packed[middle * BYTES : (middle + 1) * BYTES]
        if found == wanted:
            return True
        if found < wanted:
            first = middle + 1
        else:
            end = middle
    return False
