import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QBuffer, QPoint, QSizeF, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.alerts.facts import Kind, Message, Outcome
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.steps import MOST_STEPS, Situation
from desktop.domain.protocol.steps import Step as SiteStep
from desktop.ui.fitting import cut_text, fit_place, wrapped
from desktop.ui.takeover.buttons import FieldButton
from desktop.ui.takeover.screens import TakeoverScreens
from desktop.ui.takeover.window import Takeover
from desktop.ui.theme import interface_font
from desktop.ui.views.acts import Act
from desktop.ui.views.steps import Step
from desktop.ui.words import Words
from tests.ui.hands import click, key, write
from tests.ui.sample import ANA, MARCUS, NOW, WINDOW_6, Story, live, supervisor_board
from tests.ui.shots.takeovers import takeover_boards


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def screens(qtbot: QtBot, fonts: None, words: Words, watch: Watch) -> TakeoverScreens:
    made = TakeoverScreens(words=words, monotonic=watch)
    made.prepare()
    for cover in made._covers.values():
        qtbot.addWidget(cover, before_close_func=lambda c: c.withdraw())
    return made


def cover(screens: TakeoverScreens) -> Takeover:
    return screens.covers[0]


def button(screens: TakeoverScreens, act: Act) -> FieldButton:
    return next(b for b in cover(screens).buttons if b.button.act is act)


def panic() -> Story:
    return Story()


def test_it_covers_every_screen_at_once(screens: TakeoverScreens) -> None:
    screens.show_board(supervisor_board(live(panic())))
    assert len(screens.covers) == len(QGuiApplication.screens())
    for window, screen in zip(screens.covers, QGuiApplication.screens(), strict=True):
        assert window.geometry() == screen.geometry()
        flags = window.windowFlags()
        assert flags & Qt.WindowType.WindowStaysOnTopHint
        assert flags & Qt.WindowType.FramelessWindowHint


TWINS = """
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desktop.ui.takeover.screens import TakeoverScreens
from desktop.ui.theme import load_fonts
from desktop.ui.words import Words
from tests.ui.sample import Story, live, supervisor_board

load_fonts()
screens = TakeoverScreens(words=Words.of("en"))
screens.prepare()
assert [screen.name() for screen in app.screens()] == ["DELL U2415"] * 2
screens.show_board(supervisor_board(live(Story())))
print(len(screens.covers))
screens.show_board(supervisor_board())
print(len(screens.covers))
"""


