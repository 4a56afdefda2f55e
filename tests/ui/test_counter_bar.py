import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.alerts.facts import Context, Message
from desktop.domain.board import Board
from desktop.ui import bar_place
from desktop.ui.bar_menu import BarMenu
from desktop.ui.bar_place import BarPlace, BarPlaces, Edge, name_of, screen_of
from desktop.ui.counter_bar import CUE, GUARD, CounterBar
from desktop.ui.cue import CueArea
from desktop.ui.theme import Appearance, Scheme, Theme
from desktop.ui.views.bar_menu import Intent
from desktop.ui.views.counter_bar import CounterBarView, Cue, Wording
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.ui.hands import click, write
from tests.ui.sample import ANA, Story, counter_board, delivery, live
from tests.ui.shots import bar_boards, bar_views
from tests.ui.test_theme import contrast

Show = Callable[[Board], None]


@pytest.fixture
def bar(qtbot: QtBot, appearance: Appearance, words: Words) -> CounterBar:
    made = CounterBar(
        CounterBarView.of(counter_board(), words=words), appearance=appearance, words=words
    )
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def show(bar: CounterBar, words: Words) -> Show:
    return lambda board: bar.show_view(CounterBarView.of(board, words=words))


def at(x: int, y: int = 22) -> QPoint:
    return QPoint(x, y)


def under(bar: CounterBar, point: QPoint) -> QWidget:
    return bar.childAt(point) or bar


def press_at(bar: CounterBar, point: QPoint) -> None:
    child = under(bar, point)
    click(child, child.mapFrom(bar, point))


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


def a_cue(word: str) -> Cue:
    return Cue(Shape.READY, (word,), word)


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_cue_changes_at_most_twice_a_second_and_ends_at_the_newest(
    qtbot: QtBot, fonts: None
) -> None:
    watch = Watch()
    area = CueArea(Theme(), a_cue("0"), monotonic=watch)
    qtbot.addWidget(area)
    shown: list[tuple[float, Cue]] = []
    for step in range(1, 41):
        watch.now += 0.1
        area.show_cue(a_cue(str(step)))
        if not shown or shown[-1][1] != area.shown:
            shown.append((watch.now, area.shown))
    for (first, _), (third, _) in zip(shown, shown[2:], strict=False):
        assert third - first >= 1.0 - 1e-6
    watch.now += 2
    qtbot.waitUntil(lambda: area.shown == a_cue("40"), timeout=3000)


class Counter:
    """A cue that has just changed twice, as the site came and went; what it shows of an alert."""

    def __init__(self, qtbot: QtBot, words: Words) -> None:
        self.watch = Watch()
        self._words = words
        self.area = CueArea(Theme(), a_cue("0"), monotonic=self.watch)
        qtbot.addWidget(self.area)
        for word in ("1", "2"):
            self.area.show_cue(a_cue(word))

    def after(self, seconds: float, story: Story, **told: Any) -> str:
        """What the cue says once it was told, ``seconds`` later, how far the alert has come."""
        self.watch.now += seconds
        board = counter_board(live(story, delivery=delivery(**told)))
        self.area.show_cue(CounterBarView.of(board, words=self._words).cue)
        return self.area.word()


@pytest.fixture
def counter(qtbot: QtBot, fonts: None, words: Words) -> Counter:
    return Counter(qtbot, words)


def test_a_press_and_its_first_receipt_are_shown_at_once_whatever_changed_before(
    counter: Counter,
) -> None:
    assert counter.after(0.005, Story(), is_leaving=True) == "Sending"
    assert counter.after(0.007, Story()) == "Sending"
    assert counter.after(0.004, Story(), got=1) == "1 of 3"
    assert not counter.area._later.isActive()


def test_a_supervisor_who_asks_to_step_out_is_not_kept_waiting(counter: Counter) -> None:
    counter.after(0.01, Story(), got=1)
    told = Story().told(ANA, "Ana Ruiz", Message.LEAVE)
    assert counter.after(0.01, told, got=1) == "Step out"


def test_what_else_is_new_waits_a_second_at_most(qtbot: QtBot, counter: Counter) -> None:
    counter.after(0.0, Story())
    counter.after(0.01, Story(), got=1)
    for got in (2, 3, 2, 3):
        assert counter.after(0.01, Story(), got=got) == "1 of 3"
    assert 900 < counter.area._later.remainingTime() < 1100  # Qt's timers are off by a twentieth
    qtbot.waitUntil(lambda: counter.area.word() == "3 of 3", timeout=3000)


