"""A PC that was taken out of its site, or given another role, joins again in its own windows."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app.counter_windows import CounterWindows
from desktop.app.joining_again import JoinAgain
from desktop.app.main import Program
from desktop.app.site_making import join_again_at_work, join_site
from desktop.app.supervisor_windows import SupervisorWindows
from desktop.app.windows import StationWindows
from desktop.domain.roster.facts import DevicePlaced
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.adapters.keys.identity import Identity, IdentityFolder
from desktop.services.trust.codes import JoinCode
from desktop.services.trust.seats import Seat
from desktop.ui.join_again import JoinAgainWindow
from desktop.ui.settings.rows import DialogRow
from desktop.ui.views.settings import JOIN_AGAIN
from tests.support.filing import a_draft, reports, submits
from tests.support.programs import ana
from tests.support.workplace import LOOPBACK, StationAtWork, Workplace, office, wait_until
from tests.ui.hands import click
from tests.ui.reports.hands import said

__all__ = ["ana", "office"]

WAITS_MS = 20_000
LINES = ("Address", "Code", "Your name")


class Pc:
    """A PC with its program open, and what somebody does at it."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, home: Home) -> None:
        self.qtbot, self.home = qtbot, home
        self.began_anew = 0
        self.program = Program(home, opened=lambda _running: None, begins_anew=self._begin_anew)
        monkeypatch.setattr(self.program.app, "exit", lambda _code: None)  # the tests go on
        self.program.open()

    def _begin_anew(self) -> None:
        self.began_anew += 1

    @property
    def windows(self) -> StationWindows:
        assert self.program.windows is not None
        return self.program.windows

    @property
    def bar_windows(self) -> CounterWindows:
        assert isinstance(self.windows, CounterWindows)
        return self.windows

    @property
    def station(self) -> StationAtWork:
        assert self.program.running is not None
        return StationAtWork(self.home, self.program.running)

    @property
    def identity(self) -> Identity:
        return IdentityFolder.of(self.home).load()

    def begins_anew(self) -> Identity:
        """The program ends; who the station is at its next start."""
        self.program.close()
        IdentityFolder.of(self.home).take_up()
        return self.identity

    @property
    def joining(self) -> JoinAgain:
        windows = self.windows
        assert isinstance(windows, CounterWindows | SupervisorWindows)
        assert windows._settings is not None
        assert windows._settings.joining is not None
        return windows._settings.joining

    @property
    def window(self) -> JoinAgainWindow:
        window = self.joining.window
        assert window is not None
        return window

    def menu(self) -> dict[str, Callable[[], None]]:
        menu: QMenu = self.bar_windows.bar.build_menu()
        self.qtbot.addWidget(menu)
        return {action.text(): action.trigger for action in menu.actions()}

    def opens_its_settings(self) -> None:
        """And there, *Join again…*."""
        self.waits(lambda: self.bar_windows._running.keys is not None)
        self.bar_windows.bar.settings_pressed.emit()
        settings = self.bar_windows._settings
        assert settings is not None
        assert settings.window is not None
        row = settings.window.rows[JOIN_AGAIN]
        assert isinstance(row, DialogRow)
        click(row.button)

    def reads_in_its_settings(self, words: str) -> None:
        settings = self.bar_windows._settings
        assert settings is not None
        assert settings.window is not None
        window = settings.window
        self.waits(lambda: words in said(window))

    def types(self, code: str, port: int, name: str = "Maria Delgado") -> None:
        lines = {one.accessibleName(): one for one in self.window.findChildren(QLineEdit)}
        for label, text in zip(LINES, (f"{LOOPBACK}:{port}", code, name), strict=True):
            lines[label].setText(text)
        buttons = self.window.findChildren(QPushButton)
        click(next(one for one in buttons if one.text() == "Join again"))

    def reads(self, words: str) -> None:
        self.waits(lambda: words in said(self.window))

    def waits(self, until: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(until()), timeout=WAITS_MS)


@pytest.fixture
def pc(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, office: Workplace, ana: StationAtWork
) -> Iterator[Pc]:
    """The counter, opened as a person does."""
    made = Pc(qtbot, monkeypatch, office.stations[1].home)
    made.waits(lambda: made.station.is_ready)
    made.waits(lambda: made.bar_windows._settings is not None)
    yield made
    made.program.close()


def a_code(ana: StationAtWork, seat: Seat | None = None) -> tuple[str, int]:
    """A code of Ana's desk, and the port at which it is taken."""
    admitting = ana.running.admitting
    assert admitting is not None
    code = str(admitting.invite(seat or Seat(role=Role.COUNTER, place="Counter 4")).code)
    assert admitting.port is not None
    return code, admitting.port


