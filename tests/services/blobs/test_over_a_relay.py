"""The same over a real Mosquitto, on real links, threads and disks."""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from desktop.domain.events.note import Note
from desktop.domain.relays import Arrival, NetworkFact
from desktop.domain.reports.attachments import MOST_BYTES, BlobRef
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Member, Roster
from desktop.services.actor import Actor
from desktop.services.adapters.blob_files import BlobFiles
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.keys.device_key import DeviceKey, verify
from desktop.services.blobs.exchange import BlobExchange
from desktop.services.blobs.messages import CHUNK_BYTES
from desktop.services.delivery.carrier import Carrier
from desktop.services.delivery.topics import Topics
from desktop.services.records.relays import RecordRelays
from tests.support.blobs import add
from tests.support.own_thread import OwnThread
from tests.support.relay import Identity, SiteAuthority, SiteRelay, until

RECORDING = random.Random(8).randbytes(150 * CHUNK_BYTES + 5)


class Site:
    """The authority's site with a roster: what a test's stations believe of each other."""

    def __init__(self, authority: SiteAuthority, folder: Path) -> None:
        self.authority = authority
        self.folder = folder
        self.roster = Roster(site_key=bytes(32))
        self.ends: list[End] = []

    def admits(self, identity: Identity, role: Role) -> None:
        member = Member(
            device=identity.device,
            key=identity.public_key,
            role=role,
            place="",
            area="",
            name="",
            administrator=False,
        )
        members = {**self.roster.members, identity.device: member}
        self.roster = Roster(site_key=bytes(32), members=members)

    def end(self, role: Role) -> "End":
        identity = self.authority.device(role)
        self.admits(identity, role)
        end = End(self, identity, role)
        self.ends.append(end)
        return end


class End:
    """One station's link, blobs and the thread that works on them."""

    def __init__(self, site: Site, identity: Identity, role: Role) -> None:
        clock = SystemClock()
        self.device = identity.device
        self.site = site
        self.files = BlobFiles(site.folder / identity.device)
        self.progress: list[int] = []
        self.completed: list[BlobRef] = []
        self.kept: list[str] = []
        self.half = threading.Event()
        self._actor = Actor("blobs", clock.monotonic)
        self._worker = ThreadPoolExecutor(1)
        topics = Topics(site.authority.site, identity.device)
        self.transport = OwnThread(
            identity=identity.files,
            device=identity.device,
            subscriptions=topics.subscriptions(role),
            trusts=lambda _key: True,
            inbox=lambda fact: self._actor.post(lambda: self._heard(fact)),
        )
        self._relays = RecordRelays(self.transport, lambda: site.roster)
        self.exchange = BlobExchange(
            me=identity.device,
            store=self.files,
            carrier=Carrier(
                site=bytes.fromhex(site.authority.site),
                signer=DeviceKey(identity.private),
                clock=clock,
                transport=self._relays,
                topics=topics,
            ),
            roster=lambda: site.roster,
            schedule=self._actor.schedule,
            post=self._actor.post,
            monotonic=clock.monotonic,
            aside=self._worker.submit,
            completed=self.completed.append,
            progressed=self._progressed,
            kept=lambda blob, _desk: self.kept.append(blob),
        )
        self._actor.start()

    def does(self, act: Callable[[], None]) -> None:
        """Do it on the thread of the blobs."""
        self._actor.ask(act).result(10)

    def reaches(self, relay: SiteRelay) -> None:
        self.transport.reach([relay.target])
        until(lambda: bool(self._relays.up()))

    def close(self) -> None:
        self._actor.stop()
        self._worker.shutdown()
        self.transport.close()

    def _progressed(self, ref: BlobRef, got: int) -> None:
        self.progress.append(got)
        if got * 2 > ref.size:
            self.half.set()

    def _heard(self, fact: NetworkFact) -> None:
        if not isinstance(fact, Arrival):
            self._relays.changed(fact)
            self.exchange.link_up()
        elif fact.payload[:1] == b"N":
            note = Note.parse(fact.payload)
            member = self.site.roster.device(note.sender_id)
            assert member is not None
            assert verify(member.key, note.signature, note.signed)
            self.exchange.noted(note, note.sender_id)


@pytest.fixture
def site(authority: SiteAuthority, relay: SiteRelay, tmp_path: Path) -> Iterator[Site]:
    site = Site(authority, tmp_path / "stations")
    site.admits(relay.identity, Role.SUPERVISOR)
    yield site
    for end in site.ends:
        end.close()


def test_a_recording_arrives_whole_and_the_counter_is_told(site: Site, relay: SiteRelay) -> None:
    counter, desk = site.end(Role.COUNTER), site.end(Role.SUPERVISOR)
    for end in (counter, desk):
        end.reaches(relay)
    ref = add(counter.files, BytesIO(RECORDING), "recording.wav")
    counter.does(lambda: counter.exchange.offer([ref.sha256]))
    desk.does(lambda: desk.exchange.want(ref, [counter.device]))
    until(lambda: bool(desk.completed), within=30)
    assert desk.files.read(ref.sha256, 0, MOST_BYTES) == RECORDING
    until(lambda: counter.kept == [ref.sha256])


def test_a_relay_that_breaks_in_the_middle_costs_nothing_of_what_came(
    site: Site, relay: SiteRelay
) -> None:
    counter, desk = site.end(Role.COUNTER), site.end(Role.SUPERVISOR)
    for end in (counter, desk):
        end.reaches(relay)
    ref = add(counter.files, BytesIO(RECORDING), "recording.wav")
    counter.does(lambda: counter.exchange.offer([ref.sha256]))
    desk.does(lambda: desk.exchange.want(ref, [counter.device]))
    assert desk.half.wait(30)
    relay.process.stop()
    until(lambda: not desk.transport.up() and not counter.transport.up())
    assert not desk.completed
    relay.start()
    for end in (counter, desk):
        end.reaches(relay)
    until(lambda: bool(desk.completed), within=30)
    assert desk.files.read(ref.sha256, 0, MOST_BYTES) == RECORDING
    assert desk.progress == [*range(CHUNK_BYTES, len(RECORDING), CHUNK_BYTES), len(RECORDING)]
