"""Blobs are pulled in chunks by supervisors' desks, from whoever holds them, and arrive whole."""

from collections import deque

import pytest

from desktop.domain.events.note import NoteKind
from desktop.domain.reports.attachments import MOST_BYTES, Attachment, BlobRef
from desktop.services.blobs.messages import CHUNK_BYTES
from tests.support.blobs import (
    CHUNKS,
    LETTER,
    RECORDING,
    BlobDesk,
    BlobOffice,
    ref_of,
)


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


def file_of(ref: BlobRef) -> Attachment:
    return Attachment(name="a", media="b", size=ref.size, sha256=ref.sha256)


def test_who_waits_for_several_files_is_called_once_all_are_here(
    office: BlobOffice, ana: BlobDesk, counter: BlobDesk
) -> None:
    refs = [counter.keeps(LETTER), counter.keeps(RECORDING), ana.keeps(b"known")]
    files = tuple(map(file_of, refs))
    whole: list[str] = []
    ana.exchange.fetch(files[2:], [counter.desk.id], lambda: whole.append("at once"))
    assert whole == ["at once"]
    for name in ("one", "two"):
        ana.exchange.fetch(files, [counter.desk.id], lambda name=name: whole.append(name))  # type: ignore[misc]  # bound now
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
    ana.exchange.fetch(files, [counter.desk.id], lambda: whole.append("whole"))
    ana.exchange.forget(other.sha256)
    office.advance(10)
    assert ana.has(one)
    assert whole == []


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
