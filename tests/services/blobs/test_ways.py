"""Over which relays and to which thread blobs travel."""

from pathlib import Path

import pytest

from desktop.domain.events.note import OF_BLOBS, NoteKind
from desktop.domain.relays import Arrival, NetworkFact
from desktop.services.blobs.messages import BlobsHeld
from desktop.services.blobs.pulling import PATIENCE
from tests.support.blobs import CHUNKS, LETTER, RECORDING, BlobOffice
from tests.support.stations import SITE, Office


def test_blobs_travel_over_trusted_relays_alone_and_each_chunk_once(tmp_path: Path) -> None:
    office = BlobOffice(tmp_path, relays=("Ana", "Marcus", "Broker"))
    office.opens()
    ana, counter = office.blobs["Ana"], office.blobs["Counter 3"]
    ref = counter.keeps(RECORDING)
    counter.exchange.offer([ref.sha256])
    ana.wants(ref, "Counter 3")
    office.advance_until(lambda: ana.has(ref))
    of_blobs = [
        sent
        for kind in (
            *(NoteKind.BLOB_WANTED, NoteKind.BLOB_CHUNK),
            *(NoteKind.BLOBS_OFFERED, NoteKind.BLOBS_HELD),
        )
        for sent in office.notes(kind)
    ]
    assert {sent.relay for sent in of_blobs} == {"Ana", "Marcus"}
    assert len(office.notes(NoteKind.BLOB_CHUNK)) == CHUNKS


def test_what_is_for_everyone_travels_over_trusted_relays_alone_too(tmp_path: Path) -> None:
    office = BlobOffice(tmp_path, relays=("Broker", "Marcus"))
    office.opens()
    ana, counter = office.blobs["Ana"], office.blobs["Counter 3"]
    plan = ana.keeps(LETTER)
    ana.for_everyone.add(plan.sha256)
    office["Counter 3"].links.cut("Marcus")
    counter.wants(plan, "Ana")
    office.advance(30)
    assert not counter.has(plan)
    office["Counter 3"].links.link("Marcus")
    office.advance_until(lambda: counter.has(plan))
    of_blobs = [*office.notes(NoteKind.BLOB_WANTED), *office.notes(NoteKind.BLOB_CHUNK)]
    assert {sent.relay for sent in of_blobs} == {"Marcus"}


def test_a_relay_that_carries_nothing_is_gone_round(tmp_path: Path) -> None:
    office = BlobOffice(tmp_path, relays=("Ana", "Marcus"))
    office.opens()
    office.switchboard.loses = lambda sent: sent.relay == "Ana" and sent.payload[:1] == b"N"
    ana, counter = office.blobs["Ana"], office.blobs["Counter 3"]
    ref = counter.keeps(LETTER)
    ana.wants(ref, "Counter 3")
    assert office.advance_until(lambda: ana.has(ref)) < 2 * PATIENCE


@pytest.mark.parametrize("name", ["Ana", "Counter 3"])
@pytest.mark.parametrize("kind", sorted(OF_BLOBS))
def test_notes_about_blobs_go_to_the_records_thread_alone(name: str, kind: NoteKind) -> None:
    office = Office().opens()
    other = "Counter 3" if name == "Ana" else "Ana"
    came: list[NetworkFact] = []
    office[name].at_work.forward_records(came.append)
    office[name].path.intake._noted = lambda note, _sender: pytest.fail(f"the alert thread: {note}")
    office[other].path._carrier.note(office[name].id, kind, BlobsHeld(blobs=()))
    office.settle()
    assert [fact.topic for fact in came if isinstance(fact, Arrival)] == [
        f"cs1/{SITE.id}/to/{office[name].id}/{office[other].id}"
    ]
