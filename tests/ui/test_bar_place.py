"""Where the bar stands, on whatever screens there are."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui import bar_place
from desktop.ui.bar_place import BarPlace, BarPlaces, Edge, name_of, screen_of
from desktop.ui.counter_bar import CUE, CounterBar
from desktop.ui.theme import Appearance
from desktop.ui.views.counter_bar import CounterBarView
from desktop.ui.words import Words
from tests.ui.counter_bars import at, bar, press_at
from tests.ui.sample import ANA, Story, counter_board, delivery, live

__all__ = ["bar"]


def test_it_stands_in_the_lower_right_corner(bar: CounterBar) -> None:
    assert bar.geometry().bottomRight() == bar.screen().availableGeometry().bottomRight()


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


def test_a_click_stays_a_click_where_qt_is_told_a_wrong_place(
    qtbot: QtBot, bar: CounterBar
) -> None:
    """Seen on a busy PC: after openbox had taken the window in, Qt believed it at 0, 0."""
    stands, place = bar.stands, bar._place
    bar.move(0, 0)
    local = QPointF(CUE.center())
    with qtbot.waitSignal(bar.guidance_pressed, timeout=1000):
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            click = QMouseEvent(
                kind,
                local,
                local + QPointF(stands.topLeft()),  # as the X server tells it
                Qt.MouseButton.LeftButton,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            QApplication.sendEvent(bar, click)
    assert bar._place == place
    assert bar.geometry() == bar.stands == stands


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


@pytest.mark.skipif(sys.platform == "win32", reason="there folders bequeath their ACL")
@pytest.mark.parametrize(("folder", "file"), [(0o2770, "-rw-rw----"), (0o700, "-rw-------")])
def test_whoever_the_folder_is_for_may_use_the_place_file(
    qapp: object, tmp_path: Path, folder: int, file: str
) -> None:
    tmp_path.chmod(folder)
    for _ in ("one account", "the next"):
        BarPlaces(tmp_path / "bar.json").save(BarPlace())
    assert stat.filemode((tmp_path / "bar.json").stat().st_mode) == file


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
