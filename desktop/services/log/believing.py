"""The roster as a file's own notices make it, each checked against those before it."""

from collections.abc import Iterable

from desktop.domain.errors import MalformedEventError
from desktop.domain.events.event import Event
from desktop.domain.events.streams import Stream
from desktop.domain.roster.facts import Notice
from desktop.domain.roster.roster import Roster, Signed, fold_roster
from desktop.services.log.reading import read_fact
from desktop.services.ports import Verify


def roster_from(site_key: bytes, events: Iterable[Event], verify: Verify) -> Roster:
    """The roster that the notices among ``events`` make, in whatever order they are.

    The site key's notices are believed first, then those of whom they admit, and so on until
    nobody new is admitted; a notice whose signature or body is wrong counts for nothing.
    """
    waiting = [
        event
        for event in events
        if event.header.stream is Stream.NOTICES and event.body is not None and event.body_matches
    ]
    believed: set[Signed] = set()
    roster = Roster(site_key=site_key)
    while True:
        proven = [event for event in waiting if _is_proven(event, roster, verify)]
        if not proven:
            return roster
        waiting = [event for event in waiting if event not in proven]
        believed |= {signed for event in proven if (signed := _signed(event))}
        roster = fold_roster(site_key, believed)


def _is_proven(event: Event, roster: Roster, verify: Verify) -> bool:
    author = roster.authority(event.header.device_id)
    return author is not None and verify(author.key, event.signature, event.header_bytes)


def _signed(event: Event) -> Signed | None:
    try:
        fact = read_fact(event)
    except MalformedEventError:
        return None
    return Signed(event.header, event.id, fact) if isinstance(fact, Notice) else None
