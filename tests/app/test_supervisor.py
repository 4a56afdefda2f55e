"""A supervisor's real windows, joined to their station: every answer, seen at the counter."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop.app.running import RunningStation
from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertId,
    AlertReceived,
    AlertTold,
    Kind,
    Occasion,
    Outcome,
)
from desktop.domain.presence import Absence
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.standing import Standing, standings
from desktop.ui.takeover.buttons import FieldButton
from desktop.ui.views.acts import OUTCOMES, Act
from tests.support.programs import SupervisorSite
from tests.support.workplace import PATIENCE
from tests.ui.hands import click

PATIENCE_MS = round(1000 * PATIENCE)


class Site(SupervisorSite):
    """With everything that hangs on her program."""

    @property
    def running(self) -> RunningStation:
        assert self.program.running is not None
        return self.program.running

    def said(self, alert: AlertId) -> list[str]:
        """What the counter knows that Ana said, in order."""
        found = self.counter.alert(alert)
        ana = self.running.station.device
        told = found.timeline if found else ()
        return [
            words(recorded.fact)
            for recorded in told
            if recorded.device == ana and not isinstance(recorded.fact, AlertReceived)
        ]

    def end_all(self, qtbot: QtBot) -> None:
        """Close what is open, so that the next test finds everything quiet."""
        for live in self.counter.board.alerts:
            qtbot.waitUntil(partial(self._has, live.id), timeout=PATIENCE_MS)
        for live in self.running.station.board.alerts:
            self.running.station.attend(live.id).result(PATIENCE)
            self.running.close(live.id, Outcome.HELPED).result(PATIENCE)
        qtbot.waitUntil(lambda: not self.counter.board.alerts, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: not self.windows.takeover.covers, timeout=PATIENCE_MS)
        qtbot.waitUntil(self._console_is_quiet, timeout=PATIENCE_MS)

    def _console_is_quiet(self) -> bool:
        """The console is drawn a moment after the takeover: a late card would be clicked next."""
        board = self.windows.console._board
        return board is not None and not board.alerts

    def _has(self, alert: AlertId) -> bool:
        return any(live.id == alert for live in self.running.station.board.alerts)


def words(fact: object) -> str:
    match fact:
        case AlertAcknowledged(is_unheard=True):
            return "unheard"
        case AlertAcknowledged(minutes=None):
            return "going"
        case AlertAcknowledged(minutes=minutes):
            return f"going in {minutes}"
        case AlertTold(message=message):
            return message.value
        case AlertAttended():
            return "there"
        case AlertClosed():
            return "closed"
    return repr(fact)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.closes()


@pytest.fixture
def site(opened: Site, qtbot: QtBot) -> Iterator[Site]:
    """Everything reaches everything, and nobody calls."""
    qtbot.waitUntil(lambda: opened.counter.is_ready, timeout=PATIENCE_MS)
    yield opened
    opened.end_all(qtbot)


def press(qtbot: QtBot, site: Site, act: Act) -> None:
    """Click the takeover's button for ``act`` as soon as it stands there and counts."""
    takeover = site.windows.takeover

    def button() -> FieldButton | None:
        shown = [made for cover in takeover.covers for made in cover.buttons]
        found = [made for made in shown if made.button.act is act and made.isEnabled()]
        return found[0] if found else None

    def counts() -> bool:
        return button() is not None and all(c._guard.click_counts() for c in takeover.covers)

    qtbot.waitUntil(counts, timeout=PATIENCE_MS)
    made = button()
    assert made is not None
    click(made)


OF_STEPS = {Act.TAKE, Act.GIVE_BACK, Act.NOT_NEEDED, Act.DONE}
"""What is said of steps, all of which the next test presses."""


