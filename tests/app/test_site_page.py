"""The Site page of a supervisor's real console: what is changed there holds at a counter."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app.rights import take_right, take_up_right
from desktop.app.running import RunningStation
from desktop.app.site_acts import SiteActs
from desktop.app.site_making import join_site
from desktop.app.site_windows import KEY
from desktop.domain.protocol.steps import Situation, Step
from desktop.domain.retention.kinds import Kept
from desktop.domain.roster.roles import Role
from desktop.domain.roster.roster import Roster
from desktop.services.adapters.keys.recovery import open_recovery
from desktop.services.trust.inviting import NotAnAdministratorError
from desktop.services.trust.seats import Seat
from desktop.ui.console.site.editor import Editor
from desktop.ui.console.site.page import SitePage
from desktop.ui.console.site.row import SiteRow
from desktop.ui.reports.pin_dialog import PinDialog
from desktop.ui.views.site_backup import BACKUP, RESTORE
from desktop.ui.views.site_cards import Do
from desktop.ui.views.site_recovery import RECOVERY
from desktop.ui.views.site_steps import NEW
from tests.support.programs import SupervisorSite
from tests.support.workplace import LOOPBACK, PASSPHRASE, PATIENCE, StationAtWork, at_work
from tests.ui.hands import click
from tests.ui.reports_page.reading import said

PATIENCE_MS = round(1000 * PATIENCE)


@pytest.fixture(scope="module")
def site(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SupervisorSite]:
    made = SupervisorSite(tmp_path_factory.mktemp("site"))
    yield made
    made.closes()


class Ana:
    """A supervisor at the Site page."""

    def __init__(self, qtbot: QtBot, site: SupervisorSite) -> None:
        self._qtbot = qtbot
        self.site = site
        site.windows.console.show_page(KEY)

    @property
    def page(self) -> SitePage:
        page = self.site.windows.console.built_pages[KEY]
        assert isinstance(page, SitePage)
        return page

    def row(self, key: str) -> SiteRow:
        return next(card.rows[key] for card in self.page.cards.values() if key in card.rows)

    def presses_of_card(self, key: str, do: Do) -> None:
        self.waits_until(lambda: do in self.page.cards[key].buttons.buttons)
        click(self.page.cards[key].buttons.buttons[do])

    def presses(self, key: str, do: Do) -> None:
        self.waits_until(lambda: do in self.row(key).buttons.buttons)
        click(self.row(key).buttons.buttons[do])

    def writes(self, key: str, **said: str) -> Editor:
        """Open the row's editor, write into its lines, and save."""
        self.presses(key, Do.CHANGE)
        editor = self.row(key).editor
        assert editor is not None
        for name, text in said.items():
            editor.lines[name].setText(text)
        click(editor.save)
        return editor

    def chooses_the_recovery_file(self) -> None:
        """In the system's dialog."""
        console = self.site.windows.console
        self.waits_until(lambda: console.findChildren(QFileDialog))
        dialog = console.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(self.site.workplace.recovery_file))
        dialog.setParent(None)
        dialog.deleteLater()

    def types_the_passphrase(self, row: str) -> Editor:
        """The file's, where it is asked for; a wrong one first, which stays there with why."""
        editor = self.row(row).editor
        assert editor is not None
        line = editor.lines["passphrase"]
        line.setText("wrong")
        click(editor.save)
        self.waits_until(line.accessibleDescription)
        line.setText(PASSPHRASE)
        click(editor.save)
        return editor

    def presses_more(self, row: str, text: str) -> None:
        """A button of the editor that stands open."""
        editor = self.row(row).editor
        assert editor is not None
        click(next(one for one in editor.more if text in one.text()))

    def waits_until(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    @property
    def running(self) -> RunningStation:
        running = self.site.program.running
        assert running is not None
        return running

    @property
    def roster(self) -> Roster:
        return self.running.station.roster

    @property
    def counter_row(self) -> str:
        return f"station {self.site.counter.device}"


@pytest.fixture
def ana(qtbot: QtBot, site: SupervisorSite) -> Ana:
    return Ana(qtbot, site)


def test_how_long_a_panic_waits_is_set_for_the_site_and_undone(ana: Ana) -> None:
    counter = ana.site.counter.running
    ana.writes("escalation.panic_answer", value="20")
    ana.waits_until(lambda: dict(counter.settings.escalation) == {"panic_answer": 20.0})
    ana.presses("escalation.panic_answer", Do.UNDO)
    ana.waits_until(lambda: not counter.settings.escalation)


def test_how_long_reports_are_kept_is_set_says_from_when_on_and_is_undone(ana: Ana) -> None:
    counter, row = ana.site.counter.running, Kept.REPORTS.key
    ana.writes(row, value="60")
    ana.waits_until(lambda: dict(counter.settings.retention) == {"reports": 60})
    ana.waits_until(lambda: "undoing it until then loses nothing" in said_in(ana, row))
    assert "60 months, from" in said_in(ana, row)
    assert "Nothing would go now." in said_in(ana, row)
    assert ana.row(row).editor is None
    ana.presses(row, Do.UNDO)
    ana.waits_until(lambda: not counter.settings.retention)
    ana.waits_until(lambda: said_in(ana, row).startswith("Kept until somebody deletes it."))


def said_in(ana: Ana, row: str) -> str:
    return ana.row(row)._says.text()


def test_a_counter_is_called_otherwise_and_its_next_call_comes_from_there(ana: Ana) -> None:
    counter = ana.site.counter
    ana.writes(ana.counter_row, place="Window 9")
    ana.waits_until(lambda: counter.board.me.place == "Window 9")
    ana.presses(ana.counter_row, Do.UNDO)
    ana.waits_until(lambda: counter.board.me.place == "Counter 3")


def test_what_cannot_be_stands_below_the_line_and_changes_nothing(ana: Ana) -> None:
    editor = ana.writes("escalation.panic_answer", value="2")
    ana.waits_until(editor.lines["value"].accessibleDescription)
    assert "from 5 to 600" in editor.lines["value"].accessibleDescription()
    click(editor.cancel)
    ana.waits_until(lambda: ana.row("escalation.panic_answer").editor is None)
    assert not ana.site.counter.running.settings.escalation


def adds_a_step(ana: Ana) -> None:
    click(ana.page.cards["steps"].buttons.buttons[Do.ADD])
    editor = ana.row(NEW).editor
    assert editor is not None
    editor.lines["text"].setText("Lock the back office")
    click(editor.save)
    ana.waits_until(lambda: "step lock-the-back" in ana.page.cards["steps"].rows)


def test_a_step_is_added_for_every_desk_and_undone(ana: Ana) -> None:
    adds_a_step(ana)
    board = ana.running.station.board
    assert board.protocol is not None
    assert board.protocol.steps(Situation.PANIC)[-1].text == "Lock the back office"
    ana.presses_of_card("steps", Do.UNDO)
    ana.waits_until(lambda: "step lock-the-back" not in ana.page.cards["steps"].rows)


def test_an_undo_that_is_pressed_while_the_act_before_it_is_signed_is_done_after_it(
    ana: Ana, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = ana.site.windows._site._acts
    set_steps, signed = acts.set_steps, Future[object]()
    answers = [signed]

    def slowly(situation: Situation, steps: tuple[Step, ...] | None) -> Future[object]:
        done = set_steps(situation, steps)
        return answers.pop() if answers else done

    monkeypatch.setattr(acts, "set_steps", slowly)
    adds_a_step(ana)
    ana.presses_of_card("steps", Do.UNDO)
    assert "step lock-the-back" in ana.page.cards["steps"].rows
    signed.set_result(None)
    ana.waits_until(lambda: "step lock-the-back" not in ana.page.cards["steps"].rows)


def test_two_presses_in_haste_are_one_and_leave_the_way_back(ana: Ana) -> None:
    row = "escalation.assist_answer"
    ana.writes(row, value="40")
    ana.waits_until(lambda: Do.UNDO in ana.row(row).buttons.buttons)
    undo = ana.row(row).buttons.buttons[Do.UNDO]
    click(undo)
    click(undo)
    ana.waits_until(lambda: "as usual again" in said(ana.row(row)).lower())
    assert ana.running.preferences.spoken()[row].before == 40.0


def test_an_undo_of_what_somebody_changed_since_it_was_read_undoes_nothing(
    ana: Ana, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = "escalation.assist_answer"
    warned: list[str] = []
    monkeypatch.setattr(
        "desktop.app.site_windows.warn", lambda _window, sentence, _fix: warned.append(sentence)
    )
    ana.writes(row, value="45")
    ana.waits_until(lambda: Do.UNDO in ana.row(row).buttons.buttons)
    undo = ana.row(row).buttons.buttons[Do.UNDO]
    ana.running.preferences.preset(row, 50.0, author="Marcus Bell").result(PATIENCE)
    assert ana.running.preferences.spoken()[row].value == 50.0
    click(undo)  # before the page was drawn again
    assert warned == ["Somebody has just changed this, so nothing was undone."]
    assert "Marcus Bell" in said(ana.row(row))
    assert ana.running.preferences.spoken()[row].value == 50.0


def test_the_recovery_file_is_checked_with_its_passphrase(ana: Ana) -> None:
    ana.presses(RECOVERY, Do.CHECK)
    ana.chooses_the_recovery_file()
    ana.types_the_passphrase(RECOVERY)
    ana.waits_until(lambda: "Checked by Ana Ruiz" in said(ana.row(RECOVERY)))


def file_chosen(ana: Ana, file: Path) -> None:
    """Somebody chooses it in the system's dialog."""
    console = ana.site.windows.console
    ana.waits_until(lambda: console.findChildren(QFileDialog))
    dialog = console.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(file))
    dialog.close()
    ana.waits_until(lambda: not console.findChildren(QFileDialog))


def types(ana: Ana, row: str, **said: str) -> None:
    editor = ana.row(row).editor
    assert editor is not None
    for name, text in said.items():
        editor.lines[name].setText(text)
    click(editor.save)


def test_a_backup_is_made_told_to_the_site_and_found_whole(ana: Ana, tmp_path: Path) -> None:
    file = tmp_path / "site.csbackup"
    ana.presses(BACKUP, Do.BACK_UP)
    types(ana, BACKUP, passphrase=PASSPHRASE, again="another")
    editor = ana.row(BACKUP).editor
    assert editor is not None
    ana.waits_until(editor.lines["passphrase"].accessibleDescription)
    types(ana, BACKUP, passphrase="short", again="short")
    assert "5 characters" in editor.lines["passphrase"].accessibleDescription()
    types(ana, BACKUP, passphrase=PASSPHRASE, again=PASSPHRASE)
    file_chosen(ana, file)
    ana.waits_until(lambda: f"Saved: {file}" in said(ana.row(BACKUP)))
    ana.waits_until(lambda: "by Ana Ruiz at" in said(ana.row(BACKUP)))
    assert file.stat().st_mode & 0o077 == 0

    ana.presses(RESTORE, Do.RESTORE)
    file_chosen(ana, file)
    types(ana, RESTORE, passphrase="not the passphrase")
    editor = ana.row(RESTORE).editor
    assert editor is not None
    ana.waits_until(editor.lines["passphrase"].accessibleDescription)
    types(ana, RESTORE, passphrase=PASSPHRASE)
    ana.waits_until(lambda: "It is whole" in said(ana.row(RESTORE)))
    assert f'restore "{file}"' in said(ana.row(RESTORE))


def test_a_backup_that_the_disk_refuses_is_told_in_front_and_leaves_nothing(
    ana: Ana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warned: list[str] = []
    monkeypatch.setattr(
        "desktop.app.site_windows.warn", lambda _window, sentence, _fix: warned.append(sentence)
    )
    ana.presses(BACKUP, Do.BACK_UP)
    types(ana, BACKUP, passphrase=PASSPHRASE, again=PASSPHRASE)
    file_chosen(ana, tmp_path / "gone" / "site.csbackup")
    ana.waits_until(lambda: warned)
    assert "NOT made" in warned[0]
    ana.waits_until(lambda: Do.BACK_UP in ana.row(BACKUP).buttons.buttons)


def test_a_code_is_ended_before_its_time(ana: Ana) -> None:
    admitting = ana.running.admitting
    assert admitting is not None
    invitation = admitting.invite(Seat(role=Role.COUNTER, place="Room 12"))
    key = f"code {invitation.nameplate}"
    ana.waits_until(lambda: key in ana.page.cards["codes"].rows)
    ana.presses(key, Do.END_CODE)
    ana.waits_until(lambda: key not in ana.page.cards["codes"].rows)
    assert admitting.open_codes() == []


@pytest.fixture(scope="module")
def bo(site: SupervisorSite) -> StationAtWork:
    """Another supervisor's desk."""
    running = site.program.running
    assert running is not None
    admitting = running.admitting
    assert admitting is not None
    home = site.workplace.home(relay=False)
    code = admitting.invite(Seat(role=Role.SUPERVISOR, place="Back office"))
    assert admitting.port is not None
    join_site(home, str(code.code), [(LOOPBACK, admitting.port)])
    station = StationAtWork(home, at_work(home))
    site.workplace.stations.append(station)
    return station


def takes_up_the_right(desk: StationAtWork, site: SupervisorSite) -> None:
    acts = SiteActs(desk.running, changed=lambda: None)
    acts.take_up_right((site.workplace.recovery_file, PASSPHRASE)).result(PATIENCE)
    acts.close()


def test_a_supervisors_desk_takes_up_the_right_and_lets_a_place_in_until_it_is_taken(
    ana: Ana, bo: StationAtWork
) -> None:
    row = f"station {bo.device}"
    takes_up_the_right(bo, ana.site)
    assert bo.running.late.retaining.made is not None, "it lets go of what is due, without a start"
    assert bo.running.admitting is not None
    invitation = bo.running.admitting.invite(Seat(role=Role.COUNTER, place="Room 7"))
    assert bo.running.admitting.open_codes() == [invitation.nameplate]
    ana.waits_until(lambda: "Administrator" in said(ana.row(row)))
    ana.presses(row, Do.CHANGE)
    ana.presses_more(row, "Take its administrator")
    ana.chooses_the_recovery_file()
    ana.types_the_passphrase(row)
    ana.waits_until(lambda: bo.device not in {one.device for one in ana.roster.administrators})
    ana.waits_until(lambda: not bo.running.identity.has_authority)
    with pytest.raises(NotAnAdministratorError):
        bo.running.admitting.invite(Seat(role=Role.COUNTER, place="Room 8"))
    takes_up_the_right(bo, ana.site)
    ana.waits_until(lambda: bo.device in {one.device for one in ana.roster.administrators})
    assert bo.running.identity.has_authority


def test_whoever_gives_up_the_right_in_the_window_is_offered_it_again_there(
    ana: Ana, bo: StationAtWork
) -> None:
    me = ana.running.identity.device
    row = f"station {me}"
    takes_up_the_right(bo, ana.site)
    ana.waits_until(lambda: len(ana.roster.administrators) == 2)
    ana.presses(row, Do.CHANGE)
    ana.presses_more(row, "Take its administrator")
    ana.chooses_the_recovery_file()
    ana.types_the_passphrase(row)
    ana.waits_until(lambda: not ana.running.identity.has_authority)
    ana.presses(row, Do.TAKE_UP_RIGHT)
    ana.chooses_the_recovery_file()
    ana.types_the_passphrase(row)
    ana.waits_until(lambda: me in {one.device for one in ana.roster.administrators})
    ana.waits_until(lambda: Do.CHANGE in ana.row(row).buttons.buttons)


def offers_to_invite(ana: Ana) -> bool:
    """On the Now page."""
    view = ana.site.windows.console._view
    return view is not None and bool(view.invite_text)


def test_what_administrators_alone_do_goes_from_the_windows_with_the_right_and_comes_back_with_it(
    ana: Ana, bo: StationAtWork
) -> None:
    """At whatever desk, or by whatever command, it was taken and given."""
    me = ana.running.identity.device
    takes_up_the_right(bo, ana.site)
    ana.waits_until(lambda: len(ana.roster.administrators) == 2)
    assert offers_to_invite(ana)
    admitting = ana.running.admitting
    assert admitting is not None
    code = admitting.invite(Seat(role=Role.COUNTER, place="Room 9"))
    ana.site.windows.invite()
    inviting = ana.site.windows._inviting
    assert inviting is not None
    inviting.show_code(code.nameplate)
    ana.waits_until(lambda: str(code.code) in said(inviting.window))
    recovery = open_recovery(ana.site.workplace.recovery_file, PASSPHRASE)
    take_right(bo.running, me, recovery, person="Bo")
    ana.waits_until(lambda: not offers_to_invite(ana))
    ana.waits_until(lambda: "Do it at an administrator" in said(inviting.window))
    ana.waits_until(lambda: admitting.open_codes() == [])
    ana.waits_until(lambda: Do.CHANGE not in ana.row(ana.counter_row).buttons.buttons)
    inviting.window.close()

    take_up_right(ana.running, recovery, person="Ana Ruiz")
    ana.waits_until(lambda: offers_to_invite(ana))
    ana.waits_until(lambda: Do.CHANGE in ana.row(ana.counter_row).buttons.buttons)
    take_right(ana.running, bo.device, recovery, person="Ana Ruiz")
    ana.waits_until(lambda: len(ana.roster.administrators) == 1)


def test_an_administrators_desk_is_taken_out_with_the_recovery_file_in_the_window(
    ana: Ana, bo: StationAtWork
) -> None:
    row = f"station {bo.device}"
    takes_up_the_right(bo, ana.site)
    ana.waits_until(lambda: "Administrator" in said(ana.row(row)))
    ana.presses(row, Do.TAKE_OUT)
    question = ana.site.windows._site.errands.question
    assert question is not None
    assert "recovery file" in said(question)
    click(question.yes)
    ana.chooses_the_recovery_file()
    ana.types_the_passphrase(row)
    ana.waits_until(lambda: not ana.roster.is_trusted(bo.device))
    ana.waits_until(lambda: row not in ana.page.cards["stations"].rows)


def test_a_place_gets_another_role_by_a_code_for_its_pc(ana: Ana) -> None:
    """The old station goes only once there is a code."""
    admitting = ana.running.admitting
    assert admitting is not None
    home = ana.site.workplace.home(relay=False)
    code = admitting.invite(Seat(role=Role.COUNTER, place="Room 3", area="Hall"))
    assert admitting.port is not None
    device = join_site(home, str(code.code), [(LOOPBACK, admitting.port)]).key.id
    row = f"station {device}"
    ana.waits_until(lambda: row in ana.page.cards["stations"].rows)
    ana.presses(row, Do.CHANGE)
    ana.presses_more(row, "another role")
    editor = ana.row(row).editor
    assert editor is not None
    click(editor.chips["role"].chips[1])
    click(editor.save)
    question = ana.site.windows._site.errands.question
    assert question is not None
    assert "Make Room 3" in said(question)
    click(question.yes)
    ana.waits_until(lambda: not ana.roster.is_trusted(device))
    ana.waits_until(lambda: ana.site.windows._inviting is not None)
    inviting = ana.site.windows._inviting
    assert inviting is not None
    ana.waits_until(lambda: "site join --again" in said(inviting.window))
    (nameplate,) = admitting.open_codes()
    seat = admitting.book.find(nameplate)
    assert seat is not None
    assert (seat.seat.place, seat.seat.area, seat.seat.role) == ("Room 3", "Hall", Role.SUPERVISOR)
    joined = join_site(home, str(seat.code), [(LOOPBACK, admitting.port)], again=True)
    assert joined.seat.role is Role.SUPERVISOR
    ana.waits_until(lambda: ana.roster.is_trusted(joined.key.id))
    inviting.window.close()


def test_who_has_a_pin_is_asked_for_it_before_a_counter_is_taken_out(ana: Ana) -> None:
    pins = ana.running.late.reporting().pins
    pins.set("Ana Ruiz", "2580")
    ana.presses(ana.counter_row, Do.TAKE_OUT)
    question = ana.site.windows._site.errands.question
    assert question is not None
    click(question.yes)
    console = ana.site.windows.console
    ana.waits_until(lambda: console.findChildren(PinDialog))
    dialog = console.findChildren(PinDialog)[-1]
    assert "who decides this" in said(dialog)
    dialog.reject()
    assert ana.roster.is_trusted(ana.site.counter.device)
    pins.forget("Ana Ruiz")


def test_a_counter_is_taken_out_for_good_only_after_a_question(ana: Ana) -> None:
    """The last of these: the counter belongs to the site no longer."""
    site = ana.site.windows._site.errands
    ana.presses(ana.counter_row, Do.TAKE_OUT)
    assert site.question is not None
    click(site.question.no)
    assert ana.roster.is_trusted(ana.site.counter.device)
    ana.presses(ana.counter_row, Do.TAKE_OUT)
    click(site.question.yes)
    ana.waits_until(lambda: not ana.roster.is_trusted(ana.site.counter.device))
    ana.waits_until(lambda: ana.counter_row not in ana.page.cards["stations"].rows)
