"""Blobs are pulled in chunks by supervisors' desks, from whoever holds them, and arrive whole."""

import random
from collections import deque
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.domain.events.note import OF_BLOBS, Note, NoteKind
from desktop.domain.relays import MAX_PAYLOAD_BYTES, Arrival, NetworkFact
from desktop.domain.reports.attachments import MOST_BYTES, Attachment, BlobRef
from desktop.domain.roster.facts import DeviceRevoked
from desktop.services.blobs import pulling
from desktop.services.blobs.messages import CHUNK_BYTES, BlobChunk, BlobsHeld, BlobWanted
from desktop.services.blobs.ports import BlobDamagedError, BlobNotSavedError
from desktop.services.blobs.pulling import DAMAGED_AGAIN_AFTER, DISK_AGAIN_AFTER, PATIENCE, PAUSE
from desktop.services.blobs.serving import OFFER_EVERY
from tests.support.blobs import BlobDesk, BlobOffice, is_note, ref_of
from tests.support.stations import SITE, Office, Sent, key_of

RECORDING = random.Random(5).randbytes(40 * CHUNK_BYTES + 77)
CHUNKS = 41
LETTER = b"Dear Sir or Madam, " * 200
DAMAGED = "a blob came in damaged"


@pytest.fixture
def office(tmp_path: Path) -> BlobOffice:
    office = BlobOffice(tmp_path)
    office.opens()
    office.advance(1)
    return office


@pytest.fixture
def ana(office: BlobOffice) -> BlobDesk:
    return office.blobs["Ana"]


@pytest.fixture
def counter(office: BlobOffice) -> BlobDesk:
    return office.blobs["Counter 3"]


# --- fetching ----------------------------------------------------------------------------------


