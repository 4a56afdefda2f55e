"""Hundreds of calls in a minute: a button that sticks, or a drill that went wrong."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.alerts.facts import Kind
from desktop.domain.board import LiveAlert
from desktop.ui.console.now_page import NowPage
from desktop.ui.takeover.screens import TakeoverScreens
from desktop.ui.theme import Scheme, Theme
from desktop.ui.views.now import MOST_CARDS, MOST_FURTHER, NowView
from desktop.ui.words import Words
from tests.ui.sample import ANA, NOW, Story, live, supervisor_board


def calls(count: int) -> list[LiveAlert]:
    """A third of them for a supervisor, the others panics, a tenth of a second apart."""
    kinds = (Kind.ASSIST, Kind.PANIC, Kind.PANIC)
    return [
        live(Story(kinds[n % 3], name=f"n{n}", place=f"Counter {n}"), ago=60 - n * 0.1)
        for n in range(count)
    ]


def visible_windows() -> int:
    return sum(window.isVisible() for window in QApplication.topLevelWidgets())


def test_five_hundred_calls_fill_the_screens_they_have_and_open_no_window_each(
    qtbot: QtBot, fonts: None, words: Words
) -> None:
    before = visible_windows()
    screens = TakeoverScreens(words=words, monotonic=lambda: NOW)
    screens.prepare()
    for cover in screens._covers.values():
        qtbot.addWidget(cover, before_close_func=lambda c: c.withdraw())
    page = NowPage(Theme(Scheme.LIGHT), monotonic=lambda: NOW)
    qtbot.addWidget(page)
    page.show()
    every = calls(500)

    def show(count: int) -> tuple[int, int]:
        board = supervisor_board(*every[:count])
        screens.show_board(board)
        page.show_view(NowView.of(board, words=words))
        QApplication.processEvents()
        return visible_windows() - before, len(page.findChildren(QWidget))

    show(1)
    few = show(100)
    assert show(500) == few
    assert few[0] == len(screens.covers) + 1

    field = screens.covers[0].field
    assert field is not None
    assert field.place == "Counter 1"  # the oldest panic
    assert field.strip is not None
    assert field.strip.place == "Counter 2"
    assert "498" in field.strip.more


def test_the_calls_behind_the_cards_have_a_line_each_and_the_others_are_counted(
    words: Words,
) -> None:
    view = NowView.of(supervisor_board(*calls(500)), words=words)
    assert len(view.cards) == MOST_CARDS
    assert view.page_count == "500"
    assert len(view.further) == MOST_FURTHER + 1
    assert view.further[0].name == "Panic · Counter 31"
    assert view.further[-1].name == f"{500 - MOST_CARDS - MOST_FURTHER} more calls"

    assert NowView.of(supervisor_board(*calls(MOST_CARDS)), words=words).further == ()


def test_a_call_moves_up_to_a_card_when_one_before_it_is_answered(words: Words) -> None:
    every = calls(MOST_CARDS + 1)
    last = next(live for live in reversed(every) if live.alert.kind is Kind.ASSIST)
    behind = {card.alert for card in NowView.of(supervisor_board(*every), words=words).cards}
    assert last.id not in behind
    every[every.index(next(live for live in every if live.alert.place == "Counter 0"))] = live(
        Story(Kind.ASSIST, name="n0", place="Counter 0").going(ANA, "Ana"), ago=60
    )
    cards = {card.alert for card in NowView.of(supervisor_board(*every), words=words).cards}
    assert last.id in cards
