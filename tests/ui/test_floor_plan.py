"""The floor plan under somebody's hands, in the console's window."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.board import Board, Desk
from desktop.domain.plan.plan import SitePlan, Spot
from desktop.domain.presence import Absence
from desktop.ui.console.plan.canvas import STEP
from desktop.ui.console.plan.card import PlanCard
from desktop.ui.console.plan.picture import MOST_POINTS, Wanted, made_of
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.theme import Appearance, Scheme, Theme
from desktop.ui.words import Words
from tests.ui.hands import click, key
from tests.ui.plan_sample import (
    GROUND,
    UPSTAIRS,
    Asked,
    a_floor,
    drawing,
    one_floor,
    plan_parts,
    two_floors,
)
from tests.ui.sample import (
    ANA,
    COUNTER_3,
    COUNTER_3_DESK,
    JOAN,
    NOW,
    WINDOW_6,
    Story,
    live,
    others,
    supervisor_board,
)

PICTURE = drawing()
Opens = Callable[..., PlanCard]


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def console(
    qtbot: QtBot, appearance: Appearance, words: Words, asked: Asked
) -> Iterator[ConsoleWindow]:
    made = ConsoleWindow(
        appearance=appearance,
        words=words,
        plan_parts=plan_parts(appearance, asked, lambda _floor: PICTURE),
        monotonic=lambda: NOW,
    )
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    yield made
    made.page.close_down()


@pytest.fixture
def opens(qtbot: QtBot, console: ConsoleWindow) -> Opens:
    """Show a board and a plan, and wait until the picture is drawn."""

    def show(board: Board | None = None, plan: SitePlan | None = None) -> PlanCard:
        console.show_board(board or supervisor_board())
        console.show_plan(plan or one_floor(), can_undo=False)
        shown = console.page.plan
        assert shown is not None
        qtbot.waitUntil(lambda: shown.canvas.has_picture)
        return shown

    return show


def where(card: PlanCard, station: str) -> QPoint:
    return card.canvas.laid[station].sign.center().toPoint()


def drag(widget: QWidget, begin: QPoint, end: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(widget, left, Qt.KeyboardModifier.NoModifier, begin)
    for part in (0.3, 0.7, 1.0):
        QTest.mouseMove(widget, begin + (end - begin) * part)
    QTest.mouseRelease(widget, left, Qt.KeyboardModifier.NoModifier, end)


def spot_at(card: PlanCard, at: QPoint) -> Spot:
    spot = card.canvas.spot_under(card.canvas.mapToGlobal(at))
    assert spot is not None
    return spot


def is_placed(asked: Asked, station: str, spot: Spot) -> bool:
    """It was told last, to a point of the screen."""
    last, told = asked.placed[-1]
    assert told is not None
    near = abs(told.x - spot.x) < 0.005 and abs(told.y - spot.y) < 0.005
    return last == station and told.floor == spot.floor and near


def test_a_site_without_a_plan_looks_as_before_and_is_quietly_invited(
    console: ConsoleWindow, asked: Asked
) -> None:
    console.show_board(supervisor_board())
    assert not console.page.plan_invite.isVisible()  # it is not known yet
    console.show_plan(SitePlan(), can_undo=False)
    assert console.page.plan is None
    assert console.page.plan_invite.text() == "Add a floor plan"
    assert console.page.plan_invite.isVisible()
    click(console.page.plan_invite)
    assert asked.chosen == [None]


def test_a_click_on_whoever_calls_opens_the_alert_and_on_others_nothing(
    qtbot: QtBot, console: ConsoleWindow, opens: Opens
) -> None:
    card = opens(supervisor_board(live(Story())))
    with qtbot.waitSignal(console.opened, timeout=1000) as opened:
        click(card.canvas, where(card, COUNTER_3))
    assert opened.args == ["a1"]
    with qtbot.assertNotEmitted(console.opened):
        click(card.canvas, where(card, ANA))


def test_whoever_calls_is_seen_from_afar(opens: Opens) -> None:
    card = opens(supervisor_board(live(Story())))
    laid = card.canvas.laid
    assert laid[COUNTER_3].sign.width() >= 3 * laid[ANA].sign.width()
    assert laid[COUNTER_3].text == "Counter 3"
    image = card.canvas.grab().toImage()
    edge = laid[COUNTER_3].sign
    at = QPoint(round(edge.left()) + 3, round(edge.center().y()))
    assert image.pixelColor(at) == Theme(Scheme.LIGHT).color("panic_mark")


def test_no_name_lies_over_another_or_over_a_sign(opens: Opens) -> None:
    together = {f"{n:032d}": (0.4 + n * 0.01, 0.455) for n in (1, 2, 4)}
    card = opens(plan=one_floor(**together))
    laid = list(card.canvas.laid.values())
    for one in laid:
        for other in laid:
            if one is other or one.name is None:
                continue
            assert not one.name.intersects(other.sign)
            assert other.name is None or not one.name.intersects(other.name)
    assert sum(one.name is None for one in laid) > 0


def test_the_floor_on_which_somebody_calls_is_shown_once(
    console: ConsoleWindow, opens: Opens
) -> None:
    card = opens(plan=two_floors())
    assert card.floor == GROUND
    calling = supervisor_board(live(Story(station=WINDOW_6, place="Window 6")))
    console.show_board(calling)
    assert card.floor == UPSTAIRS
    console.page.floor_chosen.emit(GROUND)
    console.show_board(replace(calling, relays_up=1))
    assert card.floor == GROUND  # whoever looks elsewhere is not dragged back


def test_while_stations_are_arranged_the_floor_stays(console: ConsoleWindow, opens: Opens) -> None:
    card = opens(plan=two_floors())
    click(card.arrange_button)
    console.show_board(supervisor_board(live(Story(station=WINDOW_6, place="Window 6"))))
    assert card.floor == GROUND


def test_a_station_is_dragged_only_while_stations_are_arranged(opens: Opens, asked: Asked) -> None:
    card = opens()
    target = QPoint(300, 330)
    drag(card.canvas, where(card, COUNTER_3), target)
    assert asked.placed == []
    click(card.arrange_button)
    drag(card.canvas, where(card, COUNTER_3), target)
    assert is_placed(asked, COUNTER_3, spot_at(card, target))
    assert len(asked.placed) == 1
    assert card.canvas.laid[COUNTER_3].mark.x == pytest.approx(spot_at(card, target).x, abs=0.005)


def test_a_click_while_stations_are_arranged_moves_and_opens_nothing(
    qtbot: QtBot, console: ConsoleWindow, opens: Opens, asked: Asked
) -> None:
    card = opens(supervisor_board(live(Story())))
    click(card.arrange_button)
    with qtbot.assertNotEmitted(console.opened):
        click(card.canvas, where(card, COUNTER_3))
    assert asked.placed == []
    assert card.canvas.chosen == COUNTER_3


def test_a_station_is_dragged_from_the_list_onto_the_plan(opens: Opens, asked: Asked) -> None:
    card = opens()
    click(card.arrange_button)
    QApplication.processEvents()
    listed = card.beside.viewport()
    begin = card.beside.visualRect(card.beside.model().index(0, 0)).center()
    aside = listed.mapFromGlobal(card.mapToGlobal(QPoint(5, 5)))
    drag(listed, begin, aside)
    assert asked.placed == []  # beside the picture
    target = QPoint(200, 400)
    drag(listed, begin, listed.mapFromGlobal(card.canvas.mapToGlobal(target)))
    assert is_placed(asked, f"{31:032d}", spot_at(card, target))


def test_by_the_keyboard_a_station_comes_from_the_list_to_the_middle(
    opens: Opens, asked: Asked
) -> None:
    card = opens()
    click(card.arrange_button)
    card.beside.setFocus()
    card.beside.setCurrentIndex(card.beside.model().index(0, 0))
    key(card.beside, Qt.Key.Key_Return)
    assert asked.placed == [(f"{31:032d}", Spot(GROUND, 0.5, 0.5))]
    assert card.canvas.chosen == f"{31:032d}"


def test_the_arrow_keys_go_from_mark_to_mark_and_what_they_are_about_is_read_out(
    qtbot: QtBot, console: ConsoleWindow, opens: Opens
) -> None:
    card = opens(supervisor_board(live(Story())))
    card.canvas.setFocus()
    assert card.canvas.accessibleName() == (
        "Floor plan: Ground floor. Counter 3: Panic. Nobody is going yet."
    )
    with qtbot.waitSignal(console.opened, timeout=1000):
        key(card.canvas, Qt.Key.Key_Return)
    key(card.canvas, Qt.Key.Key_Right)
    assert card.canvas.accessibleName() == "Floor plan: Ground floor. Counter 4: Ready."
    key(card.canvas, Qt.Key.Key_Up)
    assert card.canvas.accessibleName().startswith("Floor plan: Ground floor. Window 6")
    with qtbot.assertNotEmitted(console.opened):
        key(card.canvas, Qt.Key.Key_Return)


def test_the_arrow_keys_move_the_chosen_station_and_it_is_told_once(
    opens: Opens, asked: Asked
) -> None:
    card = opens()
    click(card.arrange_button)
    card.canvas.setFocus()
    card.canvas.choose(COUNTER_3)
    before = card.canvas.laid[COUNTER_3].mark
    for _ in range(3):
        key(card.canvas, Qt.Key.Key_Right)
    key(card.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert asked.placed == []
    card.arrange_button.setFocus()
    spot = Spot(GROUND, before.x + 3 * STEP, before.y + 5 * STEP)
    assert is_placed(asked, COUNTER_3, spot)
    assert len(asked.placed) == 1


def test_after_a_rest_a_movement_by_keys_is_told_too(
    qtbot: QtBot, opens: Opens, asked: Asked
) -> None:
    card = opens()
    click(card.arrange_button)
    card.canvas.setFocus()
    card.canvas.choose(COUNTER_3)
    key(card.canvas, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: len(asked.placed) == 1, timeout=3000)


def test_a_station_is_taken_off_and_the_last_movement_taken_back(
    console: ConsoleWindow, opens: Opens, asked: Asked
) -> None:
    card = opens()
    click(card.arrange_button)
    undo = next(b for b in card.controls if b.isVisible() and _says(b) == "Undo")
    assert not undo.isEnabled()
    card.canvas.setFocus()
    card.canvas.choose(COUNTER_3)
    key(card.canvas, Qt.Key.Key_Delete)
    assert asked.placed == [(COUNTER_3, None)]
    console.show_plan(one_floor(), can_undo=True)
    click(undo)
    key(card.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked.undone == 2


def _says(widget: QWidget) -> str:
    return str(widget.property("text") or "")


def test_a_floor_is_renamed_and_to_remove_it_takes_a_second_press(
    opens: Opens, asked: Asked
) -> None:
    card = opens(plan=two_floors())
    click(card.arrange_button)
    card.strip.name.setText("First floor")
    key(card.strip.name, Qt.Key.Key_Return)
    assert asked.renamed == [(GROUND, "First floor")]
    menu = card.strip.removal_menu()
    (action,) = menu.actions()
    assert asked.removed == []
    assert action.text() == "Remove “Ground floor” from every desk"
    action.trigger()
    assert asked.removed == [GROUND]
    menu.deleteLater()
    click(card.strip.change)
    click(card.strip.add)
    assert asked.chosen == [GROUND, None]


def joan(absence: Absence | None) -> tuple[Desk, ...]:
    """Joan's desk is silent, or there and not attended."""
    back = {"is_present": absence is not None, "absence": absence}
    return tuple(
        replace(desk, **back) if desk.device == JOAN else desk
        for desk in (COUNTER_3_DESK, *others())
    )