def test_who_presses_on_and_on_makes_the_cue_flicker_no_faster(counter: Counter) -> None:
    looks = [counter.after(0.1, Story(), got=step % 2) for step in range(10)]
    assert looks[:2] == ["Sending", "1 of 3"]
    assert sum(one != other for one, other in pairwise(looks)) <= 2


def test_a_sentence_alone_is_no_change_and_is_taken_over_at_once(counter: Counter) -> None:
    counter.after(0.0, Story(), is_leaving=True, is_recorded=False)
    assert counter.area.toolTip() == "On its way."
    counter.after(0.01, Story())
    assert counter.area.toolTip() == "Recorded, and on its way."
    assert counter.area.accessibleName() == counter.area.toolTip()


def test_going_back_to_what_is_shown_changes_nothing(qtbot: QtBot, fonts: None) -> None:
    watch = Watch()
    area = CueArea(Theme(), a_cue("0"), monotonic=watch)
    qtbot.addWidget(area)
    for word in ("1", "2", "3", "2"):
        area.show_cue(a_cue(word))
    watch.now += 5
    assert area.shown == a_cue("2")
    assert not area._later.isActive()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_cue_words_fit_their_58_pixels(
    qtbot: QtBot, fonts: None, language: str, scale: float
) -> None:
    for name, view in bar_views(Words.of(language)).items():
        cue = view.cue
        area = CueArea(Theme(text_scale=scale), cue)
        qtbot.addWidget(area)
        if name != "long name":
            assert area.word() == (cue.words[0] if cue.words else "")


def test_a_name_too_long_for_its_minutes_is_shown_without_and_then_cut(
    qtbot: QtBot, fonts: None, words: Words
) -> None:
    def word(name: str) -> str:
        story = Story().going(ANA, name, 9)
        board = counter_board(live(story, delivery=delivery(2)))
        area = CueArea(Theme(), CounterBarView.of(board, words=words).cue)
        qtbot.addWidget(area)
        return area.word()

    assert word("Ana Ruiz") == "Ana 9 min"
    assert word("Bernard Ruiz") == "Bernard"
    assert word("Maximiliana Ruiz").startswith("Maximi")
    assert word("Maximiliana Ruiz").endswith("…")


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


def test_it_stands_in_the_lower_right_corner(bar: CounterBar) -> None:
    assert bar.geometry().bottomRight() == bar.screen().availableGeometry().bottomRight()


def test_it_folds_to_a_tab_that_keeps_the_cues_shape(bar: CounterBar) -> None:
    bar.collapse()
    assert bar.size() == QSize(28, 44)
    assert bar.geometry().right() == bar.screen().availableGeometry().right()
    assert bar.cue.isVisible()
    assert bar.accessibleName() == "Show the bar"
    click(bar)
    assert bar.size() == QSize(300, 44)
    assert bar.accessibleName() == ""


def drag(bar: CounterBar, by: QPoint) -> None:
    grip = at(3)
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, none, grip)
    QTest.mouseMove(bar, grip + by)
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, none, grip)


def test_it_is_dragged_by_its_empty_parts_and_docks_at_the_nearest_edge(
    bar: CounterBar, tmp_path: Path
) -> None:
    bar._places = BarPlaces(tmp_path / "bar.json")
    available = bar.screen().availableGeometry()
    drag(bar, QPoint(-200, -available.height()))
    assert bar.geometry().top() == available.top()
    assert bar.geometry().right() < available.right()
    assert BarPlaces(tmp_path / "bar.json").load().edge is Edge.TOP


@pytest.mark.parametrize("edge", list(Edge))
@pytest.mark.parametrize("along", [0.0, 0.3, 1.0])
def test_a_place_survives_being_saved_and_docked_again(
    qapp: object, tmp_path: Path, edge: Edge, along: float
) -> None:
    screen = QRect(100, 50, 1600, 900)
    place = BarPlace("DP-1", edge, along)
    corner = place.corner(screen, QSize(300, 44))
    found = BarPlace.nearest("DP-1", screen, QRect(corner, QSize(300, 44)))
    assert found.corner(screen, QSize(300, 44)) == corner
    file = tmp_path / "bar.json"
    BarPlaces(file).save(place)
    assert BarPlaces(file).load() == place


