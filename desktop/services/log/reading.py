"""What an event says, read as far as this program can."""

from collections.abc import Iterable, Iterator

from msgspec import structs

from desktop.domain.alerts.facts import AlertFact, AlertId, AlertPressed, AlertRaised, Kind
from desktop.domain.errors import MalformedEventError
from desktop.domain.events.body import Fact, decode_body
from desktop.domain.events.event import Event
from desktop.domain.events.streams import Stream
from desktop.domain.facts import FACTS
from desktop.domain.plain_text import plain

NEEDS_HELP = "Needs help. A newer program sent this; update this PC to read all of it."
_WORDS = ("alert", "place", "area", "person", "name", "note", "text", "reason")
"""Fields that are shown as they are, wherever a fact has them. An alert that nobody raised may be
called anything."""


class UnreadFact(AlertFact, frozen=True, kw_only=True):
    """A fact of a newer program in ``alerts``: what every version of a fact is likely to say."""

    TYPE = "unread"
    alert: AlertId = ""
    place: str = ""
    person: str = ""


def read_fact(event: Event) -> Fact | None:
    """What ``event`` says; ``None`` when its body is gone or its type is of no use here.

    In ``alerts`` everything is read as far as it goes: a fact that belongs to no alert, or that
    was a press by its name, is somebody calling, whatever else it says. Elsewhere a body that is
    not what its type promises raises ``MalformedEventError``. Words are made ``plain``: what one
    station signed must not garble what another shows.
    """
    fact = _read(event)
    return fact and _made_plain(fact)


def facts_of(events: Iterable[Event]) -> Iterator[tuple[Event, Fact]]:
    """Each event with what it says; what cannot be read, or says nothing any more, is left out."""
    for event in events:
        try:
            fact = read_fact(event)
        except MalformedEventError:
            continue
        if fact is not None:
            yield event, fact


def _read(event: Event) -> Fact | None:
    if event.body is None:
        return None
    kind = FACTS.get(event.header.type)
    if kind is not None:
        try:
            return decode_body(event.body, kind)
        except MalformedEventError:
            if event.header.stream is not Stream.ALERTS:
                raise
    if event.header.stream is not Stream.ALERTS:
        return None
    return _as_far_as_it_goes(event.header.type, event.body)


def _as_far_as_it_goes(name: str, body: bytes) -> AlertFact:
    try:
        fact = decode_body(body, UnreadFact)
    except MalformedEventError:
        fact = UnreadFact()
    if name == AlertRaised.TYPE or not fact.alert:
        return AlertRaised(kind=Kind.ASSIST, place=fact.place, person=fact.person, note=NEEDS_HELP)
    if name == AlertPressed.TYPE:
        return AlertPressed(
            alert=fact.alert, kind=Kind.ASSIST, place=fact.place, person=fact.person
        )
    return fact


def _made_plain(fact: Fact) -> Fact:
    said = {name: getattr(fact, name) for name in _WORDS if name in fact.__struct_fields__}
    meant = {name: plain(words) for name, words in said.items()}
    return fact if meant == said else structs.replace(fact, **meant)
