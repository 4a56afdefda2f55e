"""Reports while stations are off, gone, new, doubled or wrong about the time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from shutil import rmtree

import pytest
from msgspec.structs import replace

from desktop.domain.reports.draft import Filed
from desktop.domain.reports.facts import Standing
from desktop.services.records.records import ReportTold, WordTold
from desktop.services.reports.ports import Query
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
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, wait_until
from tests.system.test_bad_input import WrongClock

__all__ = ["ana", "counter"]

pytestmark = pytest.mark.timeout(180)


def keeps_the_story(counter: StationAtWork) -> bool:
    return STORY.encode() in bytes_of(counter.home.path)


def numbers_at(station: StationAtWork) -> list[str]:
    return sorted(row.number for row in shelf(station).rows(Query()))


def test_two_counters_of_one_place_that_submit_offline_at_once_give_two_numbers(
    office: Workplace, ana: StationAtWork, counter: StationAtWork
) -> None:
    other = office.counter("Counter 3")
    ana.leaves()
    with ThreadPoolExecutor(2) as people:
        filed = [
            one.result(PATIENCE)
            for one in [people.submit(submits, station) for station in (counter, other) * 3]
        ]
    numbers = {one.number for one in filed}
    assert len(numbers) == 6
    ana.comes_back()
    reports(ana)
    wait_until(lambda: numbers_at(ana) == sorted(numbers), within=60)


def test_a_report_whose_only_holder_has_died_reaches_the_next_supervisor_who_comes(
    office: Workplace, ana: StationAtWork, counter: StationAtWork
) -> None:
    marcus = office.supervisor("Marcus Bell")
    reports(marcus)
    wait_until(lambda: counter.board.relays_up == marcus.board.relays_up == 2)
    ana.leaves()
    filed = submits(counter)
    wait_until(lambda: status(counter, filed).got == 1, within=60)
    marcus.leaves()  # and never comes back
    assert keeps_the_story(counter), "one disk alone is no safe place"
    ana.comes_back()
    reports(ana)
    wait_until(lambda: shelf(ana).report(filed.number), within=90)
    wait_until(lambda: status(counter, filed).got == 2)
    wait_until(lambda: not keeps_the_story(counter))


def test_a_report_that_only_a_stolen_pc_holds_reaches_the_supervisor_who_revokes_it(
    office: Workplace, ana: StationAtWork, counter: StationAtWork
) -> None:
    stolen = office.supervisor("Marcus Bell")
    reports(stolen)
    wait_until(lambda: counter.board.relays_up == stolen.board.relays_up == 2)
    ana.leaves()
    filed = submits(counter)
    wait_until(lambda: status(counter, filed).got == 1, within=60)
    stolen.leaves()
    ana.comes_back()
    admitting = ana.running.admitting
    assert admitting is not None
    admitting.revoke(stolen.device, reason="stolen", person="Ana Ruiz")
    reports(ana)
    wait_until(lambda: shelf(ana).report(filed.number), within=90)
    wait_until(lambda: not keeps_the_story(counter))
    assert report_at(ana, filed).answers["narrative"] == STORY


def test_lost_receipts_are_asked_for_again_and_a_report_that_comes_twice_is_one(
    ana: StationAtWork, counter: StationAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports(ana)
    records = ana.running.records
    assert records is not None
    signs = records.sign_for
    lost: list[str] = []

    def loses_three(told: ReportTold | WordTold, *, is_whole: bool) -> None:
        if len(lost) < 3:
            lost.append(told.event.id)
        else:
            signs(told, is_whole=is_whole)

    monkeypatch.setattr(records, "sign_for", loses_three)
    filed = submits(counter)
    wait_until(lambda: status(counter, filed).got == 1, within=60)
    assert lost == [filed.report] * 3
    assert numbers_at(ana) == [filed.number]
    report = report_at(ana, filed)
    assert report.events == (filed.report,)
    wait_until(lambda: not keeps_the_story(counter))


def test_a_supervisor_restored_with_an_empty_home_gets_all_reports_and_files_again(
    office: Workplace, ana: StationAtWork, counter: StationAtWork, tmp_path: Path
) -> None:
    marcus = office.supervisor("Marcus Bell")
    reports(marcus)
    letter = tmp_path / "letter.txt"
    letter.write_text("You people will be sorry. " * 40_000)
    taken = reports(counter).taking.take_file(letter, by="Maria Delgado")
    draft = replace(a_draft(counter), attachments=(taken.attachment,))
    with_file = reports(counter).filing.submit(draft).result(PATIENCE)
    long = submits(counter, narrative="He shouted and shouted. " * 5_000)
    plain = submits(counter)
    for filed in (with_file, long, plain):
        wait_until(lambda filed=filed: status(counter, filed).got == 2, within=60)  # type: ignore[misc]  # bound now
    review = reports(ana).review
    assert review is not None
    review.sign(plain.report, "Ana Ruiz").result(PATIENCE)
    wait_until(lambda: report_at(marcus, plain).signing)
    wait_until(lambda: not reports(counter).blobs.held())

    marcus.leaves()
    counter.leaves()  # so all of it must come from the other supervisor
    for file in [*marcus.home.path.glob("*.db*")]:
        file.unlink()
    rmtree(marcus.home.blobs)
    marcus.comes_back()
    reports(marcus)
    wait_until(lambda: numbers_at(marcus) == numbers_at(ana), within=90)
    for filed in (with_file, long, plain):
        wait_until(lambda filed=filed: report_at(marcus, filed) == report_at(ana, filed), within=60)  # type: ignore[misc]  # bound now
    assert report_at(marcus, plain).standing is Standing.SIGNED
    (attachment,) = report_at(marcus, with_file).attachments
    wait_until(lambda: reports(marcus).exchange.read(attachment) == letter.read_bytes(), within=60)


@pytest.mark.parametrize("off", [timedelta(days=-3650), timedelta(days=3650)])
def test_a_counter_whose_clock_is_ten_years_off_reports_like_any_other(
    ana: StationAtWork, counter: StationAtWork, off: timedelta
) -> None:
    counter.leaves()
    counter.comes_back(clock=WrongClock(off))
    filed = submits(counter)
    long = submits(counter, narrative="He shouted and shouted. " * 5_000)
    year = WrongClock(off).now().astimezone().year
    assert filed.number == f"{year}-C3-001"

    def is_there(one: Filed) -> bool:
        found = shelf(ana).report(one.number)
        return found is not None and found.is_whole

    wait_until(lambda: is_there(filed) and is_there(long))
    review = reports(ana).review
    assert review is not None
    review.read(filed.report, "Ana Ruiz").result(PATIENCE)
    review.sign(filed.report, "Ana Ruiz").result(PATIENCE)
    wait_until(lambda: status(counter, filed).standing is Standing.SIGNED)
    wait_until(lambda: not keeps_the_story(counter))
    counter.leaves()
    counter.comes_back()
    right = submits(counter)
    assert right.number == f"{WrongClock(timedelta()).now().astimezone().year}-C3-001"
    wait_until(lambda: is_there(right))
