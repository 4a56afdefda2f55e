"""Lines about stations draw themselves: they look, lie and are read out as labels would."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.console.alert_card import AlertCard
from desktop.ui.console.station_lines import StationLine, StationLines
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.labels import Label
from desktop.ui.theme import Appearance, Scheme, Theme
from desktop.ui.views.shapes import Shape
from desktop.ui.views.station_rows import Row
from desktop.ui.words import Words
from desktop.ui.written import Writing
from tests.ui.sample import MARCUS, NOW, Story, live, supervisor_board

SHORT = Row(Shape.SILENT, "Counter 3", "Silent since 4:02 PM.")
LONG = Row(Shape.NOBODY, "Benefits and eligibility, interview room 12", "Nobody is at it. " * 12)


class Painted(QObject):
    """Whoever was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.parts.append(watched)
        return False


@pytest.fixture
def lines(qtbot: QtBot, fonts: None) -> StationLines:
    made = StationLines(Theme(Scheme.LIGHT))
    qtbot.addWidget(made)
    made.resize(720, 10)
    made.show()
    return made


def shown(lines: StationLines) -> list[StationLine]:
    return [line for line in lines.findChildren(StationLine) if line.isVisible()]


def places(lines: StationLines) -> list[QRect]:
    return [line.geometry() for line in shown(lines)]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("style", ["body", "label", "caption"])
def test_what_is_written_takes_as_much_room_as_a_label_of_it(
    fonts: None, style: str, scale: float
) -> None:
    theme = Theme(Scheme.LIGHT, scale)
    writing = Writing(theme, style)
    for text in ("Ready.", "Silent since 4:02 PM. Check the PC and its cable.", LONG.detail):
        label = Label(theme, style, text)
        for width in (90, 200, 333, 900):
            assert writing.laid(text, width).high == label.heightForWidth(width), (text, width)


def test_two_stand_beside_each_other_where_there_is_room(lines: StationLines) -> None:
    lines.show_rows((SHORT, LONG, SHORT))
    first, second, third = places(lines)
    assert first.top() == second.top() == 0
    assert first.height() == second.height() > third.height()  # their upper edges are one line
    assert third.left() == first.left() < second.left()
    assert third.top() == first.bottom() + 1
    lines.resize(500, lines.height())
    assert all(before.bottom() + 1 == after.top() for before, after in pairwise(places(lines)))
    assert lines.height() == places(lines)[-1].bottom() + 1


LONG_WORD = Row(Shape.SILENT, "Arbeitsunfähigkeitsbescheinigungshauptschalter 12", "Silent.")


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [380, 480, 680, 1400])
def test_no_word_of_a_line_is_cut(qtbot: QtBot, fonts: None, scale: float, width: int) -> None:
    lines = StationLines(Theme(Scheme.LIGHT, scale))
    qtbot.addWidget(lines)
    lines.resize(width, 10)
    lines.show()
    lines.show_rows((SHORT, LONG_WORD, SHORT))
    assert all(line.wide <= line.width() for line in shown(lines))
    assert len({place.left() for place in places(lines)}) == (2 if width >= 760 * scale else 1)
    lines.show_rows((SHORT, SHORT))  # there is room for two beside each other once it is gone
    assert len({place.left() for place in places(lines)}) == (1 if width < 598 * scale else 2)


def test_a_line_that_went_leaves_nothing(lines: StationLines) -> None:
    lines.show_rows((SHORT,) * 9)
    assert len(shown(lines)) == 9
    lines.show_rows((LONG,))
    assert [line.accessibleName() for line in shown(lines)] == [f"{LONG.name}. {LONG.detail}"]
    assert lines.height() == places(lines)[0].height()
    lines.show_rows(())
    assert not shown(lines)


def test_a_screen_reader_reads_a_line_as_a_text(lines: StationLines) -> None:
    lines.show_rows((SHORT,))
    (line,) = shown(lines)
    read = QAccessible.queryAccessibleInterface(line)
    assert read.role() is QAccessible.Role.StaticText
    assert read.text(QAccessible.Text.Name) == "Counter 3. Silent since 4:02 PM."


def test_of_lines_that_say_the_same_none_is_painted(qtbot: QtBot, lines: StationLines) -> None:
    lines.show_rows((SHORT, LONG, SHORT, SHORT))
    qtbot.waitExposed(lines)
    QApplication.processEvents()
    painted = Painted()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(painted)
    lines.show_rows((SHORT, LONG, SHORT, Row(Shape.READY, "Counter 4", "Ready.")))
    QApplication.processEvents()
    app.removeEventFilter(painted)
    assert [one for one in painted.parts if isinstance(one, StationLine)] == [shown(lines)[3]]


@pytest.mark.parametrize("scheme", Scheme)
def test_round_the_corners_of_a_card_is_the_page(
    qtbot: QtBot, fonts: None, words: Words, scheme: Scheme
) -> None:
    """A card covers what is behind it, also its corners, or they would be black."""
    appearance = Appearance(scheme=scheme)
    console = ConsoleWindow(appearance=appearance, words=words, monotonic=lambda: NOW)
    qtbot.addWidget(console)
    console.show()
    for story in (Story(), Story().going(MARCUS, "Marcus Bell")):
        console.show_board(supervisor_board(live(story)))
        QApplication.processEvents()
        (card,) = console.page.cards.values()
        assert corners(card) == {appearance.theme.color("canvas").name()}
        assert middle(card) != appearance.theme.color("canvas").name() or scheme is Scheme.CONTRAST


def corners(card: AlertCard) -> set[str]:
    picture = painted(card)
    right, low = card.width() - 1, card.height() - 1
    return {picture.pixelColor(x, y).name() for x in (0, right) for y in (0, low)}


def middle(card: AlertCard) -> str:
    return painted(card).pixelColor(card.width() // 2, 8).name()


def painted(card: AlertCard) -> QImage:
    """The card as it is on the screen."""
    window = card.window()
    at = card.mapTo(window, card.rect().topLeft())
    screen = window.screen().grabWindow(window.winId()).toImage()
    return screen.copy(QRect(at, card.size()))


def test_a_card_covers_what_is_behind_it_however_it_changes(
    qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    """Or all of the page behind it would be painted with it."""
    console = ConsoleWindow(appearance=appearance, words=words, monotonic=lambda: NOW)
    qtbot.addWidget(console)
    console.resize(1280, 800)
    console.show()
    console.show_board(supervisor_board(live(Story())))
    QApplication.processEvents()
    app = QApplication.instance()
    assert app is not None
    for story in (Story().going(MARCUS, "Marcus Bell"), Story()):
        painted = Painted()
        app.installEventFilter(painted)
        (card,) = console.page.cards.values()
        card.update()
        QApplication.processEvents()
        app.removeEventFilter(painted)
        assert card in painted.parts
        assert console.page.widget() not in painted.parts
        console.show_board(supervisor_board(live(story)))
        QApplication.processEvents()