def test_who_calls_the_police_is_known_at_the_desk_and_not_at_the_counter(
    site: Site, qtbot: QtBot
) -> None:
    alert = site.counter.presses(Kind.PANIC).alert
    press(qtbot, site, Act.TAKE)
    station = site.running.station

    def police() -> Standing:
        found = station.board.find(alert)
        assert found is not None
        return standings(found, SiteProtocol())[0]

    qtbot.waitUntil(lambda: police().owner is not None, timeout=PATIENCE_MS)
    press(qtbot, site, Act.GIVE_BACK)
    qtbot.waitUntil(lambda: police().is_nobodys, timeout=PATIENCE_MS)
    press(qtbot, site, Act.NOT_NEEDED)
    qtbot.waitUntil(lambda: not police().is_needed, timeout=PATIENCE_MS)
    press(qtbot, site, Act.GOING)
    qtbot.waitUntil(lambda: site.said(alert) == ["going"], timeout=PATIENCE_MS)
    press(qtbot, site, Act.DONE)  # the director, whose turn it is
    qtbot.waitUntil(
        lambda: standings(station.board.alerts[0].alert, SiteProtocol())[1].done is not None,
        timeout=PATIENCE_MS,
    )
    assert site.said(alert) == ["going"]


ANSWERS: list[tuple[tuple[Act, ...], list[str]]] = [
    ((Act.GOING,), ["going"]),
    ((Act.CALLING,), ["calling"]),
    ((Act.POLICE_CALLED,), ["police_called"]),
    ((Act.LEAVE,), ["leave"]),
    ((Act.CANNOT,), ["cannot"]),
    ((Act.GOING, Act.TWO_MINUTES), ["going", "going in 2"]),
    ((Act.GOING, Act.THERE), ["going", "there"]),
    ((Act.GOING, Act.SMALL), ["going"]),
    ((Act.GOING, Act.THERE, Act.CLOSE, Act.BACK, Act.SMALL), ["going", "there"]),
]


def id_of(answer: object) -> str:
    return "+".join(answer) if isinstance(answer, tuple) else ""


@pytest.mark.parametrize(("acts", "said"), ANSWERS, ids=id_of)
def test_what_is_answered_on_the_takeover_the_counter_knows(
    qtbot: QtBot, site: Site, acts: tuple[Act, ...], said: list[str]
) -> None:
    alert = site.counter.presses_panic()
    for act in acts:
        press(qtbot, site, act)
    qtbot.waitUntil(lambda: site.said(alert) == said, timeout=PATIENCE_MS)
    if acts[-1] is Act.SMALL:
        qtbot.waitUntil(lambda: not site.windows.takeover.covers, timeout=PATIENCE_MS)
        assert site.said(alert) == said


@pytest.mark.parametrize("act", list(OUTCOMES), ids=str)
def test_how_it_ended_is_closed_at_the_counter_and_on_record_at_the_desk(
    qtbot: QtBot, site: Site, act: Act
) -> None:
    occasion = Occasion.DRILL if act is Act.END_DRILL else Occasion.REAL
    alert = site.counter.presses(Kind.PANIC, occasion=occasion).alert
    for each in (Act.GOING, Act.THERE, Act.CLOSE, act):
        press(qtbot, site, each)
    qtbot.waitUntil(lambda: site.counter.has_closed(alert), timeout=PATIENCE_MS)
    assert site.said(alert) == ["going", "there", "closed"]
    records = site.running.records
    assert records is not None
    qtbot.waitUntil(lambda: alert in records.outcomes(), timeout=PATIENCE_MS)
    assert records.outcomes()[alert].outcome is OUTCOMES[act]


def test_every_answer_that_a_takeover_has_is_pressed_here() -> None:
    pressed = {act for acts, _said in ANSWERS for act in acts} | set(OUTCOMES)
    assert pressed | {Act.UNHEARD} == set(Act) - {Act.OPEN} - OF_STEPS


