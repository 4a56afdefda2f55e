import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.domain.alerts.facts import Kind, Message
from desktop.ui.counter_bar import CounterBar
from desktop.ui.staff.tray import StaffTray
from desktop.ui.theme import Appearance
from desktop.ui.tray import Tray
from desktop.ui.views.counter_bar import CounterBarView, Wording
from desktop.ui.words import Words
from tests.ui.sample import ANA, Story, counter_board, delivery, live


def a_bar(qtbot: QtBot, appearance: Appearance, words: Words) -> CounterBar:
    view = CounterBarView.of(counter_board(), words=words)
    bar = CounterBar(view, appearance=appearance, words=words)
    qtbot.addWidget(bar)
    return bar


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_the_tray_offers_what_the_bar_does_and_can_bring_it_back(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    bar = a_bar(qtbot, appearance, words)
    tray = Tray(bar, appearance=appearance, words=words)
    tray._menu.aboutToShow.emit()
    expected = bar.build_menu()
    qtbot.addWidget(expected)
    assert texts(tray._menu) == ["", *texts(expected)]
    bar.collapse()
    tray._menu.aboutToShow.emit()
    assert texts(tray._menu)[-1] == "Show the bar"
    tray._menu.actions()[-1].trigger()
    assert not bar.is_collapsed
    with qtbot.waitSignal(bar.test_pressed, timeout=1000):
        next(a for a in tray._menu.actions() if a.text() == "Opening test").trigger()


def test_a_desktop_without_a_tray_is_no_trouble(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    bar = a_bar(qtbot, appearance, words)
    assert Tray(bar, appearance=appearance, words=words).show() is False


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        (Wording.PLAIN, ["Supervisor", "Panic"]),
        (Wording.NEUTRAL, ["Line 1", "Line 2"]),
        (Wording.ICONS, ["Line 1", "Line 2"]),
    ],
)
def test_it_calls_in_the_words_of_the_bar(
    qtbot: QtBot, appearance: Appearance, words: Words, wording: Wording, said: list[str]
) -> None:
    tray = Tray(a_bar(qtbot, appearance, words), appearance=appearance, words=words)
    tray.show_view(CounterBarView.of(counter_board(), words=words, wording=wording))
    tray._menu.aboutToShow.emit()
    assert texts(tray._menu)[:3] == [*said, ""]
    for at, kind in enumerate((Kind.ASSIST, Kind.PANIC)):
        with qtbot.waitSignal(tray.call_pressed, timeout=1000) as pressed:
            tray._menu.actions()[at].trigger()
        assert pressed.args == [kind]


def test_its_tip_says_at_rest_what_the_cue_says_and_its_icon_stays_as_it_is(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    bar = a_bar(qtbot, appearance, words)
    tray = Tray(bar, appearance=appearance, words=words)
    icon = tray._icon.icon().cacheKey()
    tray.show_view(CounterBarView.of(counter_board(), words=words))
    assert tray._icon.toolTip() == f"Countersign\n{bar.cue.shown.sentence}"
    assert tray._icon.icon().cacheKey() == icon


@pytest.mark.parametrize(
    ("story", "word"),
    [
        (Story(), "2/3"),
        (Story().going(ANA, "Ana Ruiz"), "Ana"),
        (Story().told(ANA, "Ana Ruiz", Message.LEAVE), "Step out"),
    ],
)
def test_while_this_counter_calls_its_tip_tells_a_customer_no_more_than_the_cue(
    qtbot: QtBot, appearance: Appearance, words: Words, story: Story, word: str
) -> None:
    bar = a_bar(qtbot, appearance, words)
    calling = counter_board(live(story, delivery=delivery(got=2, of=3)))
    view = CounterBarView.of(calling, words=words)
    tray = Tray(bar, appearance=appearance, words=words)
    tray.show_view(view)
    assert tray._icon.toolTip() == word
    staff = StaffTray(bar, appearance=appearance, words=words)
    staff.show_view(view)  # no customer sits there
    assert staff._icon.toolTip() == f"Countersign\n{view.cue.sentence}"
    tray.show_view(CounterBarView.of(counter_board(), words=words))
    assert tray._icon.toolTip() == f"Countersign\n{bar.cue.shown.sentence}"
