"""A full disk is told, and what it refused is fetched once there is room."""

import pytest

from desktop.services.blobs.messages import CHUNK_BYTES
from desktop.services.blobs.ports import BlobNotSavedError
from desktop.services.blobs.pulling import DISK_AGAIN_AFTER, PAUSE
from tests.support.blobs import RECORDING, BlobDesk, BlobOffice


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
