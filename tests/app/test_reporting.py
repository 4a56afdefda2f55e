"""A report from the counter it is written at to the supervisors who keep it, over a real relay."""

import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.domain.errors import BodyTooLargeError
from desktop.domain.reports.answers import EssentialsMissingError
from desktop.domain.reports.facts import Standing
from desktop.services.reports.amending import NotFiledHereError
from desktop.services.reports.ports import LiveCall, Query
from tests.support.filing import (
    STORY,
    a_draft,
    ana,
    bytes_of,
    counter,
    report_at,
    reports,
    shelf,
    status,
    submits,
)
from tests.support.logfail import LogJudge
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office, wait_until

__all__ = ["ana", "counter", "office"]


def test_a_submitted_report_lies_at_the_supervisor_and_its_story_leaves_the_counter(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    filed = submits(counter)
    assert filed.number.endswith("-C3-001")
    wait_until(lambda: status(counter, filed).got == 1)
    wait_until(lambda: shelf(ana).report(filed.number))
    report = shelf(ana).report(filed.number)
    assert report is not None
    assert report.answers["narrative"] == STORY
    assert reports(counter).drafts.all() == ()
    wait_until(lambda: b"Xylophonic" not in bytes_of(counter.home.path))
    assert filed.number.encode() in bytes_of(counter.home.path)


def test_every_supervisor_has_it_also_one_who_was_off(
    office: Workplace, ana: StationAtWork, counter: StationAtWork
) -> None:
    marcus = office.supervisor("Marcus Bell")
    marcus.leaves()
    filed = submits(counter)
    wait_until(lambda: shelf(ana).report(filed.number))
    assert b"Xylophonic" in bytes_of(counter.home.path), "one disk alone is no safe place"
    marcus.comes_back()
    wait_until(lambda: shelf(marcus).report(filed.number), within=60)
    wait_until(lambda: status(counter, filed).got == 2, within=60)
    wait_until(lambda: b"Xylophonic" not in bytes_of(counter.home.path))


def test_a_report_submitted_while_nobody_is_there_is_sent_after_a_restart(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    ana.leaves()
    filed = submits(counter)
    assert not filed.is_delivered
    counter.leaves()
    ana.comes_back()
    reports(ana)
    counter.comes_back()
    wait_until(lambda: status(counter, filed).is_delivered)
    assert shelf(ana).report(filed.number) is not None


def test_without_the_essentials_nothing_is_submitted_and_the_draft_stays(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    draft = a_draft(counter, narrative="")
    with pytest.raises(EssentialsMissingError):
        reports(counter).filing.submit(draft).result(PATIENCE)
    assert reports(counter).drafts.find(draft.id) is not None
    mended = replace(draft, answers={**draft.answers, "narrative": "He shouted."})
    filed = reports(counter).filing.submit(mended).result(PATIENCE)
    assert filed.number.endswith("-001")


def test_numbers_run_on_after_a_restart_and_differ_between_stations(
    office: Workplace, ana: StationAtWork, counter: StationAtWork
) -> None:
    first = submits(counter)
    counter.leaves()
    counter.comes_back()
    second = submits(counter)
    other = office.counter("Counter 3")
    third = submits(other)
    own = submits(ana)
    numbers = [one.number for one in (first, second, third, own)]
    assert [number.rpartition("-")[2] for number in numbers] == ["001", "002", "001", "001"]
    assert len(set(numbers)) == 4


def test_the_reporter_sees_what_became_of_it(ana: StationAtWork, counter: StationAtWork) -> None:
    filed = submits(counter)
    wait_until(lambda: shelf(ana).report(filed.number))
    review = reports(ana).review
    assert review is not None
    review.read(filed.report, "Ana Ruiz").result(PATIENCE)
    wait_until(lambda: status(counter, filed).standing is Standing.READ)
    found = review.list_action(filed.report, "Mend the glass", "Joan", "2026-04-01", "Ana Ruiz")
    (action,) = found.result(PATIENCE).actions
    review.action_done(filed.report, action.id, "A new pane is in", "Joan").result(PATIENCE)
    review.comment(filed.report, "Between us: well done", "Ana Ruiz").result(PATIENCE)
    review.conclude(filed.report, "He got a written warning.", "Ana Ruiz").result(PATIENCE)
    signed = review.sign(filed.report, "Ana Ruiz", title="Supervisor").result(PATIENCE)
    assert signed.standing is Standing.SIGNED
    wait_until(lambda: status(counter, filed).standing is Standing.SIGNED)
    told = status(counter, filed)
    assert told.outcome == "He got a written warning."
    assert told.news == ("A new pane is in",)
    assert b"Between us" not in bytes_of(counter.home.path)


def test_until_when_something_was_to_be_done_is_known_of_an_older_file_too(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    filed = submits(counter)
    wait_until(lambda: shelf(ana).report(filed.number))
    review = reports(ana).review
    assert review is not None
    for due in ("2026-04-01", "", "next week", "2026-03-12"):
        review.list_action(filed.report, "Mend the glass", "", due, "Ana").result(PATIENCE)
    expected = ("2026-03-12", "2026-04-01")
    assert [row.open_dues for row in shelf(ana).rows(Query())] == [expected]
    ana.leaves()
    older = sqlite3.connect(ana.home.path / "records.db")
    older.executescript(
        """
        ALTER TABLE reports DROP COLUMN open_dues;
        DELETE FROM _sqlite_migrations WHERE name = '0005_dues';
        PRAGMA user_version = 5;
        """
    )
    older.close()
    ana.comes_back()
    reports(ana)
    assert [row.open_dues for row in shelf(ana).rows(Query())] == [expected]


def test_an_amendment_reaches_the_report_and_asks_for_a_new_signature(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    filed = submits(counter)
    wait_until(lambda: shelf(ana).report(filed.number))
    review = reports(ana).review
    assert review is not None
    review.sign(filed.report, "Ana Ruiz").result(PATIENCE)
    reports(counter).filing.amend(
        filed.report, answers={"damage": "The glass"}, why="I forgot", amender="Maria Delgado"
    ).result(PATIENCE)
    wait_until(lambda: (found := shelf(ana).report(filed.number)) and found.amendments)
    amended = shelf(ana).report(filed.number)
    assert amended is not None
    assert amended.answers["damage"] == "The glass"
    assert amended.signing is None


def test_the_reporter_sees_that_an_amendment_was_read_too(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    filed = submits(counter)
    wait_until(lambda: shelf(ana).report(filed.number))
    review = reports(ana).review
    assert review is not None
    review.read(filed.report, "Ana Ruiz").result(PATIENCE)
    wait_until(lambda: status(counter, filed).standing is Standing.READ)
    reports(counter).filing.amend(
        filed.report, answers={"damage": "The glass"}, why="I forgot", amender="Maria Delgado"
    ).result(PATIENCE)
    wait_until(lambda: report_at(ana, filed).amendments)
    own = reports(counter)._own
    assert own is not None
    own.post(own._ask_now)  # as it does every five minutes
    wait_until(lambda: status(counter, filed).standing is Standing.SUBMITTED)
    (row,) = shelf(ana).rows(Query(standings=frozenset({Standing.SUBMITTED})))
    assert row.number == filed.number, "it waits to be read again"
    assert not report_at(ana, filed).is_read_by("Ana Ruiz")
    review.read(filed.report, "Ana Ruiz").result(PATIENCE)
    wait_until(lambda: status(counter, filed).standing is Standing.READ)
    assert [one.is_current for one in report_at(ana, filed).readings] == [False, True]


def test_search_finds_what_was_typed_ticked_and_amended(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    filed = submits(counter)
    submits(counter, narrative="Quiet day, one insult", behavior=["loud"])
    wait_until(lambda: shelf(ana).count(Query()) == 2)

    def found(words: str) -> list[str]:
        return [row.number for row in shelf(ana).rows(Query(words=words))]

    assert found("xyloph umbr") == [filed.number]
    assert found('"umbrella" OR NOT (') == []
    assert len(found("maria")) == 2
    assert found("threat to a person") == [filed.number]
    assert [row.is_threat for row in shelf(ana).rows(Query())] == [False, True]
    reports(counter).filing.amend(
        filed.report, answers={"damage": "Zanzibar vase"}, why="", amender="Maria"
    ).result(PATIENCE)
    wait_until(lambda: found("zanzi") == [filed.number])


def test_an_attachment_lies_whole_at_the_supervisor_and_leaves_the_counter(
    ana: StationAtWork, counter: StationAtWork, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("You people will be sorry. " * 40_000)
    taken = reports(counter).taking.take_file(letter, by="Maria Delgado")
    draft = replace(a_draft(counter), attachments=(taken.attachment,))
    filed = reports(counter).filing.submit(draft).result(PATIENCE)
    wait_until(lambda: status(counter, filed).got == 1)
    report = shelf(ana).report(filed.number)
    assert report is not None
    (attachment,) = report.attachments
    assert (attachment.name, attachment.media) == ("letter.txt", "text/plain")
    assert reports(ana).exchange.read(attachment) == letter.read_bytes()
    wait_until(lambda: not reports(counter).blobs.held())


def test_a_story_of_two_hundred_thousand_words_arrives_whole(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    story = " ".join(f"word{number}" for number in range(200_000))
    filed = submits(counter, narrative=story)
    wait_until(lambda: (found := shelf(ana).report(filed.number)) and found.is_whole)
    report = shelf(ana).report(filed.number)
    assert report is not None
    assert report.answers["narrative"] == story
    wait_until(
        lambda: [row.number for row in shelf(ana).rows(Query(words="word199999"))] == [filed.number]
    )
    wait_until(lambda: not reports(counter).blobs.held())


def test_a_threat_call_is_seen_by_supervisors_while_it_is_written_down(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    seen: list[tuple[LiveCall, ...]] = []
    reports(ana).calls.watch(seen.append)
    calls = reports(counter).calls
    call = calls.begin("Maria Delgado")
    wait_until(lambda: seen and seen[-1])
    calls.tick(call, {"voice": ["calm"]}, at_s=4)
    calls.tick(call, {"ask_where": "In the xylolobby"}, at_s=9)
    calls.end(call, at_s=31)
    wait_until(lambda: seen[-1][0].is_over)
    (live,) = seen[-1]
    assert (live.place, live.taker, live.last_at_s) == ("Counter 3", "Maria Delgado", 31)
    assert live.answers == {"voice": ["calm"], "ask_where": "In the xylolobby"}
    wait_until(lambda: b"xylolobby" not in bytes_of(counter.home.path))


def test_whoever_has_the_caller_hears_how_many_desks_get_it_and_whether_they_are_still_there(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    calls = reports(counter).calls
    wait_until(lambda: any(desk.is_present for desk in counter.board.desks))
    call = calls.begin("Maria Delgado")
    wait_until(lambda: calls.followed_by(call) == 1)
    assert calls.followed_by("another") == 0
    ana.leaves()
    wait_until(lambda: calls.followed_by(call) == 0)


def test_a_name_that_is_far_too_long_is_kept_whole_in_the_answers_and_the_report_goes_out(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    name = "Maria " * 8_000
    filed = submits(counter, reporter_name=name)
    wait_until(lambda: (found := shelf(ana).report(filed.number)) and found.is_whole)
    report = shelf(ana).report(filed.number)
    assert report is not None
    assert report.answers["reporter_name"] == name.strip()
    assert len(report.reporter) <= 500


def test_a_reason_that_no_event_can_hold_is_refused_in_a_sentence_and_nothing_stands_still(
    counter: StationAtWork,
) -> None:
    filed = submits(counter)
    filing = reports(counter).filing
    said = filing.amend(
        filed.report, answers={"damage": "x"}, why="w" * 40_000, amender="Maria Delgado"
    )
    with pytest.raises(BodyTooLargeError):
        said.result(PATIENCE)
    filing.amend(filed.report, answers={"damage": "x"}, why="w", amender="Maria Delgado").result(
        PATIENCE
    )


def test_a_counter_adds_to_no_report_that_is_not_its_own(counter: StationAtWork) -> None:
    said = reports(counter).filing.amend(
        "0" * 32, answers={"damage": "x"}, why="", amender="Mallory"
    )
    with pytest.raises(NotFiledHereError):
        said.result(PATIENCE)


def test_a_window_that_is_gone_keeps_nobody_from_submitting(
    log_judge: LogJudge, counter: StationAtWork
) -> None:
    log_judge.expect("what was filed could not be told")
    broken = iter([None])
    reports(counter).filing.watch(lambda _filed: next(broken))
    assert submits(counter).number
    assert submits(counter).number