def test_what_was_attached_at_a_counter_reaches_a_supervisor_whole(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    office.advance_until(lambda: ana.has(ref))
    assert ana.files.read(ref.sha256, 0, MOST_BYTES) == RECORDING
    assert ana.completed == [ref]
    assert ana.failed == []
    assert ana.progress == [*range(CHUNK_BYTES, len(RECORDING), CHUNK_BYTES), len(RECORDING)]
    assert ana.exchange.wanted() == ()


def test_nothing_travels_before_an_event_names_it(office: BlobOffice, counter: BlobDesk) -> None:
    counter.keeps(RECORDING)
    office.advance(60)
    for kind in (NoteKind.BLOB_WANTED, NoteKind.BLOB_CHUNK):
        assert office.notes(kind) == []


def test_what_is_here_already_is_not_fetched_again(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    ana.keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    office.advance(5)
    assert office.notes(NoteKind.BLOB_WANTED) == []


def test_one_small_chunk_is_in_flight_however_much_is_wanted(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    asked_at: list[float] = []
    in_flight: list[int] = []

    def watch(sent: Sent) -> bool:
        if is_note(sent, NoteKind.BLOB_WANTED):
            asked_at.append(office.clock.seconds)
            in_flight.append(1 + (in_flight[-1] if in_flight else 0))
        elif is_note(sent, NoteKind.BLOB_CHUNK):
            assert len(sent.payload) <= CHUNK_BYTES + 256 < MAX_PAYLOAD_BYTES
            in_flight.append(in_flight[-1] - 1)
        return False

    office.switchboard.loses = watch
    refs = [counter.keeps(RECORDING + bytes([n])) for n in range(4)]
    for ref in refs:
        ana.wants(ref, "Counter 3")
    office.advance_until(lambda: all(ana.has(ref) for ref in refs))
    assert max(in_flight) == 1
    pauses = [later - earlier for earlier, later in pairwise(asked_at)]
    assert min(pauses) >= PAUSE * 0.999
    assert len(asked_at) == 4 * CHUNKS


def test_where_a_chunk_takes_long_two_thirds_of_the_time_are_left_to_others(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    held_back: list[Sent] = []

    def is_slow(sent: Sent) -> bool:
        if is_note(sent, NoteKind.BLOB_CHUNK) and sent not in held_back:
            held_back.append(sent)
            return True
        return False

    def asked() -> int:
        return len(office.notes(NoteKind.BLOB_WANTED))

    office.switchboard.loses = is_slow
    ana.wants(counter.keeps(RECORDING), "Counter 3")
    office.settle()
    office.advance(0.1)
    office.switchboard.carry(held_back[0])
    office.settle()
    office.advance(0.19)
    assert asked() == 1
    office.advance(0.02)
    assert asked() == 2


def test_twenty_desks_that_ask_get_no_more_than_one_does(tmp_path: Path) -> None:
    names = tuple(f"Desk {n}" for n in range(20))
    office = BlobOffice(tmp_path, supervisors=names, counters=("Counter 3",))
    office.opens()
    ref = office.blobs["Counter 3"].keeps(RECORDING)
    given_at: list[float] = []

    def watch(sent: Sent) -> bool:
        if is_note(sent, NoteKind.BLOB_CHUNK) and sent.sender == key_of("Counter 3").id:
            given_at.append(office.clock.seconds)
        return False

    office.switchboard.loses = watch
    for name in names:
        office.blobs[name].wants(ref, "Counter 3")
    office.advance(2)
    pauses = [later - earlier for earlier, later in pairwise(given_at)]
    assert len(pauses) > 100
    assert min(pauses) >= PAUSE * 0.999


def test_a_letter_passes_a_recording(office: BlobOffice, ana: BlobDesk, counter: BlobDesk) -> None:
    recording, letter = counter.keeps(RECORDING), counter.keeps(LETTER)
    ana.wants(recording, "Counter 3")
    office.advance(PAUSE * 10)
    ana.wants(letter, "Counter 3")
    office.advance_until(lambda: ana.has(recording))
    assert ana.completed == [letter, recording]


def test_a_panic_during_a_transfer_is_received_at_once(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ana.wants(counter.keeps(RECORDING), "Counter 3")
    office.advance(PAUSE * 10)
    pressed = office.press("Counter 3")
    assert [live.id for live in office["Ana"].alerts] == [pressed.alert]
    assert office["Counter 3"].alert.received_by
    assert 0 < ana.progress[-1] < len(RECORDING)


def file_of(ref: BlobRef) -> Attachment:
    return Attachment(name="a", media="b", size=ref.size, sha256=ref.sha256)


def test_who_waits_for_several_files_is_called_once_all_are_here(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    refs = [counter.keeps(LETTER), counter.keeps(RECORDING), ana.keeps(b"known")]
    files = tuple(map(file_of, refs))
    whole: list[str] = []
    ana.exchange.fetch(files[2:], counter.desk.id, lambda: whole.append("at once"))
    assert whole == ["at once"]
    for name in ("one", "two"):
        ana.exchange.fetch(files, counter.desk.id, lambda name=name: whole.append(name))  # type: ignore[misc]  # bound now
    office.advance_until(lambda: ana.has(refs[0]))
    assert not ana.exchange.holds_all(files)
    assert ana.exchange.read(files[1]) is None
    office.advance_until(lambda: len(whole) > 1)
    assert whole == ["at once", "one", "two"]
    assert ana.exchange.holds_all(files)
    assert ana.exchange.read(files[1]) == RECORDING


def test_who_waits_for_what_is_purged_is_not_called(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    one, other = counter.keeps(LETTER), counter.keeps(RECORDING)
    whole: list[str] = []
    files = (file_of(one), file_of(other))
    ana.exchange.fetch(files, counter.desk.id, lambda: whole.append("whole"))
    ana.exchange.forget(other.sha256)
    office.advance(10)
    assert ana.has(one)
    assert whole == []


def test_while_something_urgent_goes_on_nothing_is_asked_for(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    office.advance(PAUSE * 10)
    ana.exchange.hold_up(is_urgent=True)
    since = len(office.switchboard.passed)
    office.advance(60)
    assert office.notes(NoteKind.BLOB_WANTED, since=since) == []
    ana.exchange.hold_up(is_urgent=False)
    office.advance(PAUSE * CHUNKS)
    assert ana.has(ref)


def test_a_chunk_lost_meanwhile_is_asked_for_afterwards(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(LETTER)
    office.switchboard.loses = lambda sent: is_note(sent, NoteKind.BLOB_CHUNK)
    ana.wants(ref, "Counter 3")
    ana.exchange.hold_up(is_urgent=True)
    office.advance(60)
    office.switchboard.loses = lambda _sent: False
    ana.exchange.hold_up(is_urgent=False)
    assert office.advance_until(lambda: ana.has(ref)) < 0.1


# --- losses and breaks -------------------------------------------------------------------------


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


# --- from whom ---------------------------------------------------------------------------------


def test_another_desk_gives_it_when_the_counter_has_let_it_go(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    office.advance_until(lambda: ana.has(ref))
    counter.files.remove(ref.sha256)
    marcus = office.blobs["Marcus"]
    marcus.wants(ref, "Counter 3")
    assert office.advance_until(lambda: marcus.has(ref)) < 1.0


def test_another_desk_gives_it_when_the_counter_is_switched_off_in_the_middle(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    office.blobs["Marcus"].keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    office.advance(PAUSE * 10)
    office.stop("Counter 3")
    assert office.advance_until(lambda: ana.has(ref)) < 3.0


@pytest.mark.expects_log(DAMAGED)
def test_who_gives_other_bytes_than_named_is_not_asked_a_second_time(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    damage(counter, ref)
    office.blobs["Marcus"].keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    office.advance_until(lambda: ana.has(ref))
    assert ana.files.read(ref.sha256, 0, MOST_BYTES) == RECORDING


@pytest.mark.expects_log(DAMAGED)
def test_when_every_holder_s_is_damaged_that_is_told_and_tried_again_much_later(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    office.stop("Marcus")
    ref = counter.keeps(LETTER)
    damage(counter, ref)
    ana.wants(ref, "Counter 3")
    office.advance_until(lambda: bool(ana.failed))
    ((failed, why), *_) = ana.failed
    assert failed == ref
    assert isinstance(why, BlobDamagedError)
    assert not ana.has(ref)
    counter.files.remove(ref.sha256)
    counter.keeps(LETTER)
    office.advance(DAMAGED_AGAIN_AFTER - 10)
    assert not ana.has(ref)
    office.advance_until(lambda: ana.has(ref), within=100)
    assert len(ana.failed) == 1


def damage(desk: BlobDesk, ref: BlobRef) -> None:
    """A disk that forgets."""
    (path,) = Path(desk.files._folder).glob(f"*/{ref.sha256}")
    path.write_bytes(bytes(ref.size))


@pytest.mark.expects_log(DAMAGED)
def test_a_part_that_a_power_cut_damaged_is_fetched_anew(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    ana.files.append(ref.sha256, 0, bytes(10 * CHUNK_BYTES))
    ana.wants(ref, "Counter 3")
    office.advance_until(lambda: ana.has(ref))
    assert ana.failed == []


def test_a_part_longer_than_the_whole_is_fetched_anew(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(LETTER)
    ana.files.append(ref.sha256, 0, bytes(10 * CHUNK_BYTES))
    ana.wants(ref, "Counter 3")
    office.advance_until(lambda: ana.has(ref))


# --- who is answered, and with what -------------------------------------------------------------


def asks(
    office: BlobOffice, name: str, ref: BlobRef, *, of: str, blob: bytes | None = None
) -> None:
    ask = BlobWanted(blob=bytes.fromhex(ref.sha256) if blob is None else blob, offset=0, turn=0)
    office.blobs[name].carrier.note(key_of(of).id, NoteKind.BLOB_WANTED, ask)
    office.advance(0.1)


def test_a_counter_that_asks_gets_nothing(office: BlobOffice, ana: BlobDesk) -> None:
    ref = ana.keeps(RECORDING)
    asks(office, "Counter 1", ref, of="Ana")
    assert office.notes(NoteKind.BLOB_WANTED, to="Ana")
    assert office.notes(NoteKind.BLOB_CHUNK) == []


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


# --- the way there -----------------------------------------------------------------------------


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


# --- letting go of it --------------------------------------------------------------------------


def test_a_counter_is_told_when_a_desk_holds_what_it_offered(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    counter.exchange.offer([ref.sha256])
    office.advance(PAUSE * 5)
    ana.wants(ref, "Counter 3")
    office.advance(PAUSE * 10)
    assert counter.kept == []
    office.advance_until(lambda: ana.has(ref))
    office.settle()
    assert counter.kept == [(ref.sha256, ana.desk.id)]


def test_it_is_told_also_when_that_word_was_lost(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    office.switchboard.loses = lambda sent: is_note(sent, NoteKind.BLOBS_HELD)
    ref = counter.keeps(LETTER)
    counter.exchange.offer([ref.sha256])
    ana.wants(ref, "Counter 3")
    office.advance_until(lambda: ana.has(ref))
    assert counter.kept == []
    office.switchboard.loses = lambda _sent: False
    office.advance(OFFER_EVERY + 1)
    assert counter.kept == [(ref.sha256, ana.desk.id)]
    since = len(office.switchboard.passed)
    office.advance(3 * OFFER_EVERY)
    assert office.notes(NoteKind.BLOBS_OFFERED, since=since) == []


def test_it_is_told_after_its_own_restart(office: BlobOffice, ana: BlobDesk) -> None:
    ref = office.blobs["Counter 3"].keeps(LETTER)
    ana.keeps(LETTER)
    office.stop("Counter 3")
    office.start("Counter 3")
    office.settle()
    office.blobs["Counter 3"].exchange.offer([ref.sha256])
    office.settle()
    assert office.blobs["Counter 3"].kept == [(ref.sha256, ana.desk.id)]


def test_a_desk_that_comes_later_is_offered_it_at_once(
    office: BlobOffice, counter: BlobDesk
) -> None:
    office.stop("Ana")
    office.stop("Marcus")
    ref = counter.keeps(LETTER)
    counter.exchange.offer([ref.sha256])
    office.advance(1)
    office.start("Ana")
    office.settle()
    ana = office.blobs["Ana"]
    ana.wants(ref)  # whose it was is not known
    office.settle()
    counter.exchange.appeared(ana.desk.id)
    assert office.advance_until(lambda: ana.has(ref)) < 5.0
    office.settle()
    assert counter.kept == [(ref.sha256, ana.desk.id)]


def test_a_counter_whose_link_is_back_says_so_by_its_offer(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ref = counter.keeps(RECORDING)
    counter.exchange.offer([ref.sha256])
    ana.wants(ref, "Counter 3")
    office.advance(PAUSE * 10)
    counter.desk.links.cut("Ana")
    office.advance(600)
    counter.desk.links.link("Ana")
    assert office.advance_until(lambda: ana.has(ref)) < 2.0


def test_the_word_of_another_counter_is_no_reason_to_let_go(
    office: BlobOffice, counter: BlobDesk
) -> None:
    ref = counter.keeps(LETTER)
    counter.exchange.offer([ref.sha256])
    held = BlobsHeld(blobs=(bytes.fromhex(ref.sha256),))
    office.blobs["Counter 1"].carrier.note(counter.desk.id, NoteKind.BLOBS_HELD, held)
    office.settle()
    assert counter.kept == []


# --- purging, and full disks -------------------------------------------------------------------


def test_what_is_purged_is_deleted_whole_or_half_and_fetched_no_more(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    whole, half = ana.keeps(LETTER), counter.keeps(RECORDING)
    ana.wants(half, "Counter 3")
    office.advance(PAUSE * 10)
    assert ana.files.begun(half.sha256)
    for ref in (whole, half):
        ana.exchange.forget(ref.sha256)
    since = len(office.switchboard.passed)
    office.advance(60)
    assert [path for path in ana.files._folder.rglob("*") if path.is_file()] == []
    assert office.notes(NoteKind.BLOB_WANTED, since=since) == []
    assert ana.completed == []


def test_what_is_purged_while_it_is_checked_does_not_stay(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ana.worker = deque()
    ref = counter.keeps(LETTER)
    ana.wants(ref, "Counter 3")
    office.advance_until(lambda: bool(ana.worker))
    ana.exchange.forget(ref.sha256)
    ana.worker.popleft()()
    office.settle()
    assert not ana.has(ref)
    assert ana.completed == []


@pytest.mark.expects_log("a purged blob is not deleted yet")
def test_what_is_purged_is_deleted_later_where_the_disk_refuses_now(
    office: BlobOffice, ana: BlobDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = ana.keeps(LETTER)
    with monkeypatch.context() as patch:

        def is_in_use(_blob: str) -> None:
            raise BlobNotSavedError

        patch.setattr(ana.files, "remove", is_in_use)
        ana.exchange.forget(ref.sha256)
    assert ana.has(ref)
    office.advance(DISK_AGAIN_AFTER + 1)
    assert not ana.has(ref)


@pytest.mark.expects_log("could not be handled")
def test_a_bug_in_the_worker_is_heard_of(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def has_a_bug(_ref: BlobRef) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(ana.files, "finish", has_a_bug)
    ana.wants(counter.keeps(LETTER), "Counter 3")
    office.advance(5)
    assert ana.completed == []


def test_what_is_being_checked_holds_nothing_else_up(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ana.worker = deque()
    for ref in (counter.keeps(LETTER), counter.keeps(RECORDING)):
        ana.wants(ref, "Counter 3")
    office.advance_until(lambda: len(ana.worker or ()) == 2)


def test_a_full_disk_is_told_and_it_is_fetched_once_there_is_room(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    ana.free = 0
    ref = counter.keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    office.advance(1)
    ((failed, why),) = ana.failed
    assert failed == ref
    assert isinstance(why, BlobNotSavedError)
    assert why.advice
    ana.free = 10**12
    office.advance(DISK_AGAIN_AFTER)
    office.advance_until(lambda: ana.has(ref))


def test_a_disk_that_fills_up_in_the_middle_goes_on_from_there(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = counter.keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    office.advance(PAUSE * 10)
    got = ana.progress[-1]
    with monkeypatch.context() as patch:

        def is_full(_blob: str, _offset: int, _data: bytes) -> None:
            raise BlobNotSavedError

        patch.setattr(ana.files, "append", is_full)
        office.advance(1)
    assert len(ana.failed) == 1
    office.advance(DISK_AGAIN_AFTER)
    office.advance_until(lambda: ana.has(ref))
    assert got > CHUNK_BYTES
    assert ana.progress == sorted(ana.progress)


def test_a_hundred_blobs_of_pcs_that_are_off_hold_nothing_else_up(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    office.stop("Counter 1")
    office.stop("Marcus")
    for number in range(100):
        ana.wants(ref_of(f"letter {number}".encode()), "Counter 1")
    office.advance(10)
    assert len(ana.exchange.wanted()) == 100
    ref = counter.keeps(RECORDING)
    ana.wants(ref, "Counter 3")
    assert office.advance_until(lambda: ana.has(ref)) < 3.0
    office.advance(60)
    assert len(office.notes(NoteKind.BLOB_WANTED)) < CHUNKS + 40


def test_the_pace_is_no_faster_than_was_measured() -> None:
    """What DESIGN asks for: chunks of 16 KiB, and a pace that leaves room for alerts."""
    assert CHUNK_BYTES == 16 * 1024
    assert CHUNK_BYTES / pulling.PAUSE <= 4 * 1024 * 1024
