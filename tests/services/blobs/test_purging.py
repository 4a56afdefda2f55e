"""What is purged is deleted, whole or half, and fetched no more."""

from collections import deque

import pytest

from desktop.domain.events.note import NoteKind
from desktop.services.blobs.ports import BlobNotSavedError
from desktop.services.blobs.pulling import DISK_AGAIN_AFTER, PAUSE
from tests.support.blobs import (
    LETTER,
    RECORDING,
    BlobDesk,
    BlobOffice,
)


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
