"""The PDFs that belong to cards, such as the site's crisis plan: at every station, also offline."""

from concurrent.futures import Future
from threading import Event

import pytest

from desktop.app.guiding import Guiding
from desktop.domain.guidance.editions import Edition
from desktop.domain.named_files import Namer
from desktop.domain.reports.attachments import Attachment
from desktop.services.guidance.cards_desk import Change
from desktop.services.records.own import OwnRecords
from tests.support.filing import (
    a_draft,
    a_draft_with,
    ana,
    counter,
    discards,
    has_dealt_with_all,
    reports,
    status,
    submits,
)
from tests.support.guidance import a_guide, says
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office, wait_until

__all__ = ["ana", "counter", "office"]

CARD = "our-crisis-plan"
PLAN = b"%PDF-1.7 the plan of this site " * 20_000
NEXT_PLAN = b"%PDF-1.7 the next plan " * 9_000


def guiding(station: StationAtWork) -> Guiding:
    return station.running.late.guiding()


def takes(station: StationAtWork, data: bytes = PLAN, name: str = "Crisis plan.pdf") -> Attachment:
    return reports(station).taking.take_pasted(data, name).attachment


def saves(station: StationAtWork, *files: Attachment, says: str = "Read it.") -> "Future[Edition]":
    """Somebody changes the card as their station shows it now."""
    cards = guiding(station).cards
    bases = tuple(head.version for head in cards.guidance.history(CARD).heads)
    change = Change(card=CARD, texts=a_guide(CARD, says), bases=bases, files=files, editor="Ana")
    return cards.save(change)


def edits(station: StationAtWork, *files: Attachment, says: str = "Read it.") -> Edition:
    return saves(station, *files, says=says).result(PATIENCE)


def holds(station: StationAtWork, file: Attachment) -> bool:
    """The file is there whole, and may be opened."""
    return guiding(station).holds(file) and reports(station).blobs.size(file.sha256) == file.size


def has_tidied(station: StationAtWork) -> None:
    """Wait until its program has looked which files may go."""
    reporting, done = reports(station), Event()
    namers = list(Namer) if reporting._own is None else [Namer.GUIDANCE]
    wait_until(lambda: all(namer in reporting._named for namer in namers))
    reporting.writer.post(  # after what it does then; and after the answer that this waits for
        lambda: reporting._store.archive.leaving(lambda _: reporting.writer.post(done.set))
    )
    assert done.wait(PATIENCE)


def own_records(station: StationAtWork) -> OwnRecords:
    own = reports(station)._own
    assert own is not None
    return own


def test_a_counter_and_another_desk_hold_the_file_after_the_edit(
    office: Workplace, ana: StationAtWork, counter: StationAtWork
) -> None:
    marcus = office.supervisor("Marcus Bell")
    plan = takes(ana)
    edits(ana, plan)
    for station in (counter, marcus):
        wait_until(lambda station=station: holds(station, plan))  # type: ignore[misc]  # bound for each
        (file,) = guiding(station).cards.guidance.shown[CARD].files
        assert file == plan


