"""A new PC becomes the desk of a site whose PCs are lost: whole, or not at all."""

from dataclasses import replace
from pathlib import Path
from sys import getrefcount

import msgspec
import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.app import bringing_back
from desktop.app.backing_up import back_up
from desktop.app.bringing_back import (
    SiteFound,
    bring_site_back,
    look_at_site,
)
from desktop.app.first_run import FirstRun
from desktop.app.main import Program
from desktop.app.site_making import join_site
from desktop.app.unfinished import forget_unfinished
from desktop.domain.backup.errors import HomeNotEmptyError, SiteNotBroughtBackError
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.adapters.home_lock import HomeLock
from desktop.services.adapters.keys import identity_place
from desktop.services.adapters.keys.identity import AlreadyJoinedError, IdentityFolder
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError
from desktop.services.adapters.keys.recovery import open_recovery
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.backup.restoring import Telling
from desktop.services.reports.ports import Query
from desktop.services.trust.seats import Seat
from desktop.ui.theme import Appearance, load_fonts
from desktop.ui.words import Words
from tests.support.filing import a_draft_with, reports, shelf
from tests.support.workplace import (
    LOOPBACK,
    PASSPHRASE,
    PATIENCE,
    StationAtWork,
    Workplace,
    at_work,
    office,
)
from tests.ui.hands import click
from tests.ui.reports.hands import said

__all__ = ["office"]

SECRET = "otter lantern zurich nine"
PHOTO = b"a photo " * 20_000


@pytest.fixture
def lost(office: Workplace, tmp_path: Path) -> Path:
    """A backup of a desk that is gone, with a report that has a photo."""
    ana = office.supervisor("Ana Ruiz")
    taken = reports(ana).taking.take_pasted(PHOTO, "photo.txt").attachment
    reports(ana).filing.submit(a_draft_with(ana, taken)).result(PATIENCE)
    file = tmp_path / "site.csbackup"
    identity = IdentityFolder.of(ana.home).load()
    back_up(ana.home, identity, file, SECRET)
    ana.leaves()
    return file


@pytest.fixture
def home(office: Workplace, lost: Path) -> Home:
    """A new PC's."""
    return office.home(relay=True)


@pytest.fixture
def found(office: Workplace, lost: Path, home: Home) -> SiteFound:
    recovery = open_recovery(office.recovery_file, PASSPHRASE)
    return look_at_site(home, lost, SECRET, recovery, place="Annex", person="Bo Lund")


def files_in(home: Home) -> list[str]:
    """What lies there, but for the lock, which comes and goes."""
    found = home.path.rglob("*")
    return sorted(str(one.relative_to(home.path)) for one in found if one.suffix != ".lock")


def test_looking_changes_nothing_and_bringing_back_makes_the_desk_with_all_of_it(
    office: Workplace, home: Home, found: SiteFound
) -> None:
    assert files_in(home) == ["station.toml"]
    told: list[tuple[int, int]] = []
    of_files: list[tuple[int, int]] = []
    telling = Telling(
        events=lambda done, of: told.append((done, of)),
        attachments=lambda done, of: of_files.append((done, of)),
    )
    bring_site_back(home, found, telling=telling)
    events = len(found.opened.events)
    assert told[-1] == (events, events)
    assert of_files[-1] == (len(PHOTO), len(PHOTO))
    bo = StationAtWork(home, at_work(home))
    office.stations.append(bo)
    assert bo.board.me.person == "Bo Lund"
    assert shelf(bo).count(Query()) == 1
    assert not (home.path / "restoring").exists()


