"""What is fetched leaves time and room to what is urgent."""

from itertools import pairwise
from pathlib import Path

from desktop.domain.events.note import NoteKind
from desktop.domain.relays import MAX_PAYLOAD_BYTES
from desktop.services.blobs import pulling
from desktop.services.blobs.messages import CHUNK_BYTES
from desktop.services.blobs.pulling import PAUSE
from tests.support.blobs import CHUNKS, LETTER, RECORDING, BlobDesk, BlobOffice, is_note
from tests.support.stations import Sent, key_of


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


def test_the_pace_is_no_faster_than_was_measured() -> None:
    """What DESIGN asks for: chunks of 16 KiB, and a pace that leaves room for alerts."""
    assert CHUNK_BYTES == 16 * 1024
    assert CHUNK_BYTES / pulling.PAUSE <= 4 * 1024 * 1024
