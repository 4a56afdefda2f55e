"""Who is answered, and with what; and which answers count."""

import pytest

from desktop.domain.events.note import Note, NoteKind
from desktop.domain.reports.attachments import MOST_BYTES, BlobRef
from desktop.domain.roster.facts import DeviceRevoked
from desktop.services.blobs.messages import BlobChunk, BlobWanted
from tests.support.blobs import LETTER, RECORDING, BlobDesk, BlobOffice, ref_of
from tests.support.stations import key_of


def asks(
    office: BlobOffice, name: str, ref: BlobRef, *, of: str, blob: bytes | None = None
) -> None:
    ask = BlobWanted(blob=bytes.fromhex(ref.sha256) if blob is None else blob, offset=0, turn=0)
    office.blobs[name].carrier.note(key_of(of).id, NoteKind.BLOB_WANTED, ask)
    office.advance(0.1)


def given(office: BlobOffice) -> set[bytes]:
    """What was given to anybody so far."""
    chunks = office.notes(NoteKind.BLOB_CHUNK)
    return {Note.parse(sent.payload).read(BlobChunk).data for sent in chunks}


def test_a_counter_that_asks_gets_nothing(office: BlobOffice, ana: BlobDesk) -> None:
    ref = ana.keeps(RECORDING)
    asks(office, "Counter 1", ref, of="Ana")
    assert given(office) == {b""}


def test_a_counter_is_given_what_a_notice_names_and_nothing_else(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    plan, recording = ana.keeps(LETTER), ana.keeps(RECORDING)
    ana.for_everyone.add(plan.sha256)
    counter.wants(recording, "Ana")
    counter.wants(plan, "Ana")
    office.advance_until(lambda: counter.has(plan))
    office.advance(120)
    assert not counter.has(recording)
    assert given(office) == {b"", LETTER}


def test_a_counter_gives_no_other_counter_what_it_holds(
    office: BlobOffice, counter: BlobDesk
) -> None:
    asks(office, "Counter 1", counter.keeps(LETTER), of="Counter 3")
    assert given(office) == {b""}


def test_a_revoked_counter_is_not_even_given_what_a_notice_names(
    office: BlobOffice, ana: BlobDesk
) -> None:
    plan = ana.keeps(LETTER)
    ana.for_everyone.add(plan.sha256)
    office.done(office["Ana"].at_work.publish(DeviceRevoked(device=office["Counter 1"].id)))
    asks(office, "Counter 1", plan, of="Ana")
    assert office.notes(NoteKind.BLOB_CHUNK) == []


def test_a_counter_s_word_that_it_holds_something_is_no_desk_s(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    plan = ana.keeps(LETTER)
    ana.for_everyone.add(plan.sha256)
    ana.exchange.offer([plan.sha256])
    office.stop("Marcus")
    counter.wants(plan, "Ana")
    office.advance_until(lambda: counter.has(plan))
    office.advance(1)
    assert ana.kept == []


def test_a_revoked_desk_that_asks_gets_nothing(office: BlobOffice, ana: BlobDesk) -> None:
    ref = ana.keeps(RECORDING)
    office.done(office["Ana"].at_work.publish(DeviceRevoked(device=office["Marcus"].id)))
    asks(office, "Marcus", ref, of="Ana")
    assert office.notes(NoteKind.BLOB_CHUNK) == []


@pytest.mark.parametrize("blob", [b"", b"../identity/key", bytes(32), bytes(31), bytes(10_000)])
def test_nothing_but_a_blob_that_is_held_is_ever_given(
    office: BlobOffice, counter: BlobDesk, blob: bytes
) -> None:
    asks(office, "Ana", counter.keeps(LETTER), of="Counter 3", blob=blob)
    (sent,) = office.notes(NoteKind.BLOB_CHUNK, to="Ana")
    assert Note.parse(sent.payload).read(BlobChunk).data == b""


@pytest.mark.parametrize("offset", [-1, len(LETTER), MOST_BYTES, 2**63 - 1, 2**64 - 1])
def test_what_lies_outside_of_a_blob_is_no_bug(
    office: BlobOffice, counter: BlobDesk, offset: int
) -> None:
    ref = counter.keeps(LETTER)
    ask = BlobWanted(blob=bytes.fromhex(ref.sha256), offset=offset, turn=-(2**63))
    office.blobs["Ana"].carrier.note(counter.desk.id, NoteKind.BLOB_WANTED, ask)
    office.settle()
    (sent,) = office.notes(NoteKind.BLOB_CHUNK, to="Ana")
    assert Note.parse(sent.payload).read(BlobChunk).data == b""


def gives(office: BlobOffice, name: str, ref: BlobRef, data: bytes, *, offset: int = 0) -> None:
    chunk = BlobChunk(blob=bytes.fromhex(ref.sha256), offset=offset, data=data)
    office.blobs[name].carrier.note(key_of("Ana").id, NoteKind.BLOB_CHUNK, chunk)
    office.settle()


def test_chunks_that_nobody_asked_for_are_let_fall(office: BlobOffice, ana: BlobDesk) -> None:
    ref = ref_of(LETTER)
    gives(office, "Counter 1", ref, LETTER)
    assert ana.files.begun(ref.sha256) == 0
    assert list(ana.files._folder.rglob("*")) == []


def test_chunks_of_somebody_else_than_who_was_asked_are_let_fall(
    office: BlobOffice, ana: BlobDesk
) -> None:
    ref = ref_of(LETTER)
    office.switchboard.loses = lambda sent: sent.sender == key_of("Counter 3").id
    ana.wants(ref, "Counter 3")
    gives(office, "Counter 1", ref, bytes(len(LETTER)))
    assert ana.files.begun(ref.sha256) == 0


@pytest.mark.parametrize("size", [1, len(LETTER) - 1, len(LETTER) + 1, 50_000])
def test_a_chunk_of_another_length_than_asked_for_is_no_answer(
    office: BlobOffice, ana: BlobDesk, size: int
) -> None:
    ref = ref_of(LETTER)
    office.stop("Marcus")
    ana.wants(ref, "Counter 3")
    gives(office, "Counter 3", ref, bytes(size))
    assert ana.files.begun(ref.sha256) == 0


@pytest.mark.expects_log("a blob that cannot be")
@pytest.mark.parametrize(
    "ref",
    [
        BlobRef(sha256="../../etc/passwd", size=10),
        BlobRef(sha256="ab" * 32, size=0),
        BlobRef(sha256="ab" * 32, size=-5),
        BlobRef(sha256="ab" * 32, size=MOST_BYTES + 1),
    ],
)
def test_an_event_that_names_nonsense_fetches_nothing(
    office: BlobOffice, ana: BlobDesk, ref: BlobRef
) -> None:
    ana.wants(ref, "Counter 3")
    office.advance(5)
    assert ana.exchange.wanted() == ()
    assert office.notes(NoteKind.BLOB_WANTED) == []
