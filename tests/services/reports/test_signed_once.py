"""Nothing is signed twice: two windows, a double click, a disk that refuses or hangs, and then
writes. Real threads, a real file, and another program that has it to itself for a while.
"""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier
from threading import Event as Flag

import pytest
from msgspec.structs import replace

from desktop.domain.errors import ReportNotSavedError
from desktop.domain.reports.draft import Draft, Filed
from desktop.domain.reports.field import Kind
from desktop.services.adapters.sqlite import database
from desktop.services.records.parts import RecordNotSavedError
from desktop.services.reports.drafting import DraftDesk
from desktop.services.reports.submissions import Submission
from tests.support.filing import a_draft, ana, counter, report_at, reports, shelf, status, submits
from tests.support.workplace import PATIENCE, StationAtWork, office, wait_until

__all__ = ["ana", "counter", "office"]

pytestmark = pytest.mark.allows_log("drafts.db|records.db|kept")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal that calls a disk a refusing one after a fifth of a second."""
    monkeypatch.setattr(database, "BUSY_MS", 200)


def records_file(station: StationAtWork) -> Path:
    """Where the station keeps what it signs about reports."""
    return station.home.drafts_db if reports(station).shelf is None else station.home.records_db


@contextmanager
def held_disk(station: StationAtWork) -> Iterator[None]:
    """The disk does not answer: somebody has the station's file to himself."""
    path = records_file(station)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as conn:
        conn.execute("BEGIN EXCLUSIVE")
        yield
        conn.execute("ROLLBACK")


def signed(station: StationAtWork, kind: str) -> int:
    """How many events of that type were signed here and are on the disk."""
    with closing(sqlite3.connect(records_file(station))) as conn:
        found = conn.execute("SELECT count(*) FROM events WHERE type = ?", (kind,)).fetchone()
    return int(found[0])


def took_it_after_all(station: StationAtWork, kind: str) -> None:
    """Wait until the disk has taken one event of that type, and the station has heard so."""
    wait_until(lambda: signed(station, kind) == 1)
    a_draft(station)  # what is on the disk after it


def all_at_once(station: StationAtWork, draft: Draft, times: int) -> list["Future[Filed]"]:
    """``times`` windows submit ``draft`` in the same moment, each on a thread of its own."""
    start = Barrier(times)

    def press(_window: int) -> "Future[Filed]":
        start.wait(PATIENCE)
        return reports(station).filing.submit(draft)

    with ThreadPoolExecutor(times) as windows:
        return list(windows.map(press, range(times)))


def amends(station: StationAtWork, filed: Filed, *, draft: str = "", **answers: str) -> Filed:
    said = reports(station).filing.amend(
        filed.report, answers=dict(answers), why="I forgot", amender="Maria Delgado", draft=draft
    )
    return said.result(PATIENCE)


@pytest.mark.parametrize("at", ["counter", "desk"])
def test_a_draft_submitted_at_eight_windows_at_once_becomes_one_report(
    ana: StationAtWork, counter: StationAtWork, at: str
) -> None:
    station = counter if at == "counter" else ana
    draft = a_draft(station)
    filed = [one.result(PATIENCE) for one in all_at_once(station, draft, 8)]
    assert len({one.report for one in filed}) == 1
    assert [one.report for one in reports(station).filing.filed()] == [filed[0].report]
    assert signed(station, "report.submitted") == 1
    assert reports(station).drafts.all() == ()


def test_a_draft_submitted_again_and_again_while_the_disk_hangs_becomes_one_report(
    counter: StationAtWork,
) -> None:
    draft = a_draft(counter)
    with held_disk(counter):
        asked = [reports(counter).filing.submit(draft) for _ in range(3)]
        assert not any(one.done() for one in asked)
    assert len({one.result(PATIENCE).report for one in asked}) == 1
    assert signed(counter, "report.submitted") == 1


@pytest.mark.usefixtures("impatient")
def test_a_draft_that_the_disk_refused_and_then_took_is_not_signed_again(
    counter: StationAtWork,
) -> None:
    draft = a_draft(counter)
    with held_disk(counter):
        for asked in [reports(counter).filing.submit(draft) for _ in range(2)]:
            with pytest.raises(ReportNotSavedError):
                asked.result(PATIENCE)
    first = reports(counter).filing.submit(draft).result(PATIENCE)
    assert reports(counter).filing.submit(draft).result(PATIENCE).report == first.report
    assert signed(counter, "report.submitted") == 1


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("window", ["", "d1"])
def test_an_amendment_that_the_disk_refused_and_then_took_is_not_signed_again(
    ana: StationAtWork, counter: StationAtWork, window: str
) -> None:
    filed = submits(counter)
    with held_disk(counter):
        for _ in range(2):  # a second press while the disk still refuses
            with pytest.raises(ReportNotSavedError):
                amends(counter, filed, draft=window, damage="The glass")
    took_it_after_all(counter, "report.amended")
    assert amends(counter, filed, draft=window, damage="The glass").report == filed.report
    assert signed(counter, "report.amended") == 1
    wait_until(lambda: report_at(ana, filed).amendments)
    amends(counter, filed, draft=window, damage="The glass")  # whoever was told may say it again
    assert signed(counter, "report.amended") == 2


