"""What people do with reports at stations at work, in few words."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from desktop.app.reporting import Reporting
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.draft import Draft, Filed
from desktop.domain.reports.field import Kind
from desktop.domain.reports.report import Report
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.reports.ports import Shelf
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, wait_until

STORY = "Xylophonic Mr. Beck struck the partition with his umbrella"
ANSWERS: dict[str, Any] = {
    "began": "2026-03-09T10:00",
    "reporter_name": "Maria Delgado",
    "narrative": STORY,
    "behavior": ["damage", "threat_to_person"],
}


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    """A supervisor whose desk keeps reports."""
    ana = office.supervisor("Ana Ruiz")
    reports(ana)
    return ana


@pytest.fixture
def counter(office: Workplace, ana: StationAtWork) -> StationAtWork:
    """A counter of her office."""
    return office.counter("Counter 3")


def reports(station: StationAtWork) -> Reporting:
    return station.running.late.reporting()


def shelf(station: StationAtWork) -> Shelf:
    found = reports(station).shelf
    assert found is not None
    return found


def a_draft(station: StationAtWork, **answers: Any) -> Draft:
    """A draft with the essentials and ``answers``, on this station's disk."""
    desk = reports(station).drafts
    draft = desk.new(Kind.COUNTER, answers={**ANSWERS, **answers})
    return desk.save(draft).result(PATIENCE)


def a_draft_with(station: StationAtWork, *files: Attachment) -> Draft:
    """A draft that has those files attached."""
    draft = replace(a_draft(station), attachments=files)
    return reports(station).drafts.save(draft).result(PATIENCE)


def submits(station: StationAtWork, **answers: Any) -> Filed:
    return reports(station).filing.submit(a_draft(station, **answers)).result(PATIENCE)


def status(station: StationAtWork, filed: Filed) -> Filed:
    """What its reporter is told of it now."""
    return next(one for one in reports(station).filing.filed() if one.report == filed.report)


def report_at(station: StationAtWork, filed: Filed) -> Report:
    """The report as it lies at a supervisor's station, once it has come there."""
    wait_until(lambda: shelf(station).report(filed.number) is not None)
    found = shelf(station).report(filed.number)
    assert found is not None
    return found


def bytes_of(folder: Path) -> bytes:
    """Every byte of a home: databases, their write-ahead logs, and whatever else."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def discards(station: StationAtWork, draft: Draft) -> None:
    """Throw a draft away."""
    reports(station).drafts.discard(draft.id).result(PATIENCE)


def has_dealt_with_all(station: StationAtWork) -> None:
    """Wait until nothing is noted as leaving any more."""
    wait_until(lambda: not leaving_at(station))


def leaving_at(station: StationAtWork) -> set[str]:
    """What is noted as leaving and not dealt with."""
    found: set[str] = set()
    for path, file in (
        (station.home.drafts_db, File.DRAFTS),
        (station.home.records_db, File.RECORDS),
    ):
        with closing(SqliteLog(path, file)) as kept:
            found.update(row[0] for row in kept._conn.execute("SELECT blob FROM leaving"))
    return found