def test_it_covers_both_of_two_monitors_of_one_make(tmp_path: Path) -> None:
    """Windows and macOS call both by the make's name; Linux calls them by their plugs."""
    one = {"name": "DELL U2415", "y": 0, "width": 1920, "height": 1200}
    (tmp_path / "screens.json").write_text(
        json.dumps({"screens": [{**one, "x": 0}, {**one, "x": 1920}]})
    )
    told = subprocess.run(
        [sys.executable, "-c", TWINS],
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen:configfile=screens.json",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert told.stdout.splitlines() == ["2", "0"], told.stderr


def test_it_leaves_when_the_alert_is_closed(screens: TakeoverScreens) -> None:
    screens.show_board(supervisor_board(live(panic())))
    screens.show_board(supervisor_board())
    assert screens.covers == ()
    assert screens.strips == ()


@pytest.mark.parametrize(
    ("letter", "signal"),
    [
        (Qt.Key.Key_G, "going_pressed"),
        (Qt.Key.Key_N, "cannot_pressed"),
        (Qt.Key.Key_P, "police_called_pressed"),
        (Qt.Key.Key_L, "leave_pressed"),
    ],
)
def test_letters_answer_once_the_keyboard_was_quiet(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch, letter: Qt.Key, signal: str
) -> None:
    screens.show_board(supervisor_board(live(panic())))
    watch.now += 0.7
    with qtbot.waitSignal(getattr(screens, signal), timeout=1000) as asked:
        key(cover(screens), letter)
    assert asked.args == ["a1"]


def test_words_typed_in_another_program_never_answer(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    screens.show_board(supervisor_board(live(panic())))
    with qtbot.assertNotEmitted(screens.going_pressed):
        for letter in "good morning" * 10:
            watch.now += 0.55
            write(cover(screens), letter)
    watch.now += 0.61
    with qtbot.waitSignal(screens.going_pressed, timeout=1000):
        key(cover(screens), Qt.Key.Key_G)


def test_the_guard_never_ends(qtbot: QtBot, screens: TakeoverScreens, watch: Watch) -> None:
    screens.show_board(supervisor_board(live(panic())))
    watch.now += 3600
    key(cover(screens), Qt.Key.Key_H)
    watch.now += 0.3
    with qtbot.assertNotEmitted(screens.going_pressed):
        key(cover(screens), Qt.Key.Key_G)


@pytest.mark.parametrize(
    "modifier",
    [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier],
)
def test_a_shortcut_is_no_answer(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch, modifier: Qt.KeyboardModifier
) -> None:
    screens.show_board(supervisor_board(live(panic())))
    watch.now += 5
    with qtbot.assertNotEmitted(screens.leave_pressed):
        key(cover(screens), Qt.Key.Key_L, modifier)


@pytest.mark.parametrize("pressed", [Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_escape_space_and_enter_do_nothing(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch, pressed: Qt.Key
) -> None:
    screens.show_board(supervisor_board(live(panic())))
    watch.now += 5
    acted: list[object] = []
    cover(screens).acted.connect(lambda *what: acted.append(what))
    key(cover(screens), pressed)
    assert acted == []
    assert cover(screens).isVisible()


def test_the_window_manager_cannot_close_it(screens: TakeoverScreens) -> None:
    screens.show_board(supervisor_board(live(panic())))
    event = QCloseEvent()
    QApplication.sendEvent(cover(screens), event)
    assert not event.isAccepted()
    assert cover(screens).isVisible()


def test_clicks_count_after_three_tenths_of_a_second(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    screens.show_board(supervisor_board(live(panic())))
    with qtbot.assertNotEmitted(screens.going_pressed):
        click(button(screens, Act.GOING))
    watch.now += 0.31
    with qtbot.waitSignal(screens.going_pressed, timeout=1000):
        click(button(screens, Act.GOING))


def test_a_click_meant_for_one_alert_never_answers_the_next(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    six = Story(Kind.ASSIST, place="Window 6", station=WINDOW_6, name="b2")
    screens.show_board(supervisor_board(live(six)))
    watch.now += 5
    screens.show_board(supervisor_board(live(six), live(panic(), ago=0)))
    with qtbot.assertNotEmitted(screens.going_pressed):
        click(button(screens, Act.GOING))
        key(cover(screens), Qt.Key.Key_G)


def test_a_double_click_on_going_does_not_say_there(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    screens.show_board(supervisor_board(live(panic())))
    watch.now += 5
    with qtbot.assertNotEmitted(screens.there_pressed):
        click(button(screens, Act.GOING))
        screens.show_board(supervisor_board(live(panic().going(ANA, "Ana Ruiz"))))
        watch.now += 0.2
        QTest.mouseDClick(button(screens, Act.THERE), Qt.MouseButton.LeftButton)
        click(button(screens, Act.THERE))


def test_two_minutes_says_two(qtbot: QtBot, screens: TakeoverScreens, watch: Watch) -> None:
    screens.show_board(supervisor_board(live(panic().going(ANA, "Ana Ruiz"))))
    watch.now += 1
    with qtbot.waitSignal(screens.minutes_pressed, timeout=1000) as asked:
        key(cover(screens), Qt.Key.Key_W)
    assert asked.args == ["a1", 2]


def test_closing_takes_two_keys_and_says_how_it_ended(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    there = panic().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz")
    screens.show_board(supervisor_board(live(there)))
    watch.now += 1
    key(cover(screens), Qt.Key.Key_X)
    assert [b.button.text for b in cover(screens).buttons][:-1] == [
        "Staff helped",
        "Ended by itself",
        "Police came",
        "False alarm",
    ]
    watch.now += 1
    with qtbot.waitSignal(screens.closed_pressed, timeout=1000) as asked:
        key(cover(screens), Qt.Key.Key_4)
    assert asked.args == ["a1", Outcome.FALSE_ALARM]


def test_not_yet_goes_back_without_closing(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    there = panic().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz")
    screens.show_board(supervisor_board(live(there)))
    watch.now += 1
    key(cover(screens), Qt.Key.Key_X)
    watch.now += 1
    with qtbot.assertNotEmitted(screens.closed_pressed):
        key(cover(screens), Qt.Key.Key_X)
    assert button(screens, Act.CLOSE).isVisible()


def test_made_small_it_becomes_a_strip_and_opens_again(
    screens: TakeoverScreens, watch: Watch
) -> None:
    screens.show_board(supervisor_board(live(panic().going(ANA, "Ana Ruiz"))))
    watch.now += 1
    key(cover(screens), Qt.Key.Key_M)
    assert screens.covers == ()
    assert len(screens.strips) == len(QGuiApplication.screens())
    strip = screens.strips[0]
    assert strip.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert strip.accessibleName() == "Panic. Counter 3. You are going."
    click(strip)
    assert screens.strips == ()
    assert cover(screens).isVisible()


def test_the_next_alert_opens_by_its_number_and_by_its_strip(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    six = Story(Kind.ASSIST, place="Window 6", station=WINDOW_6, name="b2")
    seven = Story(Kind.ASSIST, place="Window 7", station="7" * 32, name="c3")
    screens.show_board(supervisor_board(live(six, ago=20), live(seven, ago=10)))
    watch.now += 1
    with qtbot.waitSignal(screens.opened, timeout=1000) as asked:
        key(cover(screens), Qt.Key.Key_2)
    assert asked.args == ["c3"]
    field = cover(screens).field
    assert field is not None
    assert field.place == "Window 7"


def test_on_other_supervisors_screens_it_shrinks_once_somebody_goes(
    screens: TakeoverScreens,
) -> None:
    screens.show_board(supervisor_board(live(panic())))
    screens.show_board(supervisor_board(live(panic().going(MARCUS, "Marcus Bell"))))
    assert screens.covers == ()
    assert screens.strips[0].accessibleName() == "Panic. Counter 3. Marcus Bell is going."


def test_what_is_done_cannot_be_pressed_again(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    story = panic().going(ANA, "Ana").told(ANA, "Ana", Message.POLICE_CALLED)
    screens.show_board(supervisor_board(live(story)))
    watch.now += 1
    assert not button(screens, Act.POLICE_CALLED).isEnabled()
    with qtbot.assertNotEmitted(screens.police_called_pressed):
        key(cover(screens), Qt.Key.Key_P)


def test_it_is_painted_before_anything_else_is_said(qtbot: QtBot, screens: TakeoverScreens) -> None:
    with qtbot.waitSignal(screens.painted, timeout=3000) as painted:
        screens.show_board(supervisor_board(live(panic())))
    assert painted.args == ["a1"]


def test_only_the_clock_is_drawn_anew_each_second(screens: TakeoverScreens, watch: Watch) -> None:
    screens.show_board(supervisor_board(live(panic())))
    window = cover(screens)
    before = window.grab().toImage()
    watch.now += 1
    after = window.grab().toImage()
    changed = [
        (x, y)
        for x in range(0, before.width(), 2)
        for y in range(0, before.height(), 2)
        if before.pixel(x, y) != after.pixel(x, y)
    ]
    assert changed
    unit = window._unit
    assert all(x > 600 * unit and y < 200 * unit for x, y in changed)


def test_no_clock_runs_when_nothing_is_open(screens: TakeoverScreens) -> None:
    assert not any(c._tick.isActive() for c in screens._covers.values())
    screens.show_board(supervisor_board(live(panic())))
    assert cover(screens)._tick.isActive()
    screens.show_board(supervisor_board(live(panic().going(MARCUS, "M"))))
    assert not any(c._tick.isActive() for c in screens._covers.values())
    assert screens._tick.isActive()
    screens.show_board(supervisor_board())
    assert not screens._tick.isActive()


@pytest.mark.parametrize(
    "place",
    [
        "3",
        "Counter 3",
        "Immunization desk 12",
        "Benefits Interview Room 12, North Annex",
        "Wartezimmerverwaltungsfachangestelltenschalter",
        "x" * 500,
        "word " * 100,
    ],
)
def test_a_place_is_never_cut(fonts: None, place: str) -> None:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QFontMetricsF

    fitted = fit_place(place, 1120, 216)
    box = QFontMetricsF(fitted.font).boundingRect(QRectF(0, 0, 1120, 5000), fitted.flags, place)
    assert box.width() <= 1121
    if len(place) < 100:
        assert box.height() <= 240
    assert fitted.font.pixelSize() >= (88 if len(place) < 40 else 24)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", takeover_boards())
def test_buttons_lie_on_the_field_and_on_nothing_else(
    qtbot: QtBot, fonts: None, watch: Watch, name: str, language: str
) -> None:
    screens = TakeoverScreens(words=Words.of(language), monotonic=watch)
    screens.show_board(takeover_boards()[name])
    for window in screens.covers:
        qtbot.addWidget(window, before_close_func=lambda c: c.withdraw())
        window.resize(1920, 1080)
        boxes = [b.geometry() for b in window.buttons]
        for index, box in enumerate(boxes):
            assert box.height() >= 36
            is_of_a_step = any(window.buttons[index].button in s.buttons for s in steps_of(window))
            assert box.right() <= (1920 - 40 if is_of_a_step else 1248 - 56)
            assert box.bottom() <= 1080 - 104
            assert not any(box.intersects(other) for other in boxes[index + 1 :])
        assert all(b.accessibleName() for b in window.buttons)
        assert window.accessibleName()


def steps_of(window: Takeover) -> tuple[Step, ...]:
    assert window.field is not None
    return window.field.steps


def test_c_takes_the_police_step_and_p_ends_it(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    screens.show_board(supervisor_board(live(panic())))
    watch.now += 1
    with qtbot.waitSignal(screens.steps.taken, timeout=1000) as taken:
        key(cover(screens), Qt.Key.Key_C)
    assert taken.args == ["a1", "police"]
    screens.show_board(supervisor_board(live(panic().took(ANA, "Ana Ruiz", "police"))))
    watch.now += 1
    with qtbot.assertNotEmitted(screens.calling_pressed):  # pressed twice, it phones nobody
        key(cover(screens), Qt.Key.Key_C)
    watch.now += 1
    with qtbot.waitSignal(screens.police_called_pressed, timeout=1000):
        key(cover(screens), Qt.Key.Key_P)


def test_space_ticks_what_is_next_and_never_the_police_step(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    owned = panic().took(ANA, "Ana Ruiz", "police")
    for story in (panic(), owned):
        screens.show_board(supervisor_board(live(story)))
        watch.now += 5
        with qtbot.assertNotEmitted(screens.steps.done):
            key(cover(screens), Qt.Key.Key_Space)
    called = owned.told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
    screens.show_board(supervisor_board(live(called)))
    watch.now += 5
    with qtbot.waitSignal(screens.steps.done, timeout=1000) as done:
        key(cover(screens), Qt.Key.Key_Space)
    assert done.args == ["a1", "director", True]


def test_the_police_are_said_not_to_be_needed_by_a_click(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    screens.show_board(supervisor_board(live(panic())))
    watch.now += 1
    with qtbot.waitSignal(screens.steps.done, timeout=1000) as done:
        click(button(screens, Act.NOT_NEEDED))
    assert done.args == ["a1", "police", False]


def test_a_site_with_many_long_steps_still_shows_the_next_one_and_who_goes(
    screens: TakeoverScreens,
) -> None:
    long = "Lock the doors to the back office and the stairs, and take the visitors to room 4"
    steps = tuple(SiteStep(key=f"step-{n}", text=long, phone="555-0142") for n in range(MOST_STEPS))
    protocol = SiteProtocol({Situation.PANIC: steps})
    screens.show_board(supervisor_board(live(panic()), protocol=protocol))
    window = cover(screens)
    window.resize(1920, 1080)
    shown = [text for _, text in texts(window)]
    assert "Who" in shown
    assert "Ana Ruiz (you)" in shown
    assert any(re.fullmatch(r"\+\d+", text) for text in shown)
    assert all(window.rect().contains(made.geometry()) for made in window.buttons)


def test_what_was_ticked_by_a_slip_is_taken_back_by_a_small_button_that_no_key_presses(
    qtbot: QtBot, screens: TakeoverScreens, watch: Watch
) -> None:
    called = panic().going(ANA, "Ana Ruiz").told(ANA, "Ana Ruiz", Message.POLICE_CALLED)
    screens.show_board(supervisor_board(live(called)))
    watch.now += 1
    back, going = button(screens, Act.GIVE_BACK), button(screens, Act.THERE)
    assert (back.button.text, back.button.key) == ("Not called", "")
    assert back.height() < going.height() / 2
    with qtbot.waitSignal(screens.steps.given_back, timeout=1000) as given:
        click(back)
    assert given.args == ["a1", "police"]


def test_of_many_steps_that_are_done_some_are_counted_and_none_is_written_over_the_others(
    screens: TakeoverScreens,
) -> None:
    long = "Lock the doors to the back office and the stairs, and take the visitors to room 4"
    steps = tuple(SiteStep(key=f"step-{n}", text=long) for n in range(MOST_STEPS))
    story = panic().going(ANA, "Ana Ruiz")
    for step in steps:
        story.did(ANA, "Ana Ruiz", step.key)
    protocol = SiteProtocol({Situation.PANIC: steps})
    screens.show_board(supervisor_board(live(story), protocol=protocol))
    window = cover(screens)
    window.resize(1366, 768)
    shown = [made for made in window.buttons if made.isVisible()]
    backs = [made for made in shown if made.button.act is Act.GIVE_BACK]
    assert 0 < len(backs) < MOST_STEPS
    assert all(window.rect().contains(made.geometry()) for made in shown)
    assert "Ana Ruiz (you)" in [text for _, text in texts(window)]


def texts(window: QWidget) -> list[tuple[float, str]]:
    """What a window draws, each with its size on the screen in pixels."""
    drawing = QBuffer()
    drawing.open(QBuffer.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(drawing)
    made.setSize(window.size())
    window.render(made)
    return list(_written(ET.fromstring(drawing.data().data()), 1.0))


def _written(element: ET.Element, scale: float) -> Iterator[tuple[float, str]]:
    turned = re.match(r"matrix\(([\d.]+),", element.get("transform", ""))
    scale *= float(turned[1]) if turned else 1.0
    if element.tag.endswith("}text"):
        yield float(element.get("font-size", "0")) * scale, element.text or ""
    for child in element:
        yield from _written(child, scale)


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1024, 576), (800, 600)], ids=str)
@pytest.mark.parametrize("name", ["panic-more", "long-note", "going-said", "assist-police"])
def test_nothing_is_written_smaller_than_twelve_pixels(
    screens: TakeoverScreens, name: str, size: tuple[int, int]
) -> None:
    screens.show_board(takeover_boards()[name])
    cover(screens).resize(*size)
    drawn = texts(cover(screens))
    assert len(drawn) > 10
    assert [text for px, text in drawn if px < 12] == []


def test_a_strip_on_a_small_screen_can_be_read(screens: TakeoverScreens) -> None:
    screens.show_board(supervisor_board(live(panic().going(MARCUS, "Marcus Bell"))))
    drawn = texts(screens.strips[0])
    assert "Marcus Bell is going" in [text for _, text in drawn]
    assert min(px for px, _ in drawn) >= 12


@pytest.mark.parametrize("name", ["panic-note", "long-note"])
def test_a_note_can_be_read_to_its_end(screens: TakeoverScreens, name: str) -> None:
    board = takeover_boards()[name]
    screens.show_board(board)
    cover(screens).resize(1920, 1080)
    said = " ".join(text.strip() for _, text in texts(cover(screens)))
    assert board.alerts[0].alert.notes[-1] in said


def test_the_ways_it_can_have_ended_look_alike_and_the_way_back_comes_last(
    screens: TakeoverScreens, watch: Watch
) -> None:
    there = panic().going(ANA, "Ana Ruiz").attended(ANA, "Ana Ruiz")
    screens.show_board(supervisor_board(live(there)))
    screens.choose_outcome("a1")
    cover(screens).resize(1920, 1080)
    drawn = {text.strip(): px for px, text in texts(cover(screens))}
    sizes = {drawn[word] for word in ("helped", "by itself", "Police", "alarm")}
    assert len(sizes) == 1
    assert drawn["How did it end?"] > max(sizes)
    back = button(screens, Act.BACK)
    assert all(back.y() > other.geometry().bottom() for other in cover(screens).buttons[:-1])


@pytest.mark.parametrize("text", ["x" * 500, "word " * 100, "He has a knife"])
def test_what_is_too_long_for_its_room_is_cut_with_an_ellipsis_and_no_earlier(
    fonts: None, text: str
) -> None:
    room = QSizeF(400, 90)
    said, fitted = cut_text(text, interface_font(24, 500), room)
    assert wrapped(said, fitted.font, 400, Qt.TextFlag(fitted.flags)).height() <= room.height()
    more = f"{text[: len(said) + 8]}…"
    fits = wrapped(more, fitted.font, 400, Qt.TextFlag(fitted.flags)).height() <= room.height()
    assert fits == (len(text) < 100)


def test_the_main_answer_measures_what_the_design_says(screens: TakeoverScreens) -> None:
    screens.show_board(supervisor_board(live(panic())))
    cover(screens).resize(1920, 1080)
    going, cannot = button(screens, Act.GOING), button(screens, Act.CANNOT)
    assert (going.width(), going.height()) == (540, 120)
    assert (cannot.width(), cannot.height()) == (320, 120)


def test_the_field_is_one_colour_over_65_percent(screens: TakeoverScreens) -> None:
    screens.show_board(supervisor_board(live(panic())))
    cover(screens).resize(1920, 1080)
    image: QImage = cover(screens).grab().toImage()
    assert image.pixelColor(QPoint(10, 10)).name() == "#a30e1a"
    assert image.pixelColor(QPoint(1246, 1070)).name() == "#a30e1a"
    assert image.pixelColor(QPoint(1250, 1070)).name() == "#15181d"
