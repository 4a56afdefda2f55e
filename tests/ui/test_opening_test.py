"""The window of the opening test, and what it says."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.board import Board
from desktop.domain.opening.facts import Found, Part
from desktop.domain.opening.progress import Progress
from desktop.domain.presence import Unready
from desktop.ui.opening_test import OpeningTestWindow
from desktop.ui.theme import Appearance, Scheme
from desktop.ui.views.bar_menu import Intent
from desktop.ui.views.counter_bar import CounterBarView
from desktop.ui.views.opening_test import OpeningTestView
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.ui.fitting import assert_every_sign_has_a_word, assert_everything_has_room, comes_to_rest
from tests.ui.hands import click, key, write
from tests.ui.opening_stage import FRESH, SENT, STATES, a_test_on, at_rest, confirmed, looked
from tests.ui.sample import T0, Story, counter_board, live


def view(
    board: Board, progress: Progress, *, is_due: bool = True, language: str = "en"
) -> OpeningTestView:
    return OpeningTestView.of(board, progress, is_due=is_due, words=Words.of(language))


def said(state: str) -> tuple[Shape, str, str]:
    sent = view(*STATES[state]).sent
    return sent.shape, sent.sentence, sent.advice


# --- its words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "shape", "sentence", "advice"),
    [
        ("fresh", Shape.READY, "Ready", ""),
        ("unready", Shape.NOBODY, "No supervisor desk answers", "You can send it all the same."),
        ("sending", Shape.HALF, "Recorded, and on its way.", ""),
        ("received", Shape.DRILL, "Received by 2 of 3 desks.", "Waiting for a supervisor"),
        ("overdue", Shape.SILENT, "No desk has it yet", "by phone: 4100."),
        ("confirmed", Shape.DONE, "Ana Ruiz confirmed it after 4 s.", "Received by 2 of 3 desks."),
    ],
)
def test_it_says_what_came_back_and_what_to_do(
    state: str, shape: Shape, sentence: str, advice: str
) -> None:
    shown = said(state)
    assert shown[0] is shape
    assert sentence in shown[1]
    assert advice in shown[2]


def test_a_test_that_is_over_and_was_answered_by_nobody_says_so() -> None:
    received = SENT.heard(a_test_on(got=2), T0)
    gone = view(at_rest(), received)
    assert "Waiting" in gone.sent.advice  # an old one, of which the board knows nothing any more
    ended = replace(counter_board(), closed=(Story(name="a1").alert(),))
    assert view(ended, received).sent.advice == "It is over, and nobody answered it."


def test_it_asks_for_this_very_place_and_shows_a_line_only_for_what_is_wrong() -> None:
    where, barrier, way_out = view(at_rest(), looked(FRESH, wrong="Boxes")).questions
    assert "Counter 3, Front desk, ground floor" in where.text
    assert [one.found for one in barrier.answers] == [Found.RIGHT, Found.WRONG, Found.NONE_HERE]
    assert (way_out.asks_what, way_out.wrong) == (True, "Boxes")
    assert not where.asks_what


@pytest.mark.parametrize(
    ("progress", "missing", "can_finish"),
    [
        (FRESH, "Send the test first.", False),
        (SENT, "3 questions are open.", False),
        (looked(SENT), "Nobody has confirmed it.", True),
        (looked(confirmed()), "", True),
    ],
)
def test_it_says_why_it_cannot_be_finished_yet_or_how_it_would_go_on_record(
    progress: Progress, missing: str, can_finish: bool
) -> None:
    shown = view(at_rest(), progress)
    assert shown.missing.startswith(missing)
    assert bool(shown.missing) == bool(missing)
    assert shown.can_finish is can_finish


def test_the_bar_says_that_a_test_is_due_and_is_no_less_ready(words: Words) -> None:
    def bar(board: Board, *, is_due: bool) -> CounterBarView:
        return CounterBarView.of(board, words=words, is_test_due=is_due)

    due, done = (bar(counter_board(), is_due=is_due) for is_due in (True, False))
    assert due.cue.looks_like(done.cue)
    assert due.cue.sentence.endswith("The opening test is due today.")
    assert "test" not in done.cue.sentence
    entries = [
        next(item.text for item in shown.menu() if item.intent is Intent.TEST)
        for shown in (due, done)
    ]
    assert entries == ["Opening test (due today)", "Opening test"]
    away = bar(counter_board(why=Unready.NO_RELAY), is_due=True)
    assert away.cue.sentence.startswith("This PC reaches no other desk.")


def test_one_can_go_on_with_a_test_while_it_runs_and_not_while_somebody_is_called(
    words: Words,
) -> None:
    def can_open(board: Board) -> bool:
        menu = CounterBarView.of(board, words=words).menu()
        return next(item.is_enabled for item in menu if item.intent is Intent.TEST)

    assert can_open(counter_board())
    assert can_open(a_test_on(got=1))
    assert not can_open(counter_board(live(Story())))


def test_a_test_that_is_open_since_yesterday_does_not_keep_today_s_from_being_sent() -> None:
    assert view(a_test_on(got=2), FRESH).can_send
    assert not view(a_test_on(got=2), SENT).can_send
    assert not view(counter_board(live(Story())), FRESH).can_send


# --- the window -----------------------------------------------------------------------------


class Hand:
    """A clerk at the window; what is said to it is done as its program would."""

    def __init__(self, window: OpeningTestWindow) -> None:
        self.window = window
        self.board, self.progress = at_rest(), FRESH
        window.send_pressed.connect(self._sends)
        window.looked.connect(self._looks)
        window.noted.connect(self._notes)

    def _sends(self) -> None:
        self.board = a_test_on(got=2, is_answered=True)
        self._shows(confirmed(self.progress.sent("a1", "a1")))

    def _looks(self, part: Part, found: Found, wrong: str) -> None:
        self._shows(self.progress.looked(part, found, wrong))

    def _notes(self, text: str) -> None:
        self._shows(self.progress.noted(text))

    def _shows(self, progress: Progress) -> None:
        self.progress = progress
        self.window.show_view(view(self.board, progress))

    @property
    def found(self) -> dict[Part, tuple[Found, str]]:
        return {part: (look.found, look.wrong) for part, look in self.progress.looks.items()}


@pytest.fixture
def hand(qtbot: QtBot, appearance: Appearance) -> Iterator[Hand]:
    made = OpeningTestWindow(view(at_rest(), FRESH), appearance)
    qtbot.addWidget(made)
    made.open_above(QPoint(800, 800))
    yield Hand(made)
    made.hide()


def radio(window: OpeningTestWindow, part: Part, found: Found) -> QWidget:
    return window.questions[part].radios[found]


def test_with_the_mouse_everything_right_takes_five_clicks(qtbot: QtBot, hand: Hand) -> None:
    window = hand.window
    assert not window.done_button.isEnabled()
    click(window.send_button)
    for part in Part:
        click(radio(window, part, Found.RIGHT), QPoint(8, 14))
    with qtbot.waitSignal(window.done_pressed, timeout=1_000):
        click(window.done_button)
    assert hand.found == dict.fromkeys(Part, (Found.RIGHT, ""))


def test_by_keyboard_alone_in_the_order_in_which_it_is_read(qtbot: QtBot, hand: Hand) -> None:
    window = hand.window

    def press(pressed: Qt.Key) -> None:
        on = window.focusWidget()
        assert on is not None
        key(on, pressed)

    assert window.focusWidget() is window.send_button
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space)  # the location is right
    press(Qt.Key.Key_Tab)
    for _ in range(2):
        press(Qt.Key.Key_Right)  # there is no barrier here
    press(Qt.Key.Key_Space)
    assert hand.found[Part.BARRIER] == (Found.NONE_HERE, "")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab)
    on = window.focusWidget()
    assert on is window.questions[Part.WAY_OUT].wrong
    write(on, "Boxes")
    press(Qt.Key.Key_Tab)
    assert hand.found == {
        Part.LOCATION: (Found.RIGHT, ""),
        Part.BARRIER: (Found.NONE_HERE, ""),
        Part.WAY_OUT: (Found.WRONG, "Boxes"),
    }
    assert window.focusWidget() is window.note
    write(window.note, "Told facilities")
    for _ in range(2):
        press(Qt.Key.Key_Tab)
    assert hand.progress.note == "Told facilities"
    assert window.focusWidget() is window.done_button
    with qtbot.waitSignal(window.done_pressed, timeout=1_000):
        press(Qt.Key.Key_Return)


def test_what_is_typed_when_done_is_clicked_counts(hand: Hand) -> None:
    window = hand.window
    click(window.send_button)
    for part in (Part.LOCATION, Part.BARRIER):
        click(radio(window, part, Found.RIGHT), QPoint(8, 14))
    click(radio(window, Part.WAY_OUT, Found.WRONG), QPoint(8, 14))
    write(window.questions[Part.WAY_OUT].wrong, "Boxes")
    window.note.setText("Told facilities")
    window.done_button.click()
    assert hand.found[Part.WAY_OUT] == (Found.WRONG, "Boxes")
    assert hand.progress.note == "Told facilities"


def test_what_comes_back_takes_nobody_s_words_away(hand: Hand) -> None:
    click(radio(hand.window, Part.BARRIER, Found.WRONG), QPoint(8, 14))
    line = hand.window.questions[Part.BARRIER].wrong
    line.setFocus()
    write(line, "The gla")
    hand.window.show_view(view(a_test_on(got=1), hand.progress))
    write(line, "ss is broken")
    assert line.text() == "The glass is broken"


@pytest.mark.parametrize("way", ["escape", "later"])
def test_it_can_be_left_and_gone_on_with(hand: Hand, way: str) -> None:
    window = hand.window
    click(radio(window, Part.BARRIER, Found.RIGHT), QPoint(8, 14))
    if way == "escape":
        key(window, Qt.Key.Key_Escape)
    else:
        click(window.later_button)
    assert window.isHidden()
    window.open_above(QPoint(800, 800))
    assert window.questions[Part.BARRIER].radios[Found.RIGHT].isChecked()


def test_everything_has_a_name_for_a_screen_reader(hand: Hand) -> None:
    names = [control.accessibleName() or control.text() for control in hand.window.controls]  # type: ignore[attr-defined]  # buttons and lines
    assert all(names)
    assert len(set(names)) == len(names)
    assert "Yes. 4. Is your way out free?" in names
    assert hand.window.done_button.accessibleDescription() == "Send the test first."


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_of_it_is_cut_in_any_look(
    qtbot: QtBot, fonts: None, scheme: Scheme, scale: float, language: str
) -> None:
    board, progress = STATES["confirmed"]
    made = OpeningTestWindow(
        view(board, progress, language=language), Appearance(scheme=scheme, text_scale=scale)
    )
    qtbot.addWidget(made)
    made.open_above(QPoint(800, 800))
    for state in ("confirmed", "overdue", "unready"):
        made.show_view(view(*STATES[state], language=language))
        comes_to_rest(made)
        assert_everything_has_room(made)
        assert_every_sign_has_a_word(made)


@pytest.mark.parametrize("corner", [QPoint(800, 800), QPoint(800, 44), QPoint(300, 400)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_never_lies_over_the_real_bar_or_off_the_screen(
    qtbot: QtBot, fonts: None, corner: QPoint, scale: float
) -> None:
    made = OpeningTestWindow(view(*STATES["overdue"]), Appearance(text_scale=scale))
    qtbot.addWidget(made)
    is_above = corner.y() < 100
    bar = QRect(corner.x() - 300, corner.y() - 44 if is_above else corner.y(), 300, 44)
    made.open_above(corner)
    made.show_view(view(*STATES["confirmed"]))
    comes_to_rest(made)
    assert QGuiApplication.primaryScreen().availableGeometry().contains(made.geometry())
    assert not made.geometry().intersects(bar)