@pytest.mark.parametrize("text", ["", "[]", '{"": 3}', "\x00"])
def test_a_spoilt_place_file_costs_nothing_but_the_place(
    qapp: object, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "bar.json"
    file.write_text(text)
    assert BarPlaces(file).load() == BarPlace()


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_place(
    qapp: object, tmp_path: Path
) -> None:
    BarPlaces(tmp_path / "missing" / "bar.json").save(BarPlace())


def test_the_bar_stays_on_the_second_of_two_monitors_of_one_make(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Windows and macOS call both by the make's name."""

    class Monitor:
        def __init__(self, name: str, x: int) -> None:
            self.name = lambda: name
            self.geometry = lambda: QRect(x, 0, 1920, 1200)

    left, right, other = Monitor("DELL", 0), Monitor("DELL", 1920), Monitor("LG", 3840)
    screens = SimpleNamespace(screens=lambda: [left, right, other], primaryScreen=lambda: left)
    monkeypatch.setattr(bar_place, "QGuiApplication", screens)
    for monitor in (left, right, other):
        named: Any = monitor
        assert screen_of(BarPlace(name_of(named))) is named
    assert name_of(cast("Any", other)) == "LG"


def test_a_place_beyond_the_screen_comes_back_onto_it() -> None:
    corner = BarPlace(along=7.0).corner(QRect(0, 0, 800, 600), QSize(300, 44))
    assert corner == QPoint(500, 556)


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


SCALED = """
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desktop.ui.counter_bar import CounterBar
from desktop.ui.theme import Appearance, Scheme, load_fonts
from desktop.ui.views.counter_bar import CounterBarView
from desktop.ui.words import Words
from tests.ui.sample import counter_board

load_fonts()
words = Words.of("en")
view = CounterBarView.of(counter_board(), words=words)
bar = CounterBar(view, appearance=Appearance(scheme=Scheme.LIGHT), words=words)
bar.show()
available = bar.screen().availableGeometry()
assert available.contains(bar.geometry()), (available, bar.geometry())
assert bar.geometry().bottomRight() == available.bottomRight()
bar.panic_pressed.connect(lambda: print("called"))
QTest.mouseClick(bar.childAt(QPoint(147, 43)), Qt.MouseButton.LeftButton)
print(bar.devicePixelRatioF(), bar.grab().width())
"""


@pytest.mark.parametrize("factor", ["1.25", "3"])
def test_it_stands_whole_in_its_corner_on_a_screen_that_is_scaled(
    factor: str, tmp_path: Path
) -> None:
    """From 100 to 300 %; the letters' own size comes on top."""
    screen = {"name": "One", "x": 0, "y": 0, "width": 3840, "height": 2160}
    (tmp_path / "screens.json").write_text(json.dumps({"screens": [screen]}))
    told = subprocess.run(
        [sys.executable, "-c", SCALED],
        env={
            **os.environ,
            "QT_SCALE_FACTOR": factor,
            "QT_QPA_PLATFORM": "offscreen:configfile=screens.json",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    wide = round(300 * float(factor))
    assert told.stdout.splitlines() == ["called", f"{float(factor)} {wide}"], told.stderr


def test_where_its_monitor_goes_it_stands_on_another_and_comes_back(
    bar: CounterBar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar._places = BarPlaces(tmp_path / "bar.json")
    name = bar.screen().name()
    sets = {"both": BarPlace("Second", Edge.TOP, 0.0), "one": BarPlace(name, Edge.LEFT, 0.5)}
    for plugged, place in sets.items():
        monkeypatch.setattr(bar_place, "screen_set", lambda plugged=plugged: plugged)
        bar._places.save(place)
    bar._screens_changed()  # as the signals of Qt do
    assert bar._place == sets["one"]
    assert bar.screen().availableGeometry().contains(bar.geometry())
    monkeypatch.setattr(bar_place, "screen_set", lambda: "both")
    bar._screens_changed()
    assert bar._place == sets["both"]
    assert bar.screen().availableGeometry().contains(bar.geometry())


def test_right_to_left_its_parts_stay_where_the_hand_knows_them(
    qapp: QApplication, qtbot: QtBot, appearance: Appearance, words: Words
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        board = counter_board(live(Story().going(ANA, "דנה לוי", 2), delivery=delivery(2)))
        bar = CounterBar(CounterBarView.of(board, words=words), appearance=appearance, words=words)
        qtbot.addWidget(bar)
        bar.show()
        assert bar.geometry().bottomRight() == bar.screen().availableGeometry().bottomRight()
        assert (bar._assist.x(), bar._panic.x(), bar.cue.x()) == (7, 115, CUE.x())
        assert bar.cue.word() == "דנה 2 min"
        with qtbot.waitSignal(bar.panic_pressed, timeout=1000):
            press_at(bar, at(147))
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
