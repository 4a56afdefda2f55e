"""At a supervisor's desk the files of what was discarded or purged go, and no others. On the real
folder.
"""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.domain.log_facts import BodyPurged
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.draft import Filed
from desktop.services.adapters.sqlite.absent import NoArchive
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.blobs.leaving import KeptFile, Leaving
from desktop.services.ports import Entry
from tests.support.filing import (
    a_draft,
    a_draft_with,
    ana,
    discards,
    has_dealt_with_all,
    leaving_at,
    reports,
    shelf,
)
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office, wait_until

__all__ = ["ana", "office"]

LETTER = b"Dear sirs, the zyzzyva of your office will be sorry. " * 100


def takes(station: StationAtWork, data: bytes = LETTER, name: str = "letter.txt") -> Attachment:
    return reports(station).taking.take_pasted(data, name).attachment


def submits_with(station: StationAtWork, *files: Attachment) -> Filed:
    draft = a_draft_with(station, *files)
    return reports(station).filing.submit(draft).result(PATIENCE)


def purges(station: StationAtWork, *filed: Filed) -> None:
    notice = BodyPurged(events=tuple(one.report for one in filed), reason="", person="Ana Ruiz")
    station.running.station.publish(notice).result(PATIENCE)


def files_at(station: StationAtWork) -> set[str]:
    """The names of all files in the folder of attachments."""
    return {path.name for path in station.home.blobs.rglob("*") if path.is_file()}


def holds_only(station: StationAtWork, *files: Attachment) -> None:
    """Wait until those are all the files in its folder."""
    wait_until(lambda: files_at(station) == {file.sha256 for file in files})


def test_a_discarded_draft_takes_its_files_along_at_a_desk_too(ana: StationAtWork) -> None:
    letter = takes(ana)
    draft = a_draft_with(ana, letter)
    assert files_at(ana) == {letter.sha256}
    discards(ana, draft)
    holds_only(ana)
    has_dealt_with_all(ana)


def test_a_file_that_another_draft_or_a_report_names_stays(ana: StationAtWork) -> None:
    first, second = takes(ana), takes(ana, LETTER * 2)
    other = a_draft_with(ana, first)
    submits_with(ana, second)
    discards(ana, a_draft_with(ana, first, second))
    has_dealt_with_all(ana)
    assert files_at(ana) == {first.sha256, second.sha256}
    discards(ana, other)
    holds_only(ana, second)


def test_a_file_that_a_form_holds_and_has_not_saved_yet_stays(ana: StationAtWork) -> None:
    draft = a_draft_with(ana, takes(ana))
    taken = takes(ana)
    again = replace(taken, added_at="2026-03-09T10:00:00+00:00")
    reports(ana)._fresh.took(again)  # a second later, in another form
    reports(ana)._fresh.named([taken])
    other = takes(ana, LETTER * 2)
    discards(ana, draft)
    discards(ana, a_draft_with(ana, other))
    holds_only(ana, again)  # the other one is gone, so it was looked
    discards(ana, a_draft_with(ana, again))
    holds_only(ana)


@pytest.fixture(params=["a desk", "a counter"])
def station(request: pytest.FixtureRequest, office: Workplace, ana: StationAtWork) -> StationAtWork:
    return ana if request.param == "a desk" else office.counter("Counter 3")


def test_a_file_that_is_taken_out_of_a_draft_goes_once_its_form_is_closed(
    station: StationAtWork,
) -> None:
    letter, photo = takes(station), takes(station, LETTER * 2)
    draft = a_draft_with(station, letter, photo)
    reporting = reports(station)
    reporting.hold("form", draft.attachments)
    reporting.drafts.save(replace(draft, attachments=(photo,))).result(PATIENCE)
    discards(station, a_draft_with(station, takes(station, LETTER * 3)))
    holds_only(station, letter, photo)  # whoever has the form open can undo that
    reporting.release("form")
    holds_only(station, photo)


def test_a_file_that_was_put_back_into_its_draft_stays(station: StationAtWork) -> None:
    letter = takes(station)
    draft = a_draft_with(station, letter)
    reporting = reports(station)
    reporting.hold("form", draft.attachments)
    reporting.drafts.save(replace(draft, attachments=())).result(PATIENCE)
    reporting.drafts.save(draft).result(PATIENCE)
    reporting.release("form")
    discards(station, a_draft_with(station, takes(station, LETTER * 2)))
    holds_only(station, letter)


def test_a_file_that_was_taken_out_goes_from_a_draft_that_a_crash_closed(
    station: StationAtWork,
) -> None:
    letter, photo = takes(station), takes(station, LETTER * 2)
    draft = a_draft_with(station, letter, photo)
    reporting = reports(station)
    reporting.hold("form", draft.attachments)
    reporting.drafts.save(replace(draft, attachments=(photo,))).result(PATIENCE)
    takes(station, LETTER * 3)  # and one that was in no draft yet
    station.leaves()
    station.comes_back()
    reports(station)
    holds_only(station, photo)


