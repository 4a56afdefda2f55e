"""Reports of the strangest words and on a full disk: a clear word, and never a lost sentence."""

import shutil
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.app.storing import open_store
from desktop.domain.errors import DeskError, ReportNotSavedError
from desktop.domain.plain_text import clean
from desktop.domain.reports.draft import Filed
from desktop.domain.reports.report import Report
from desktop.domain.roster.roles import Role
from desktop.services.adapters import blob_files
from desktop.services.adapters.home import Home
from desktop.services.adapters.pdf.site_printer import site_printer
from desktop.services.adapters.sqlite.schema import File
from desktop.services.blobs.ports import BlobNotSavedError
from desktop.services.reports.ports import Query
from desktop.services.reports.variants import Variant
from desktop.services.trust.seats import Seat
from tests.adapters.pdf.reading import poppler_text, squeezed, text_of
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
from tests.support.small_disk import SmallDisk
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, at_work, wait_until

__all__ = ["ana", "counter"]

pytestmark = pytest.mark.timeout(180)

SECONDS = 20.0
"""Of processor time for the longest of texts, which does not grow because the machine is busy: from
the press of Submit to the supervisor's search."""
SCRIPTS = {
    "latin": "Nguyễn Thị Ánh Đặng-Øster",
    "greek": "Παπαδόπουλος",
    "cyrillic": "Щербакова",
    "arabic": "محمد الأحمد",
    "hebrew": "שרה כהן",
    "devanagari": "शर्मा क्षत्रिय",
    "chinese": "欧阳修",
    "japanese": "さとうカナ佐藤",
    "korean": "김하늘",
    "thai": "สมชาย",
    "emoji": "👩🏽‍🚒🇺🇸",
}
STRANGE = {
    "markup": "He said <b>bold</b> & <i>worse</i> &amp; &lt;tag&gt; </para> then left",
    "an unclosed paragraph": "Before </para></para><para> after",
    "an image of this PC": '<img src="file:///etc/passwd"/> and <a href="javascript:x">y</a>',
    "control characters": "One\x00two\x07three\x1bfour\x7ffive\x85six\u202eseven\ttab",
    "half a letter": "Before \ud800 between \udfff after",
    "quotes for a search": "NEAR(\"a\" OR 'b') * AND -c:{d} ^e; DROP TABLE reports;--",
    "line breaks": "first" + "\n" * 10_000 + "last",
    "every script": " ".join(SCRIPTS.values()),
}
LONG = {
    "200,000 words": " ".join(f"word{number}" for number in range(200_000)),
    "50,000 characters without a space": "begin" + "x" * 49_990 + "final",
}


def printed(station: StationAtWork, report: Report) -> bytes:
    printer = site_printer(
        station.running.home.path,
        site_name="Alder County Health",
        site_address="118 Court Street",
        names={},
        blobs=reports(station).blobs,
    )
    return printer.printed(report, Variant.FULL, "letter")


def paper(station: StationAtWork, report: Report) -> str:
    """What the paper says, as a PDF library reads it back, without a space."""
    return squeezed(text_of(printed(station, report)))


def arrives(ana: StationAtWork, filed: Filed) -> Report:
    wait_until(
        lambda: (found := shelf(ana).report(filed.number)) and found.is_whole, within=3 * SECONDS
    )
    return report_at(ana, filed)


def finds(ana: StationAtWork, words: str) -> list[str]:
    return [row.number for row in shelf(ana).rows(Query(words=words))]


@pytest.mark.parametrize("typed", STRANGE.values(), ids=STRANGE.keys())
def test_strange_words_are_kept_found_and_printed_as_they_were_typed(
    ana: StationAtWork, counter: StationAtWork, typed: str
) -> None:
    filed = submits(counter, narrative=f"{typed} end", trigger=typed)
    report = arrives(ana, filed)
    assert report.answers["narrative"] == f"{clean(typed).strip()} end"
    assert report.answers["trigger"] == clean(typed).strip()
    assert finds(ana, "maria") == [filed.number]
    assert finds(ana, typed[:2_000]) in ([], [filed.number])
    said = paper(ana, report)
    if typed is not STRANGE["every script"]:  # how these are read back is tested beside fonts
        assert "".join(f"{clean(typed)} end".split()) in said
    else:
        assert "".join(f"{SCRIPTS['latin']} {SCRIPTS['greek']}".split()) in said


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_name_in_any_script_is_kept_and_found(
    ana: StationAtWork, counter: StationAtWork, name: str
) -> None:
    filed = submits(counter, reporter_name=name, customers=[{"name": name}])
    report = arrives(ana, filed)
    assert report.reporter == name
    assert report.answers["customers"] == [{"name": name}]
    if name != SCRIPTS["emoji"]:  # no word
        assert finds(ana, name) == [filed.number]
        assert finds(ana, name[:2]) == [filed.number]
    assert paper(ana, report)


