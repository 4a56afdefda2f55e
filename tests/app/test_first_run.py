"""The first-run window, joined to what it asks for: real homes, a real code, a real relay."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.app.first_run import FirstRun
from desktop.app.running import RunningStation
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.trust.seats import Seat
from desktop.ui.theme import Appearance, load_fonts
from desktop.ui.views.first_run import CreateSite, JoinSite
from desktop.ui.words import Words
from tests.support.workplace import LOOPBACK, PASSPHRASE, Workplace, office

__all__ = ["office"]


class Asked:
    """A first-run window, and whether it is done."""

    def __init__(self, home: Home, qtbot: QtBot) -> None:
        load_fonts()
        self.is_done = False
        self.first_run = FirstRun(home, Appearance(), Words.of("en"), done=self._done)
        qtbot.addWidget(self.first_run.window)
        self.first_run.show()

    def _done(self) -> None:
        self.is_done = True


def test_three_answers_make_a_site_whose_first_desk_can_go_to_work(
    office: Workplace,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    home = office.home(relay=False)
    asked = Asked(home, qtbot)
    asked.first_run.window.create_pressed.emit(
        CreateSite(
            site_name="Alder County Health",
            person="Ana Ruiz",
            place="Supervisors",
            passphrase=PASSPHRASE,
            recovery_file=tmp_path / "recovery.txt",
            address="118 Court Street",
            call_instead="4100",
        )
    )
    qtbot.waitUntil(lambda: asked.is_done, timeout=10_000)

    running = RunningStation(home, has_windows=True)
    running.start()
    assert running.station.role is Role.SUPERVISOR
    assert running.station.board.me.person == "Ana Ruiz"
    assert running.station.board.site_name == "Alder County Health"
    assert running.station.board.site_address == "118 Court Street"
    assert running.station.board.call_instead == "4100"
    running.stop()


def test_a_wrong_code_is_told_in_the_window_and_the_right_one_joins(
    office: Workplace,
    qtbot: QtBot,
) -> None:
    ana = office.supervisor("Ana Ruiz")
    admitting = ana.running.admitting
    assert admitting is not None
    code = str(admitting.invite(Seat(role=Role.COUNTER, place="Counter 3")).code)
    home = office.home(relay=False)
    asked = Asked(home, qtbot)
    window = asked.first_run.window
    address = f"{LOOPBACK}:{admitting.port}"

    window.join_pressed.emit(JoinSite(address=address, code="ABC-DEF-GHJ", person="Maria Delgado"))
    qtbot.waitUntil(lambda: window._error is not None, timeout=10_000)
    assert not home.has_identity

    window.join_pressed.emit(JoinSite(address=address, code=code, person="Maria Delgado"))
    qtbot.waitUntil(lambda: asked.is_done, timeout=10_000)
    running = RunningStation(home, has_windows=True)
    assert running.station.board.me.person == "Maria Delgado"
    running.start()
    running.stop()
