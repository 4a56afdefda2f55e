"""Drills in the states that people see, for the windows' tests and pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from msgspec.structs import replace
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.domain.alerts.facts import Kind
from desktop.domain.drills.drills import Drill, Drills, fold_drills
from desktop.domain.drills.facts import DrillPlanned, Place
from desktop.domain.drills.training import Confirmed, Training
from desktop.services.drills.asking import Ask
from desktop.ui.console.drills.entry import KEY, entry_of
from desktop.ui.console.drills.page import DrillsPage
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.theme import Appearance, Scheme, Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.drills import Draft, DrillsView
from desktop.ui.words import Words
from tests.support.drill_story import DRILL, SCENARIO, a_call, a_course, told_of
from tests.ui.sample import ANA, COUNTER_3, T0, WINDOW_6, supervisor_board

NOW = T0 + timedelta(minutes=20)
CARDS = {"calm": ("Stay calm", "v2"), "queue": ("The queue", ""), "limit": ("Set a limit", "")}


def drills() -> Drills:
    """One that is planned, one a month ago that went well, and one that did not begin."""
    return fold_drills([*told_of(a_call()), *told_of(name="e1" * 16, days_ago=31)])


def planned(*, is_surprise: bool = False, minutes: float = 90) -> Drill:
    plan = DrillPlanned(
        kind=Kind.PANIC,
        counters=(Place(COUNTER_3, "Counter 3"), Place(WINDOW_6, "Window 6")),
        at=NOW + timedelta(minutes=minutes),
        minutes=10,
    )
    return Drill(
        id="c5" * 16,
        desk=ANA,
        kind=plan.kind,
        is_surprise=is_surprise,
        scenario=SCENARIO,
        person="Ana Ruiz",
        at=plan.at,
        minutes=plan.minutes,
        counters=plan.counters,
    )


def running() -> Drill:
    return replace(
        planned(minutes=-1), id="a9" * 16, asked=planned().counters, begun_at=NOW, begun_by=ANA
    )


def training() -> Training:
    """Three people who were there, one of them a year ago, and one who has only read."""
    old = told_of(a_call(), name="f2" * 16, days_ago=380)
    read = [
        Confirmed(reader=name, card=card, version=version, at=T0 - timedelta(days=days))
        for name, card, version, days in (
            ("Maria Delgado", "calm", "v2", 20),
            ("Maria Delgado", "queue", "", 20),
            ("Maria Delgado", "limit", "", 19),
            ("Devon Park", "calm", "v1", 200),
            ("Ana Ruiz", "limit", "", 3),
        )
    ]
    return Training.of(fold_drills(old), read, CARDS, months=12)


def view(words: Words, *going: Drill, opened: bool = True) -> DrillsView:
    return DrillsView.of(
        supervisor_board(),
        [*going, *drills().drills],
        training(),
        words=words,
        now=NOW,
        opened={DRILL: a_course(a_call())} if opened else {},
    )


@contextmanager
def drill_window(scheme: Scheme, scale: float, language: str, name: str) -> Iterator[QWidget]:
    """The console with its Drills page open in that state."""
    words = Words.of(language)
    appearance = Appearance(scheme=scheme, text_scale=scale)
    if name == "none":
        shown = DrillsView.of(supervisor_board(), [], Training(), words=words, now=NOW)
    else:
        shown = view(words, running(), planned(is_surprise=True))
    pages: list[DrillsPage] = []

    def build(theme: Theme) -> DrillsPage:
        page = DrillsPage(theme, shown)
        pages.append(page)
        return page

    window = ConsoleWindow(appearance=appearance, words=words, pages=(entry_of(words, build),))
    window.show_board(supervisor_board())
    window.resize(QSize(1440, 1180 if scale > 1 else 1000))
    window.show()
    window.show_page(KEY)
    if name == "plan":
        pages[0].show_form(DRAFT)
        pages[0].show_advice(REFUSED)
    try:
        yield window
    finally:
        window.hide()
        window.deleteLater()


DRAFT = Draft(
    counters=frozenset({COUNTER_3, WINDOW_6}),
    is_later=True,
    day="3/12/2026",
    time="10:30",
    scenario=SCENARIO,
)
REFUSED = Advice(
    "Counter 3 has another drill at that time already.",
    "Choose another time, or cancel that one first.",
)


def asked(*, is_now: bool = True) -> Ask:
    """What Counter 3 is told."""
    return Ask(
        drill=DRILL,
        kind=Kind.PANIC,
        at=T0 + timedelta(minutes=0 if is_now else 28),
        scenario=SCENARIO,
        stations=(COUNTER_3,),
        is_now=is_now,
    )
