"""The counter bar: its buttons, its menu, and what it never does."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.domain.alerts.facts import Context, Message
from desktop.domain.board import Board
from desktop.ui.bar_menu import BarMenu
from desktop.ui.counter_bar import CUE, GUARD, CounterBar
from desktop.ui.theme import Appearance, Scheme, Theme
from desktop.ui.views.bar_menu import Intent
from desktop.ui.views.counter_bar import CounterBarView, Wording
from desktop.ui.words import Words
from tests.ui.counter_bars import at, bar, press_at, under
from tests.ui.hands import click, write
from tests.ui.sample import ANA, Story, counter_board, delivery, live
from tests.ui.shots.bars import bar_boards
from tests.ui.test_theme import contrast

__all__ = ["bar"]

Show = Callable[[Board], None]


@pytest.fixture
def show(bar: CounterBar, words: Words) -> Show:
    return lambda board: bar.show_view(CounterBarView.of(board, words=words))


def test_it_measures_what_the_design_says(bar: CounterBar) -> None:
    assert bar.size() == QSize(300, 44)
    buttons = {b.accessibleName(): b for b in bar.findChildren(type(bar._assist))}
    assist = buttons["Call a supervisor to this counter"]
    panic = buttons["Panic: silent call for help"]
    assert assist.geometry() == QRect(7, 0, 92, 44)
    assert panic.geometry() == QRect(115, 0, 64, 44)
    assert assist.face_rect() == QRect(0, 6, 92, 32)
    assert bar.cue.geometry() == QRect(183, 6, 80, 32)
    assert buttons["Menu"].geometry() == QRect(263, 0, 28, 44)


def test_it_never_asks_for_the_keyboard(bar: CounterBar) -> None:
    flags = bar.windowFlags()
    for flag in (
        Qt.WindowType.Tool,
        Qt.WindowType.FramelessWindowHint,
        Qt.WindowType.WindowStaysOnTopHint,
        Qt.WindowType.WindowDoesNotAcceptFocus,
    ):
        assert flags & flag == flag
    assert bar.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    children = [bar, *bar.findChildren(type(bar._assist)), bar.cue]
    assert all(w.focusPolicy() is Qt.FocusPolicy.NoFocus for w in children)


@pytest.mark.parametrize("y", [0, 43])
def test_a_click_at_the_very_edge_of_the_screen_counts(
    qtbot: QtBot, bar: CounterBar, y: int
) -> None:
    with qtbot.waitSignal(bar.panic_pressed, timeout=1000):
        press_at(bar, at(147, y))
    with qtbot.waitSignal(bar.assist_pressed, timeout=1000):
        press_at(bar, at(50, y))


def test_it_acts_when_the_finger_goes_down(qtbot: QtBot, bar: CounterBar) -> None:
    child = under(bar, at(147))
    with qtbot.waitSignal(bar.panic_pressed, timeout=1000):
        QTest.mousePress(
            child, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5)
        )


def test_the_gap_between_the_buttons_accepts_nothing(qtbot: QtBot, bar: CounterBar) -> None:
    before = bar.pos()
    with qtbot.assertNotEmitted(bar.panic_pressed), qtbot.assertNotEmitted(bar.assist_pressed):
        for x in GUARD:
            press_at(bar, at(x))
    QTest.mousePress(
        bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(GUARD.start + 3)
    )
    QTest.mouseMove(bar, at(GUARD.start + 60))
    assert bar.pos() == before


def test_every_impatient_press_is_reported(qtbot: QtBot, bar: CounterBar) -> None:
    presses: list[int] = []
    bar.panic_pressed.connect(lambda: presses.append(1))
    child = under(bar, at(147))
    for _ in range(3):
        click(child)
    QTest.mouseDClick(child, Qt.MouseButton.LeftButton)
    assert len(presses) >= 4


def outside_the_cue(bar: CounterBar) -> QImage:
    image = bar.grab().toImage()
    for x in range(CUE.left(), CUE.right() + 1):
        for y in range(CUE.top(), CUE.bottom() + 1):
            image.setPixelColor(x, y, Qt.GlobalColor.black)
    return image


def test_after_a_press_nothing_changes_outside_the_cue(bar: CounterBar, show: Show) -> None:
    before = outside_the_cue(bar)
    child = under(bar, at(147))
    click(child)
    QTest.mousePress(child, Qt.MouseButton.LeftButton)
    assert outside_the_cue(bar) == before
    QTest.mouseRelease(child, Qt.MouseButton.LeftButton)
    for board in bar_boards().values():
        show(board)
        bar.cue._changed.clear()
        bar.cue._show_next()
        assert outside_the_cue(bar) == before


def test_the_cue_shows_each_state_differently(bar: CounterBar, show: Show) -> None:
    looks = []
    for name, board in bar_boards().items():
        if name != "long name":
            show(board)
            bar.cue._changed.clear()
            bar.cue._show_next()
            looks.append(bar.cue.grab().toImage())
    assert all(looks.count(look) == 1 for look in looks)


def test_the_buttons_look_the_same_under_the_mouse(bar: CounterBar) -> None:
    before = bar.grab().toImage()
    QTest.mouseMove(under(bar, at(147)))
    assert bar.grab().toImage() == before


@pytest.mark.parametrize("wording", list(Wording))
@pytest.mark.parametrize("language", ["en", "es"])
def test_button_words_fit_their_buttons(
    qtbot: QtBot, appearance: Appearance, wording: Wording, language: str
) -> None:
    view = CounterBarView.of(counter_board(), words=Words.of(language), wording=wording)
    bar = CounterBar(view, appearance=appearance, words=Words.of(language))
    qtbot.addWidget(bar)
    metrics = bar.fontMetrics().__class__(appearance.theme.font("label"))
    assert metrics.horizontalAdvance(view.assist.text) <= 92 - 12
    assert metrics.horizontalAdvance(view.panic.text) <= 64 - 8


def test_the_cue_has_its_sentence_as_name_and_tooltip(bar: CounterBar, show: Show) -> None:
    show(counter_board(live(Story().told(ANA, "Ana", Message.LEAVE), delivery=delivery(1))))
    assert bar.cue.accessibleName() == "A supervisor asks you to leave the counter."
    assert bar.cue.toolTip() == bar.cue.accessibleName()


def test_it_grows_as_a_whole_with_the_text_size(
    qtbot: QtBot, bar: CounterBar, appearance: Appearance
) -> None:
    appearance.choose(scheme=Scheme.DARK, text_scale=2.0)
    assert bar.size() == QSize(600, 88)
    assert bar.cue.geometry() == QRect(366, 12, 160, 64)
    with qtbot.waitSignal(bar.panic_pressed, timeout=1000):
        press_at(bar, at(294, 87))


def test_it_folds_to_a_tab_that_keeps_the_cues_shape(bar: CounterBar) -> None:
    bar.collapse()
    assert bar.size() == QSize(28, 44)
    assert bar.geometry().right() == bar.screen().availableGeometry().right()
    assert bar.cue.isVisible()
    assert bar.accessibleName() == "Show the bar"
    click(bar)
    assert bar.size() == QSize(300, 44)
    assert bar.accessibleName() == ""


def entry(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def ink_of(image: QImage, box: QRect, ground: str) -> float:
    """The strongest contrast that anything drawn in ``box`` has to its ground."""
    colors = {
        image.pixelColor(x, y).name()
        for x in range(box.left() + 12, box.right() - 12)
        for y in range(box.top() + 4, box.bottom() - 3)
    }
    return max(contrast(color, ground) for color in colors)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_what_the_menu_does_not_offer_now_looks_so_its_icon_too(
    qtbot: QtBot, fonts: None, words: Words, scheme: Scheme
) -> None:
    view = CounterBarView.of(counter_board(), words=words)
    bar = CounterBar(view, appearance=Appearance(scheme=scheme), words=words)
    qtbot.addWidget(bar)
    menu = bar.build_menu()
    qtbot.addWidget(menu)
    menu.adjustSize()
    image = menu.grab().toImage()
    theme = Theme(scheme)
    ground = theme.color("surface").name()
    weak = contrast(theme.color("disabled").name(), ground)
    offered = {a.text(): a for a in menu.actions() if a.text()}
    for text in ("They are here", "Add a note", "Take it back"):
        action = offered[text]
        assert not action.isEnabled()
        assert ink_of(image, menu.actionGeometry(action), ground) <= weak + 0.1
        assert action.font().italic() == (scheme is Scheme.CONTRAST)
    for text in ("New report", "Opening test"):
        assert ink_of(image, menu.actionGeometry(offered[text]), ground) > weak * 1.5
        assert not offered[text].font().italic()


def test_the_menu_reports_what_was_chosen(qtbot: QtBot, bar: CounterBar, show: Show) -> None:
    show(counter_board(live(Story(), delivery=delivery(1))))
    menu = bar.build_menu()
    qtbot.addWidget(menu)
    with qtbot.waitSignal(bar.arrived_pressed, timeout=1000):
        entry(menu, "They are here")
    with qtbot.waitSignal(bar.withdraw_pressed, timeout=1000):
        entry(menu, "Take it back")
    notes = next(a.menu() for a in menu.actions() if a.text() == "Add a note")
    with qtbot.waitSignal(bar.context_added, timeout=1000) as added:
        entry(notes, "Weapon")  # type: ignore[arg-type] # Qt's menus are menus
    assert added.args == [Context.WEAPON]
    places = next(a.menu() for a in menu.actions() if a.text() == "Not here")
    with qtbot.waitSignal(bar.place_chosen, timeout=1000) as chosen:
        entry(places, "Counter 2")  # type: ignore[arg-type] # as above
    assert chosen.args == ["Counter 2"]


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_menu_opens_when_the_mouse_lets_go(qtbot: QtBot, bar: CounterBar) -> None:
    def opened() -> list[BarMenu]:
        return [m for m in QApplication.topLevelWidgets() if isinstance(m, BarMenu)]

    more = under(bar, at(277))
    QTest.mousePress(more, Qt.MouseButton.LeftButton)
    assert not any(menu.isVisible() for menu in opened())
    QTest.mouseRelease(more, Qt.MouseButton.LeftButton)
    assert [menu.isVisible() for menu in opened() if menu is bar._menu] == [True]
    for menu in opened():
        menu.close()


def test_a_test_can_be_sent_at_rest(qtbot: QtBot, bar: CounterBar) -> None:
    menu = bar.build_menu()
    qtbot.addWidget(menu)
    with qtbot.waitSignal(bar.test_pressed, timeout=1000):
        entry(menu, "Opening test")


def test_a_note_in_words_is_sent_with_enter_and_dropped_with_escape(
    qtbot: QtBot, bar: CounterBar
) -> None:
    bar._open_note()
    field = bar._note
    assert field is not None
    qtbot.addWidget(field)
    line = field._line
    write(line, " He shouts ")
    with qtbot.waitSignal(bar.note_added, timeout=1000) as added:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert added.args == ["He shouts"]
    assert not field.isVisible()
    bar._open_note()
    assert line.text() == ""
    write(line, "Never mind")
    with qtbot.assertNotEmitted(bar.note_added):
        QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not field.isVisible()


def test_whoever_takes_over_the_counter_says_so_from_the_menu(
    qtbot: QtBot, bar: CounterBar
) -> None:
    bar._carry_out(Intent.PERSON)
    field = bar._name
    assert field is not None
    qtbot.addWidget(field)
    assert field._line.text() == "Maria Delgado"
    write(field._line, "Devon Park")
    with qtbot.waitSignal(bar.person_changed, timeout=1000) as changed:
        QTest.keyClick(field._line, Qt.Key.Key_Return)
    assert changed.args == ["Devon Park"]


def test_another_wording_is_drawn_at_once(bar: CounterBar, words: Words) -> None:
    before = bar.grab().toImage()
    view = CounterBarView.of(counter_board(), words=words, wording=Wording.NEUTRAL)
    bar.show_view(view)
    assert bar.grab().toImage() != before
    assert bar._panic.accessibleName() == "Panic: silent call for help"
    bar.show_view(replace(view, panic=view.panic))


def test_a_bar_that_was_minimized_is_back_at_once(bar: CounterBar, qtbot: QtBot) -> None:
    bar.showMinimized()

    qtbot.waitUntil(lambda: not bar.isMinimized() and bar.isVisible())
