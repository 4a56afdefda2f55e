"""Letting a place in from the console: the real dialog, real homes, a real join over its port."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.admitting import Admitting
from desktop.app.inviting import InviteDesk
from desktop.app.main import Program
from desktop.app.running import RunningStation
from desktop.app.site_making import join_site, joining_address
from desktop.app.supervisor_windows import SupervisorWindows
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.trust.codes import CodeLength, JoinCode
from desktop.services.trust.inviting import LogBusyError
from desktop.services.trust.refusals import (
    JoinCodeBurnedError,
    JoinCodeExpiredError,
    JoinCodeWrongError,
)
from desktop.ui.inviting.asking import AskPage
from desktop.ui.inviting.many_page import ManyPage
from desktop.ui.labels import Label
from desktop.ui.views.first_run import CreateSite
from desktop.ui.views.inviting import AskView, CodeView, Field, ManyView
from desktop.ui.words import Words
from tests.support.workplace import PASSPHRASE, PATIENCE, Workplace
from tests.ui.hands import click, key, write

PATIENCE_MS = round(1000 * PATIENCE)


class Desk:
    """Ana's program as she opens it, and what her hands do in the dialog."""

    def __init__(self, program: Program, workplace: Workplace, qtbot: QtBot) -> None:
        self.program = program
        self.workplace = workplace
        self.qtbot = qtbot

    @property
    def windows(self) -> SupervisorWindows:
        assert isinstance(self.program.windows, SupervisorWindows)
        return self.program.windows

    @property
    def running(self) -> RunningStation:
        assert self.program.running is not None
        return self.program.running

    @property
    def admitting(self) -> Admitting:
        assert self.running.admitting is not None
        return self.running.admitting

    @property
    def inviting(self) -> InviteDesk:
        assert self.windows._inviting is not None
        return self.windows._inviting

    def button(self, text: str, within: QWidget | None = None) -> QAbstractButton:
        """The one button that says ``text``, once it is there."""
        curled = text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
        window = within or self.inviting.window

        def found() -> list[QAbstractButton]:
            every = window.findChildren(QAbstractButton)
            return [b for b in every if b.isVisible() and b.isEnabled() and b.text() == curled]

        self.qtbot.waitUntil(lambda: len(found()) == 1, timeout=PATIENCE_MS)
        return found()[0]

    def presses(self, text: str) -> None:
        click(self.button(text))

    def opens_the_dialog(self) -> None:
        """From the console, as a supervisor does."""
        console = self.windows.console
        self.qtbot.waitUntil(lambda: console._board is not None, timeout=PATIENCE_MS)
        page = console.page
        shown = [b for b in (page.first_invite, page._stations.button) if b.isVisible()]
        (button,) = shown
        click(button)
        self.qtbot.waitUntil(self.inviting.window.isVisible, timeout=PATIENCE_MS)

    def invites(self, place: str, role: str = "") -> CodeView:
        """Type a place, choose what it is, ask for the code, and see it."""
        page = self.inviting.window.page
        assert isinstance(page, AskPage)
        write(page.lines[Field.PLACE], place)
        if role:
            (chip,) = (chip for chip in page.roles.chips if chip.text() == role)
            click(chip)
        self.presses("Make a code")
        return self.sees(lambda code: code.title == place and bool(code.code))

    def sees(self, wanted: Callable[[CodeView], bool]) -> CodeView:
        """The page of one code, once it is as ``wanted``."""
        window = self.inviting.window

        def shows() -> bool:
            return isinstance(window._view, CodeView) and wanted(window._view)

        self.qtbot.waitUntil(shows, timeout=PATIENCE_MS)
        assert isinstance(window._view, CodeView)
        return window._view

    def sees_many(self, wanted: Callable[[ManyView], bool]) -> ManyView:
        window = self.inviting.window

        def shows() -> bool:
            return isinstance(window._view, ManyView) and wanted(window._view)

        self.qtbot.waitUntil(shows, timeout=PATIENCE_MS)
        assert isinstance(window._view, ManyView)
        return window._view

    def is_told(self, sentence: str) -> AskView:
        """The question, with what was wrong with it."""
        window = self.inviting.window

        def shows() -> bool:
            view = window._view
            said = view.advice.sentence if isinstance(view, AskView) and view.advice else ""
            return sentence in said

        self.qtbot.waitUntil(shows, timeout=PATIENCE_MS)
        assert isinstance(window._view, AskView)
        return window._view

    def read(self) -> str:
        """All the words of the dialog that can be seen."""
        labels = self.inviting.window.findChildren(Label)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def joins(self, code: str, address: str) -> Home:
        """Another PC joins with what the dialog shows, over its real socket."""
        home = self.workplace.home(relay=False)
        join_site(home, code, [joining_address(address)])
        return home

    def passes(self, **length: float) -> None:
        """Let time pass for every code that was given out."""
        book = self.admitting.book
        for plate, old in list(book._by_nameplate.items()):
            gone = timedelta(**length)
            aged = replace(old, made=old.made - gone, expires=old.expires - gone)
            book._by_nameplate[plate] = aged


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    site = Workplace(tmp_path)
    yield site
    site.closes_down()