def test_a_test_that_is_seen_and_not_heard_is_over_and_says_so(qtbot: QtBot, site: Site) -> None:
    test = site.counter.presses(Kind.ASSIST, occasion=Occasion.TEST).alert
    press(qtbot, site, Act.UNHEARD)
    qtbot.waitUntil(lambda: site.counter.has_closed(test), timeout=PATIENCE_MS)
    assert set(site.said(test)) == {"unheard", "closed"}


# The console


def buttons(site: Site, text: str) -> list[QAbstractButton]:
    """The console's buttons that say ``text``, from the top down."""
    curled = text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    everything = site.windows.console.findChildren(QAbstractButton)
    found = [b for b in everything if b.isVisible() and b.text().strip() == curled]
    return sorted(found, key=lambda b: b.mapToGlobal(QPoint()).y())


def choose(qtbot: QtBot, site: Site, text: str) -> None:
    """Click the console's first button that says ``text`` as soon as there is one."""

    def stands_there() -> None:
        shown = [b for b in site.windows.console.findChildren(QAbstractButton) if b.isVisible()]
        assert buttons(site, text), [b.text() for b in shown]

    qtbot.waitUntil(stands_there, timeout=PATIENCE_MS)
    click(buttons(site, text)[0], QPoint(5, 5))


def test_the_police_step_is_done_on_its_card(qtbot: QtBot, site: Site) -> None:
    alert = site.counter.presses_panic()
    for text in ("I'll call", "Police called"):
        choose(qtbot, site, text)
    qtbot.waitUntil(lambda: site.said(alert) == ["police_called"], timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["I'm going"], ["going"]),
        (["I can't"], ["cannot"]),
        (["I'm going", "I'm there"], ["going", "there"]),
        (["I'm going", "I'm there", "Close with outcome", "Not yet"], ["going", "there"]),
    ],
    ids=lambda given: given[-1],
)
def test_what_is_answered_on_the_console_the_counter_knows(
    qtbot: QtBot, site: Site, texts: list[str], said: list[str]
) -> None:
    alert = site.counter.presses_assist()
    for text in texts:
        choose(qtbot, site, text)
    qtbot.waitUntil(lambda: site.said(alert) == said, timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Staff helped", Outcome.HELPED),
        ("Ended by itself", Outcome.RESOLVED),
        ("Police came", Outcome.POLICE),
        ("False alarm", Outcome.FALSE_ALARM),
    ],
)
def test_what_is_closed_on_the_console_is_closed_at_the_counter(
    qtbot: QtBot, site: Site, text: str, outcome: Outcome
) -> None:
    alert = site.counter.presses_assist()
    for each in ("I'm going", "I'm there", "Close with outcome", text):
        choose(qtbot, site, each)
    qtbot.waitUntil(lambda: site.counter.has_closed(alert), timeout=PATIENCE_MS)
    records = site.running.records
    assert records is not None
    qtbot.waitUntil(lambda: alert in records.outcomes(), timeout=PATIENCE_MS)
    assert records.outcomes()[alert].outcome is outcome


def test_an_alert_made_small_fills_the_screen_again_when_the_console_opens_it(
    qtbot: QtBot, site: Site
) -> None:
    alert = site.counter.presses_panic()
    press(qtbot, site, Act.CANNOT)
    takeover = site.windows.takeover
    qtbot.waitUntil(lambda: not takeover.covers, timeout=PATIENCE_MS)
    choose(qtbot, site, "Open")
    qtbot.waitUntil(lambda: bool(takeover.covers), timeout=PATIENCE_MS)
    field = takeover.covers[0].field
    assert field is not None
    assert field.alert == alert


def test_whoever_says_away_on_the_console_is_away_at_the_counter(qtbot: QtBot, site: Site) -> None:
    def absence() -> Absence | None:
        (ana,) = [desk for desk in site.counter.board.desks if desk.is_present]
        return ana.absence

    before = absence()
    choose(qtbot, site, "I'm away")
    qtbot.waitUntil(lambda: absence() is Absence.AWAY, timeout=PATIENCE_MS)
    choose(qtbot, site, "I'm here")
    qtbot.waitUntil(lambda: absence() is before, timeout=PATIENCE_MS)


