"""The opening test in a counter's real program, with Ana at her desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from desktop.app.counter_windows import CounterWindows
from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.opening.facts import Found, Part
from desktop.domain.opening.openings import Test
from desktop.domain.opening.progress import Progress
from desktop.services.records.saying import put_on_record
from desktop.ui.opening_test import OpeningTestWindow
from desktop.ui.views.bar_menu import Intent
from desktop.words import on_this_clock
from tests.support.programs import SupervisorSite, ana, windows
from tests.support.workplace import StationAtWork, Workplace, office
from tests.ui.hands import click

__all__ = ["ana", "office", "windows"]
PATIENCE_MS = 15_000


class Clerk:
    """Whoever sits at the counter."""

    def __init__(self, qtbot: QtBot, windows: CounterWindows, ana: StationAtWork) -> None:
        self.qtbot, self.windows, self.ana = qtbot, windows, ana
        self.waits(lambda: windows._board.readiness.is_ready)
        windows.settle()

    def waits(self, until: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(until()), timeout=PATIENCE_MS)

    @property
    def entry(self) -> str:
        items = self.windows._view().menu()
        return next(item.text for item in items if item.intent is Intent.TEST)

    def opens(self) -> OpeningTestWindow:
        self.windows.bar.test_pressed.emit()
        window = self.windows._opening_tests().window
        assert window is not None
        assert window.isVisible()
        return window

    def sends(self) -> str:
        click(self.opens().send_button)
        self.waits(lambda: self.ana.board.alerts)
        (live,) = self.ana.board.alerts
        assert (live.alert.occasion, live.alert.kind) == (Occasion.TEST, Kind.ASSIST)
        return live.id

    def looks(self, part: Part, found: Found) -> None:
        click(self.opens().questions[part].radios[found], QPoint(8, 14))

    def looks_at_everything(self) -> None:
        for part in Part:
            self.looks(part, Found.RIGHT)

    def closes(self, alert: str) -> None:
        """Ana has been there."""
        self.ana.says_they_are_here(alert)
        self.ana.closes(alert)

    def is_done(self) -> Test:
        """*Done*, and what Ana's desk has of it."""
        window = self.opens()
        click(window.done_button)
        self.waits(window.isHidden)
        openings = self.ana.running.late.openings()
        self.waits(lambda: openings.read(within=0).tests)
        return openings.read(within=0).tests[0]


@pytest.fixture
def clerk(qtbot: QtBot, windows: CounterWindows, ana: StationAtWork) -> Clerk:
    return Clerk(qtbot, windows, ana)


def test_a_confirmed_test_is_at_the_desk_with_its_times_and_due_no_more(
    clerk: Clerk, office: Workplace
) -> None:
    bar = clerk.windows.bar
    assert clerk.entry == "Opening test (due today)"
    assert bar.cue.shown.sentence.endswith("The opening test is due today.")
    alert = clerk.sends()
    clerk.waits(lambda: "Received by 1 of 1 desks." in clerk.opens()._sent.accessibleName())
    clerk.ana.is_going(alert)
    clerk.waits(lambda: "Ana Ruiz confirmed it after" in clerk.opens()._sent.accessibleName())
    clerk.looks_at_everything()
    known = clerk.is_done()
    assert known.station == clerk.windows._board.me.device
    assert known.fact.alert == alert
    assert known.confirmed_by == "Ana Ruiz"
    assert known.fact.receipt_ms is not None
    assert not known.problems
    assert clerk.entry == "Opening test"
    clerk.waits(
        lambda: (
            bar.cue.shown.sentence
            == "Ready. A supervisor\N{RIGHT SINGLE QUOTATION MARK}s desk answers."
        )
    )
    kept = office.stations[1].home.path / "opening-test.json"
    clerk.waits(lambda: f'"done_on":"{known.day}"' in kept.read_text("utf-8"))


def test_a_call_that_is_meant_closes_it_and_nothing_is_lost(clerk: Clerk) -> None:
    clerk.sends()
    clerk.looks(Part.BARRIER, Found.NONE_HERE)
    window = clerk.opens()
    clerk.windows.bar.panic_pressed.emit()
    clerk.waits(window.isHidden)
    (real,) = (live for live in clerk.windows._board.alerts if live.alert.kind is Kind.PANIC)
    assert real.alert.occasion is Occasion.REAL
    clerk.waits(lambda: len(clerk.ana.board.alerts) == 2)
    for live in clerk.ana.board.alerts:
        clerk.closes(live.id)
    clerk.waits(lambda: clerk.windows._board.mine() is None)
    again = clerk.opens()
    assert again.questions[Part.BARRIER].radios[Found.NONE_HERE].isChecked()


def test_a_test_that_nobody_answers_is_recorded_as_just_that(clerk: Clerk) -> None:
    clerk.ana.leaves()
    click(clerk.opens().send_button)
    clerk.waits(lambda: "No desk has it yet" in clerk.opens()._sent.accessibleName())
    clerk.looks_at_everything()
    window = clerk.opens()
    assert "it is recorded so" in window._missing.text()
    click(window.done_button)
    clerk.waits(window.isHidden)
    assert clerk.entry == "Opening test"
    clerk.ana.comes_back()
    openings = clerk.ana.running.late.openings()
    clerk.waits(lambda: openings.read(within=0).tests)
    assert not openings.read(within=0).tests[0].is_confirmed


def test_what_a_counter_found_stands_on_ana_s_screen_and_in_the_paper_of_the_month(
    qtbot: QtBot, tmp_path: Path
) -> None:
    site = SupervisorSite(tmp_path)
    try:
        console = site.windows.console
        plate = console.page._openings
        qtbot.waitUntil(plate.isVisible, timeout=PATIENCE_MS)
        pressed = site.counter.presses(Kind.ASSIST, occasion=Occasion.TEST)
        _finish(site.counter, pressed.alert)
        qtbot.waitUntil(
            lambda: any("Boxes" in row.detail for row in plate.rows), timeout=PATIENCE_MS
        )
        paper = tmp_path / "month.pdf"
        papers = site.windows._papers
        running = site.program.running
        assert running is not None
        papers._make_month(running.late.openings().today().replace(day=1), paper)
        assert paper.read_bytes().startswith(b"%PDF")
    finally:
        site.closes()


def _finish(counter: StationAtWork, alert: str) -> None:
    """What the window signs, without the window."""
    running = counter.running
    day = on_this_clock(running.clock.now()).date().isoformat()
    progress = Progress(day=day).sent(alert, alert)
    for part in Part:
        found = Found.WRONG if part is Part.WAY_OUT else Found.RIGHT
        progress = progress.looked(part, found, "Boxes")
    fact = progress.fact(place="Counter 3", person="Maria Delgado")
    put_on_record(lambda: running.late.reporting().writer, fact).result(10)


def test_where_the_site_wants_no_daily_test_none_is_due(clerk: Clerk) -> None:
    clerk.windows._running.preferences.change("opening_test", False).result(10)
    assert clerk.entry == "Opening test"