@pytest.fixture
def desk(workplace: Workplace, qtbot: QtBot) -> Iterator[Desk]:
    """Ana's windows: she created the site, and is alone."""
    ana = workplace.supervisor("Ana Ruiz", relay=False)
    ana.leaves()
    program = program_of(ana.home)
    program.open()
    yield Desk(program, workplace, qtbot)
    program.close()


def program_of(home: Home) -> Program:
    settings = home.path / "station.toml"
    settings.write_text(settings.read_text("utf-8") + "sound = false\n", "utf-8")
    return Program(home, opened=lambda _running: None)


def test_the_code_of_the_dialog_lets_another_pc_in_and_the_dialog_says_so(desk: Desk) -> None:
    desk.opens_the_dialog()
    assert "Let the first counter in" in desk.read()
    shown = desk.invites("Counter 3")
    assert shown.standing == "Waiting for that PC."
    for part in (shown.code, shown.addresses[0], shown.until, "5 guesses at most"):
        assert part in desk.read()

    home = desk.joins(shown.code, shown.addresses[0])
    joined = desk.sees(lambda code: code.standing == "Counter 3 has joined.")
    assert joined.code == ""
    running = RunningStation(home, has_windows=True)
    try:
        assert (running.station.role, running.identity.seat.place) == (Role.COUNTER, "Counter 3")
    finally:
        running.start()
        running.stop()
    page = desk.windows.console.page
    desk.qtbot.waitUntil(page._stations.button.isVisible, timeout=PATIENCE_MS)
    assert not page.first_invite.isVisible()


def test_a_supervisor_s_desk_is_invited_as_one_and_the_next_question_begins_anew(
    desk: Desk,
) -> None:
    desk.opens_the_dialog()
    shown = desk.invites("Back office", "Supervisor\N{RIGHT SINGLE QUOTATION MARK}s desk")
    home = desk.joins(shown.code, shown.addresses[0])
    desk.sees(lambda code: code.standing == "Back office has joined.")
    desk.presses("Invite another place")
    page = desk.inviting.window.page
    assert isinstance(page, AskPage)
    assert (page.lines[Field.PLACE].text(), page.roles.on) == ("", ["counter"])
    members = desk.running.station.roster.members.values()
    assert [m.role for m in members if m.place == "Back office"] == [Role.SUPERVISOR]
    assert home.has_identity


def test_a_place_without_a_name_is_asked_for_again_and_nothing_is_made(desk: Desk) -> None:
    desk.opens_the_dialog()
    page = desk.inviting.window.page
    assert isinstance(page, AskPage)
    key(page.lines[Field.PLACE], Qt.Key.Key_Return)
    assert "The place is missing" in desk.read()
    assert desk.admitting.open_codes() == []
    write(page.lines[Field.PLACE], "Counter 1")
    key(page.lines[Field.PLACE], Qt.Key.Key_Return)
    desk.sees(lambda code: code.title == "Counter 1")


