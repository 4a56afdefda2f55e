import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.alerts.facts import AlertOutcome, Kind, Message, Outcome
from desktop.domain.presence import Absence
from desktop.ui.console.station_lines import StationLine
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.labels import Label
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.words import LANGUAGES, Words
from tests.ui.fitting import assert_every_sign_has_a_word, assert_no_label_is_cut
from tests.ui.hands import click, key
from tests.ui.opening_stage import todays_tests
from tests.ui.sample import ANA, ANA_DESK, MARCUS, NOW, WINDOW_6, Story, live, supervisor_board
from tests.ui.shots.console import now_boards
from tests.ui.shots.looks import LOOKS


@pytest.fixture
def console(qtbot: QtBot, appearance: Appearance, words: Words) -> ConsoleWindow:
    made = ConsoleWindow(appearance=appearance, words=words, monotonic=lambda: NOW)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


def buttons(console: QWidget) -> dict[str, QAbstractButton]:
    found = [b for b in console.findChildren(QAbstractButton) if b.isVisible()]
    return {b.text().strip(): b for b in found}


def settle(qtbot: QtBot, console: ConsoleWindow) -> None:
    """Let the layouts find their heights."""
    page = console.page.widget()
    layout = page.layout() if page is not None else None
    assert page is not None
    assert layout is not None
    for _ in range(3):
        QApplication.processEvents()
    qtbot.waitUntil(
        lambda: page.height() >= layout.totalHeightForWidth(console.page.viewport().width()),
        timeout=3000,
    )


def said(console: ConsoleWindow) -> str:
    labels = [x.text() for x in console.findChildren(Label) if x.isVisible()]
    lines = [x.accessibleName() for x in console.findChildren(StationLine) if x.isVisible()]
    return " ".join([*labels, *lines])


def test_a_quiet_site_is_calm(console: ConsoleWindow) -> None:
    console.show_board(now_boards()["empty"])
    assert "All quiet. 13 of 13 ready." in said(console)
    assert "No alerts today." in said(console)
    assert not console.page._tick.isActive()


def test_an_alert_is_answered_from_its_card(qtbot: QtBot, console: ConsoleWindow) -> None:
    console.show_board(supervisor_board(live(Story())))
    qtbot.waitUntil(lambda: "Open" in buttons(console))
    for text, signal in (
        ("I\N{RIGHT SINGLE QUOTATION MARK}m going", console.going_pressed),
        ("I can\N{RIGHT SINGLE QUOTATION MARK}t", console.cannot_pressed),
        ("Open", console.opened),
    ):
        with qtbot.waitSignal(signal, timeout=1000) as asked:
            click(buttons(console)[text])
        assert asked.args == ["a1"]


def test_a_card_with_the_keyboard_answers_to_its_letters(
    qtbot: QtBot, console: ConsoleWindow
) -> None:
    console.show_board(supervisor_board(live(Story())))
    card = console.page.cards["a1"]
    qtbot.waitUntil(card.isVisible)
    card.setFocus()
    for pressed, signal in (
        (Qt.Key.Key_G, console.going_pressed),
        (Qt.Key.Key_N, console.cannot_pressed),
        (Qt.Key.Key_Return, console.opened),
    ):
        with qtbot.waitSignal(signal, timeout=1000):
            key(card, pressed)


def test_closing_asks_how_it_ended_on_the_card(qtbot: QtBot, console: ConsoleWindow) -> None:
    there = Story().going(ANA, "Ana").attended(ANA, "Ana")
    console.show_board(supervisor_board(live(there)))
    qtbot.waitUntil(lambda: "Close with outcome" in buttons(console))
    click(buttons(console)["Close with outcome"])
    qtbot.waitUntil(lambda: "Staff helped" in buttons(console))
    settle(qtbot, console)
    assert_buttons_lie_on_their_cards(console)
    with qtbot.waitSignal(console.closed_pressed, timeout=1000) as asked:
        click(buttons(console)["Ended by itself"])
    assert asked.args == ["a1", Outcome.RESOLVED]


def assert_buttons_lie_on_their_cards(console: ConsoleWindow) -> None:
    for card in console.page.cards.values():
        for button in card.findChildren(QAbstractButton):
            row = button.parentWidget()
            assert row is not None
            assert row.rect().contains(button.geometry()), button.text()
            assert card.rect().contains(row.geometry())