def test_a_counter_that_got_another_role_joins_again_from_its_menu_and_keeps_what_it_has(
    pc: Pc, ana: StationAtWork
) -> None:
    before, draft, filed = pc.station.device, a_draft(pc.station), submits(pc.station)
    assert "Join again…" not in pc.menu()
    admitting = ana.running.admitting
    assert admitting is not None
    code = str(admitting.reseat(before, Role.STAFF, person="Ana Ruiz").code)
    pc.waits(lambda: "Join again…" in pc.menu())
    assert "“Join again…”" in pc.bar_windows.bar._view.cue.sentence
    assert pc.bar_windows.bar._view.cue.words == ("Away",)
    pc.menu()["Join again…"]()
    assert admitting.port is not None
    pc.types(code, admitting.port, "Bo Lund")
    pc.waits(lambda: pc.began_anew)

    pc.program.close()
    pc.program.open()
    pc.waits(lambda: pc.station.board.relays_up)
    me = pc.station.board.me
    assert (me.place, me.role, me.person) == ("Counter 3", Role.STAFF, "Bo Lund")
    assert pc.station.device != before
    reporting = reports(pc.station)
    assert [one.id for one in reporting.drafts.all()] == [draft.id]
    assert [one.report for one in reporting.filing.filed()] == [filed.report]
    call = pc.station.presses_panic()
    pc.waits(lambda: ana.shows(call))


@pytest.fixture
def shut_out(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, office: Workplace, ana: StationAtWork
) -> Iterator[tuple[Pc, str]]:
    """The counter, opened after it was given another role while it was off; and its code."""
    counter = office.stations[1]
    admitting = ana.running.admitting
    assert admitting is not None
    code = str(admitting.reseat(counter.device, Role.STAFF, person="Ana Ruiz").code)
    wait_until(lambda: is_cut_off_at(ana, counter))
    pc = Pc(qtbot, monkeypatch, counter.home)
    pc.waits(lambda: pc.bar_windows._settings is not None)
    pc.waits(lambda: "Join again…" in pc.menu())
    yield pc, code
    pc.program.close()


def port_of(ana: StationAtWork) -> int:
    """Where a code of Ana's desk is taken."""
    admitting = ana.running.admitting
    assert admitting is not None
    assert admitting.port is not None
    return admitting.port


def test_a_counter_that_was_off_when_it_got_another_role_finds_out_when_nobody_lets_it_in(
    shut_out: tuple[Pc, str], ana: StationAtWork
) -> None:
    pc, code = shut_out
    assert "may have been removed" in pc.bar_windows.bar._view.cue.sentence
    pc.menu()["Join again…"]()
    pc.types(code, port_of(ana))
    pc.waits(lambda: pc.began_anew)
    assert pc.begins_anew().seat.role is Role.STAFF


def is_cut_off_at(ana: StationAtWork, counter: StationAtWork) -> bool:
    relay = ana.running.relay
    return relay is not None and counter.device in relay._served.access.revoked


def test_a_code_that_does_not_let_in_is_one_sentence_and_everything_stays_as_it_was(
    pc: Pc, office: Workplace, ana: StationAtWork
) -> None:
    before, settings = pc.identity.device, pc.home.settings_file.read_bytes()
    (code, port), (used, _) = a_code(ana), a_code(ana)
    join_site(office.home(relay=False), used, [(LOOPBACK, port)])
    admitting = ana.running.admitting
    assert admitting is not None
    right = JoinCode.parse(code)
    other = "000000" if right.secret != "000000" else "111111"
    wrong = JoinCode(right.nameplate, other, right.length)
    pc.opens_its_settings()
    for typed, sentence in (
        ("7KM-4QX", "this did not use up a try"),
        (str(wrong), "five wrong guesses end it"),
        (used, "has let a PC in already"),
    ):
        pc.types(typed, port)
        pc.reads(sentence)
    admitting.cancel(admitting.open_codes())
    pc.types(code, port)
    pc.reads("No inviting desk answers")
    assert (pc.identity.device, pc.began_anew) == (before, 0)
    assert pc.home.settings_file.read_bytes() == settings
    call = pc.station.presses_panic()
    pc.waits(lambda: ana.shows(call) and pc.station.knows_it_was_delivered(call))