@pytest.mark.parametrize("fails", [DatabaseUnusableError, OSError])
def test_a_disk_that_refuses_in_the_middle_leaves_nothing(
    home: Home, found: SiteFound, monkeypatch: pytest.MonkeyPatch, fails: type[Exception]
) -> None:
    before, kept = files_in(home), 0
    keep = SqliteLog.keep

    def fills_up(log: SqliteLog, *entries: object) -> None:
        nonlocal kept
        kept += 1
        if kept > 1:
            raise fails("database or disk is full")
        keep(log, *entries)  # type: ignore[arg-type]  # passed on

    with monkeypatch.context() as full:
        full.setattr(SqliteLog, "keep", fills_up)
        with pytest.raises(SiteNotBroughtBackError, match="disk is full"):
            bring_site_back(home, found)
    assert files_in(home) == before
    bring_site_back(home, found)
    assert home.has_identity


def test_an_identity_that_cannot_be_put_down_takes_the_history_away_again(
    home: Home, found: SiteFound, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(home)

    def refuses(*_: object) -> None:
        raise PrivateFileNotSavedError

    with monkeypatch.context() as full:
        full.setattr(IdentityFolder, "save", refuses)
        with pytest.raises(SiteNotBroughtBackError):
            bring_site_back(home, found)
    assert files_in(home) == before


def test_a_pc_with_history_or_a_station_of_its_own_is_left_alone(
    office: Workplace, lost: Path, home: Home, found: SiteFound
) -> None:
    recovery = open_recovery(office.recovery_file, PASSPHRASE)
    home.alerts_db.write_bytes(b"another station's")
    with pytest.raises(HomeNotEmptyError):
        bring_site_back(home, found)
    with pytest.raises(HomeNotEmptyError):
        look_at_site(home, lost, SECRET, recovery, place="Annex", person="")
    assert home.alerts_db.read_bytes() == b"another station's"
    with pytest.raises(AlreadyJoinedError):
        bring_site_back(office.founder.home, found)


def test_what_is_this_pcs_own_stays_and_where_it_has_no_settings_those_of_the_backup_come(
    home: Home, found: SiteFound
) -> None:
    settings = home.settings_file.read_bytes()
    assert found.opened.files["station.toml"] != settings
    files = {**found.opened.files, "logo.png": b"the lost desk's"}
    with_logo = replace(found, opened=msgspec.structs.replace(found.opened, files=files))
    (home.path / "logo.jpg").write_bytes(b"this PC's")
    assert not bring_site_back(home, with_logo, with_settings=True)[1]
    assert home.settings_file.read_bytes() == settings
    assert not (home.path / "logo.png").exists()


def test_settings_come_back_where_they_are_asked_for(home: Home, found: SiteFound) -> None:
    home.settings_file.unlink()
    assert bring_site_back(home, found, with_settings=True)[1]
    assert home.settings_file.read_bytes() == found.opened.files["station.toml"]


def test_what_was_ended_in_the_middle_goes_unless_it_is_under_way(home: Home) -> None:
    left = home.path / "restoring"
    left.mkdir()
    (left / "records.db").write_bytes(b"everybody's stories")
    with HomeLock(home):
        forget_unfinished(home)
        assert left.exists()
    forget_unfinished(home)
    assert not left.exists()


class PowerCutError(BaseException):
    """The program ends here."""


@pytest.fixture(params=["the second move", "the identity", "the identity's last step"])
def cut_short(
    request: pytest.FixtureRequest,
    home: Home,
    found: SiteFound,
    monkeypatch: pytest.MonkeyPatch,
) -> Home:
    """The PC, where a power cut came while things were put in their places."""
    moves = iter(range(100))

    def moves_once(fresh: Path, place: Path) -> None:
        if next(moves):
            raise PowerCutError
        fresh.replace(place)

    def ends(*_: object) -> None:
        raise PowerCutError

    def nothing(*_: object, **__: object) -> None:
        """A process that is killed tidies nothing up."""

    with monkeypatch.context() as cut:
        cut.setattr(bringing_back, "take_away", nothing)
        cut.setattr(bringing_back, "rmtree", nothing)
        if request.param == "the second move":
            cut.setattr(bringing_back, "move", moves_once)
        elif request.param == "the identity":
            cut.setattr(IdentityFolder, "save", ends)
        else:
            cut.setattr(identity_place, "move", ends)
            cut.setattr(identity_place, "_delete", nothing)
        with pytest.raises(PowerCutError):
            bring_site_back(home, found)
    assert home.alerts_db.exists()
    return home


def test_a_power_cut_while_things_are_put_in_place_is_forgotten_at_the_next_first_window(
    qtbot: QtBot, cut_short: Home
) -> None:
    first_run = FirstRun(cut_short, Appearance(), Words.of("en"), done=lambda: None)
    qtbot.addWidget(first_run.window)
    qtbot.waitUntil(lambda: files_in(cut_short) == ["station.toml"])


def test_after_a_power_cut_the_site_is_brought_back_all_the_same(
    office: Workplace, lost: Path, cut_short: Home
) -> None:
    recovery = open_recovery(office.recovery_file, PASSPHRASE)
    found = look_at_site(cut_short, lost, SECRET, recovery, place="Annex", person="Bo Lund")
    assert files_in(cut_short) == ["station.toml"]
    bring_site_back(cut_short, found)
    assert cut_short.has_identity


def test_after_a_power_cut_a_pc_that_joins_has_nothing_of_the_history(
    office: Workplace, cut_short: Home
) -> None:
    office.founder.comes_back()
    admitting = office.founder.running.admitting
    assert admitting is not None
    code = str(admitting.invite(Seat(role=Role.COUNTER, place="Counter 3")).code)
    assert admitting.port is not None
    join_site(cut_short, code, [(LOOPBACK, admitting.port)])
    assert {name.split("/")[0] for name in files_in(cut_short)} == {"identity", "station.toml"}


def test_a_desk_that_was_brought_back_just_before_a_power_cut_keeps_its_history(
    office: Workplace, home: Home, found: SiteFound, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(bringing_back, "rmtree", lambda *_, **__: None)
        bring_site_back(home, found)
    assert home.restoring.exists()
    bo = StationAtWork(home, at_work(home))
    office.stations.append(bo)
    assert shelf(bo).count(Query()) == 1
    assert not home.restoring.exists()


# In the window


class Asked:
    """A new PC's first window, at its quiet third way."""

    def __init__(self, qtbot: QtBot, home: Home, first_run: FirstRun | None = None) -> None:
        load_fonts()
        self.qtbot, self.home = qtbot, home
        self.is_done = False
        if first_run is None:
            first_run = FirstRun(home, Appearance(), Words.of("en"), done=self._done)
            qtbot.addWidget(first_run.window)
            first_run.show()
        self.first_run, self.window = first_run, first_run.window
        self.presses("Bring a site back from a backup…")

    def _done(self) -> None:
        self.is_done = True

    def types(self, **answers: object) -> None:
        lines = {one.accessibleName(): one for one in self.window.findChildren(QLineEdit)}
        for label, answer in answers.items():
            lines[LABELS[label]].setText(str(answer))

    def looks_into(self, backup: Path, office: Workplace) -> None:
        self.types(
            backup=backup,
            secret=SECRET,
            recovery=office.recovery_file,
            passphrase=PASSPHRASE,
            name="Bo Lund",
            place="Annex",
        )
        self.presses("Look into it")

    def presses(self, text: str) -> None:
        click(next(b for b in self.window.findChildren(QPushButton) if b.text() == text))

    def reads(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in said(self.window), timeout=20_000)


LABELS = {
    "backup": "Backup",
    "secret": "Passphrase of the backup",
    "recovery": "Recovery file",
    "passphrase": "Passphrase of the file",
    "name": "Your name",
    "place": "Your place",
}


def test_a_site_is_brought_back_in_the_first_window_and_the_program_goes_on_as_its_desk(
    qtbot: QtBot, office: Workplace, lost: Path, home: Home
) -> None:
    asked = Asked(qtbot, home)
    asked.looks_into(lost, office)
    asked.reads("Alder County Health")
    assert not home.has_identity
    asked.presses("Bring the site back")
    qtbot.waitUntil(lambda: asked.is_done, timeout=20_000)
    assert not asked.first_run.is_new_site
    bo = StationAtWork(home, at_work(home))
    office.stations.append(bo)
    assert bo.running.admitting is not None
    assert (bo.board.me.place, bo.board.me.person) == ("Annex", "Bo Lund")
    assert shelf(bo).count(Query()) == 1


def test_each_mistake_is_one_sentence_at_its_field_and_nothing_is_half_done(
    qtbot: QtBot, office: Workplace, lost: Path, home: Home, tmp_path: Path
) -> None:
    (tmp_path / "town hall").mkdir()
    elsewhere = Workplace(tmp_path / "town hall")
    elsewhere.supervisor("Town Hall", relay=False)
    elsewhere.closes_down()
    cut, photo = tmp_path / "cut.csbackup", tmp_path / "photo.jpg"
    cut.write_bytes(lost.read_bytes()[:-100])
    photo.write_bytes(b"GIF89a")
    damaged = tmp_path / "damaged.txt"
    text = office.recovery_file.read_text()
    middle = text.index("-----BEGIN") + 80
    damaged.write_text(text[:middle] + "AAAA" + text[middle + 4 :])
    right: dict[str, object] = {
        "backup": lost,
        "secret": SECRET,
        "recovery": office.recovery_file,
        "passphrase": PASSPHRASE,
        "name": "Bo Lund",
        "place": "Annex",
    }
    before = files_in(home)
    asked = Asked(qtbot, home)
    for mistake, sentence in (
        ({"backup": photo}, "no backup of Countersign"),
        ({"backup": cut}, "ends in the middle"),
        ({"backup": tmp_path / "none"}, "cannot be read"),
        ({"secret": "not the passphrase"}, "not the passphrase of the backup"),
        ({"recovery": photo}, "not a recovery file"),
        ({"recovery": damaged}, "altered or cut off"),
        ({"recovery": elsewhere.recovery_file}, "belongs to another site"),
        ({"passphrase": "not the passphrase"}, "this is not its passphrase"),
    ):
        asked.types(**{**right, **mistake})
        asked.presses("Look into it")
        asked.reads(sentence)
        assert files_in(home) == before
    asked.types(**right)
    asked.presses("Look into it")
    asked.reads("In the backup")
    lost.unlink()  # the stick is pulled out
    asked.presses("Bring the site back")
    asked.reads("put the disk back in")
    assert files_in(home) == before


OWN = 2
"""References to what only the test still has: its own, and that of the question."""


def test_once_the_desk_is_open_nothing_that_was_told_or_decrypted_is_in_memory(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    office: Workplace,
    lost: Path,
    home: Home,
) -> None:
    settings = home.settings_file
    settings.write_text(settings.read_text("utf-8") + "sound = false\n", "utf-8")
    program = Program(home, opened=lambda _running: None)
    monkeypatch.setattr(program.app, "exit", lambda _code: None)
    program.open()
    asked = Asked(qtbot, home, first_run=program._first_run)
    asked.looks_into(lost, office)
    asked.reads("In the backup")
    found = asked.first_run._site_found
    assert found is not None
    window, answers = asked.window, asked.window._answers
    assert SECRET in answers.values()
    asked.presses("Bring the site back")
    del asked
    qtbot.waitUntil(lambda: not isValid(window) and getrefcount(found) == OWN, timeout=20_000)
    assert not answers
    program.close()


def test_back_from_a_backup_forgets_what_is_secret(
    qtbot: QtBot, office: Workplace, lost: Path, home: Home
) -> None:
    asked = Asked(qtbot, home)
    asked.looks_into(lost, office)
    asked.reads("In the backup")
    asked.presses("Back")
    assert asked.first_run._site_found is None
    lines = {one.accessibleName(): one for one in asked.window.findChildren(QLineEdit)}
    assert lines[LABELS["backup"]].text() == str(lost)
    assert not lines[LABELS["secret"]].text()
    assert not lines[LABELS["passphrase"]].text()
    assert not {SECRET, PASSPHRASE} & set(asked.window._answers.values())
