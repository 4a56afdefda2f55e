"""The Drills page: what stands on it, and what it asks for."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.drills.training import Training
from desktop.ui.console.drills.page import DrillsPage
from desktop.ui.theme import Appearance
from desktop.ui.views.advice import Advice
from desktop.ui.views.drills import Draft, DrillsView, announced_words
from desktop.ui.views.now import NowView
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.support.drill_story import DRILL
from tests.ui.drill_stage import DRAFT, NOW, REFUSED, asked, planned, running, view
from tests.ui.hands import click
from tests.ui.sample import COUNTER_3, MARCUS, Story, live, supervisor_board

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


def shown(words: Words, *drills: object, **more: object) -> DrillsView:
    return DrillsView.of(
        more.pop("board", supervisor_board()),  # type: ignore[arg-type]  # a test's shorthand
        drills,  # type: ignore[arg-type]
        Training(),
        words=words,
        now=NOW,
        **more,  # type: ignore[arg-type]
    )


def test_a_site_without_drills_is_told_how_to_begin(words: Words) -> None:
    page = shown(words)
    assert (page.open, page.past) == ((), ())
    assert page.sentence == "Drills and training"
    assert page.training.none.startswith("Nobody has taken part")


def test_a_surprise_of_another_desk_is_not_on_the_page_until_it_runs(words: Words) -> None:
    from msgspec.structs import replace

    theirs = replace(planned(is_surprise=True), desk=MARCUS)
    assert shown(words, theirs).open == ()
    begun = replace(theirs, begun_at=NOW, begun_by=MARCUS, asked=theirs.counters)
    (one,) = shown(words, begun).open
    assert one.badge.text == "running"
    assert shown(words, planned(is_surprise=True)).open[0].lines[-1] == (
        "No other desk shows it. This desk must be on then."
    )


def test_a_drill_that_waits_for_a_real_call_says_so(words: Words) -> None:
    due = planned(minutes=-2)
    board = supervisor_board(live(Story()))
    assert "no call in earnest" in shown(words, due, board=board).open[0].lines[-1]
    assert "counters are there" in shown(words, due).open[0].lines[-1]


def test_findings_are_read_when_somebody_asks_and_shapes_tell_them_apart(words: Words) -> None:
    closed = view(words, opened=False).past[0]
    assert closed.more_text
    assert not closed.found
    read = view(words).past[0]
    assert not read.more_text
    assert {shape for shape, _ in read.found} == {Shape.TICK, Shape.NOBODY}


def test_every_desk_is_told_of_an_announced_drill_where_nobody_calls(words: Words) -> None:
    board = supervisor_board()
    told = announced_words([asked(is_now=False)], board, words)
    assert told.startswith("A drill is announced, Mar 9, 2026, ")
    assert told.endswith(": Counter 3.")
    assert announced_words([asked()], board, words) == "A drill is running: Counter 3."
    assert announced_words([], board, words) == ""
    assert NowView.of(board, words=words, drill=told).no_alerts.endswith(told)


def test_the_site_s_own_scenarios_stand_in_place_of_those_that_ship(words: Words) -> None:
    assert len(shown(words).form.scenarios) == 4
    assert shown(words, own_scenarios=("The lights go out.",)).form.scenarios == (
        "The lights go out.",
    )


def test_a_time_is_read_as_people_type_it_and_what_is_not_understood_is_said(
    words: Words,
) -> None:
    now = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
    later = Draft(is_later=True, day="tomorrow", time="10:30")
    wanted = later.wanted(now, words)
    assert not isinstance(wanted, Advice)
    assert wanted.at is not None
    assert wanted.at - now < timedelta(days=2)
    assert (wanted.at.hour, wanted.at.minute) == (10, 30)
    for draft, said in (
        (Draft(is_later=True, time=""), "The time"),
        (Draft(is_later=True, day="someday", time="10"), "The day"),
    ):
        refused = draft.wanted(now, words)
        assert isinstance(refused, Advice)
        assert refused.sentence.startswith(said)
    at_once = Draft(time="nonsense").wanted(now, words)
    assert not isinstance(at_once, Advice)
    assert at_once.at is None


# --- the page -------------------------------------------------------------------------------


@pytest.fixture
def page(qtbot: QtBot, appearance: Appearance, words: Words) -> DrillsPage:
    made = DrillsPage(appearance.theme, view(words, running(), planned()))
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show()
    return made


def test_what_is_chosen_is_told_after_every_change(page: DrillsPage) -> None:
    drafts: list[Draft] = []
    page.draft_changed.connect(drafts.append)
    page.show_form(Draft())
    form = page.form
    assert form is not None
    assert form.submit.text() == "Begin the drill"
    form.counters[COUNTER_3].click()
    form.ways[True].click()
    form.times[True].click()
    assert form.submit.text() == "Plan the drill"
    QTest.keyClicks(form.time, "10:30")
    click(form.chips[1])
    assert drafts[-1] == Draft(
        counters=frozenset({COUNTER_3}),
        is_surprise=True,
        is_later=True,
        time="10:30",
        scenario="Somebody shows a knife.",
    )


def test_all_that_are_there_leaves_out_what_is_off(page: DrillsPage) -> None:
    page.show_form(Draft())
    form = page.form
    assert form is not None
    click(form.all)
    off = [box.text() for box in form.counters.values() if not box.isChecked()]
    assert off == ["Room 3 (off or not reached)"]


def test_a_refusal_stands_in_the_form_and_what_was_typed_stays(page: DrillsPage) -> None:
    page.show_form(DRAFT)
    page.show_advice(REFUSED)
    form = page.form
    assert form is not None
    assert form.advice.accessibleName().startswith("Counter 3 has another drill")
    assert page.advice.isHidden()
    assert form.scenario.text() == DRAFT.scenario
    assert form.counters[COUNTER_3].isChecked()


def test_its_buttons_ask_for_that_drill_and_tab_reaches_them_in_order(
    qtbot: QtBot, page: DrillsPage
) -> None:
    with qtbot.waitSignal(page.cancel_pressed, timeout=1_000) as cancelled:
        click(page.cards["a9" * 16].buttons[0])
    assert cancelled.args == ["a9" * 16]
    with qtbot.waitSignal(page.start_pressed, timeout=1_000) as started:
        click(page.cards["c5" * 16].buttons[0])
    assert started.args == ["c5" * 16]
    with qtbot.waitSignal(page.pdf_pressed, timeout=1_000) as printed:
        click(page.rows[DRILL].buttons[0])
    assert printed.args == [DRILL]
    page.show_form(Draft())
    form = page.form
    assert form is not None
    page.plan.setEnabled(True)
    form.cancel.setFocus(Qt.FocusReason.TabFocusReason)
    assert form.cancel.nextInFocusChain() is page.cards["a9" * 16].buttons[0]
