"""A counter is told when it may let go of what it offered."""

from desktop.domain.events.note import NoteKind
from desktop.services.blobs.messages import BlobsHeld
from desktop.services.blobs.pulling import PAUSE
from desktop.services.blobs.serving import OFFER_EVERY
from tests.support.blobs import LETTER, RECORDING, BlobDesk, BlobOffice, is_note


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
