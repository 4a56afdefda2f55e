"""Opening tests as they were told, for tests and pictures."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from desktop.domain.opening.facts import (
    Confirmed,
    Found,
    Look,
    OpeningMissed,
    OpeningTested,
    Part,
)
from desktop.domain.opening.openings import Told

RIGHT = Look(found=Found.RIGHT)


def wrong(what: str = "") -> Look:
    """It is not as it should be."""
    return Look(found=Found.WRONG, wrong=what)


def a_test(
    at: datetime,
    station: str = "3" * 32,
    place: str = "Counter 3",
    *,
    by: str = "Ana Ruiz",
    person: str = "Maria Delgado",
    note: str = "",
    is_unheard: bool = False,
    after_s: float = 4.0,
    receipt_ms: int | None = 7,
    **looks: Look,
) -> Told:
    """A test that was finished at ``at``; ``by`` nobody confirmed it where that is empty."""
    seen = {part.value: RIGHT for part in Part} | looks
    fact = OpeningTested(
        day=at.date().isoformat(),
        place=place,
        alert="a1",
        person=person,
        received=2,
        of=2,
        receipt_ms=receipt_ms,
        confirmed=Confirmed(person=by, after_s=after_s, is_unheard=is_unheard) if by else None,
        note=note,
        location=seen["location"],
        barrier=seen["barrier"],
        way_out=seen["way_out"],
    )
    return Told(at, f"test of {station} at {at.isoformat()}", station, fact)


def missed(
    day: date, station: str = "3" * 32, place: str = "Counter 3", *, desk: str = "a" * 32
) -> Told:
    """A desk saw that station at work that day, and no test."""
    at = datetime.combine(day, datetime.min.time()).astimezone() + timedelta(hours=9)
    fact = OpeningMissed(day=day.isoformat(), station=station, place=place)
    return Told(at, f"missed by {station} on {day} at {desk}", desk, fact)


def shuffled(told: Iterable[Told]) -> list[Told]:
    """The same backwards, and twice."""
    backwards = list(told)[::-1]
    return [*backwards, *backwards]
