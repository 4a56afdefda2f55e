"""What a PC kept is not lost when it joins again as another role, and is not kept for good."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.app.site_making import join_site
from desktop.domain.reports.draft import Filed
from desktop.domain.roster.roles import Role
from desktop.services.adapters.sqlite.former_records import FormerRecords
from desktop.services.records import handing_on
from desktop.services.reports.ports import Query
from desktop.services.trust.seats import Seat
from tests.support.filing import (
    STORY,
    a_draft_with,
    bytes_of,
    report_at,
    reports,
    shelf,
    status,
    submits,
)
from tests.support.workplace import (
    LOOPBACK,
    PATIENCE,
    StationAtWork,
    Workplace,
    office,
    at_work,
    wait_until,
)

__all__ = ["office"]

WORD = b"Xylophonic"
LETTER = "Dear sirs, the zyzzyva of your office will be sorry. "

Submits = Callable[[StationAtWork], Filed]


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    """The supervisor who lets everybody in."""
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "letter.txt"
    file.write_text(LETTER * 1000)
    return file


class Pc:
    """A PC that joins as one role, and again as another while nobody is there to listen."""

    def __init__(self, office: Workplace, ana: StationAtWork, role: Role) -> None:
        self.office, self.ana = office, ana
        self.station = office.joins(Seat(role=role, place="Here 5", name="Maria Delgado"))

    def submits_while_nobody_listens(self, submit: Submits, to: Role) -> Filed:
        """It has a code for ``to`` by then; it ends after it has submitted."""
        assert self.ana.running.admitting is not None
        seat = Seat(role=to, place="There 9", name="Maria Delgado")
        self.code = str(self.ana.running.admitting.invite(seat).code)
        self.ana.leaves()
        filed = submit(self.station)
        self.station.leaves()
        return filed

    def joins_again(self) -> StationAtWork:
        """As ``site join --again`` does, and as the window does, at whose next start it shows."""
        self.ana.comes_back()
        admitting = self.ana.running.admitting
        assert admitting is not None
        wait_until(lambda: admitting.port is not None)
        join_site(self.station.home, self.code, [(LOOPBACK, admitting.port or 0)], again=True)
        self.station.comes_back()
        return self.station


def with_a_letter(letter: Path) -> Submits:
    def submit(station: StationAtWork) -> Filed:
        taken = reports(station).taking.take_file(letter).attachment
        draft = a_draft_with(station, taken)
        return reports(station).filing.submit(draft).result(PATIENCE)

    return submit


def holds_no_story(station: StationAtWork) -> bool:
    left = bytes_of(station.home.path)
    return WORD not in left and b"zyzzyva" not in left


def reads_all_of_it(desk: StationAtWork, filed: Filed) -> bool:
    """The report and its letter are at this desk."""
    report = report_at(desk, filed)
    wait_until(lambda: all(reports(desk).blobs.holds(f.sha256) for f in report.attachments))
    return report.answers["narrative"] == STORY and bool(report.attachments)


def test_what_a_counter_owes_reaches_the_desks_once_it_is_a_supervisors(
    office: Workplace, ana: StationAtWork, letter: Path
) -> None:
    pc = Pc(office, ana, Role.COUNTER)
    filed = pc.submits_while_nobody_listens(with_a_letter(letter), to=Role.SUPERVISOR)
    desk = pc.joins_again()
    assert reads_all_of_it(desk, filed)
    assert reads_all_of_it(ana, filed)
    wait_until(lambda: set(status(desk, filed).holders) == {desk.device, ana.device})
    desk.leaves()
    assert WORD not in desk.home.drafts_db.read_bytes()
    desk.comes_back()
    assert reads_all_of_it(desk, filed)


def test_what_a_desk_kept_reaches_the_others_once_it_is_a_counter_and_leaves_it(
    office: Workplace, ana: StationAtWork, letter: Path
) -> None:
    pc = Pc(office, ana, Role.SUPERVISOR)
    filed = pc.submits_while_nobody_listens(with_a_letter(letter), to=Role.COUNTER)
    counter = pc.joins_again()
    assert reads_all_of_it(ana, filed)
    wait_until(lambda: not counter.home.records_db.exists())
    wait_until(lambda: holds_no_story(counter))
    assert status(counter, filed).holders == (ana.device,)