def test_only_what_changed_is_painted_anew(
    qtbot: QtBot, console: ConsoleWindow, opens: Opens
) -> None:
    card = opens(supervisor_board(desks=joan(Absence.LOCKED)))
    QApplication.processEvents()
    painted: list[QRect] = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                painted.append(event.rect())
            return False

    watch = Watch()
    card.canvas.installEventFilter(watch)
    console.show_board(supervisor_board(desks=joan(None)))
    qtbot.waitUntil(lambda: bool(painted), timeout=2000)
    card.canvas.removeEventFilter(watch)
    laid = card.canvas.laid[JOAN]
    assert all(laid.whole.contains(rect) for rect in painted)


def test_a_new_look_draws_the_plan_anew(
    qtbot: QtBot, console: ConsoleWindow, appearance: Appearance, opens: Opens
) -> None:
    before = opens()
    appearance.choose(scheme=Scheme.DARK)
    card = console.page.plan
    assert card is not None
    assert card is not before
    qtbot.waitUntil(lambda: card.canvas.has_picture)
    assert ANA in card.canvas.laid


def wanted(theme: Theme) -> Wanted:
    return Wanted(a_floor(GROUND, "Ground floor"), 300, 200, theme)


def brightest(image: QImage) -> int:
    return max(
        image.pixelColor(x, y).lightness()
        for x in range(image.width())
        for y in range(0, image.height(), 3)
        if image.pixelColor(x, y).alpha() > 200
    )