def test_how_it_ended_is_said_as_soon_as_it_is_on_record(
    qtbot: QtBot, console: ConsoleWindow
) -> None:
    over = Story().going(ANA, "A").attended(ANA, "A").closed(ANA, "Ana Ruiz").alert()
    console.show_board(supervisor_board(closed=[over]))
    qtbot.waitUntil(lambda: "closed" in said(console))
    assert "False alarm" not in said(console)
    console.show_outcomes({"a1": AlertOutcome(alert="a1", outcome=Outcome.FALSE_ALARM)})
    qtbot.waitUntil(lambda: "by Ana Ruiz. False alarm." in said(console))


def test_the_next_thing_to_do_about_a_closed_alert_weighs_more(console: ConsoleWindow) -> None:
    over = Story().going(ANA, "A").attended(ANA, "A").closed(ANA, "Ana Ruiz").alert()
    console.show_board(supervisor_board(closed=[over]))
    found = buttons(console)
    assert found["Start a report"].property("role") == "default"
    assert found["Save PDF"].property("role") == "quiet"


def test_a_report_can_be_saved_of_what_was_closed(qtbot: QtBot, console: ConsoleWindow) -> None:
    over = Story().going(ANA, "A").attended(ANA, "A").closed(ANA, "Ana Ruiz").alert()
    console.show_board(supervisor_board(closed=[over]))
    qtbot.waitUntil(lambda: "Save PDF" in buttons(console))
    with qtbot.waitSignal(console.pdf_pressed, timeout=1000) as asked:
        click(buttons(console)["Save PDF"])
    assert asked.args == ["a1"]


@pytest.mark.parametrize("width", [640, 1280])
def test_a_report_can_be_begun_of_what_was_closed(
    qtbot: QtBot, console: ConsoleWindow, width: int
) -> None:
    over = Story().going(ANA, "A").attended(ANA, "A").closed(ANA, "Ana Ruiz").alert()
    console.resize(width, 800)
    console.show_board(supervisor_board(closed=[over]))
    qtbot.waitUntil(lambda: "Start a report" in buttons(console))
    settle(qtbot, console)
    begin, save = buttons(console)["Start a report"], buttons(console)["Save PDF"]
    assert (begin.x() < save.x()) == (width == 1280)
    assert not begin.geometry().intersects(save.geometry())
    with qtbot.waitSignal(console.report_pressed, timeout=1000) as asked:
        click(begin)
    assert asked.args == ["a1"]


def test_whoever_sits_here_says_that_they_leave_and_that_they_are_back(
    qtbot: QtBot, console: ConsoleWindow
) -> None:
    away = replace(supervisor_board(), me=replace(ANA_DESK, absence=Absence.AWAY))
    for board, text, signal in (
        (supervisor_board(), "away", console.away_pressed),
        (away, "here", console.here_pressed),
    ):
        console.show_board(board)
        wanted = f"I\N{RIGHT SINGLE QUOTATION MARK}m {text}"
        assert wanted in buttons(console)
        with qtbot.waitSignal(signal, timeout=1000):
            click(buttons(console)[wanted])


def test_the_clocks_run_while_an_alert_is_open_and_seen(console: ConsoleWindow) -> None:
    console.show_board(supervisor_board(live(Story())))
    assert console.page._tick.isActive()
    console.hide()
    assert not console.page._tick.isActive()
    console.show()
    assert console.page._tick.isActive()
    console.show_board(supervisor_board())
    assert not console.page._tick.isActive()


def test_hidden_it_does_no_work_and_catches_up_when_shown(console: ConsoleWindow) -> None:
    console.show_board(supervisor_board())
    console.hide()
    console.show_board(supervisor_board(live(Story())))
    assert console.page.cards == {}
    console.show()
    assert list(console.page.cards) == ["a1"]


def test_the_same_board_again_draws_nothing(console: ConsoleWindow) -> None:
    console.show_board(supervisor_board(live(Story())))
    view = console._view
    card = console.page.cards["a1"]
    console.show_board(supervisor_board(live(Story())))
    assert console._view is view
    assert console.page.cards["a1"] is card


def test_a_card_keeps_the_keyboard_while_others_come_and_go(
    qtbot: QtBot, console: ConsoleWindow
) -> None:
    six = Story(Kind.ASSIST, place="Window 6", station=WINDOW_6, name="b2")
    console.show_board(supervisor_board(live(six)))
    card = console.page.cards["b2"]
    qtbot.waitUntil(card.isVisible)
    card.setFocus()
    console.show_board(supervisor_board(live(Story(), ago=1), live(six)))
    assert console.focusWidget() is card
    assert console.page._stack.indexOf(card) == 1


