"""The Now page, with and without a floor plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.domain.alerts.facts import AlertOutcome, Context, Occasion, Outcome
from desktop.domain.board import Board
from desktop.ui.console.plan.card import PlanCard
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.words import Words
from tests.ui.opening_stage import todays_tests
from tests.ui.plan_sample import one_floor, plan_parts, two_floors
from tests.ui.sample import (
    ANA,
    AWAY_ANA,
    COUNTER_3,
    MARCUS,
    NOW,
    Story,
    live,
    nobody_attends,
    quiet_desks,
    silent_desks,
    supervisor_board,
    window_six,
)
from tests.ui.shots.looks import LOOKS, look_of, save, settle


def now_boards() -> dict[str, Board]:
    """The states of the Now page."""
    panic = live(Story().noted(Context.THREAT))
    six = live(window_six(note="Caller at window, shouting").going(MARCUS, "Marcus Bell"), ago=112)
    there = live(
        window_six("f6").going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz").withdrawn(), ago=300
    )
    drill = live(Story(occasion=Occasion.DRILL, name="d4", place="Room 2"), ago=3)
    over = Story(name="e5").going(ANA, "Ana Ruiz").attended(ANA, "Ana").closed(ANA, "Ana Ruiz")
    older = window_six().going(ANA, "Ana").attended(ANA, "Ana").closed(MARCUS, "Marcus Bell")
    closed = (over.alert(), older.alert())
    return {
        "alerts": supervisor_board(panic, six, closed=closed),
        "many": supervisor_board(panic, six, there, drill),
        "quiet": supervisor_board(closed=closed, desks=quiet_desks()),
        "empty": supervisor_board(desks=quiet_desks()),
        "cut-off": supervisor_board(relays_up=0),
        "nobody": supervisor_board(me=AWAY_ANA, desks=nobody_attends()),
        "alone": supervisor_board(desks=()),
        "cut-off-calling": supervisor_board(panic, six, desks=silent_desks(), closed=closed),
    }


def draw_consoles(app: QApplication, out: Path) -> Iterator[Path]:
    for scheme, scale in LOOKS:
        appearance = Appearance(scheme=scheme, text_scale=scale)
        for language in ("en", "es"):
            for name, board in now_boards().items():
                if (scheme, scale) != LOOKS[0] and name != "alerts":
                    continue
                window = ConsoleWindow(
                    appearance=appearance,
                    words=Words.of(language),
                    may_invite=True,
                    monotonic=lambda: NOW,
                )
                window.show_board(board)
                window.show_outcomes({"e5": AlertOutcome(alert="e5", outcome=Outcome.HELPED)})
                window.show_openings(todays_tests())
                window.resize(1280, 760)
                window.show()
                settle(app)
                yield save(window, out / f"now-{name}-{look_of(scheme, scale)}-{language}.png")
                window.hide()


def draw_plans(app: QApplication, out: Path) -> Iterator[Path]:
    """The Now page with a floor plan, looked at and arranged."""
    boards = now_boards()
    for scheme, scale in LOOKS:
        is_plain = (scheme, scale) == LOOKS[0]
        for language in ("en", "es") if is_plain else ("en",):
            for name, plan in {
                "alerts": one_floor(),
                "quiet": one_floor(),
                "many": two_floors(),
                "arranging": two_floors(),
                "cut-off": one_floor(),
            }.items():
                if not is_plain and name not in {"alerts", "arranging"}:
                    continue
                with _console(app, scheme, scale, language) as window:
                    window.show_board(boards["alerts" if name == "arranging" else name])
                    window.show_plan(plan, can_undo=name == "arranging")
                    window.resize(1440, 900)
                    window.show()
                    shown = window.page.plan
                    assert shown is not None
                    _until_drawn(app, shown)
                    if name == "arranging":
                        shown.arrange_button.click()
                        shown.canvas.choose(COUNTER_3)
                    settle(app)
                    if scale > 1:
                        window.page.verticalScrollBar().setValue(shown.geometry().top() - 20)
                    _until_drawn(app, shown)
                    yield save(window, out / f"plan-{name}-{look_of(scheme, scale)}-{language}.png")


def _until_drawn(app: QApplication, plan: PlanCard) -> None:
    """Wait for the picture, which is made on a thread of its own."""
    app.processEvents()
    while not plan.canvas.has_picture:
        app.processEvents()


@contextmanager
def _console(
    app: QApplication, scheme: Scheme, scale: float, language: str
) -> Iterator[ConsoleWindow]:
    window = ConsoleWindow(
        appearance=Appearance(scheme=scheme, text_scale=scale),
        words=Words.of(language),
        may_invite=True,
        plan_parts=plan_parts(app),
        monotonic=lambda: NOW,
    )
    try:
        yield window
    finally:
        window.page.close_down()
        window.hide()
