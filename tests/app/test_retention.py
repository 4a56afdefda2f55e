"""What was kept for its time goes at every station, what is younger or not over stays, and no
single wrong clock lets anything go.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.app import retaining
from desktop.app.retaining import oldest_day_seen, retention_of
from desktop.cli.serving.alerts import AlertVerbs
from desktop.cli.serving.boards import Boards
from desktop.cli.serving.log import LogVerbs
from desktop.domain.alerts.facts import AlertId, Kind
from desktop.domain.reports.draft import Filed
from desktop.domain.retention.kinds import Kept
from desktop.domain.settings.errors import AdministratorsPresetError
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.log.purging import NotPurgeableError
from desktop.services.log.verifying import Verification, verify_logs
from desktop.services.records.parts import SupervisorsKeepRecordsError
from tests.support.filing import bytes_of, report_at, reports, shelf, submits
from tests.support.logfail import LogJudge
from tests.support.stations import raw_rows
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, wait_until

pytestmark = pytest.mark.timeout(120)

OLD, YOUNG, OPEN = "He threw the zyzzyva", "He came once more", "Nobody has seen her yet"
SIGNED = "Xylophonic Mr. Beck struck the partition"
UNSIGNED = "Nobody has signed this of the wainscot"
KEPT = "A court asks about the zeugma"


class Later(SystemClock):
    """The clocks of a PC at which it is so much later, or that is wrong by as much."""

    def __init__(self, days: float) -> None:
        self._by = timedelta(days=days)

    def now(self) -> datetime:
        return super().now() + self._by


FORTY_DAYS, TEN_YEARS = 40, 3650


@dataclass
class Lived:
    """An office in which something happened, and something else forty days later."""

    ana: StationAtWork
    marcus: StationAtWork
    counter: StationAtWork
    old: AlertId
    young: AlertId
    waiting: AlertId
    signed: Filed
    unsigned: Filed
    kept: Filed
    gone: int = 0

    @property
    def desks(self) -> tuple[StationAtWork, StationAtWork]:
        return self.ana, self.marcus


def presses(counter: StationAtWork, note: str, *desks: StationAtWork) -> AlertId:
    alert = counter.presses(Kind.PANIC, note=note).alert
    wait_until(lambda: all(desk.shows(alert) for desk in desks))
    return alert


def is_helped(counter: StationAtWork, note: str, *desks: StationAtWork) -> AlertId:
    alert = presses(counter, note, *desks)
    desks[0].says_they_are_here(alert)
    desks[0].closes(alert)
    wait_until(lambda: all(desk.has_closed(alert) for desk in desks))
    return alert


def keeps(station: StationAtWork, kind: Kept, months: int | None) -> None:
    station.running.preferences.preset(kind.key, months, author="Ana Ruiz").result(PATIENCE)


def files_of(station: StationAtWork) -> bytes:
    return bytes_of(station.home.path)


def is_verified(station: StationAtWork) -> Verification:
    home = station.home
    with (
        closing(SqliteLog(home.alerts_db, File.ALERTS)) as alerts,
        closing(SqliteLog(home.records_db, File.RECORDS)) as records,
    ):
        key = station.running.identity.site_key
        return verify_logs([alerts, records], site_key=key, verify=verify)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    office = Workplace(tmp_path_factory.mktemp("kept"))
    try:
        yield a_month_and_more(office)
    finally:
        office.closes_down()


def came_before(station: StationAtWork, days: float) -> None:
    """What lies in its files came so much earlier: they note it by the PC's clock, and nobody can
    turn that here.
    """
    for file in station.home.path.glob("*.db"):
        with closing(raw_rows(file)) as conn:
            conn.execute("UPDATE events SET received_at = received_at - ?", (days * 86_400_000,))


def a_month_and_more(office: Workplace) -> Lived:
    """Kept for a month: forty days pass, and Ana's desk looks."""
    ana, marcus = office.supervisor("Ana Ruiz"), office.supervisor("Marcus Bell")
    counter = office.counter("Counter 3")
    for desk in (ana, marcus):
        reports(desk)
    old = is_helped(counter, OLD, ana, marcus)
    waiting = presses(marcus, OPEN, ana)
    filed = [submits(counter, narrative=narrative) for narrative in (SIGNED, UNSIGNED, KEPT)]
    for desk in (ana, marcus):
        for one in filed:
            report_at(desk, one)
    review = reports(ana).review
    assert review is not None
    for one in (filed[0], filed[2]):
        review.sign(one.report, "Ana Ruiz").result(PATIENCE)
    wait_until(lambda: all(report_at(marcus, one).signing for one in (filed[0], filed[2])))
    others = reports(marcus).review
    assert others is not None
    others.keep(filed[2].report, "A court case", "", "Marcus Bell").result(PATIENCE)
    wait_until(lambda: report_at(ana, filed[2]).keep_marks)
    keeps(ana, Kept.ALERTS, 1)
    keeps(ana, Kept.REPORTS, 1)
    assert ana.running.late.retaining().look() == 0

    stations = (counter, marcus, ana)
    for station in stations:
        station.leaves()
        came_before(station, FORTY_DAYS)
    for station in reversed(stations):
        station.comes_back(clock=Later(FORTY_DAYS))
    for desk in (ana, marcus):
        reports(desk)
    wait_until(lambda: ana.sees(counter) and marcus.sees(counter))
    young = is_helped(counter, YOUNG, ana, marcus)
    made = Lived(ana, marcus, counter, old, young, waiting, filed[0], filed[1], filed[2])
    made.gone = ana.running.late.retaining().look()
    return made


