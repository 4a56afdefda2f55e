"""The world at its worst: a clear word, nothing lost, and an alert that leaves all the same."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.app.main import settings_of
from desktop.app.site_making import join_site
from desktop.domain.alerts.facts import AlertId, Kind
from desktop.domain.errors import DeskError
from desktop.domain.hotkeys import Action
from desktop.domain.presence import Unready
from desktop.domain.roster.roles import Role
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeInUseError
from desktop.services.adapters.keys.identity import CopiedHomeError
from desktop.services.adapters.mosquitto.finding import MosquittoMissingError
from desktop.services.adapters.mosquitto.ports import RelayPortTakenError
from desktop.services.adapters.sqlite.errors import ForeignDatabaseError, NewerDatabaseError
from desktop.services.trust.refusals import JoinCodeUsedError
from desktop.services.trust.seats import Seat
from tests.support.keys import press_key
from tests.support.small_disk import SmallDisk, skip_or_fail
from tests.support.workplace import LOOPBACK, StationAtWork, Workplace, at_work

NO_RELAY = "This station's relay does not run"


class WrongClock(SystemClock):
    """A PC whose wall clock is off; its monotonic one never is."""

    def __init__(self, off: timedelta) -> None:
        self._off = off

    def now(self) -> datetime:
        return datetime.now(UTC) + self._off


@pytest.fixture
def pair(office: Workplace) -> tuple[StationAtWork, StationAtWork]:
    """A supervisor and a counter who reach each other."""
    return office.supervisor("Ana Ruiz"), office.counter("Counter 3")


def test_a_code_lets_one_pc_in_and_no_second_one(office: Workplace) -> None:
    ana = office.supervisor("Ana Ruiz")
    admitting = ana.running.admitting
    assert admitting is not None
    code = str(admitting.invite(Seat(role=Role.COUNTER, place="Counter 3")).code)
    assert admitting.port is not None
    where = [(LOOPBACK, admitting.port)]
    admitting.invite(Seat(role=Role.COUNTER, place="Counter 4"))  # keeps the door open
    join_site(office.home(relay=False), code, where)
    with pytest.raises(JoinCodeUsedError):
        join_site(office.home(relay=False), code, where)


def test_a_revoked_counter_is_cut_off_and_nothing_it_sends_is_believed(
    office: Workplace, pair: tuple[StationAtWork, StationAtWork]
) -> None:
    ana, stolen = pair
    other = office.counter("Counter 4")
    admitting = ana.running.admitting
    assert admitting is not None
    admitting.revoke(stolen.device, reason="stolen", person="Ana Ruiz")
    press = stolen.presses(Kind.PANIC)
    office.wait_until(lambda: stolen.board.relays_up == 0)
    real = other.presses_panic()
    office.wait_until(lambda: ana.is_called_by(real))
    assert stolen.board.readiness.why in {Unready.NO_RELAY, Unready.REVOKED}
    assert ana.alert(press.alert) is None
    assert other.is_ready


@pytest.mark.expects_log(NO_RELAY)
def test_with_its_port_taken_a_supervisors_desk_works_over_the_other_relays(
    office: Workplace,
) -> None:
    office.supervisor("Ana Ruiz")
    home = office.home(relay=True)
    office.lets_in(home, Seat(role=Role.SUPERVISOR, place="Supervisors", name="Marcus Bell"))
    settings = home.settings_file.read_text()
    taken = office.founder.running.settings.port
    home.settings_file.write_text(settings.replace(str(settings_of(home).port), str(taken)))

    marcus = StationAtWork(home, at_work(home))
    office.stations.append(marcus)
    counter = office.counter("Counter 3")
    office.wait_until(lambda: sum(d.is_present for d in counter.board.supervisors) == 2)
    alert = counter.presses_panic()
    office.wait_until(lambda: marcus.is_called_by(alert))
    (trouble,) = marcus.running.troubles
    assert isinstance(trouble, RelayPortTakenError)
    assert str(taken) in f"{trouble} {trouble.advice}"


@pytest.mark.expects_log(NO_RELAY)
def test_without_mosquitto_a_supervisors_desk_says_so_and_works_over_the_other_relays(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.supervisor("Ana Ruiz")
    counter = office.counter("Counter 3")

    def missing() -> Path:
        raise MosquittoMissingError

    monkeypatch.setattr("desktop.services.adapters.mosquitto.process.find_mosquitto", missing)
    marcus = office.supervisor("Marcus Bell")
    alert = counter.presses_panic()
    office.wait_until(lambda: marcus.is_called_by(alert))
    office.wait_until(lambda: marcus.running.troubles)
    assert "osquitto" in marcus.running.troubles[0].advice


def test_an_alert_leaves_from_a_data_folder_that_cannot_be_written(
    office: Workplace, pair: tuple[StationAtWork, StationAtWork], read_only: "ReadOnly"
) -> None:
    ana, counter = pair
    counter.leaves()
    read_only(counter.home.path)

    counter.comes_back()
    press = counter.presses(Kind.PANIC)
    assert not press.is_recorded
    office.wait_until(lambda: ana.is_called_by(press.alert))
    office.wait_until(lambda: counter.knows_it_was_delivered(press.alert))
    assert counter.running.troubles


@pytest.mark.expects_log("could not be kept in alerts.db")
def test_an_alert_leaves_from_a_disk_that_is_full_and_is_recorded_when_there_is_room(
    office: Workplace, small_disk: SmallDisk
) -> None:
    ana = office.supervisor("Ana Ruiz")
    home = office.home(relay=False)
    small_disk.under(home)
    office.lets_in(home, Seat(role=Role.COUNTER, place="Counter 3"))
    counter = StationAtWork(home, at_work(home))
    office.stations.append(counter)
    office.wait_until(lambda: counter.is_ready)

    small_disk.fills_up()
    press = counter.presses(Kind.PANIC)
    assert not press.is_recorded
    office.wait_until(lambda: ana.is_called_by(press.alert))
    office.wait_until(lambda: counter.knows_it_was_delivered(press.alert))

    counter.leaves()
    counter.comes_back()
    again = counter.presses(Kind.PANIC)
    assert not again.is_recorded
    office.wait_until(lambda: ana.alert(again.alert) and ana.is_called_by(again.alert))
    before = presses_seen(ana, again.alert)
    press_key(counter, Action.PANIC)
    office.wait_until(lambda: presses_seen(ana, again.alert) == before + 1)

    small_disk.has_room_again()
    office.wait_until(lambda: (way := counter.delivery(again.alert)) and way.is_recorded)


def presses_seen(station: StationAtWork, alert: AlertId) -> int:
    seen = station.alert(alert)
    return len(seen.presses) if seen else 0


@pytest.mark.parametrize(
    ("spoil", "error"),
    [("not ours", ForeignDatabaseError), ("newer", NewerDatabaseError)],
)
def test_a_database_that_cannot_be_used_is_named_left_alone_and_keeps_no_alert_from_leaving(
    office: Workplace,
    pair: tuple[StationAtWork, StationAtWork],
    spoil: str,
    error: type[DeskError],
) -> None:
    ana, counter = pair
    counter.leaves()
    database = counter.home.alerts_db
    if spoil == "newer":
        conn = sqlite3.connect(database)
        conn.execute("PRAGMA user_version = 999")
        conn.close()
    else:
        database.write_bytes(b"somebody's shopping list, milk and eggs" * 100)
    before = database.read_bytes()

    counter.comes_back()
    assert isinstance(counter.running.troubles[0], error)
    alert = counter.presses_panic()
    office.wait_until(lambda: ana.is_called_by(alert))
    office.wait_until(lambda: counter.knows_it_was_delivered(alert))
    counter.leaves()
    assert database.read_bytes() == before


def test_a_second_program_on_one_home_is_turned_away(
    pair: tuple[StationAtWork, StationAtWork],
) -> None:
    _, counter = pair
    with pytest.raises(HomeInUseError):
        at_work(counter.home)


def test_a_copied_home_asks_to_join_again(
    office: Workplace, pair: tuple[StationAtWork, StationAtWork]
) -> None:
    _, counter = pair
    copy = office.folder / "copy"
    counter.leaves()
    shutil.copytree(counter.home.path, copy)
    with pytest.raises(CopiedHomeError) as refusal:
        at_work(Home(copy))
    assert "site join" in refusal.value.advice


def test_a_restored_database_hears_of_what_it_forgot_and_goes_on_after_it(
    office: Workplace, pair: tuple[StationAtWork, StationAtWork]
) -> None:
    ana, counter = pair
    counter.leaves()
    backup = office.folder / "backup.db"
    shutil.copy(counter.home.alerts_db, backup)
    counter.comes_back()
    forgotten = counter.presses_panic()
    office.wait_until(lambda: counter.knows_it_was_delivered(forgotten))
    counter.leaves()
    for file in counter.home.path.glob("alerts.db*"):
        file.unlink()
    shutil.copy(backup, counter.home.alerts_db)

    counter.comes_back()
    office.wait_until(lambda: counter.shows(forgotten))
    again = counter.presses_panic()
    assert again == forgotten
    office.wait_until(lambda: (found := ana.alert(again)) and len(found.presses) == 2)


@pytest.mark.parametrize("off", [timedelta(days=1), timedelta(days=-3650), timedelta(days=3650)])
def test_a_counter_whose_clock_is_wrong_is_answered_like_any_other(
    office: Workplace, pair: tuple[StationAtWork, StationAtWork], off: timedelta
) -> None:
    ana, counter = pair
    counter.leaves()
    counter.comes_back(clock=WrongClock(off))
    office.wait_until(lambda: counter.is_ready)

    alert = counter.presses_panic()
    office.wait_until(lambda: ana.is_called_by(alert))
    ana.is_going(alert)
    office.wait_until(lambda: counter.sees_who_is_coming(alert) == ("Ana Ruiz",))
    running_for = time.monotonic() - ana.board.alerts[0].since
    assert 0 <= running_for < 60
    office.wait_until(lambda: abs(_clock_of(counter, as_seen_by=ana) - off.total_seconds()) < 60)


def _clock_of(station: StationAtWork, *, as_seen_by: StationAtWork) -> float:
    desks = as_seen_by.board.desks
    return next(desk.clock_ahead_s for desk in desks if desk.device == station.device)


class ReadOnly:
    """Makes folders unwritable, also for root, and writable again."""

    def __init__(self) -> None:
        self._mounted: list[Path] = []
        self._modes: dict[Path, int] = {}

    def __call__(self, folder: Path) -> None:
        if os.geteuid() != 0:
            for path in (folder, *folder.rglob("*")):
                self._modes[path] = path.stat().st_mode
                path.chmod(0o500 if path.is_dir() else 0o400)
            return
        if os.system(f"mount --bind -o ro {folder} {folder} 2>/dev/null") != 0:
            skip_or_fail("this account may not mount, and root ignores permission bits")
        os.system(f"mount -o remount,ro,bind {folder}")
        self._mounted.append(folder)

    def undo(self) -> None:
        for folder in self._mounted:
            os.system(f"umount {folder}")
        for path, mode in self._modes.items():
            path.chmod(mode)


@pytest.fixture
def read_only(office: Workplace) -> Iterator[ReadOnly]:
    spoiler = ReadOnly()
    yield spoiler
    office.closes_down()
    spoiler.undo()
