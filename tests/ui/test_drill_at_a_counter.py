"""What a counter says of a drill: in its cue, its tip and its menu, and nowhere else."""

from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.board import Board
from desktop.domain.presence import Unready
from desktop.services.drills.asking import Ask
from desktop.ui.views.bar_menu import Intent, MenuItem
from desktop.ui.views.counter_bar import CounterBarView
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.ui.drill_stage import asked
from tests.ui.sample import Story, counter_board, delivery, live


def bar(words: Words, board: Board, ask: Ask | None) -> CounterBarView:
    return CounterBarView.of(board, words=words, drill=ask)


def entry(view: CounterBarView) -> MenuItem | None:
    return next((item for item in view.menu() if item.intent is Intent.DRILL), None)


def test_asked_now_the_cue_says_drill_and_the_menu_has_its_press(words: Words) -> None:
    view = bar(words, counter_board(), asked())
    assert (view.cue.shape, view.cue.words) == (Shape.DRILL, ("Drill",))
    assert "Drill: press Panic now" in view.cue.sentence
    assert "always call in earnest" in view.cue.sentence
    assert view.cue.sentence.endswith("Imagine: Somebody shows a knife.")
    item = view.menu()[0]
    assert (item.intent, item.text, item.is_enabled) == (
        Intent.DRILL,
        "Drill: press Panic here",
        True,
    )


def test_the_bar_s_own_buttons_are_as_ever_while_a_drill_is_asked_for(words: Words) -> None:
    usual, drilled = bar(words, counter_board(), None), bar(words, counter_board(), asked())
    assert (usual.assist, usual.panic) == (drilled.assist, drilled.panic)


def test_announced_the_cue_stays_ready_and_the_tip_and_the_menu_say_when(words: Words) -> None:
    view = bar(words, counter_board(), asked(is_now=False))
    assert view.cue.shape is Shape.READY
    assert "A drill is announced: Panic" in view.cue.sentence
    item = entry(view)
    assert item is not None
    assert not item.is_enabled
    assert item.text.startswith("Drill, ")


def test_a_call_that_is_meant_stands_before_the_drill(words: Words) -> None:
    board = counter_board(live(Story(Kind.PANIC), delivery=delivery(2)))
    view = bar(words, board, asked())
    assert view.cue.shape is not Shape.DRILL
    assert view.cue == bar(words, board, None).cue
    item = entry(view)
    assert item is not None
    assert not item.is_enabled


def test_that_nobody_would_notice_a_call_stands_before_the_drill(words: Words) -> None:
    view = bar(words, counter_board(why=Unready.NO_SUPERVISOR), asked())
    assert view.cue.shape is Shape.NOBODY


def test_others_in_need_stand_before_the_drill(words: Words) -> None:
    other = live(Story(station="6" * 32, place="Window 6"), is_asked=True)
    assert bar(words, counter_board(other), asked()).cue.shape is Shape.TWO_DISCS


def test_pressed_for_the_drill_the_cue_follows_it_as_a_drill(words: Words) -> None:
    board = counter_board(live(Story(occasion=Occasion.DRILL), delivery=delivery(2)))
    assert bar(words, board, asked()).cue.shape is Shape.DRILL


def test_without_a_drill_nothing_of_it_is_there(words: Words) -> None:
    assert entry(bar(words, counter_board(), None)) is None