def test_a_purged_report_takes_its_files_along_at_every_desk(
    office: Workplace, ana: StationAtWork
) -> None:
    marcus = office.supervisor("Marcus Bell")
    reports(marcus)
    letter, photo = takes(ana), takes(ana, LETTER * 3, "notes.txt")
    purged, kept = submits_with(ana, letter, photo), submits_with(ana, photo)
    holds_only(marcus, letter, photo)
    purges(ana, purged)
    for desk in (ana, marcus):
        holds_only(desk, photo)
        assert shelf(desk).report(kept.number)
        assert shelf(desk).report(purged.number) is None
    purges(ana, kept)
    for desk in (ana, marcus):
        holds_only(desk)
        has_dealt_with_all(desk)


def test_answers_that_travelled_as_a_file_go_with_a_purged_report(ana: StationAtWork) -> None:
    story = " ".join(f"word{number}" for number in range(20_000))
    draft = a_draft(ana, narrative=story)
    filed = reports(ana).filing.submit(draft).result(PATIENCE)
    assert len(files_at(ana)) == 1
    purges(ana, filed)
    holds_only(ana)


@pytest.mark.parametrize("deletes", ["a draft", "a report"])
def test_a_program_that_ends_before_it_has_deleted_them_does_so_at_its_next_start(
    ana: StationAtWork, monkeypatch: pytest.MonkeyPatch, deletes: str
) -> None:
    letter, photo = takes(ana), takes(ana, LETTER * 2)
    with monkeypatch.context() as cut_off:
        cut_off.setattr(Leaving, "_ask", lambda _self, _leaving: None)
        if deletes == "a draft":
            discards(ana, a_draft_with(ana, letter, photo))
        else:
            purges(ana, submits_with(ana, letter, photo))
        submits_with(ana, photo)
        wait_until(lambda: letter.sha256 in leaving_at(ana))
        ana.leaves()
    assert files_at(ana) == {letter.sha256, photo.sha256}
    ana.comes_back()
    reports(ana)
    holds_only(ana, photo)
    has_dealt_with_all(ana)


def test_what_was_purged_while_the_station_was_off_goes_at_its_next_start(
    ana: StationAtWork,
) -> None:
    letter = takes(ana)
    filed = submits_with(ana, letter)
    ana.leaves()
    with closing(SqliteLog(ana.home.records_db, File.RECORDS, for_writing=True)) as records:
        records.keep(Entry(purged=(filed.report,)))
    assert files_at(ana) == {letter.sha256}
    ana.comes_back()
    reports(ana)
    holds_only(ana)


def test_a_counter_notes_no_file_for_longer_than_it_holds_it(
    office: Workplace, ana: StationAtWork, tmp_path: Path
) -> None:
    counter = office.counter("Counter 3")
    letter = takes(counter)
    discards(counter, a_draft_with(counter, letter))
    wait_until(lambda: not files_at(counter))

    def is_noted() -> bool:
        with closing(SqliteLog(counter.home.drafts_db, File.DRAFTS)) as kept:
            return kept._conn.execute("SELECT 1 FROM leaving").fetchone() is not None

    wait_until(lambda: not is_noted())


class Store:
    """Files in memory, and a database that says what left and what is named."""

    def __init__(self, *, leaving: frozenset[str], named: frozenset[str] | None) -> None:
        self.held = set(leaving)
        self.left: list[Entry] = []
        self._leaving, self._named = leaving, named
        self.looked: Callable[[], None] = lambda: None

    def forget(self, blob: str) -> None:
        self.held.discard(blob)

    def holds(self, blob: str) -> bool:
        return blob in self.held

    def keep(self, entry: Entry, then: Callable[[Exception | None], None]) -> None:
        self.left.append(entry)
        then(None)

    def leaving(self, then: Callable[[frozenset[str]], None]) -> None:
        then(self._leaving)

    def naming(self, blobs: frozenset[str], then: Callable[[frozenset[str] | None], None]) -> None:
        self.looked()
        then(self._named)

    def sweeps(self) -> Leaving:
        kept = KeptFile(self, self)  # type: ignore[arg-type]  # as much of both as is used
        return Leaving((kept,), files=self, names=frozenset, post=lambda act: act())


def test_where_a_database_cannot_be_read_no_file_is_deleted_and_nothing_is_forgotten() -> None:
    store = Store(leaving=frozenset({"a" * 64}), named=None)
    store.sweeps().sweep()
    assert store.held == {"a" * 64}
    assert store.left == []
    said: list[frozenset[str] | None] = []
    NoArchive().naming(frozenset({"a" * 64}), said.append)
    assert said == [None]


def test_a_file_that_a_record_names_which_came_in_meanwhile_stays() -> None:
    letter = Attachment(name="a.txt", media="text/plain", size=1, sha256="a" * 64)
    store = Store(leaving=frozenset({letter.sha256, "b" * 64}), named=frozenset())
    leaving = store.sweeps()
    store.looked = lambda: leaving.named([letter])  # told after the database was looked through
    leaving.sweep()
    assert store.held == {letter.sha256}


def test_a_file_that_the_disk_does_not_give_up_is_tried_again_at_the_next_sweep() -> None:
    store = Store(leaving=frozenset({"a" * 64, "b" * 64}), named=frozenset())
    store.forget = lambda blob: store.held.discard(blob) if blob[0] == "b" else None  # type: ignore[method-assign]
    store.sweeps().sweep()
    assert [entry.left for entry in store.left] == [("b" * 64,)]
