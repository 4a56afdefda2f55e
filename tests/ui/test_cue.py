"""The cue: what it says, and how often it may change."""

from itertools import pairwise
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.alerts.facts import Message
from desktop.ui.cue import CueArea
from desktop.ui.theme import Theme
from desktop.ui.views.counter_bar import CounterBarView, Cue
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words
from tests.ui.sample import ANA, Story, counter_board, delivery, live
from tests.ui.shots.bars import bar_views


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