@pytest.mark.parametrize("typed", LONG.values(), ids=LONG.keys())
def test_the_longest_texts_arrive_whole_within_seconds(
    ana: StationAtWork, counter: StationAtWork, typed: str
) -> None:
    began = time.process_time()
    filed = submits(counter, narrative=typed)
    report = arrives(ana, filed)
    last = typed.rsplit(maxsplit=1)[-1]
    wait_until(lambda: finds(ana, last[:40]) == [filed.number], within=3 * SECONDS)
    assert time.process_time() - began < SECONDS
    assert report.answers["narrative"] == typed
    began = time.process_time()
    said = squeezed(poppler_text(printed(ana, report)))  # hundreds of pages
    assert squeezed(typed)[:2_000] in said
    assert said.count("word") == typed.count("word")
    assert said.count("x" * 20) >= typed.count("x" * 20) - 2_500  # at the ends of lines and pages
    assert time.process_time() - began < 2 * SECONDS


def test_half_letters_and_controls_in_what_surrounds_a_report_are_cleaned_as_well(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    draft = a_draft(counter, reporter_title="Clerk\ud800\x07", reporter_name="Maria\ud83d Delgado")
    title = str(draft.answers["reporter_title"])
    filed = reports(counter).filing.submit(draft, title=title).result(PATIENCE)
    report = arrives(ana, filed)
    assert report.reporter == "Maria\N{REPLACEMENT CHARACTER} Delgado"
    assert report.title == "Clerk\N{REPLACEMENT CHARACTER}"
    reports(counter).filing.amend(
        filed.report, answers={"damage": "Glass\udfff"}, why="Forgot\udfff\x00", amender="M\ud800"
    ).result(PATIENCE)
    wait_until(lambda: report_at(ana, filed).amendments)
    (amendment,) = report_at(ana, filed).amendments
    assert amendment.why == "Forgot\N{REPLACEMENT CHARACTER}"
    assert amendment.amender == "M\N{REPLACEMENT CHARACTER}"
    assert paper(ana, report_at(ana, filed))


def test_half_letters_and_controls_in_a_review_are_cleaned_as_well(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    filed = submits(counter)
    arrives(ana, filed)
    review, odd, even = reports(ana).review, "well\ud800\x07", "well\N{REPLACEMENT CHARACTER}"
    assert review is not None
    review.read(filed.report, odd).result(PATIENCE)
    review.comment(filed.report, odd, odd).result(PATIENCE)
    review.list_action(filed.report, odd, odd, "", odd).result(PATIENCE)
    (action,) = report_at(ana, filed).actions
    review.action_done(filed.report, action.id, odd, odd).result(PATIENCE)
    review.conclude(filed.report, odd, odd).result(PATIENCE)
    review.sign(filed.report, odd, title=odd).result(PATIENCE)
    report = report_at(ana, filed)
    assert report.outcome == even
    assert report.signing is not None
    assert (report.signing.signer, report.signing.title) == (even, even)
    wait_until(lambda: status(counter, filed).outcome == even)
    assert paper(ana, report)


def test_a_draft_with_half_letters_is_kept_as_well(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    draft = a_draft(counter, narrative="Before \ud800 after", customers=[{"name": "B\udc00eck"}])
    counter.leaves()
    counter.comes_back()
    found = reports(counter).drafts.find(draft.id)
    assert found is not None
    assert found.answers["narrative"] == "Before \N{REPLACEMENT CHARACTER} after"


@pytest.fixture
def cramped(office: Workplace, ana: StationAtWork, small_disk: SmallDisk) -> StationAtWork:
    """A counter whose data folder is a disk of four megabytes."""
    home = office.home(relay=False)
    small_disk.under(home)
    office.lets_in(home, Seat(role=Role.COUNTER, place="Counter 3", name="Maria Delgado"))
    counter = StationAtWork(home, at_work(home))
    office.stations.append(counter)
    wait_until(lambda: counter.is_ready)
    reports(counter)
    return counter


def test_a_full_disk_keeps_the_text_in_the_window_and_takes_it_when_there_is_room(
    cramped: StationAtWork, small_disk: SmallDisk
) -> None:
    draft = a_draft(cramped, narrative="The first half")
    small_disk.fills_up()
    longer = replace(draft, answers={**draft.answers, "narrative": "The first half. " * 2_000})
    with pytest.raises(ReportNotSavedError) as refusal:
        reports(cramped).drafts.save(longer).result(PATIENCE)
    assert "space" in refusal.value.advice
    assert (found := reports(cramped).drafts.find(draft.id))
    assert found.answers == longer.answers

    small_disk.has_room_again()
    reports(cramped).drafts.save(longer).result(PATIENCE)
    cramped.leaves()
    cramped.comes_back()
    assert (found := reports(cramped).drafts.find(draft.id))
    assert found.answers == longer.answers


def test_what_was_kept_before_the_disk_was_full_is_there_after_a_kill_of_the_power(
    cramped: StationAtWork, small_disk: SmallDisk
) -> None:
    draft = a_draft(cramped, narrative="The first half")
    small_disk.fills_up()
    longer = replace(draft, answers={**draft.answers, "narrative": "The first half. " * 2_000})
    with pytest.raises(ReportNotSavedError):
        reports(cramped).drafts.save(longer).result(PATIENCE)
    copy = Home(cramped.home.path.parent / "as the disk is")
    copy.path.mkdir()
    for file in cramped.home.path.glob("drafts.db*"):
        shutil.copy(file, copy.path / file.name)
    store = open_store(copy.drafts_db, File.DRAFTS, cramped.device)
    assert [one.answers["narrative"] for one in store.held.drafts] == ["The first half"]
    store.close()
    small_disk.has_room_again()


def test_a_report_refused_by_a_full_disk_is_submitted_once_when_there_is_room(
    ana: StationAtWork, cramped: StationAtWork, small_disk: SmallDisk
) -> None:
    draft = a_draft(cramped)
    small_disk.fills_up()
    with pytest.raises(ReportNotSavedError) as refusal:
        reports(cramped).filing.submit(draft).result(PATIENCE)
    assert "NOT saved" in refusal.value.advice
    assert reports(cramped).drafts.find(draft.id)

    small_disk.has_room_again()
    filed = reports(cramped).filing.submit(draft).result(PATIENCE)
    report = arrives(ana, filed)
    assert report.answers["narrative"] == STORY
    assert filed.number.endswith("-001")
    wait_until(lambda: status(cramped, filed).got == 1)
    assert shelf(ana).count(Query()) == 1
    assert reports(cramped).drafts.all() == ()


def test_a_submitted_report_is_delivered_though_the_disk_has_filled_up_since(
    ana: StationAtWork, cramped: StationAtWork, small_disk: SmallDisk
) -> None:
    ana.leaves()
    filed = submits(cramped)
    small_disk.fills_up()
    ana.comes_back()
    reports(ana)
    arrives(ana, filed)
    wait_until(lambda: status(cramped, filed).got == 1)
    small_disk.has_room_again()
    wait_until(lambda: STORY.encode() not in bytes_of(cramped.home.path), within=90)


def test_a_full_disk_takes_no_attachment_and_says_so_and_takes_it_when_there_is_room(
    cramped: StationAtWork, small_disk: SmallDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blob_files, "ROOM_LEFT", 0)  # so that the disk itself has to refuse
    letter = tmp_path / "letter.txt"
    letter.write_text("You people will be sorry. " * 10_000)
    small_disk.fills_up()
    with pytest.raises(BlobNotSavedError) as refusal:
        reports(cramped).taking.take_file(letter)
    assert refusal.value.advice
    assert not [path for path in cramped.home.blobs.rglob("*") if path.is_file()]

    small_disk.has_room_again()
    taken = reports(cramped).taking.take_file(letter)
    assert reports(cramped).exchange.read(taken.attachment) == letter.read_bytes()


def test_a_story_that_needs_a_file_of_its_own_is_refused_with_a_word_where_there_is_no_room(
    cramped: StationAtWork,
) -> None:
    draft = a_draft(cramped, narrative="He shouted at me. " * 5_000)
    with pytest.raises(DeskError) as refusal:
        reports(cramped).filing.submit(draft).result(PATIENCE)
    assert refusal.value.advice
    assert reports(cramped).drafts.find(draft.id)