def test_wrong_guesses_are_counted_in_the_dialog_and_the_sixth_finds_nothing(desk: Desk) -> None:
    desk.opens_the_dialog()
    shown = desk.invites("Counter 3")
    real = JoinCode.parse(shown.code)
    wrong = str(JoinCode.new(CodeLength.SHORT, lambda _letters: "Z", real.nameplate))
    with pytest.raises(JoinCodeWrongError):
        desk.joins(wrong, shown.addresses[0])
    desk.sees(lambda code: code.guesses == "4 guesses are left")
    for _ in range(3):
        with pytest.raises(JoinCodeWrongError):
            desk.joins(wrong, shown.addresses[0])
    desk.sees(lambda code: code.guesses == "1 guess is left")
    for each in (wrong, shown.code):
        with pytest.raises(JoinCodeBurnedError):
            desk.joins(each, shown.addresses[0])
    burned = desk.sees(lambda code: code.standing.startswith("Five wrong guesses were made"))
    assert "somebody on this network is trying" in burned.fix
    assert burned.code == ""
    desk.presses("Make a new code")
    fresh = desk.sees(lambda code: bool(code.code))
    assert fresh.title == "Counter 3"
    desk.joins(fresh.code, fresh.addresses[0])
    desk.sees(lambda code: code.standing == "Counter 3 has joined.")


def test_a_code_whose_time_is_over_is_said_to_be_without_anybody_asking(desk: Desk) -> None:
    desk.opens_the_dialog()
    shown = desk.invites("Counter 3")
    desk.passes(minutes=10, seconds=-2)
    desk.inviting._look()
    desk.qtbot.waitUntil(lambda: 0 < desk.inviting._runs_out.remainingTime() < 2_200)
    over = desk.sees(lambda code: code.code == "")
    assert "time is over, and nobody joined" in over.standing
    with pytest.raises(JoinCodeExpiredError):
        desk.joins(shown.code, shown.addresses[0])
    desk.presses("Make a new code")
    desk.sees(lambda code: bool(code.code) and code.code != shown.code)


def test_a_withdrawn_code_lets_nobody_in_and_the_port_is_closed(desk: Desk) -> None:
    desk.opens_the_dialog()
    shown = desk.invites("Counter 3")
    desk.presses("Withdraw the code")
    desk.sees(lambda code: code.standing == "The code is withdrawn.")
    desk.qtbot.waitUntil(lambda: desk.admitting.port is None, timeout=PATIENCE_MS)
    host, port = joining_address(shown.addresses[0])
    with pytest.raises(ConnectionRefusedError), socket.create_connection((host, port), timeout=5):
        pass


def test_the_dialog_that_was_closed_shows_its_code_again(desk: Desk) -> None:
    desk.opens_the_dialog()
    shown = desk.invites("Counter 3")
    desk.presses("Close")
    assert not desk.inviting.window.isVisible()
    desk.opens_the_dialog()
    assert desk.sees(lambda code: bool(code.code)).code == shown.code
    desk.presses("Close")
    desk.joins(shown.code, shown.addresses[0])
    desk.sees(lambda code: code.standing == "Counter 3 has joined.")
    desk.opens_the_dialog()
    assert isinstance(desk.inviting.window.page, AskPage)


def test_a_port_that_another_program_holds_is_told_and_the_address_works(
    desk: Desk, qtbot: QtBot
) -> None:
    with socket.create_server(("127.0.0.1", desk.admitting.wanted_port)):
        desk.opens_the_dialog()
        shown = desk.invites("Counter 3")
        assert f"has port {desk.admitting.wanted_port} on this PC" in shown.port_note
        assert not shown.addresses[0].endswith(f":{desk.admitting.wanted_port}")
        desk.joins(shown.code, shown.addresses[0])
        desk.sees(lambda code: code.standing == "Counter 3 has joined.")


def test_no_port_at_all_is_one_sentence_with_advice_and_no_code_is_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.admitting, "_bind", "192.0.2.1")  # no address of this PC
    desk.opens_the_dialog()
    page = desk.inviting.window.page
    assert isinstance(page, AskPage)
    write(page.lines[Field.PLACE], "Counter 3")
    desk.presses("Make a code")
    told = desk.is_told("No port can be opened")
    assert told.advice is not None
    assert "station.toml" in told.advice.fix
    assert desk.admitting.open_codes() == []
    assert page.lines[Field.PLACE].text() == "Counter 3"


def test_a_desk_that_is_no_administrator_s_any_more_is_told_who_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.opens_the_dialog()
    monkeypatch.setattr(desk.admitting._inviting(), "_me", "f" * 32)
    page = desk.inviting.window.page
    assert isinstance(page, AskPage)
    write(page.lines[Field.PLACE], "Counter 3")
    desk.presses("Make a code")
    told = desk.is_told("This desk may not decide who belongs to the site.")
    assert told.advice is not None
    assert "administrator" in told.advice.fix


