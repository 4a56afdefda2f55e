"""A staff desk's real program, joined to a counter that calls and a supervisor who cannot come."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop.app.main import Program
from desktop.app.staff_windows import StaffWindows
from desktop.domain.alerts.facts import Kind, Message
from desktop.domain.roster.roles import Role
from desktop.services.adapters.sound.player import Alarm
from desktop.services.trust.seats import Seat
from desktop.ui.staff.tray import StaffTray
from desktop.ui.views.acts import Act
from tests.support.workplace import StationAtWork, Workplace, office
from tests.ui.sample import Story, live

__all__ = ["office"]

PATIENCE_MS = 15_000
SEAT = Seat(role=Role.STAFF, place="Back office", name="Lee Chan")


class Heard:
    """An alarm that plays nothing, and remembers what it was asked."""

    failure = None

    def __init__(self, _player: object) -> None:
        self.now: Alarm | None = None

    def sound(self, wanted: Alarm | None) -> None:
        self.now = wanted

    def close(self) -> None:
        self.now = None


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    """A supervisor, a counter that stays, and a staff desk whose program was quit."""
    ana = office.supervisor("Ana Ruiz")
    office.counter("Counter 3")
    office.joins(SEAT).leaves()
    return ana


@pytest.fixture
def counter(office: Workplace, ana: StationAtWork) -> StationAtWork:
    assert ana.is_at_work
    return office.stations[1]


@pytest.fixture
def staff(
    office: Workplace, ana: StationAtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[StaffWindows]:
    """The staff desk's program, opened as a person does, and ready."""
    monkeypatch.setattr("desktop.app.staff_windows.AlarmPlayer", object)
    monkeypatch.setattr("desktop.app.staff_windows.DeskAlarm", Heard)
    program = Program(office.stations[2].home, opened=lambda _running: None)
    program.open()
    windows = program.windows
    assert isinstance(windows, StaffWindows)
    qtbot.waitUntil(lambda: windows._board.readiness.is_ready, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: ana.sees(office.stations[2]), timeout=PATIENCE_MS)
    yield windows
    program.close()


def heard(staff: StaffWindows) -> Alarm | None:
    alarm: object = staff.alarm
    assert isinstance(alarm, Heard)
    return alarm.now


def test_a_call_that_no_supervisor_can_answer_comes_up_sounds_and_is_gone_when_it_is_closed(
    qtbot: QtBot, staff: StaffWindows, ana: StationAtWork, counter: StationAtWork
) -> None:
    alert = counter.presses_panic()
    qtbot.waitUntil(lambda: ana.shows(alert), timeout=PATIENCE_MS)
    assert not staff.call.isVisible()
    ana.tells(alert, Message.CANNOT)
    qtbot.waitUntil(staff.call.isVisible, timeout=PATIENCE_MS)
    assert heard(staff) is Alarm.PANIC

    staff.call.acted.emit(Act.GOING, alert)
    qtbot.waitUntil(
        lambda: [one.person for one in ana.alert(alert).offers] == ["Lee Chan"],  # type: ignore[union-attr]
        timeout=PATIENCE_MS,
    )
    qtbot.waitUntil(lambda: heard(staff) is None, timeout=PATIENCE_MS)
    assert staff.call.isVisible()
    assert ana.is_called_by(alert)  # a colleague silences no supervisor's desk

    ana.is_going(alert)
    ana.says_they_are_here(alert)
    ana.closes(alert)
    qtbot.waitUntil(lambda: not staff.call.isVisible(), timeout=PATIENCE_MS)


def test_a_desk_that_was_made_to_take_its_call_back_stays_silent_although_its_cue_shows_none(
    staff: StaffWindows,
) -> None:
    colleague = live(Story(), is_asked=True)
    forced = Story(place="Back office", station=staff._board.me.device, name="own").forced()
    staff._show(replace(staff._board, alerts=(live(forced), colleague)))
    assert not staff.call.isVisible()
    assert heard(staff) is None
    taken_back = Story(place="Back office", station=staff._board.me.device, name="own").withdrawn()
    staff._show(replace(staff._board, alerts=(live(taken_back), colleague)))
    assert staff.call.isVisible()
    assert heard(staff) is Alarm.PANIC


def test_where_the_site_wants_it_a_panic_comes_up_at_once_and_who_cannot_puts_it_away(
    qtbot: QtBot, staff: StaffWindows, counter: StationAtWork
) -> None:
    staff._running.preferences.change("staff_at_once", value=True)
    qtbot.waitUntil(lambda: staff._running.settings.staff_at_once, timeout=PATIENCE_MS)
    alert = counter.presses_panic()
    qtbot.waitUntil(staff.call.isVisible, timeout=PATIENCE_MS)
    staff.call.acted.emit(Act.CANNOT, alert)
    assert not staff.call.isVisible()
    assert heard(staff) is None


def test_it_calls_as_a_counter_does_from_the_tray_and_says_so_in_its_sign(
    qtbot: QtBot, staff: StaffWindows, ana: StationAtWork
) -> None:
    staff.settle()
    tray = staff._staff_tray
    assert tray is not None
    tray._menu.aboutToShow.emit()
    texts = [action.text() for action in tray._menu.actions()]
    assert texts[0].startswith("Ready.")
    next(a for a in tray._menu.actions() if a.text() == "Call a supervisor").trigger()
    qtbot.waitUntil(lambda: bool(ana.board.alerts), timeout=PATIENCE_MS)
    (live,) = ana.board.alerts
    assert (live.alert.kind, live.alert.place) == (Kind.ASSIST, "Back office")
    qtbot.waitUntil(lambda: "supervisor desk" in tray._icon.toolTip(), timeout=PATIENCE_MS)
    assert "New report" in texts


def test_beside_a_tray_the_bar_comes_only_when_somebody_wants_it(
    staff: StaffWindows, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert staff.bar.isVisible()  # this screen has no tray
    staff.bar.hide()
    staff._is_open = False
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _icon: None)
    staff.show()
    assert not staff.bar.isVisible()
    staff.show()  # somebody started the program again
    assert staff.bar.isVisible()
    tray = staff._staff_tray
    assert tray is not None
    tray._menu.aboutToShow.emit()
    tray._menu.actions()[-1].trigger()
    assert not staff.bar.isVisible()


def icon_of(tray: StaffTray) -> QImage:
    return tray._icon.icon().pixmap(64, 64).toImage()


def test_half_a_press_shows_in_the_icon_too(qtbot: QtBot, staff: StaffWindows) -> None:
    tray = staff._staff_tray
    assert tray is not None
    before = icon_of(tray)
    staff.half_pressed(Kind.PANIC)
    qtbot.waitUntil(lambda: "second key" in tray._icon.toolTip(), timeout=PATIENCE_MS)
    assert icon_of(tray) != before
    qtbot.waitUntil(lambda: icon_of(tray) == before, timeout=PATIENCE_MS)
