"""The blobs of a real station, on a thread of their own beside its alert thread."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from benchmarks.homes import identity_of
from benchmarks.stations import OpenStation
from desktop.domain.errors import DeskError
from desktop.domain.events.note import Note
from desktop.domain.events.streams import Stream
from desktop.domain.relays import Arrival, NetworkFact
from desktop.domain.reports.attachments import BlobRef
from desktop.domain.roster.ids import DeviceId
from desktop.services.actor import Actor
from desktop.services.adapters.blob_files import BlobFiles
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.home import Home
from desktop.services.adapters.keys.device_key import verify
from desktop.services.blobs.exchange import BlobExchange
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.flood import Flood
from desktop.services.delivery.intake import Intake
from desktop.services.delivery.topics import Topics
from desktop.services.delivery.turnstile import Turnstile
from desktop.services.log.ledger import Ledger
from desktop.services.ports import Held
from desktop.services.records.relays import RecordRelays


class BlobThread:
    """Joined as the records thread joins them: the same intake, links, pace and disk."""

    def __init__(self, home: Home, opened: OpenStation, completed: Callable[[], None]) -> None:
        identity, clock, station = identity_of(home), SystemClock(), opened.station
        site = bytes.fromhex(identity.site)
        topics = Topics(identity.site, identity.device)
        self._me = identity.device
        self.files = BlobFiles(home.blobs)
        self._actor = Actor("blobs", clock.monotonic)
        self._turnstile = Turnstile()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="blobs-check")
        self._relays = RecordRelays(opened.transport, lambda: station.roster)
        carrier = Carrier(
            site=site, signer=identity.key, clock=clock, transport=self._relays, topics=topics
        )
        self._exchange = BlobExchange(
            me=identity.device,
            store=self.files,
            carrier=carrier,
            roster=lambda: station.roster,
            schedule=self._actor.schedule,
            post=self._actor.post,
            monotonic=clock.monotonic,
            aside=self._worker.submit,
            completed=lambda _ref: completed(),
            failed=_fail,
        )
        ledger = Ledger(
            site=site,
            signer=identity.key,
            verify=verify,
            clock=clock,
            random_bytes=os.urandom,
            streams=frozenset({Stream.RECORDS}),
            roster=lambda: station.roster,
            held=Held(),
        )
        self._intake = Intake(
            site=site,
            me=identity.device,
            topics=topics,
            ledger=ledger,
            roster=lambda: station.roster,
            verify=verify,
            holds=lambda _event, then: then(False),
            took=lambda _event, _arrival: None,
            again=lambda _event, _arrival: None,
            set_aside=lambda _event: None,
            noted=lambda note, _arrival: self._noted(note, note.sender_id),
            flood=Flood(monotonic=clock.monotonic),
        )
        station.forward_records(self._hear)
        self._actor.start()

    def want(self, ref: BlobRef, holder: DeviceId) -> None:
        self._actor.post(lambda: self._exchange.want(ref, [holder]))

    def hold_up(self, *, is_urgent: bool) -> None:
        self._actor.ask(lambda: self._exchange.hold_up(is_urgent=is_urgent)).result(10)

    def close(self) -> None:
        self._actor.stop()
        self._worker.shutdown()

    def _hear(self, fact: NetworkFact) -> None:
        if not isinstance(fact, Arrival) or self._turnstile.enters(fact):
            self._actor.post(lambda: self._heard(fact))

    def _heard(self, fact: NetworkFact) -> None:
        if isinstance(fact, Arrival):
            self._turnstile.leaves(fact)
            self._intake.arrived(fact)
        else:
            self._relays.changed(fact)
            self._exchange.link_up()

    def _noted(self, note: Note, sender: DeviceId) -> None:
        if note.is_for(self._me):
            self._exchange.noted(note, sender)


def _fail(_ref: BlobRef, why: DeskError) -> None:
    raise why
