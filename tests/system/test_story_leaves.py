"""A counter keeps nobody's story: not in a table, not in a free page, not in a file beside it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
from msgspec.structs import replace

from benchmarks.processes import End
from desktop.services.adapters.sqlite import journal
from desktop.services.reports.ports import Query
from tests.support.filing import (
    ANSWERS,
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
from tests.support.workplace import PATIENCE, StationAtWork, wait_until

__all__ = ["ana", "counter"]

pytestmark = pytest.mark.timeout(120)

WORD = b"Xylophonic"
LETTER = "Dear sirs, the zyzzyva of your office will be sorry. "


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "letter.txt"
    file.write_text(LETTER * 1000)
    return file


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reader kept from leaving is tried again after a second, not after a minute."""
    monkeypatch.setattr(journal, "SHRED_AGAIN_AFTER", 1.0)


def holds_no_story(counter: StationAtWork) -> bool:
    left = bytes_of(counter.home.path)
    return WORD not in left and b"zyzzyva" not in left


def files_at(counter: StationAtWork) -> list[Path]:
    return [path for path in counter.home.blobs.rglob("*") if path.is_file()]


def test_a_reader_of_the_database_only_puts_it_off(
    ana: StationAtWork, counter: StationAtWork, impatient: None
) -> None:
    a_draft(counter, narrative="Another draft, so that there is a file to read")
    with closing(sqlite3.connect(counter.home.drafts_db, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM drafts").fetchone()
        filed = submits(counter)
        wait_until(lambda: status(counter, filed).got == 1)
        # The body is gone for everybody who asks from now on, and its bytes are held back.
        wait_until(lambda: not _bodies(counter))
        assert WORD in bytes_of(counter.home.path)
    wait_until(lambda: holds_no_story(counter))
    assert len(reports(counter).drafts.all()) == 1


def test_a_reader_that_outlives_the_program_only_puts_it_off_until_the_next_start(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    with closing(sqlite3.connect(counter.home.drafts_db, isolation_level=None)) as reader:
        filed = submits(counter)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM drafts").fetchone()
        wait_until(lambda: status(counter, filed).got == 1)
        wait_until(lambda: not _bodies(counter))
        counter.leaves()
        assert WORD in bytes_of(counter.home.path)
    counter.comes_back()
    reports(counter)
    wait_until(lambda: holds_no_story(counter))


def _bodies(counter: StationAtWork) -> int:
    with closing(sqlite3.connect(counter.home.drafts_db)) as conn:
        return int(conn.execute("SELECT count(*) FROM bodies").fetchone()[0])


@pytest.fixture
def killed_counter(counter: StationAtWork) -> Iterator[End]:
    """The counter's own process, which a test may kill."""
    reports(counter)  # makes the file that a test holds on to
    counter.leaves()
    with End("filing", str(counter.home.path)) as process:
        yield process


def says_that_a_desk_has_it(process: End) -> str:
    """The number of the one report, once a supervisor's station has signed for it."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        got = process.hear()["got"]
        if 1 in got.values():
            return str(next(iter(got)))
    raise AssertionError("nobody has it")


@pytest.mark.system
def test_killed_between_the_receipt_and_the_purge_it_is_purged_after_the_next_start(
    ana: StationAtWork, counter: StationAtWork, killed_counter: End, letter: Path
) -> None:
    with closing(sqlite3.connect(counter.home.drafts_db, isolation_level=None)) as other:
        ana.leaves()
        killed_counter.tell(answers=ANSWERS, attach=str(letter))
        while not killed_counter.hear()["got"]:
            pass
        wait_until(lambda: other.execute("SELECT count(*) FROM filed").fetchone()[0] == 1)
        other.execute("BEGIN IMMEDIATE")  # from here on the disk takes nothing from the counter
        ana.comes_back()
        reports(ana)
        number = says_that_a_desk_has_it(killed_counter)
        killed_counter.kill()
        assert other.execute("SELECT count(*) FROM bodies").fetchone() == (1,)
        other.execute("ROLLBACK")

    counter.comes_back()
    (filed,) = reports(counter).filing.filed()
    assert filed.number == number
    wait_until(lambda: status(counter, filed).got == 1)
    wait_until(lambda: holds_no_story(counter))
    wait_until(lambda: not files_at(counter))
    assert len(shelf(ana).rows(Query())) == 1
    (attachment,) = report_at(ana, filed).attachments
    assert reports(ana).exchange.read(attachment) == letter.read_bytes()


@pytest.mark.system
def test_killed_between_the_purge_and_the_shredding_it_is_shredded_after_the_next_start(
    ana: StationAtWork, counter: StationAtWork, killed_counter: End, letter: Path
) -> None:
    killed_counter.tell(answers=ANSWERS, attach=str(letter))
    says_that_a_desk_has_it(killed_counter)
    wait_until(lambda: not _bodies(counter))
    killed_counter.kill()
    assert WORD in bytes_of(counter.home.path)

    counter.comes_back()
    reports(counter)
    wait_until(lambda: holds_no_story(counter))
    wait_until(lambda: not files_at(counter))


def test_a_discarded_draft_takes_its_words_and_its_files_along(
    ana: StationAtWork, counter: StationAtWork, letter: Path
) -> None:
    taken = reports(counter).taking.take_file(letter)
    draft = replace(a_draft(counter), attachments=(taken.attachment,))
    reports(counter).drafts.save(draft).result(PATIENCE)
    reports(counter).drafts.discard(draft.id).result(PATIENCE)
    wait_until(lambda: not files_at(counter))
    wait_until(lambda: holds_no_story(counter))


def test_a_file_that_another_draft_names_stays_when_one_is_discarded_or_submitted(
    ana: StationAtWork, counter: StationAtWork, letter: Path
) -> None:
    taken = reports(counter).taking.take_file(letter)
    kept = replace(a_draft(counter, narrative="One"), attachments=(taken.attachment,))
    reports(counter).drafts.save(kept).result(PATIENCE)
    discarded = replace(a_draft(counter, narrative="Two"), attachments=(taken.attachment,))
    reports(counter).drafts.save(discarded).result(PATIENCE)
    reports(counter).drafts.discard(discarded.id).result(PATIENCE)
    submitted = replace(a_draft(counter), attachments=(taken.attachment,))
    filed = reports(counter).filing.submit(submitted).result(PATIENCE)
    wait_until(lambda: status(counter, filed).got == 1)
    wait_until(lambda: WORD not in bytes_of(counter.home.path))
    assert reports(counter).blobs.holds(taken.attachment.sha256)


def test_an_amendment_and_its_file_leave_the_counter_as_well(
    ana: StationAtWork, counter: StationAtWork, letter: Path
) -> None:
    filed = submits(counter, narrative="He shouted.")
    wait_until(lambda: status(counter, filed).got == 1)
    taken = reports(counter).taking.take_file(letter)
    reports(counter).filing.amend(
        filed.report,
        answers={"damage": ANSWERS["narrative"]},
        why="Xylophonic, I forgot",
        amender="Maria Delgado",
        attachments=(taken.attachment,),
    ).result(PATIENCE)
    wait_until(lambda: report_at(ana, filed).attachments)
    wait_until(lambda: holds_no_story(counter))
    wait_until(lambda: not files_at(counter))