def test_whoever_says_away_in_the_tray_is_away_at_the_counter(
    qtbot: QtBot, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _icon: None)
    site.windows.settle()
    tray = site.windows.tray
    assert tray is not None

    def takes(text: str) -> None:
        tray._menu.aboutToShow.emit()
        texts = {action.text(): action for action in tray._menu.actions()}
        texts[text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")].trigger()

    def absence() -> Absence | None:
        (ana,) = [desk for desk in site.counter.board.desks if desk.is_present]
        return ana.absence

    before = absence()
    takes("I'm away")
    qtbot.waitUntil(lambda: absence() is Absence.AWAY, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: tray._view is not None and not tray._view.may_leave)
    takes("I'm here")
    qtbot.waitUntil(lambda: absence() is before, timeout=PATIENCE_MS)
    site.windows.tray = None


def saved(qtbot: QtBot, site: Site, file: Path) -> AlertId:
    """Save the report of an alert that was just closed; the dialog is answered with ``file``."""
    alert = site.counter.presses_panic()
    site.end_all(qtbot)
    closed = site.running.station.board.closed
    qtbot.waitUntil(lambda: len(buttons(site, "Save PDF")) == len(closed), timeout=PATIENCE_MS)
    choose(qtbot, site, "Save PDF")
    (dialog,) = site.windows.console.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()
    qtbot.waitUntil(lambda: not site.windows.console.findChildren(QFileDialog), timeout=PATIENCE_MS)
    return alert


def test_a_report_saved_from_the_console_is_of_that_alert(
    qtbot: QtBot, site: Site, tmp_path: Path
) -> None:
    file = tmp_path / "report.pdf"
    alert = saved(qtbot, site, file)
    qtbot.waitUntil(file.exists, timeout=PATIENCE_MS)
    found = site.running.station.board.find(alert)
    assert found is not None
    text = " ".join(page.extract_text() for page in PdfReader(file).pages)
    assert found.number in text
    assert "Counter 3" in text


def test_a_report_that_cannot_be_saved_is_told(qtbot: QtBot, site: Site, tmp_path: Path) -> None:
    saved(qtbot, site, tmp_path / "no such folder" / "report.pdf")
    console = site.windows.console
    qtbot.waitUntil(lambda: bool(console.findChildren(QMessageBox)), timeout=PATIENCE_MS)
    (box,) = console.findChildren(QMessageBox)
    assert "\n\n" in box.text()  # what went wrong, and what to do
    box.close()


def test_an_alert_that_was_closed_is_counted_on_the_insights_page_and_printed(
    qtbot: QtBot, site: Site, tmp_path: Path
) -> None:
    site.counter.presses_panic()
    site.end_all(qtbot)
    console, insights = site.windows.console, site.windows._insights

    def counted() -> int:
        """Each opening counts anew: the outcome comes to the disk a moment after the alert."""
        console.show_page("now")
        console.show_page("insights")
        qtbot.waitUntil(lambda: not insights.is_waiting, timeout=PATIENCE_MS)
        told = insights.told
        return told.outcomes.get(Outcome.HELPED, 0) if told else 0

    qtbot.waitUntil(lambda: counted() > 0, timeout=PATIENCE_MS)
    page = console.built_pages["insights"]
    assert page.tools is not None
    click(page.tools)
    (dialog,) = console.findChildren(QFileDialog)
    file = tmp_path / "insights.pdf"
    dialog.fileSelected.emit(str(file))
    dialog.close()
    qtbot.waitUntil(lambda: not console.findChildren(QFileDialog), timeout=PATIENCE_MS)
    qtbot.waitUntil(file.exists, timeout=PATIENCE_MS)
    text = " ".join(one.extract_text() for one in PdfReader(file).pages)
    assert "When do people need help?" in text
    assert "Counter 3" in text
    console.show_page("now")