def test_a_drawing_takes_the_colours_of_the_look(qtbot: QtBot) -> None:
    theme = Theme(Scheme.DARK)
    made = made_of(PICTURE, wanted(theme))
    assert made is not None
    assert (made.width(), made.height()) == (300, 200)
    assert made.pixelColor(100, 150).alpha() == 0  # the paper
    assert made.pixelColor(60, 106).alpha() > 200  # the counter
    assert brightest(made) <= theme.color("ink3").lightness() + 3


def a_photo() -> bytes:
    written = BytesIO()
    Image.new("RGB", (300, 200), (200, 60, 40)).save(written, "PNG")
    return written.getvalue()


def test_a_photo_keeps_its_colours_and_does_not_dazzle_in_the_dark(qtbot: QtBot) -> None:
    light, dark = (
        made_of(a_photo(), wanted(Theme(scheme))) for scheme in (Scheme.LIGHT, Scheme.DARK)
    )
    assert light is not None
    assert dark is not None
    assert light.pixelColor(10, 10).red() == 200
    assert dark.pixelColor(10, 10).red() < 160
    assert dark.pixelColor(10, 10).red() > 2 * dark.pixelColor(10, 10).blue()


def test_what_another_program_signed_and_is_no_plan_is_not_decoded(qtbot: QtBot) -> None:
    written = BytesIO()
    Image.new("1", (MOST_POINTS // 1000 + 1, 1000)).save(written, "PNG")
    for data in (b"", b"no picture", written.getvalue(), PICTURE[:200]):
        assert made_of(data, wanted(Theme())) is None
