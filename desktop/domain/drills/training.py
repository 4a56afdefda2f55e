"""Who took part in which drill, who has read which card, and whose refresher is due.

It is a record of attendance: nothing here says how well anybody did.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Self

import msgspec

from desktop.domain.alerts.facts import Kind
from desktop.domain.drills.drills import Drills
from desktop.domain.drills.facts import DrillId
from desktop.domain.folding import folded
from desktop.domain.guidance.ids import CardId, VersionId
from desktop.domain.months import months_after


class TookPart(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody took part in a drill."""

    drill: DrillId
    number: str
    kind: Kind
    at: datetime


class HasRead(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody confirmed a version of a card; ``is_current``: it is the one in use now."""

    card: CardId
    title: str
    version: VersionId
    at: datetime
    is_current: bool


class Confirmed(msgspec.Struct, frozen=True, kw_only=True):
    """A reader's word, as it was said."""

    reader: str
    card: CardId
    version: VersionId
    at: datetime


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One person's record: drills with the latest first, cards by title, and the day by which
    another drill is due; ``None`` where there was none yet.
    """

    name: str
    drills: tuple[TookPart, ...]
    read: tuple[HasRead, ...]
    due: date | None

    @property
    def last_drill(self) -> TookPart | None:
        """The latest one."""
        return self.drills[0] if self.drills else None

    @property
    def current_read(self) -> int:
        """Of how many cards they have read the version in use."""
        return len({one.card for one in self.read if one.is_current})

    def is_due(self, today: date) -> bool:
        """A drill is due, or was never made."""
        return self.due is None or self.due <= today


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """``people`` by name: those who took part in anything, or read a card. ``cards`` is how many
    cards are in use, ``months`` how long a drill counts.
    """

    people: tuple[Person, ...] = ()
    cards: int = 0
    months: int = 12

    @classmethod
    def of(
        cls,
        drills: Drills,
        confirmed: Iterable[Confirmed],
        in_use: Mapping[CardId, tuple[str, VersionId]],
        *,
        months: int,
    ) -> Self:
        """Read it from drills and from what readers said; ``in_use`` are titles and versions of the
        cards as they are now.
        """
        names: dict[str, str] = {}
        took: dict[str, dict[DrillId, TookPart]] = {}
        read: dict[str, dict[tuple[CardId, VersionId], HasRead]] = {}
        for drill in drills.drills:
            for alert in drill.alerts:
                for station in drills.measured.get(alert, ()):
                    for person in station.people:
                        part = TookPart(
                            drill=drill.id,
                            number=drill.number,
                            kind=drill.kind,
                            at=drill.begun_at or drill.at,
                        )
                        took.setdefault(_key(person, names), {}).setdefault(drill.id, part)
        for one in sorted(confirmed, key=lambda one: one.at):
            if not one.reader.strip():
                continue
            title, version = in_use.get(one.card, (one.card, None))
            has_read = HasRead(
                card=one.card,
                title=title,
                version=one.version,
                at=one.at,
                is_current=one.version == version,
            )
            mine = read.setdefault(_key(one.reader, names), {})
            mine.setdefault((one.card, one.version), has_read)
        people = [
            _person(name, took.get(key, {}).values(), read.get(key, {}).values(), months)
            for key, name in names.items()
        ]
        return cls(
            people=tuple(sorted(people, key=lambda one: (folded(one.name), one.name))),
            cards=len(in_use),
            months=months,
        )


def _key(person: str, names: dict[str, str]) -> str:
    """One person under however they spelt their name: with capitals and accents, or without."""
    key = folded(" ".join(person.split()))
    names.setdefault(key, " ".join(person.split()))
    return key


def _person(name: str, took: Iterable[TookPart], read: Iterable[HasRead], months: int) -> Person:
    drills = sorted(took, key=lambda one: (one.at, one.drill), reverse=True)
    return Person(
        name=name,
        drills=tuple(drills),
        read=tuple(sorted(read, key=lambda one: (folded(one.title), one.at))),
        due=months_after(drills[0].at.date(), months) if drills else None,
    )