def test_a_step_is_taken_and_done_on_its_card(qtbot: QtBot, console: ConsoleWindow) -> None:
    console.show_board(supervisor_board(live(Story())))
    qtbot.waitUntil(lambda: "I\N{RIGHT SINGLE QUOTATION MARK}ll call" in buttons(console))
    with qtbot.waitSignal(console.steps.taken, timeout=1000) as taken:
        click(buttons(console)["I\N{RIGHT SINGLE QUOTATION MARK}ll call"])
    assert taken.args == ["a1", "police"]
    with qtbot.waitSignal(console.police_called_pressed, timeout=1000):
        click(buttons(console)["Police called"])
    called = Story().told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
    console.show_board(supervisor_board(live(called)))
    qtbot.waitUntil(lambda: "Done" in buttons(console))
    with qtbot.waitSignal(console.steps.done, timeout=1000) as done:
        click(buttons(console)["Done"])
    assert done.args == ["a1", "director", True]


def test_tab_order_is_reading_order(qtbot: QtBot, console: ConsoleWindow) -> None:
    console.show_board(now_boards()["alerts"])
    qtbot.waitUntil(lambda: "Save PDF" in buttons(console))
    settle(qtbot, console)
    order: list[str] = []
    for _ in range(22):
        key(console.focusWidget(), Qt.Key.Key_Tab)
        focus = console.focusWidget()
        name = focus.accessibleName() or getattr(focus, "text", str)()
        if order and name == order[0]:
            break
        order.append(name)
    assert order == [
        "Now 2",
        "Settings",
        "I\N{RIGHT SINGLE QUOTATION MARK}m away",
        "Panic. Counter 3, Front desk, ground floor. Nobody is going yet.",
        "I\N{RIGHT SINGLE QUOTATION MARK}m going",
        "I can\N{RIGHT SINGLE QUOTATION MARK}t",
        "Open",
        "I\N{RIGHT SINGLE QUOTATION MARK}ll call",
        "Police called",
        "Not needed",
        "Supervisor to counter. Window 6, Records. Marcus Bell is going.",
        "I\N{RIGHT SINGLE QUOTATION MARK}m going too",
        "Mark Marcus as there",
        "Open",
        "Done",
        "All stations",
        "Start a report",
        "Save PDF",
        "Start a report",
        "Save PDF",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", now_boards())
def test_targets_are_large_and_nothing_is_cut(
    qtbot: QtBot, fonts: None, name: str, look: tuple[Scheme, float], language: str
) -> None:
    scheme, scale = look
    appearance = Appearance(scheme=scheme, text_scale=scale)
    console = ConsoleWindow(
        appearance=appearance, words=Words.of(language), may_invite=True, monotonic=lambda: NOW
    )
    qtbot.addWidget(console)
    console.resize(1280, 800)
    console.show_board(now_boards()[name])
    console.show()
    settle(qtbot, console)
    for button in buttons(console).values():
        assert min(button.width(), button.height()) >= 28
        assert button.width() >= button.sizeHint().width() or not button.text()
    assert_buttons_lie_on_their_cards(console)
    assert_no_label_is_cut(console)


def test_every_sign_stands_beside_a_word(qtbot: QtBot, console: ConsoleWindow) -> None:
    console.show_board(now_boards()["many"])
    assert_every_sign_has_a_word(console)


def test_another_look_keeps_what_is_shown(
    qtbot: QtBot, console: ConsoleWindow, appearance: Appearance
) -> None:
    console.show_board(supervisor_board(live(Story().going(MARCUS, "Marcus Bell"))))
    appearance.choose(scheme=Scheme.DARK, text_scale=1.5)
    assert list(console.page.cards) == ["a1"]
    qtbot.waitUntil(lambda: "Marcus Bell is going" in said(console))


def test_all_stations_are_listed_and_put_away_again(console: ConsoleWindow) -> None:
    console.show_board(supervisor_board())
    assert "Version 0.1.0." not in said(console)
    click(buttons(console)["All stations"])
    QApplication.processEvents()
    assert said(console).count("Version 0.1.0.") == 13
    click(buttons(console)["Only what needs somebody"])
    QApplication.processEvents()
    assert "Version 0.1.0." not in said(console)
    assert "Everything else" in said(console)


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_letters_twice_as_large_the_page_is_no_wider_than_its_window(
    qtbot: QtBot, fonts: None, language: str
) -> None:
    console = ConsoleWindow(
        appearance=Appearance(scheme=Scheme.LIGHT, text_scale=2.0),
        words=Words.of(language),
        may_invite=True,
        monotonic=lambda: NOW,
    )
    qtbot.addWidget(console)
    console.resize(1280, 760)
    console.show_openings(todays_tests())
    console.show_board(now_boards()["alerts"])
    console.show()
    page = console.page.widget()
    assert page is not None
    settle(qtbot, console)
    assert page.width() == console.page.viewport().width()