def test_a_supervisor_who_is_no_administrator_finds_no_button(
    workplace: Workplace, qtbot: QtBot
) -> None:
    workplace.supervisor("Ana Ruiz")
    marcus = workplace.supervisor("Marcus Bell", relay=False)
    marcus.leaves()
    program = program_of(marcus.home)
    program.open()
    try:
        windows = program.windows
        assert isinstance(windows, SupervisorWindows)
        console = windows.console
        qtbot.waitUntil(lambda: console._view is not None, timeout=PATIENCE_MS)
        page = console.page
        assert not page.first_invite.isVisible()
        assert not page._stations.button.isVisible()
    finally:
        program.close()


def test_a_pc_that_knew_the_code_and_could_not_be_let_in_is_told_at_this_desk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.opens_the_dialog()
    shown = desk.invites("Counter 3")

    def refuses(*_: object) -> bytes:
        raise LogBusyError

    monkeypatch.setattr(desk.admitting._inviting(), "admit", refuses)
    with pytest.raises(Exception, match="could not admit"):
        desk.joins(shown.code, shown.addresses[0])
    told = desk.sees(lambda code: code.code == "" and "did not take it in time" in code.standing)
    assert "countersign site roster" in told.fix
    monkeypatch.undo()
    desk.presses("Make a new code")
    fresh = desk.sees(lambda code: bool(code.code))
    desk.joins(fresh.code, fresh.addresses[0])
    desk.sees(lambda code: code.standing == "Counter 3 has joined.")


def test_a_slow_disk_holds_up_no_window(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    is_written = Event()
    keep = desk.admitting.book._keeper
    assert keep is not None
    save = keep.save

    def save_slowly(content: bytes) -> None:
        assert is_written.wait(PATIENCE)
        save(content)

    monkeypatch.setattr(keep, "save", save_slowly)
    desk.opens_the_dialog()
    page = desk.inviting.window.page
    assert isinstance(page, AskPage)
    write(page.lines[Field.PLACE], "Counter 3")
    desk.presses("Make a code")
    click(desk.button("Make a code"))  # pressed again meanwhile: one code is made
    desk.qtbot.waitUntil(lambda: "The disk is slow." in desk.read(), timeout=PATIENCE_MS)
    desk.presses("Close")
    is_written.set()
    desk.qtbot.waitUntil(lambda: len(desk.admitting.open_codes()) == 1, timeout=PATIENCE_MS)
    desk.opens_the_dialog()
    desk.sees(lambda code: code.title == "Counter 3" and bool(code.code))
    assert len(desk.admitting.open_codes()) == 1


# Many places


def picks(desk: Desk, file: Path) -> None:
    """Choose ``file`` in the system's own dialog that stands before this one."""
    found = desk.inviting.window.findChildren(QFileDialog)
    (dialog,) = (one for one in found if one.isVisible())
    assert dialog.windowModality() is Qt.WindowModality.WindowModal  # a takeover stays free
    dialog.fileSelected.emit(str(file))
    dialog.close()


def test_places_of_a_list_get_codes_a_sheet_and_a_tick_as_they_join(
    desk: Desk, tmp_path: Path
) -> None:
    places, sheet = tmp_path / "places.csv", tmp_path / "codes.pdf"
    places.write_text("place;role\nCounter 5;counter\nStaff room;staff\n", "utf-8")
    desk.opens_the_dialog()
    desk.presses("Many places from a list…")
    picks(desk, places)
    shown = desk.sees_many(lambda many: len(many.rows) == 2)
    assert [row.place for row in shown.rows] == ["Counter 5", "Staff room"]
    desk.presses("Save the sheet as PDF…")
    picks(desk, sheet)
    desk.sees_many(lambda many: sheet.name in many.sheet)
    printed = PdfReader(sheet).pages[0].extract_text()
    assert all(row.code in printed and row.place in printed for row in shown.rows)

    desk.joins(shown.rows[0].code, shown.addresses[0])
    after = desk.sees_many(lambda many: many.rows[0].detail == "Has joined.")
    assert after.lead == "1 of 2 joined so far."
    page = desk.inviting.window.page
    assert isinstance(page, ManyPage)
    click(page.rows[after.rows[1].nameplate].withdraw)
    desk.sees_many(lambda many: "withdrawn" in many.rows[1].detail)
    desk.qtbot.waitUntil(lambda: desk.admitting.port is None, timeout=PATIENCE_MS)


def test_all_that_nobody_came_with_are_withdrawn_at_one_go(desk: Desk, tmp_path: Path) -> None:
    places = tmp_path / "places.csv"
    lines = [f"Counter {n},counter" for n in range(1, 101)]
    places.write_text("place,role\n" + "\n".join(lines) + "\n", "utf-8")
    desk.opens_the_dialog()
    desk.presses("Many places from a list…")
    picks(desk, places)
    shown = desk.sees_many(lambda many: many.title == "100 places")
    desk.joins(shown.rows[0].code, shown.addresses[0])
    desk.sees_many(lambda many: many.lead == "1 of 100 joined so far.")
    desk.presses("Withdraw all that are left")
    desk.sees_many(lambda many: "withdrawn" in many.rows[-1].detail)
    assert desk.admitting.open_codes() == []
    after = desk.sees_many(lambda many: not many.withdraw_text)
    assert after.rows[0].detail == "Has joined."


def test_a_list_with_a_mistake_names_its_line_and_invites_nobody(
    desk: Desk, tmp_path: Path
) -> None:
    places = tmp_path / "places.csv"
    places.write_text("place,role\nCounter 5,counter\nCounter 6,king\n", "utf-8")
    desk.opens_the_dialog()
    desk.presses("Many places from a list…")
    picks(desk, places)
    told = desk.is_told("Line 3: “king” is no role")
    assert told.advice is not None
    assert "Nobody was invited." in told.advice.fix
    assert desk.admitting.open_codes() == []


@pytest.mark.parametrize(
    ("language", "said"), [("en", "cannot be written"), ("es", "no se puede escribir")]
)
def test_a_sheet_that_cannot_be_saved_is_told_and_the_codes_stay(
    desk: Desk, language: str, said: str
) -> None:
    desk.opens_the_dialog()
    desk.invites("Counter 3")
    desk.presses("Save as PDF…")
    desk.inviting._words = Words.of(language)
    picks(desk, desk.workplace.recovery_file / "codes.pdf")
    window = desk.inviting.window
    desk.qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=PATIENCE_MS)
    (box,) = window.findChildren(QMessageBox)
    assert said in box.text()
    assert box.windowModality() is Qt.WindowModality.WindowModal
    box.close()
    assert desk.sees(lambda code: bool(code.code)).sheet == ""


