"""What everyone at the site is told: the roster, and what was purged."""

from collections.abc import Iterable

from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.log_facts import BodyPurged
from desktop.domain.roster.facts import Notice, RelayNamed
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster, Signed, fold_roster


class Notices:
    """The notices this station holds, and the roster they make.

    Of what a station says of its own relay only the last word is kept here: any station may say
    it as often as it likes, and the roster is folded anew with every notice.
    """

    def __init__(self, site_key: bytes) -> None:
        self._site_key = site_key
        self._signed: set[Signed] = set()
        self._events: dict[str, Event] = {}
        self._own_relays: dict[DeviceId, Signed] = {}
        self.roster = Roster(site_key=site_key)

    def add(self, event: Event, fact: Fact | None) -> bool:
        """Take in one checked notice; whether that made another roster."""
        if not isinstance(fact, Notice):
            return False
        self._take(event, fact)
        before = self.roster
        self.roster = fold_roster(self._site_key, self._signed)
        return self.roster != before

    def restore(self, known: Iterable[tuple[Event, Fact | None]]) -> None:
        """Take in what this station held before, and fold it once."""
        for event, fact in known:
            if isinstance(fact, Notice):
                self._take(event, fact)
        self.roster = fold_roster(self._site_key, self._signed)

    @property
    def events(self) -> tuple[Event, ...]:
        """The roster's own events, as a newcomer needs them."""
        return tuple(self._events.values())

    def _take(self, event: Event, fact: Notice) -> None:
        signed = Signed(event.header, event.id, fact)
        if isinstance(fact, RelayNamed) and fact.relay in {"", signed.author}:
            before = self._own_relays.get(signed.author)
            if before is not None and before.header.seq >= event.header.seq:
                return
            self._own_relays[signed.author] = signed
            if before is not None:
                self._signed.discard(before)
                self._events.pop(before.event, None)
        self._signed.add(signed)
        self._events[event.id] = event


def purged_by(fact: Fact | None) -> tuple[str, ...]:
    """The events whose bodies a notice deletes."""
    return fact.events if isinstance(fact, BodyPurged) else ()
