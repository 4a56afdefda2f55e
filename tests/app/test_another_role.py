"""What a PC kept is not lost when it joins again as another role, and is not kept for good."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.app.site_making import join_site
from desktop.cli import main
from desktop.domain.reports.draft import Filed
from desktop.domain.roster.roles import Role
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
    wait_until,
)

__all__ = ["office"]

WORD = b"Xylophonic"
LETTER = "Dear sirs, the zyzzyva of your office will be sorry. "

WAIT = "the records from then wait on it until another supervisor's desk"

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

    def submits_while_nobody_listens(self, submit: Submits) -> Filed:
        """It ends after that."""
        self.ana.leaves()
        filed = submit(self.station)
        self.station.leaves()
        self.ana.comes_back()
        return filed

    def joins_again(self, role: Role, *, was_taken_out: bool = False) -> StationAtWork:
        """As ``site join --again`` does, and as the window does, at whose next start it shows."""
        admitting = self.ana.running.admitting
        assert admitting is not None
        if was_taken_out:
            code = admitting.reseat(self.station.device, role, person="Ana Ruiz").code
        else:
            code = admitting.invite(Seat(role=role, place="There 9", name="Maria Delgado")).code
        wait_until(lambda: admitting.port is not None)
        join_site(self.station.home, str(code), [(LOOPBACK, admitting.port or 0)], again=True)
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
    filed = pc.submits_while_nobody_listens(with_a_letter(letter))
    desk = pc.joins_again(Role.SUPERVISOR)
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
    filed = pc.submits_while_nobody_listens(with_a_letter(letter))
    counter = pc.joins_again(Role.COUNTER)
    assert reads_all_of_it(ana, filed)
    wait_until(lambda: not counter.home.records_db.exists())
    wait_until(lambda: holds_no_story(counter))
    assert status(counter, filed).holders == (ana.device,)


def starts_while_nobody_is_there(
    ana: StationAtWork, station: StationAtWork, meanwhile: Callable[[], None] = lambda: None
) -> None:
    """Then once more, beside ``ana``."""
    station.leaves()
    ana.leaves()
    station.comes_back()
    reports(station)
    station.leaves()
    meanwhile()
    ana.comes_back()
    station.comes_back()


def told_by_doctor(capsys: pytest.CaptureFixture[str], station: StationAtWork) -> str:
    main(["doctor", "--home", str(station.home.path)])
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Role.COUNTER, Role.SUPERVISOR),
        (Role.COUNTER, Role.STAFF),
        (Role.SUPERVISOR, Role.COUNTER),
    ],
)
def test_what_no_desk_heard_of_before_the_pc_was_taken_out_is_said_again_under_its_number(
    office: Workplace, ana: StationAtWork, letter: Path, before: Role, after: Role
) -> None:
    pc = Pc(office, ana, before)
    filed = pc.submits_while_nobody_listens(with_a_letter(letter))
    station = pc.joins_again(after, was_taken_out=True)
    assert reads_all_of_it(ana, filed)
    assert report_at(ana, filed).station == station.device
    followed = reports(station).filing.filed()
    assert [one.number for one in followed] == [filed.number]
    wait_until(lambda: ana.device in reports(station).filing.filed()[0].holders)
    if after is not Role.SUPERVISOR:
        wait_until(lambda: holds_no_story(station))


def test_an_end_before_any_desk_is_there_loses_nothing_that_a_counter_owed(
    office: Workplace, ana: StationAtWork, letter: Path
) -> None:
    pc = Pc(office, ana, Role.COUNTER)
    filed = pc.submits_while_nobody_listens(with_a_letter(letter))
    starts_while_nobody_is_there(ana, pc.joins_again(Role.SUPERVISOR))
    assert reads_all_of_it(ana, filed)


def test_records_wait_at_a_counter_until_a_desk_is_there_and_the_doctor_says_for_what(
    office: Workplace, ana: StationAtWork, letter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pc = Pc(office, ana, Role.SUPERVISOR)
    filed = pc.submits_while_nobody_listens(with_a_letter(letter))
    counter = pc.joins_again(Role.COUNTER)

    def waits() -> None:
        assert WAIT in told_by_doctor(capsys, counter)

    starts_while_nobody_is_there(ana, counter, meanwhile=waits)
    assert reads_all_of_it(ana, filed)
    wait_until(lambda: holds_no_story(counter))
    counter.leaves()
    assert WAIT not in told_by_doctor(capsys, counter)


def test_a_desk_finishes_what_it_let_go_of_while_it_was_none(ana: StationAtWork) -> None:
    ana.leaves()
    going = ana.home.path / "records.db.going"
    going.write_bytes(STORY.encode())
    ana.comes_back()
    reports(ana)
    wait_until(lambda: not going.exists())
    submits(ana)
    assert shelf(ana).count(Query()) == 1