def test_a_month_after_its_end_it_is_gone_from_both_files_of_every_desk(lived: Lived) -> None:
    assert lived.gone > 5
    wait_until(lambda: not any(shelf(desk).report(lived.signed.number) for desk in lived.desks))
    wait_until(lambda: not any(b"ylophonic" in files_of(desk) for desk in lived.desks))
    wait_until(lambda: not any(b"zyzzyva" in files_of(desk) for desk in lived.desks))
    wait_until(lambda: b"zyzzyva" not in files_of(lived.counter))


def test_what_is_younger_open_kept_or_not_signed_stays(lived: Lived) -> None:
    for desk in lived.desks:
        assert report_at(desk, lived.kept).answers["narrative"] == KEPT
        assert report_at(desk, lived.unsigned).answers["narrative"] == UNSIGNED
        assert YOUNG.encode() in files_of(desk)
        assert desk.has_closed(lived.young)
        assert desk.shows(lived.waiting)


def test_the_chains_verify_and_what_went_is_counted(lived: Lived) -> None:
    wait_until(lambda: all(is_verified(desk).purged >= lived.gone for desk in lived.desks))
    assert all(is_verified(desk).is_sound for desk in lived.desks)


def test_the_next_look_and_another_desks_find_nothing_left(lived: Lived) -> None:
    assert lived.ana.running.late.retaining().look() == 0
    standing = retention_of(lived.marcus.running.at_work).standing([12])
    assert standing.of(Kept.REPORTS).going[1].count == 0
    staying = standing.of(Kept.REPORTS)
    assert (staying.staying, staying.marked) == (1, 1)
    assert standing.of(Kept.ALERTS).period.in_force == 1


def test_a_clock_ten_years_off_purges_nothing(lived: Lived) -> None:
    lived.ana.leaves()
    lived.ana.comes_back(clock=Later(FORTY_DAYS + TEN_YEARS))
    desk = lived.ana.running.late.retaining()
    assert desk.look() == 0, "nobody is there yet, and the events say what day it is"
    wait_until(lambda: lived.ana.sees(lived.counter) and lived.ana.sees(lived.marcus))
    assert desk.look() == 0
    assert YOUNG.encode() in files_of(lived.ana)


def test_a_clock_ten_years_off_ends_no_mark_for_a_purge_by_hand_either(lived: Lived) -> None:
    lived.ana.leaves()
    lived.ana.comes_back(clock=Later(FORTY_DAYS + TEN_YEARS))
    wait_until(lambda: lived.ana.sees(lived.counter) and lived.ana.sees(lived.marcus))
    review = reports(lived.marcus).review
    assert review is not None
    until = f"{Later(FORTY_DAYS + 20).now():%Y-%m-%d}"
    review.keep(lived.unsigned.report, "A claim", until, "Marcus Bell").result(PATIENCE)
    wait_until(lambda: report_at(lived.ana, lived.unsigned).keep_marks)
    assert f"{oldest_day_seen(lived.ana.running.at_work)}" < until
    boards = Boards(lived.ana.running.station)
    log = LogVerbs(lived.ana.running, AlertVerbs(lived.ana.running, boards), boards).verbs()
    with pytest.raises(NotPurgeableError, match="kept, says Marcus Bell: A claim"):
        log["log purge"]({"reports": [lived.unsigned.number], "reason": "By law"})


def test_it_looks_by_itself_and_again_after_a_day_on_which_it_could_not(
    lived: Lived, monkeypatch: pytest.MonkeyPatch, log_judge: LogJudge
) -> None:
    log_judge.expect("retention: ")
    for name, seconds in (("_WAKES_EVERY_S", 0.01), ("FIRST_AFTER_S", 0.0), ("EVERY_S", 0.02)):
        monkeypatch.setattr(retaining, name, seconds)
    monkeypatch.setattr(retaining, "NEXT_DESK_AFTER_S", 0.0)
    looks: list[int] = []

    def look() -> int:
        looks.append(1)
        if len(looks) == 1:
            raise DatabaseUnusableError
        return 0

    made = retaining.Retaining(lived.ana.running.at_work)
    monkeypatch.setattr(made, "look", look)
    made.start()
    wait_until(lambda: len(looks) >= 3)
    made.stop()


def test_only_administrators_desks_say_for_how_long(lived: Lived, tmp_path: Path) -> None:
    with pytest.raises(AdministratorsPresetError):
        keeps(lived.marcus, Kept.REPORTS, 1)
    with pytest.raises(SupervisorsKeepRecordsError):
        retention_of(lived.counter.running.at_work)