@pytest.mark.usefixtures("impatient")
def test_what_a_supervisor_puts_right_on_such_a_disk_is_signed_once_as_well(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    filed = submits(counter)
    wait_until(lambda: shelf(ana).report(filed.number))
    with held_disk(ana), pytest.raises(ReportNotSavedError):
        amends(ana, filed, damage="The glass")
    review = reports(ana).review
    assert review is not None
    review.comment(filed.report, "Behind it, on the same disk", "Ana Ruiz").result(PATIENCE)
    assert amends(ana, filed, damage="The glass").report == filed.report
    assert signed(ana, "report.put_right") == 1


@pytest.mark.usefixtures("impatient")
def test_what_was_written_after_a_refused_amendment_alone_is_signed_then(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    filed = submits(counter)
    with held_disk(counter), pytest.raises(ReportNotSavedError):
        amends(counter, filed, draft="d1", damage="The glass")
    took_it_after_all(counter, "report.amended")
    amends(counter, filed, draft="d1", damage="The glass", wanted="His file")
    wait_until(lambda: len(report_at(ana, filed).amendments) == 2)
    changes = [[one.key for one in a.changes] for a in report_at(ana, filed).amendments]
    assert changes == [["damage"], ["wanted"]]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("at", ["counter", "desk"])
@pytest.mark.parametrize(("key", "before"), [("damage", None), ("wanted", "His permit")])
def test_an_answer_that_was_taken_out_of_a_refused_amendment_is_as_it_was_before(
    ana: StationAtWork, counter: StationAtWork, at: str, key: str, before: str | None
) -> None:
    station = counter if at == "counter" else ana
    filed = submits(station, wanted="His permit")
    wait_until(lambda: shelf(ana).report(filed.number))
    with held_disk(station), pytest.raises(ReportNotSavedError):
        amends(station, filed, draft="d1", trigger="A letter", **{key: "Something else"})
    took_it_after_all(station, "report.amended")
    amends(station, filed, draft="d1", trigger="A letter")
    wait_until(lambda: len(report_at(ana, filed).amendments) == 2)
    assert report_at(ana, filed).answers.get(key) == before
    assert report_at(ana, filed).answers["trigger"] == "A letter"
    last = report_at(ana, filed).amendments[-1]
    assert [(one.key, one.after) for one in last.changes] == [(key, before)]


def test_an_amendment_that_nobody_waits_for_any_more_is_not_signed_again(
    counter: StationAtWork,
) -> None:
    filed = submits(counter)
    filing = reports(counter).filing
    said = {"damage": "The glass"}
    with held_disk(counter):
        given_up = filing.amend(filed.report, answers=dict(said), why="", amender="M")
        is_signed = Flag()
        filing.watch(lambda _filed: is_signed.set())  # behind it, on the records thread
        assert is_signed.wait(PATIENCE)
        assert given_up.cancel()  # the command that asked has stopped waiting
    took_it_after_all(counter, "report.amended")
    filing.amend(filed.report, answers=dict(said), why="", amender="M").result(PATIENCE)
    assert signed(counter, "report.amended") == 1


def test_words_written_at_one_window_while_another_submits_are_kept_and_added(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    draft = a_draft(counter)
    with held_disk(counter):
        submitted = reports(counter).filing.submit(draft)
        later = replace(draft, answers={**draft.answers, "damage": "The glass"})
        wait_until(lambda: reports(counter).drafts.kept(draft.id).number)  # type: ignore[union-attr]
        saved = reports(counter).drafts.save(later)
    filed = submitted.result(PATIENCE)
    saved.result(PATIENCE)
    assert [one.answers for one in reports(counter).drafts.all()] == [later.answers]
    assert reports(counter).filing.submit(later).result(PATIENCE).report == filed.report
    wait_until(lambda: report_at(ana, filed).amendments)
    assert report_at(ana, filed).answers["damage"] == "The glass"
    assert signed(counter, "report.submitted") == 1
    assert reports(counter).drafts.all() == ()


@pytest.mark.parametrize("is_again", [False, True])
def test_words_saved_in_the_very_moment_in_which_a_report_is_filed_are_kept(
    counter: StationAtWork, monkeypatch: pytest.MonkeyPatch, *, is_again: bool
) -> None:
    draft = a_draft(counter)
    desk, filing = reports(counter).drafts, reports(counter).filing
    if is_again:
        filing.submit(draft).result(PATIENCE)
        desk.save(draft).result(PATIENCE)
    later = replace(draft, answers={**draft.answers, "damage": "The glass"})
    looks = Submission.is_written_on
    with ThreadPoolExecutor(1) as window:

        def looked(submission: Submission, drafts: DraftDesk) -> bool:
            is_so = looks(submission, drafts)
            wait([window.submit(desk.save, later)], 0.3)  # between the look and what follows
            return is_so

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(Submission, "is_written_on", looked)
            filing.submit(draft).result(PATIENCE)
    assert [one.answers for one in desk.all()] == [later.answers]
    counter.leaves()
    counter.comes_back()
    assert [one.answers for one in reports(counter).drafts.all()] == [later.answers]


def test_a_draft_that_was_saved_once_more_after_submitting_makes_no_second_report_after_a_restart(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    draft = a_draft(counter)
    filed = reports(counter).filing.submit(draft).result(PATIENCE)
    wait_until(lambda: status(counter, filed).got == 1)
    later = replace(draft, answers={**draft.answers, "damage": "The glass"})
    reports(counter).drafts.save(later).result(PATIENCE)  # a window that was open all the time
    counter.leaves()
    counter.comes_back()
    (kept,) = reports(counter).drafts.all()
    assert kept.answers == later.answers
    again = reports(counter).filing.submit(kept).result(PATIENCE)
    assert again.report == filed.report
    wait_until(lambda: report_at(ana, filed).answers.get("damage") == "The glass")
    (amendment,) = report_at(ana, filed).amendments
    assert [change.key for change in amendment.changes] == ["damage"]
    assert reports(counter).drafts.all() == ()


@pytest.mark.parametrize("more", ["", " And the bell."])
def test_a_desk_killed_before_the_draft_of_a_signed_amendment_went_offers_it_no_more(
    ana: StationAtWork, more: str
) -> None:
    filed = submits(ana)
    desk = reports(ana).drafts
    answers = {"damage": "The glass", "place": "", "reporter_name": "Maria Delgado"}
    begun = desk.new(Kind.COUNTER, answers=dict(answers))
    draft = replace(begun, amends=filed.report, why="I forgot")
    desk.save(draft).result(PATIENCE)
    amends(ana, filed, draft=draft.id, **answers)
    assert desk.all() == ()
    left = replace(draft, why=draft.why + more)  # what was written since is another matter
    desk.save(left).result(PATIENCE)  # as the kill leaves it on the disk
    ana.leaves()
    ana.comes_back()
    is_started = Flag()
    reports(ana).filing.watch(lambda _filed: is_started.set())  # behind it, on the records thread
    assert is_started.wait(PATIENCE)
    assert [one.id for one in reports(ana).drafts.all()] == ([draft.id] if more else [])


def as_often_as_pressed(station: StationAtWork, filed: Filed, act: str, times: int = 8) -> None:
    """Ana reads, or signs, in ``times`` windows in the same moment."""
    review = reports(station).review
    assert review is not None
    start = Barrier(times)

    def press(_window: int) -> None:
        start.wait(PATIENCE)
        getattr(review, act)(filed.report, "Ana Ruiz").result(PATIENCE)

    with ThreadPoolExecutor(times) as windows:
        list(windows.map(press, range(times)))


@pytest.mark.parametrize(("act", "kind"), [("read", "report.read"), ("sign", "report.signed")])
def test_a_supervisor_who_presses_twice_reads_or_signs_once(
    ana: StationAtWork, act: str, kind: str
) -> None:
    filed = submits(ana)
    as_often_as_pressed(ana, filed, act)
    assert signed(ana, kind) == 1


@pytest.mark.usefixtures("impatient")
def test_a_signature_that_the_disk_refused_and_then_took_is_not_given_again(
    ana: StationAtWork,
) -> None:
    filed = submits(ana)
    review = reports(ana).review
    assert review is not None
    with held_disk(ana):
        for _ in range(2):
            with pytest.raises(RecordNotSavedError):
                review.sign(filed.report, "Ana Ruiz").result(PATIENCE)
    wait_until(lambda: signed(ana, "report.signed") == 1)
    review.sign(filed.report, "Ana Ruiz").result(PATIENCE)
    assert signed(ana, "report.signed") == 1