def test_the_open_settings_say_where_this_pc_is_now_and_that_it_is_there_no_longer(
    pc: Pc, ana: StationAtWork
) -> None:
    pc.opens_its_settings()
    pc.reads_in_its_settings("Counter 3 · Counter")
    moved = DevicePlaced(device=pc.station.device, place="Window 9", area="Hall")
    ana.running.station.publish(moved)
    pc.reads_in_its_settings("Window 9 · Counter")
    assert ana.running.admitting is not None
    ana.running.admitting.revoke(pc.station.device, reason="moved", person="Ana Ruiz")
    pc.reads_in_its_settings("It was taken out of the site.")


class Door:
    """The way to the inviting desk, which the test opens when it wants."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server((LOOPBACK, 0))
        self.port = self._listening.getsockname()[1]
        self.is_knocked, self._may_pass = threading.Event(), threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def opens(self) -> None:
        self._may_pass.set()

    def _serve(self) -> None:
        knock, _ = self._listening.accept()
        self.is_knocked.set()
        self._may_pass.wait()
        inner = socket.create_connection((LOOPBACK, self._to))
        back = threading.Thread(target=_pass_on, args=(inner, knock), daemon=True)
        back.start()
        _pass_on(knock, inner)
        back.join()
        for one in (knock, inner, self._listening):
            one.close()


def _pass_on(from_: socket.socket, to: socket.socket) -> None:
    with closing(from_.makefile("rb", buffering=0)) as source:
        while data := source.read(4096):
            to.sendall(data)
    to.shutdown(socket.SHUT_WR)


def test_a_call_leaves_while_the_code_is_tried_and_the_change_waits_until_it_is_closed(
    pc: Pc, ana: StationAtWork
) -> None:
    before = pc.identity.device
    code, port = a_code(ana)
    door = Door(port)
    pc.opens_its_settings()
    pc.types(code, door.port)
    pc.waits(door.is_knocked.is_set)
    pc.window.close()
    assert pc.window.isVisible()
    call = pc.station.presses_panic()
    pc.waits(lambda: ana.shows(call) and pc.station.knows_it_was_delivered(call))
    door.opens()
    pc.reads("Joined as Counter 4. It goes on as that after the call.")
    assert pc.identity.device == before
    assert pc.began_anew == 0
    ana.is_going(call)
    pc.waits(lambda: pc.station.sees_who_is_coming(call))
    assert pc.began_anew == 0
    ana.says_they_are_here(call)
    ana.closes(call)
    pc.waits(lambda: pc.began_anew == 1)
    assert pc.begins_anew().seat.place == "Counter 4"


def test_while_it_calls_no_code_is_used(pc: Pc, ana: StationAtWork) -> None:
    before = pc.identity.device
    code, port = a_code(ana)
    call = pc.station.presses_assist()
    pc.waits(lambda: ana.shows(call))
    pc.opens_its_settings()
    pc.types(code, port)
    pc.reads("This PC calls at this moment.")
    admitting = ana.running.admitting
    assert admitting is not None
    assert len(admitting.open_codes()) == 1
    assert pc.identity.device == before


def test_a_call_that_nobody_hears_holds_nothing_up(
    shut_out: tuple[Pc, str], ana: StationAtWork
) -> None:
    """Nobody lets this PC in any more, so nobody could ever close that call."""
    pc, code = shut_out
    call = pc.station.presses_panic()
    pc.waits(lambda: pc.station.board.find(call))
    pc.menu()["Join again…"]()
    pc.types(code, port_of(ana))
    pc.reads("Countersign starts anew. Nobody hears the call from here: call again then.")
    pc.waits(lambda: pc.began_anew)
    pc.program.close()
    pc.program.open()
    pc.waits(lambda: pc.station.is_ready)
    again = pc.station.presses_panic()
    pc.waits(lambda: ana.shows(again))


def test_a_press_while_the_program_already_leaves_keeps_it_until_the_call_is_closed(
    pc: Pc, ana: StationAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, port = a_code(ana)
    left: list[Callable[[], None]] = []
    with monkeypatch.context() as writing:  # a form asks, or still saves
        writing.setattr(pc.windows, "leave", lambda then, _stayed: left.append(then))
        pc.opens_its_settings()
        pc.types(code, port)
        pc.waits(lambda: left)
    call = pc.station.presses_panic()
    pc.waits(lambda: ana.shows(call) and pc.station.board.mine())
    left[0]()
    assert pc.began_anew == 0
    pc.reads("It goes on as that after the call.")
    ana.is_going(call)
    ana.says_they_are_here(call)
    ana.closes(call)
    pc.waits(lambda: pc.began_anew == 1)


def test_whoever_joins_while_the_program_ends_for_good_is_told_and_can_go_on_where_it_does_not(
    pc: Pc, ana: StationAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, port = a_code(ana)
    stayed: list[Callable[[], None]] = []
    with monkeypatch.context() as writing:
        writing.setattr(pc.windows, "leave", lambda _then, stays: stayed.append(stays))
        pc.program._leave()
        pc.opens_its_settings()
        pc.types(code, port)
        pc.reads("Joined as Counter 4, and not at work as that yet.")
        assert not pc.window.is_busy
    stayed[0]()
    assert pc.began_anew == 0
    pc.types(code, port)
    pc.waits(lambda: pc.began_anew == 1)


def test_whoever_goes_on_writing_is_not_asked_again_until_they_want_it(
    pc: Pc, ana: StationAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, port = a_code(ana)
    asked: list[Callable[[], None]] = []
    monkeypatch.setattr(pc.windows, "leave", lambda _then, stays: asked.append(stays))
    pc.opens_its_settings()
    pc.types(code, port)
    pc.waits(lambda: asked)
    asked[0]()
    pc.reads("not at work as that yet")
    boards: list[str] = []
    pc.joining._bridge.board_changed.connect(lambda board: boards.append(board.me.person))
    pc.station.running.is_someone("Somebody Else")
    pc.waits(lambda: "Somebody Else" in boards)
    assert len(asked) == 1
    pc.types(code, port)
    pc.waits(lambda: len(asked) == 2)


def test_a_supervisors_desk_that_was_taken_out_joins_again_from_its_now_page(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, office: Workplace
) -> None:
    ana = office.supervisor("Ana Ruiz")
    bo = office.joins(Seat(role=Role.SUPERVISOR, place="Back office", name="Bo"))
    bo.leaves()
    settings = bo.home.settings_file
    settings.write_text(settings.read_text("utf-8") + "sound = false\n", "utf-8")
    pc = Pc(qtbot, monkeypatch, bo.home)
    assert isinstance(pc.windows, SupervisorWindows)
    page = pc.windows.console.page
    pc.waits(lambda: pc.station.sees(ana))
    assert page.join_again.isHidden()
    admitting = ana.running.admitting
    assert admitting is not None
    code = str(admitting.reseat(bo.device, Role.COUNTER, person="Ana Ruiz").code)
    pc.waits(lambda: not page.join_again.isHidden())
    click(page.join_again)
    assert admitting.port is not None
    pc.types(code, admitting.port)
    pc.waits(lambda: pc.began_anew)
    assert pc.begins_anew().seat.role is Role.COUNTER


def test_a_relay_whose_pc_joined_again_lets_everybody_in_until_that_begins_anew(
    office: Workplace,
) -> None:
    ana = office.supervisor("Ana Ruiz")
    bo = office.joins(Seat(role=Role.SUPERVISOR, place="Back office", name="Bo"), relay=True)
    counter = office.joins(Seat(role=Role.COUNTER, place="Counter 3"))
    wait_until(lambda: counter.board.relays_up == 2)
    code, port = a_code(ana, Seat(role=Role.SUPERVISOR, place="Elsewhere", name="Bo"))
    join_again_at_work(bo.home, code, [(LOOPBACK, port)])
    relay = bo.running.relay
    assert relay is not None
    relay._relay._reload()
    counter.leaves()
    ana.leaves()
    counter.comes_back()
    wait_until(lambda: counter.board.relays_up)
    call = counter.presses_panic()
    wait_until(lambda: bo.shows(call))
    before = bo.device
    bo.leaves()
    bo.comes_back()
    assert bo.device != before
    assert bo.board.me.place == "Elsewhere"


def test_a_call_that_nobody_heard_is_sent_on_by_the_station_that_the_pc_is_next(
    office: Workplace,
) -> None:
    """The one that pressed is still believed: it was only given another place."""
    ana = office.supervisor("Ana Ruiz")
    counter = office.counter("Counter 3")
    wait_until(lambda: counter.is_ready)
    code, _ = a_code(ana)
    ana.leaves()
    call = counter.presses_panic()
    wait_until(lambda: counter.board.find(call) is not None)
    counter.leaves()
    ana.comes_back()
    admitting = ana.running.admitting
    assert admitting is not None
    wait_until(lambda: admitting.port is not None)
    assert admitting.port is not None
    join_site(counter.home, code, [(LOOPBACK, admitting.port)], again=True)
    assert not ana.shows(call)
    counter.comes_back()
    wait_until(lambda: ana.shows(call))
