"""Who else gives a blob, when the one who was asked has it no more or has it damaged."""

from pathlib import Path

import pytest

from desktop.domain.reports.attachments import MOST_BYTES, BlobRef
from desktop.services.blobs.messages import CHUNK_BYTES
from desktop.services.blobs.ports import BlobDamagedError
from desktop.services.blobs.pulling import DAMAGED_AGAIN_AFTER, PAUSE
from tests.support.blobs import DAMAGED, LETTER, RECORDING, BlobDesk, BlobOffice


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
