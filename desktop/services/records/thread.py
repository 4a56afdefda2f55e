"""The thread that records live on, at a counter and at a supervisor's station (DESIGN §3, Threads).

It has an inbox, a file and a ledger of its own, so nothing here can delay an alert. It shares the
links with the alert thread, and uses those of trusted relays alone.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable

from desktop.domain.errors import DeskError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.ids import EventIds
from desktop.domain.events.note import Note
from desktop.domain.events.streams import Stream
from desktop.domain.relays import Arrival, LinkUp, NetworkFact
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.actor import Actor
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.flood import Flood
from desktop.services.delivery.intake import Intake
from desktop.services.delivery.topics import Topics
from desktop.services.delivery.turnstile import Turnstile
from desktop.services.log.ledger import Ledger
from desktop.services.ports import Entry
from desktop.services.records.parts import Failed, RecordsParts, not_saved
from desktop.services.records.relays import RecordRelays
from desktop.services.schedule import Schedule

STREAMS = frozenset({Stream.RECORDS})


class RecordThread(ABC):
    """What both kinds of it do alike; any thread may call what has no underscore.

    Make it before the station starts: it listens to the station from then on. ``got``, ``noted``,
    ``linked`` and ``appeared`` are for whoever works on it (``parts.RecordWriter``).
    """

    def __init__(self, name: str, parts: RecordsParts) -> None:
        self._parts = parts
        self._me: DeviceId = parts.signer.id
        self._actor = Actor(name, parts.clock.monotonic)
        self._turnstile = Turnstile()
        self.got: Callable[[EventId, DeviceId], None] = lambda _event, _device: None
        self.noted: Callable[[Note, DeviceId], None] = lambda _note, _sender: None
        self.linked: Callable[[], None] = lambda: None
        self.appeared: Callable[[DeviceId], None] = lambda _device: None
        site = self._roster().site
        self._topics = topics = Topics(site, self._me)
        self._relays = RecordRelays(parts.transport, self._roster)
        self._ledger = Ledger(
            site=bytes.fromhex(site),
            signer=parts.signer,
            verify=parts.verify,
            clock=parts.clock,
            random_bytes=parts.random_bytes,
            streams=STREAMS,
            roster=self._roster,
            held=parts.held,
        )
        self._carrier = Carrier(
            site=bytes.fromhex(site),
            signer=parts.signer,
            clock=parts.clock,
            transport=self._relays,
            topics=topics,
        )
        self._intake = Intake(
            site=bytes.fromhex(site),
            me=self._me,
            topics=topics,
            ledger=self._ledger,
            roster=self._roster,
            verify=parts.verify,
            holds=self._holds,
            took=self._took,
            again=self._took_again,
            set_aside=self._set_aside,
            noted=lambda note, _arrival: self._noted(note, note.sender_id),
            flood=Flood(monotonic=parts.clock.monotonic),
        )
        parts.station.forward_records(self.hear)
        parts.station.watch_purged(self.purge)

    def start(self) -> None:
        """Begin to work off what came in, and to go on with what a restart interrupted."""
        self._actor.start()
        self._actor.post(self._begin)

    def stop(self) -> None:
        """Finish what is in the inbox, then end."""
        self._actor.stop()

    @property
    def schedule(self) -> Schedule:
        """What is done on this thread later."""
        return self._actor.schedule

    @property
    def carrier(self) -> Carrier:
        """Reaches other stations over trusted relays; for this thread alone."""
        return self._carrier

    def post(self, action: Callable[[], None]) -> None:
        """Do ``action`` on this thread."""
        self._actor.post(action)

    def hear(self, fact: NetworkFact) -> None:
        """Take in what the station hands on; never waits. Of a carrier that floods it, messages
        are dropped.
        """
        if not isinstance(fact, Arrival) or self._turnstile.enters(fact):
            self._actor.post(lambda: self._heard(fact))

    def purge(self, events: EventIds) -> None:
        """These bodies were purged: delete them here too, and refuse them from now on."""
        self._actor.post(lambda: self._purge(events))

    # --- on this thread ------------------------------------------------------------------------

    @abstractmethod
    def _begin(self) -> None: ...

    @abstractmethod
    def _links_changed(self) -> None: ...

    @abstractmethod
    def _holds(self, event: Event, then: Callable[[bool], None]) -> None: ...

    @abstractmethod
    def _took(self, event: Event, arrival: Arrival) -> None: ...

    @abstractmethod
    def _took_again(self, event: Event, arrival: Arrival) -> None: ...

    @abstractmethod
    def _set_aside(self, event: Event) -> None: ...

    @abstractmethod
    def _noted(self, note: Note, sender: DeviceId) -> None: ...

    @abstractmethod
    def _purge(self, events: EventIds) -> None: ...

    def _roster(self) -> Roster:
        return self._parts.station.roster

    def _heard(self, fact: NetworkFact) -> None:
        if isinstance(fact, Arrival):
            self._turnstile.leaves(fact)
            self._arrived(fact)
            return
        self._relays.changed(fact)
        if isinstance(fact, LinkUp):
            self.linked()
        self._links_changed()

    def _arrived(self, arrival: Arrival) -> None:
        self._intake.arrived(arrival)

    def _sign(
        self,
        fact: Fact,
        entry_of: Callable[[Event], Entry],
        written: Callable[[Event], None],
        failed: Failed,
    ) -> None:
        """Sign ``fact`` and keep what ``entry_of`` makes of it; ``written`` is called here once
        that is on the disk. ``failed`` where the disk refuses it for now, and it may still come.
        """
        try:
            event = self._ledger.write(fact)
        except DeskError as refusal:  # it is too large, and nothing of it was signed
            failed(refusal)
            return

        def kept(error: Exception | None) -> None:  # on the journal's thread
            if error is None:
                self._actor.post(lambda: written(event))
            else:
                self._actor.post(lambda: failed(not_saved(error)))

        self._parts.journal.keep(entry_of(event), kept)

    def _keep(self, entry: Entry) -> None:
        self._parts.journal.keep(entry, lambda _error: None)