def test_codes_of_before_a_restart_are_found_again(desk: Desk) -> None:
    desk.opens_the_dialog()
    shown = desk.invites("Counter 3")
    home = desk.running.home
    desk.program.close()
    again = Desk(Program(home, opened=lambda _running: None), desk.workplace, desk.qtbot)
    again.program.open()
    try:
        again.opens_the_dialog()
        click(again.button("1 code still works"))
        found = again.sees(lambda code: bool(code.code))
        assert found.code == shown.code
        again.joins(found.code, found.addresses[0])
        again.sees(lambda code: code.standing == "Counter 3 has joined.")
    finally:
        again.program.close()


# The first run


def test_whoever_creates_a_site_is_led_to_let_the_first_counter_in(
    workplace: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    home = workplace.home(relay=False)
    program = program_of(home)
    program.open()
    try:
        assert program._first_run is not None
        program._first_run.window.create_pressed.emit(
            CreateSite(
                site_name="Alder County Health",
                person="Ana Ruiz",
                place="Supervisors",
                passphrase=PASSPHRASE,
                recovery_file=tmp_path / "recovery.txt",
            )
        )
        qtbot.waitUntil(lambda: program.windows is not None, timeout=PATIENCE_MS)
        desk = Desk(program, workplace, qtbot)
        qtbot.waitUntil(desk.inviting.window.isVisible, timeout=PATIENCE_MS)
        assert "Let the first counter in" in desk.read()
        shown = desk.invites("Counter 1")
        desk.joins(shown.code, shown.addresses[0])
        desk.sees(lambda code: code.standing == "Counter 1 has joined.")
    finally:
        program.close()


def test_the_hour_that_is_shown_is_the_code_s_last(desk: Desk) -> None:
    desk.opens_the_dialog()
    shown = desk.invites("Counter 3")
    (plate,) = desk.admitting.open_codes()
    standing = desk.admitting.standing(plate)
    assert standing is not None
    left = standing.expires - datetime.now(UTC)
    assert timedelta(minutes=9) < left <= timedelta(minutes=10)
    assert desk.inviting._words.time_of_day(standing.expires) in shown.until
