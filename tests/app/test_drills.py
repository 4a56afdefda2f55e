"""A drill between a counter's real program and a supervisor's."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.app.counter_windows import CounterWindows
from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.drills.drills import State
from desktop.domain.drills.facts import Why
from desktop.domain.drills.planning import Wanted
from desktop.ui.console.drills.page import DrillsPage
from desktop.ui.views.bar_menu import Intent
from desktop.ui.views.shapes import Shape
from tests.support.programs import SupervisorSite, ana, windows
from tests.support.workplace import StationAtWork, Workplace, office

__all__ = ["ana", "office", "windows"]
PATIENCE_MS = 15_000


def waits(qtbot: QtBot, until: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(until()), timeout=PATIENCE_MS)


def test_the_counter_presses_for_it_in_its_menu_and_its_panic_is_real_all_the_while(
    qtbot: QtBot, windows: CounterWindows, ana: StationAtWork, office: Workplace
) -> None:
    waits(qtbot, lambda: windows._board.readiness.is_ready)
    windows.settle()
    waits(qtbot, lambda: windows._asking is not None)
    drilling = ana.running.late.drilling()
    drilling.read(within=5)
    me = windows._board.me.device
    name = drilling.desk.plan(Wanted(kind=Kind.PANIC, stations=(me,))).result(10)
    waits(qtbot, lambda: windows.bar.cue.shown.shape is Shape.DRILL)
    assert windows._view().menu()[0].intent is Intent.DRILL
    windows.bar.drill_pressed.emit()
    waits(qtbot, lambda: ana.board.alerts)
    (drilled,) = ana.board.alerts
    assert (drilled.alert.occasion, drilled.alert.kind) == (Occasion.DRILL, Kind.PANIC)
    windows.bar.panic_pressed.emit()
    waits(qtbot, lambda: drilling.find(name, within=0).why is Why.REAL_CALL)
    waits(qtbot, lambda: [live.alert.occasion for live in ana.board.alerts] == [Occasion.REAL])
    waits(qtbot, lambda: windows._drill() is None)


def test_a_supervisor_plans_it_on_the_page_ends_it_and_reads_how_it_went(
    qtbot: QtBot, tmp_path: Path
) -> None:
    site = SupervisorSite(tmp_path)
    try:
        console = site.windows.console
        counter = site.counter
        counter.running.late.drilling()
        me = counter.running.identity.device
        running = site.program.running
        assert running is not None
        running.late.drilling().read(within=5)
        waits(qtbot, lambda: any(d.is_present for d in running.station.board.desks))
        console.show_page("drills")
        page = console.built_pages["drills"]
        assert isinstance(page, DrillsPage)
        page.plan.click()
        form = page.form
        assert form is not None
        waits(qtbot, lambda: me in form.counters)
        form.submit.click()
        waits(qtbot, lambda: "needs a counter" in form.advice.accessibleName())
        form.counters[me].click()
        form.submit.click()
        waits(qtbot, lambda: page.cards and page.form is None)
        waits(qtbot, lambda: (ask := counter.running.late.drilling().asking.of(me)) and ask.is_now)
        alert = counter.presses(Kind.PANIC, occasion=Occasion.DRILL).alert
        waits(qtbot, lambda: running.station.board.find(alert))
        (card,) = page.cards.values()
        card.buttons[-1].click()
        waits(qtbot, lambda: page.rows)
        waits(qtbot, lambda: not running.station.board.alerts)
        (row,) = page.rows.values()
        row.buttons[0].click()
        waits(qtbot, lambda: any(one.found for one in page._view.past) if page._view else False)
        (drill,) = running.late.drilling().read(within=1).drills
        assert (drill.state, drill.why, drill.alerts) == (State.ENDED, Why.CANCELLED, (alert,))
    finally:
        site.closes()
