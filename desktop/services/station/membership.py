"""The site as this station knows it: notices, the roster they make, and ways to its relays."""

from collections.abc import Callable, Iterable

from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.ids import EventIds
from desktop.domain.log_facts import BodyPurged
from desktop.domain.relays import RelayTarget, merged
from desktop.domain.roster.facts import Notice
from desktop.domain.roster.roster import Roster
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.recording import Recorder
from desktop.services.log.ledger import Ledger
from desktop.services.log.notices import Notices, purged_by
from desktop.services.ports import Entry, Transport


class Membership:
    """Takes notices in, sends our own, and tells who must act on them. Of the alert thread.

    ``roster_changed`` is told of every new roster, ``purged`` of bodies that are to be forgotten.
    """

    def __init__(
        self,
        *,
        notices: Notices,
        ledger: Ledger,
        recorder: Recorder,
        carrier: Carrier,
        transport: Transport,
        roster_changed: Callable[[Roster], None],
        purged: Callable[[tuple[EventId, ...]], None],
    ) -> None:
        self._notices = notices
        self._ledger = ledger
        self._recorder = recorder
        self._carrier = carrier
        self._transport = transport
        self._roster_changed = roster_changed
        self._purged = purged
        self._roster_listeners: list[Callable[[Roster], None]] = []
        self._other_listeners: list[Callable[[Event, Fact], None]] = []
        self._others: list[tuple[Event, Fact]] = []
        self._aside: list[tuple[Event, Fact]] = []
        self._purge_listeners: list[Callable[[EventIds], None]] = []
        self._ways: dict[str, tuple[RelayTarget, ...]] = {}

    def watch_roster(self, listener: Callable[[Roster], None]) -> None:
        """Call ``listener`` with the roster now and whenever it changes."""
        self._roster_listeners.append(listener)
        listener(self._notices.roster)

    def watch_notices(self, listener: Callable[[Event, Fact], None]) -> None:
        """Call ``listener`` with each notice that says nothing of the roster: those heard since the
        start, which may not be on the disk yet, and each new one.
        """
        self._other_listeners.append(listener)
        for event, fact in self._others:
            listener(event, fact)

    def watch_purged(self, listener: Callable[[EventIds], None]) -> None:
        """Call ``listener`` with the events purged before, and with each news of more."""
        self._purge_listeners.append(listener)
        listener(self._ledger.purged.copy())

    def begin(self, held: Iterable[tuple[Event, Fact | None]]) -> None:
        """Go on from the notices that the file held: what they purged is carried out, if a right
        that came meanwhile covers it, or else waits for one.
        """
        done = []
        for event, fact in held:
            if not isinstance(fact, BodyPurged):
                continue
            if all(one in self._ledger.purged for one in fact.events):
                done.append(event.id)  # by an import: the next start need not read it
            else:
                self._aside.append((event, fact))
        if done:
            self._recorder.keep(Entry(carried_out=tuple(done)))
        self._take_what_is_believed_now()

    def take(self, event: Event, fact: Fact | None) -> None:
        """A checked notice came in."""
        purged = self._purge(fact)
        self._recorder.keep(_entry(event, purged))
        self._add(event, fact)

    def take_aside(self, event: Event, fact: Fact | None) -> None:
        """A notice came in that is not believed as things stand. Of the roster's it is folded all
        the same: a notice that gives its author the right to say it may still be on its way. All
        others wait for that.
        """
        self._recorder.keep(Entry(events=(event,)))
        if isinstance(fact, Notice):
            self._add(event, fact)
        elif fact is not None:
            self._aside.append((event, fact))

    def publish(self, fact: Fact, left: Callable[[Event], None]) -> None:
        """Sign a notice of our own; ``left`` is told when it is on the disk, or has left without
        it after 50 ms.
        """
        self._issue(self._ledger.write(fact), fact, left)

    def hand_on(self, event: Event, left: Callable[[Event], None]) -> None:
        """Take in what another key signed, and send it on; refused as it would be from a peer."""
        self._ledger.check(event)
        self._issue(self._ledger.hold(event), self._ledger.read(event), left)

    def reach(self) -> None:
        """Have the transport try every way to a relay that anyone knows."""
        self._transport.reach(merged(self._notices.roster.relays(), *self._ways.values()))

    def reach_also(self, source: str, relays: Iterable[RelayTarget]) -> None:
        """Know these ways besides the roster's, in place of those ``source`` told before."""
        self._ways[source] = tuple(relays)
        self.reach()

    def _issue(self, event: Event, fact: Fact | None, left: Callable[[Event], None]) -> None:
        """A notice that starts here: fold it, record it, send it."""
        purged = self._purge(fact)
        self._add(event, fact)

        def leave(_is_recorded: bool) -> None:
            self._carrier.publish(event)
            left(event)

        self._recorder.then(_entry(event, purged), leave)

    def _add(self, event: Event, fact: Fact | None) -> None:
        if fact is not None and not isinstance(fact, Notice):
            self._others.append((event, fact))
            for told in self._other_listeners:
                told(event, fact)
            return
        if not self._notices.add(event, fact):
            return
        roster = self._notices.roster
        self.reach()
        self._roster_changed(roster)
        for listener in self._roster_listeners:
            listener(roster)
        self._take_what_is_believed_now()

    def _take_what_is_believed_now(self) -> None:
        """What came before the right that covers it; with another roster it may be believed."""
        waiting, self._aside = self._aside, []
        for event, fact in waiting:
            if not self._notices.roster.believes(event.header):
                self._aside.append((event, fact))
                continue
            self._recorder.keep(_entry(event, self._purge(fact)))
            self._add(event, fact)

    def _purge(self, fact: Fact | None) -> tuple[EventId, ...]:
        """Forget the bodies that a notice deletes, here and wherever else they are held."""
        purged = purged_by(fact)
        if purged:
            self._ledger.purge(purged)
            self._purged(purged)
            for listener in self._purge_listeners:
                listener(EventIds.of(purged))
        return purged


def _entry(event: Event, purged: tuple[EventId, ...]) -> Entry:
    carried_out = (event.id,) if purged else ()
    return Entry(events=(event,), purged=purged, carried_out=carried_out)