def test_a_counter_that_was_off_fetches_it_when_it_comes_back_and_opens_it_offline(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    counter.leaves()
    plan = takes(ana)
    edits(ana, plan)
    counter.comes_back()
    wait_until(lambda: holds(counter, plan))
    counter.leaves()
    ana.leaves()
    counter.comes_back()
    has_tidied(counter)
    assert says(guiding(counter).cards.guidance.shown[CARD].card) == "Read it."
    assert holds(counter, plan)


def test_it_comes_from_another_desk_where_the_one_that_brought_it_is_off(
    office: Workplace, ana: StationAtWork, counter: StationAtWork
) -> None:
    marcus = office.supervisor("Marcus Bell")
    counter.leaves()
    plan = takes(marcus)
    edits(marcus, plan)
    wait_until(lambda: holds(ana, plan))
    marcus.leaves()
    counter.comes_back()
    wait_until(lambda: holds(counter, plan))


def test_what_a_card_names_no_more_goes_from_the_counter_and_stays_with_its_versions(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    plan, other = takes(ana), takes(ana, NEXT_PLAN, "Next plan.pdf")
    edits(ana, plan)
    wait_until(lambda: holds(counter, plan))
    edits(ana, other)
    wait_until(lambda: holds(counter, other) and not guiding(counter).holds(plan))
    assert holds(ana, plan)
    edits(ana, plan)  # brought back
    wait_until(lambda: holds(counter, plan) and not guiding(counter).holds(other))


def test_what_it_names_no_more_goes_also_where_the_counter_was_off_meanwhile(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    plan = takes(ana)
    edits(ana, plan)
    wait_until(lambda: holds(counter, plan))
    counter.leaves()
    edits(ana, says="Ask your supervisor for it.")
    counter.comes_back()
    wait_until(lambda: not guiding(counter).holds(plan))


def test_a_report_s_attachment_is_refused_to_a_counter_still(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    letter = takes(ana, b"Dear sirs, you will be sorry.", "letter.txt")
    a_draft_with(ana, letter)
    exchange = reports(counter).exchange
    reports(counter).writer.post(lambda: exchange.want(letter.blob, [ana.device]))
    plan = takes(ana)
    edits(ana, plan)  # larger, so that the letter would come first
    wait_until(lambda: holds(counter, plan))
    assert letter.blob in {ref for ref, _ in exchange.wanted()}
    assert not guiding(counter).holds(letter)


def test_what_is_submitted_and_goes_from_the_counter_does_not_take_the_file_along(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    plan = takes(ana)
    edits(ana, plan)
    wait_until(lambda: holds(counter, plan))
    same = takes(counter)
    assert same.sha256 == plan.sha256
    draft = a_draft(counter)
    reports(counter).drafts.discard(draft.id).result(PATIENCE)
    reports(counter)._fresh.named([same])
    filed = submits(counter)
    wait_until(lambda: status(counter, filed).holders and not own_records(counter).unsent())
    has_tidied(counter)
    assert holds(counter, plan)


def test_a_discarded_draft_at_a_desk_does_not_take_the_file_of_a_card_along(
    ana: StationAtWork,
) -> None:
    plan = takes(ana)
    edits(ana, plan)
    letter = takes(ana, NEXT_PLAN, "Next.pdf")
    wait_until(lambda: reports(ana)._all_named())
    discards(ana, a_draft_with(ana, plan, letter))
    has_dealt_with_all(ana)
    assert holds(ana, plan)
    assert not guiding(ana).holds(letter)


def test_no_file_is_fetched_while_an_alert_waits(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    reports(counter)
    alert = counter.presses_panic()
    wait_until(lambda: counter.is_called_by(alert) and reports(counter)._is_urgent)
    plan = takes(ana)
    edits(ana, plan)
    wait_until(reports(counter).exchange.wanted)
    assert reports(counter).exchange.wanted() == ((plan.blob, 0),)
    ana.is_going(alert)
    wait_until(lambda: holds(counter, plan))


def test_a_counter_without_such_files_and_reports_opens_nothing_for_them(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    edits(ana)
    wait_until(lambda: CARD in guiding(counter).cards.guidance.shown)
    assert not counter.home.drafts_db.exists()


@pytest.mark.parametrize("at", ["a supervisor's desk", "a counter"])
def test_what_is_said_and_noted_is_there_after_a_restart(
    ana: StationAtWork, counter: StationAtWork, at: str
) -> None:
    station = ana if at == "a supervisor's desk" else counter
    guiding(station).conversing.tap(CARD, "Read it.")
    guiding(station).saying.rate(CARD, "", is_helpful=True, comment="Thanks").result(PATIENCE)
    guiding(station).reads.add("Ben", CARD, "v1")
    ana.leaves()
    ana.comes_back()
    if station is counter:
        counter.leaves()
        counter.comes_back()
    comments: list[str] = []
    gathering = guiding(ana).gathering
    assert gathering is not None
    gathering.watch(lambda told: comments.extend(str(one.word) for one in told.said))
    wait_until(lambda: any("Thanks" in one for one in comments))
    assert guiding(station).conversing.conversation.has_tried(CARD, "Read it.")
    assert guiding(station).reads.of("Ben") == {CARD: "v1"}
