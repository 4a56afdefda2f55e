"""A lost message, a break or a restart costs nothing of what came before it."""

import random

from desktop.domain.events.note import NoteKind
from desktop.services.blobs.messages import CHUNK_BYTES
from desktop.services.blobs.pulling import PATIENCE, PAUSE
from tests.support.blobs import (
    CHUNKS,
    LETTER,
    RECORDING,
    BlobDesk,
    BlobOffice,
    is_note,
)
from tests.support.stations import Sent, key_of


def test_a_lost_chunk_is_asked_for_again_within_a_second(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    lost: list[Sent] = []

    def loses(sent: Sent) -> bool:
        if is_note(sent, NoteKind.BLOB_CHUNK) and not lost:
            lost.append(sent)
            return True
        return False

    office.switchboard.loses = loses
    ref = counter.keeps(LETTER)
    ana.wants(ref, "Counter 3")
    assert office.advance_until(lambda: ana.has(ref)) < 1.0
    assert PATIENCE < 1.0


def test_it_arrives_over_a_network_that_loses_every_third_message(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    luck = random.Random(3)
    office.switchboard.loses = lambda _sent: luck.random() < 0.33
    ref = counter.keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    office.advance_until(lambda: ana.has(ref), within=300)


def test_a_break_costs_nothing_of_what_came_before_it(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    office.advance(PAUSE * 20)
    counter.desk.links.cut("Ana")
    office.advance(30)
    (half,) = [got for _, got in ana.exchange.wanted()]
    assert 0 < half < len(RECORDING)
    chunks = len(office.notes(NoteKind.BLOB_CHUNK, to="Ana"))
    counter.desk.links.link("Ana")
    office.settle()
    ana.exchange.appeared(counter.desk.id)
    office.advance(PAUSE * (CHUNKS + 1))
    assert ana.has(ref)
    assert len(office.notes(NoteKind.BLOB_CHUNK, to="Ana")) - chunks <= CHUNKS - half // CHUNK_BYTES


def test_its_own_link_s_return_is_reason_enough_to_go_on(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    office.advance(PAUSE * 20)
    ana.desk.links.cut("Ana")
    office.advance(500)
    ana.desk.links.link("Ana")
    office.advance(PAUSE * CHUNKS)
    assert ana.has(ref)


def test_a_restart_goes_on_where_it_was(office: BlobOffice, counter: BlobDesk) -> None:
    ref = counter.keeps(RECORDING)
    office.blobs["Ana"].wants(ref, "Counter 3")
    office.advance(PAUSE * 20)
    got = office.blobs["Ana"].progress[-1]
    office.stop("Ana")
    since = len(office.switchboard.passed)
    office.start("Ana")
    office.settle()
    ana = office.blobs["Ana"]
    ana.wants(ref, "Counter 3")
    assert ana.exchange.wanted() == ((ref, got),)
    office.advance_until(lambda: ana.has(ref))
    assert (
        len(office.notes(NoteKind.BLOB_CHUNK, to="Ana", since=since)) == CHUNKS - got // CHUNK_BYTES
    )


def test_a_restart_before_it_was_checked_checks_it(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    for offset in range(0, len(RECORDING), CHUNK_BYTES):
        ana.files.append(ref.sha256, offset, RECORDING[offset : offset + CHUNK_BYTES])
    ana.wants(ref, "Counter 3")
    office.advance(1)
    assert ana.completed == [ref]
    assert office.notes(NoteKind.BLOB_WANTED) == []


def test_when_nobody_who_holds_it_is_there_it_waits_and_asks_ever_more_rarely(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    office.stop("Counter 3")
    office.stop("Marcus")
    ana.wants(ref, "Counter 3")
    office.advance(3600)
    assert len(office.notes(NoteKind.BLOB_WANTED)) < 300
    office.start("Counter 3")
    office.settle()
    ana.exchange.appeared(key_of("Counter 3").id)
    assert office.advance_until(lambda: ana.has(ref)) < 2.0
