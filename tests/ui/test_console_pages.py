"""The console's pages: built when first opened, one key each, and an alert above any of them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop.domain.alerts.facts import Kind, Occasion
from desktop.ui.console.alert_line import AlertLine
from desktop.ui.console.pages import ConsolePage, PageEntry
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.labels import Label
from desktop.ui.theme import Appearance, Scheme, Theme
from desktop.ui.views.call_line import CallLine
from desktop.ui.views.now import NowView
from desktop.ui.words import Words
from tests.ui.hands import click, key
from tests.ui.sample import MARCUS, NOW, WINDOW_6, Story, live, supervisor_board


class APage(ConsolePage):
    def __init__(self, theme: Theme) -> None:
        super().__init__("9 people are known", tools=QLineEdit())
        self.field = QLineEdit()
        self.started = 0
        QVBoxLayout(self).addWidget(self.field)

    def start(self) -> None:
        self.started += 1

    def search(self) -> None:
        self.field.setFocus()


@pytest.fixture
def built() -> list[APage]:
    return []


@pytest.fixture
def console(
    qtbot: QtBot, appearance: Appearance, words: Words, built: list[APage]
) -> ConsoleWindow:
    def build(theme: Theme) -> APage:
        built.append(APage(theme))
        return built[-1]

    entries = [
        PageEntry(key=name.lower(), name=name, icon="file-text", build=build)
        for name in ("People", "Visits")
    ]
    made = ConsoleWindow(appearance=appearance, words=words, pages=entries, monotonic=lambda: NOW)
    qtbot.addWidget(made)
    made.show_board(supervisor_board())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=3000)
    return made


def said(console: ConsoleWindow) -> str:
    return " ".join(x.text() for x in console.findChildren(Label) if x.isVisible())


def button(console: ConsoleWindow, name: str) -> QAbstractButton:
    return next(
        b
        for b in console.findChildren(QAbstractButton)
        if b.isVisible() and b.accessibleName().startswith(name)
    )


def line(console: ConsoleWindow) -> AlertLine:
    return console.findChildren(AlertLine)[0]


def test_a_page_is_built_when_it_is_first_opened_and_kept(
    console: ConsoleWindow, built: list[APage]
) -> None:
    assert built == []
    click(button(console, "People"))
    click(button(console, "Now"))
    click(button(console, "People"))
    assert len(built) == 1
    assert built[0].started == 2
    assert built[0].isVisible()
    assert not console.page.isVisible()


def test_control_and_a_digit_open_the_pages_in_their_order(
    qtbot: QtBot, console: ConsoleWindow
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    for pressed, page in (
        (Qt.Key.Key_2, "people"),
        (Qt.Key.Key_3, "visits"),
        (Qt.Key.Key_1, "now"),
    ):
        key(console, pressed, control)
        qtbot.waitUntil(lambda page=page: console.open_page == page)  # type: ignore[misc] # a default


def test_the_header_says_the_open_pages_sentence(
    console: ConsoleWindow, built: list[APage]
) -> None:
    console.show_page("people")
    assert "9 people are known" in said(console)
    built[0].say("10 people are known")
    assert "10 people are known" in said(console)
    assert built[0].tools is not None
    assert built[0].tools.isVisible()
    console.show_page("now")
    assert "ready" in said(console)
    assert not built[0].tools.isVisible()


def test_a_count_stands_in_the_navigation_before_the_page_is_built(
    console: ConsoleWindow, built: list[APage], appearance: Appearance
) -> None:
    console.show_count("visits", "3")
    assert button(console, "Visits").accessibleName() == "Visits 3"
    appearance.choose(scheme=Scheme.DARK)
    QApplication.processEvents()
    assert button(console, "Visits").accessibleName() == "Visits 3"
    assert built == []


def test_who_calls_where_and_for_how_long_stands_above_every_page_and_opens_the_alert(
    console: ConsoleWindow,
) -> None:
    asked: list[str] = []
    console.opened.connect(asked.append)
    console.show_page("people")
    console.show_board(supervisor_board(live(Story(), ago=9)))
    assert line(console).isVisible()
    assert line(console).height() >= 44
    assert line(console).property("call") == "panic"
    assert "Panic · Counter 3, Front desk, ground floor · 0:09" in said(console)
    assert list(console.page.cards) == ["a1"]
    assert not console.page._tick.isActive()
    click(button(console, "Open: Panic · Counter 3"))
    click(line(console), QPoint(60, 20))
    assert asked == ["a1", "a1"]
    console.show_page("now")
    assert not line(console).isVisible()
    assert console.page._tick.isActive()


def test_the_clock_above_a_page_goes_on(
    qtbot: QtBot, appearance: Appearance, words: Words, built: list[APage]
) -> None:
    now = [NOW]
    made = AlertLine(appearance.theme, monotonic=lambda: now[0])
    qtbot.addWidget(made)
    view = NowView.of(supervisor_board(live(Story(), ago=9)), words=words)
    made.show_line(CallLine.of(view.cards, words=words))
    now[0] += 52
    qtbot.waitUntil(lambda: "1:01" in made.findChildren(Label)[0].text(), timeout=3000)


def test_of_several_calls_the_gravest_stands_above_a_page_with_how_many_more(
    console: ConsoleWindow,
) -> None:
    console.show_page("people")
    six = Story(Kind.ASSIST, place="Window 6", name="b2", station=WINDOW_6)
    drill = Story(occasion=Occasion.DRILL, name="d4", place="Room 2", station="7" * 32)
    taken = Story(name="e5", place="Room 5", station="8" * 32).going(MARCUS, "Marcus Bell")
    calls = (live(six, ago=80), live(drill, ago=70), live(taken, ago=60))
    console.show_board(supervisor_board(live(Story(), ago=9), *calls))
    assert "Panic · Counter 3, Front desk, ground floor · 0:09" in said(console)
    click(next(b for b in console.findChildren(QPushButton) if b.text() == "+2 more"))
    assert console.open_page == "now"


def test_an_alert_that_is_answered_leaves_the_other_pages_in_peace(
    console: ConsoleWindow,
) -> None:
    console.show_page("people")
    console.show_board(supervisor_board(live(Story(Kind.ASSIST))))
    assert line(console).property("call") == "assist"
    going = Story(Kind.ASSIST).going(MARCUS, "Marcus Bell")
    console.show_board(supervisor_board(live(going)))
    assert not line(console).isVisible()


def test_control_f_searches_the_open_page(
    qtbot: QtBot, console: ConsoleWindow, built: list[APage]
) -> None:
    console.show_page("visits")
    key(console, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(built[0].field.hasFocus)


def test_another_look_keeps_the_page_that_is_open(
    console: ConsoleWindow, built: list[APage], appearance: Appearance
) -> None:
    console.show_page("people")
    appearance.choose(scheme=Scheme.DARK)
    assert console.open_page == "people"
    assert len(built) == 2
    QApplication.processEvents()
    assert built[1].isVisible()
