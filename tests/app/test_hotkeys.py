"""What the keys of a counter and of a supervisor's desk do, without any windows' thread."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest

from desktop.app.hotkeys import ONE_ANSWER_IN, SEEN_AFTER, HotkeyDesk, first_call
from desktop.domain.alerts.facts import Context, Kind, Message, Occasion
from desktop.domain.alerts.transitions import State
from desktop.domain.hotkeys import DEFAULTS, Action, Chord, Holding
from tests.support.played_keyboard import PlayedKeyboard
from tests.support.workplace import StationAtWork, Workplace, office, wait_until

__all__ = ["office"]

PANIC, SUPERVISOR = DEFAULTS[Action.PANIC], DEFAULTS[Action.SUPERVISOR]
THREAT = DEFAULTS[Action.THREAT]


@dataclass
class Hands:
    """At a keyboard whose keys do what they do at ``station``. In place of windows stands what
    they were asked for.
    """

    station: StationAtWork
    place: str | None = None
    reports: int = 0
    panels: list[bool] = field(default_factory=list)
    halves: list[Kind] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keyboard = PlayedKeyboard()
        self.station.running.open_guidance = self.panels.append
        self.desk = HotkeyDesk(
            self.station.running, self, screen="xcb", keyboard=lambda _screen: self.keyboard
        )
        self.desk.start()
        self.keyboard.is_waited_for()

    def begin_report(self) -> None:
        self.reports += 1

    def half_pressed(self, kind: Kind) -> None:
        self.halves.append(kind)

    def press(self, action: Action) -> None:
        self.keyboard.returns(DEFAULTS[action])

    def rests(self) -> None:
        """Until another press means another call."""
        until = time.monotonic() + ONE_ANSWER_IN
        wait_until(lambda: time.monotonic() > until)

    def state(self, action: Action) -> Holding:
        keys = self.station.running.hotkeys
        assert keys is not None
        return next(key.holding for key in keys if key.action is action)


@pytest.fixture
def hands() -> Iterator[Callable[[StationAtWork], Hands]]:
    made: list[Hands] = []

    def at(station: StationAtWork) -> Hands:
        made.append(Hands(station))
        return made[-1]

    yield at
    for one in made:
        one.desk.close()


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def counter(office: Workplace, ana: StationAtWork) -> StationAtWork:
    return office.counter("Counter 3")


def test_a_counters_keys_call_a_supervisor_and_make_it_a_panic(
    ana: StationAtWork, counter: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    at_counter = hands(counter)
    at_counter.press(Action.SUPERVISOR)
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.ASSIST
    assert ana.board.alerts[0].alert.place == "Counter 3"
    at_counter.press(Action.PANIC)
    wait_until(lambda: ana.board.alerts[0].alert.kind is Kind.PANIC)
    assert len(ana.board.alerts) == 1


def test_a_key_calls_to_the_place_that_was_chosen_at_the_bar(
    ana: StationAtWork, counter: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    at_counter = hands(counter)
    at_counter.place = "Counter 4"
    at_counter.press(Action.PANIC)
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.place == "Counter 4"


def test_what_is_happening_can_be_said_with_a_key_after_a_press_however_that_was_made(
    ana: StationAtWork, counter: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    at_counter = hands(counter)
    assert THREAT not in at_counter.keyboard.held
    assert at_counter.state(Action.THREAT) is Holding.READY
    counter.presses_panic()
    wait_until(lambda: THREAT in at_counter.keyboard.held)
    wait_until(lambda: at_counter.state(Action.THREAT) is Holding.HELD)
    at_counter.press(Action.THREAT)
    wait_until(lambda: ana.board.alerts)
    wait_until(lambda: ana.board.alerts[0].alert.context is Context.THREAT)


def test_another_counters_press_takes_no_keys_here(
    office: Workplace,
    ana: StationAtWork,
    counter: StationAtWork,
    hands: Callable[[StationAtWork], Hands],
) -> None:
    at_counter = hands(counter)
    other = office.counter("Counter 4")
    alert = other.presses_panic()
    wait_until(lambda: counter.shows(alert))
    at_counter.keyboard.is_waited_for()
    assert THREAT not in at_counter.keyboard.held


def test_the_guidance_opens_with_the_keyboard_and_a_report_is_begun(
    counter: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    at_counter = hands(counter)
    at_counter.press(Action.GUIDANCE)
    at_counter.press(Action.REPORT)
    assert at_counter.panels == [True]
    assert at_counter.reports == 1


def is_seen(ana: StationAtWork, alert: str) -> bool:
    """It has been on Ana's screen for so long that a key can mean it."""
    now = ana.running.clock.monotonic()
    return any(one.id == alert and now - one.since >= SEEN_AFTER for one in ana.board.alerts)


def is_answered(ana: StationAtWork, alert: str) -> bool:
    return not ana.is_called_by(alert)


def test_at_a_desk_the_key_says_going_to_the_gravest_and_oldest_call_that_nobody_answered(
    office: Workplace,
    ana: StationAtWork,
    counter: StationAtWork,
    hands: Callable[[StationAtWork], Hands],
) -> None:
    at_desk = hands(ana)
    four, five = office.counter("Counter 4"), office.counter("Counter 5")
    drill = five.presses(Kind.PANIC, occasion=Occasion.DRILL).alert
    assist = counter.presses_assist()
    panic = four.presses_panic()
    later = five.presses_panic()
    for expected in (panic, later, assist, drill):
        wait_until(lambda: all(is_seen(ana, alert) for alert in (drill, assist, panic, later)))
        at_desk.press(Action.SUPERVISOR)
        wait_until(partial(is_answered, ana, expected))
        at_desk.rests()
        answered = ana.alert(expected)
        assert answered is not None
        assert [answer.person for answer in answered.going] == ["Ana Ruiz"]
    at_desk.press(Action.SUPERVISOR)
    assert len(ana.board.alerts) == 4  # it has not called anybody either


def test_at_a_desk_a_key_pressed_twice_in_haste_answers_one_call(
    office: Workplace,
    ana: StationAtWork,
    counter: StationAtWork,
    hands: Callable[[StationAtWork], Hands],
) -> None:
    at_desk = hands(ana)
    panic = counter.presses_panic()
    other = office.counter("Counter 4").presses_panic()
    wait_until(lambda: is_seen(ana, panic) and is_seen(ana, other))
    going = DEFAULTS[Action.SUPERVISOR]
    at_desk.keyboard.returns(going, going)
    wait_until(partial(is_answered, ana, panic))
    at_desk.keyboard.returns(going)
    ana.presses_assist()  # behind all that the keys asked for
    assert ana.is_called_by(other)


def test_at_a_desk_a_call_that_was_declined_comes_last_and_can_still_be_answered(
    office: Workplace,
    ana: StationAtWork,
    counter: StationAtWork,
    hands: Callable[[StationAtWork], Hands],
) -> None:
    at_desk = hands(ana)
    panic = counter.presses_panic()
    assist = office.counter("Counter 4").presses_assist()
    wait_until(lambda: is_seen(ana, panic) and is_seen(ana, assist))
    ana.tells(panic, Message.CANNOT)
    at_desk.press(Action.SUPERVISOR)
    wait_until(lambda: not ana.is_called_by(assist))
    assert ana.is_called_by(panic)
    at_desk.rests()
    at_desk.press(Action.SUPERVISOR)
    wait_until(lambda: not ana.is_called_by(panic))


def test_a_key_pressed_as_a_call_comes_does_not_answer_what_nobody_has_seen(
    ana: StationAtWork, counter: StationAtWork
) -> None:
    alert = counter.presses_panic()
    wait_until(lambda: ana.shows(alert))
    board = ana.board
    (live,) = board.alerts
    assert first_call(board, live.since + SEEN_AFTER - 0.01) is None
    assert first_call(board, live.since + SEEN_AFTER + 0.01) is live


def test_a_supervisor_in_need_calls_with_the_key_and_cannot_answer_that_call(
    office: Workplace, ana: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    marcus = office.supervisor("Marcus Bell")
    at_desk = hands(ana)
    at_desk.press(Action.PANIC)
    wait_until(lambda: marcus.board.alerts)
    alert = marcus.board.alerts[0].id
    wait_until(lambda: is_seen(ana, alert))
    at_desk.press(Action.SUPERVISOR)
    at_desk.keyboard.is_waited_for()
    found = ana.alert(alert)
    assert found is not None
    assert found.state is State.RAISED


def test_how_the_keys_stand_is_one_value_that_changes_with_them(
    counter: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    at_counter = hands(counter)
    assert at_counter.state(Action.PANIC) is Holding.HELD
    at_counter.keyboard.taken = {PANIC}
    at_counter.keyboard.returns(has_changed=True)
    at_counter.rests()
    at_counter.keyboard.returns()
    assert at_counter.state(Action.PANIC) is Holding.TAKEN
    assert at_counter.state(Action.SUPERVISOR) is Holding.HELD
    keys = counter.running.hotkeys
    assert keys is not None
    assert [key.action for key in keys.troubled] == [Action.PANIC]
    at_counter.desk.close()
    assert counter.running.hotkeys is None
    assert at_counter.keyboard.held == set()


def test_where_no_program_can_have_keys_each_says_so(counter: StationAtWork) -> None:
    class Nothing:
        place = None

        def begin_report(self) -> None: ...
        def half_pressed(self, kind: Kind) -> None: ...

    desk = HotkeyDesk(counter.running, Nothing(), screen="wayland")
    desk.start()
    keys = counter.running.hotkeys
    assert keys is not None
    assert len(keys.troubled) == 9
    assert {key.holding for key in keys} == {Holding.IMPOSSIBLE}
    desk.close()


def changes(station: StationAtWork, key: str, value: object | None) -> None:
    station.running.preferences.change(key, value).result(10)


def test_another_key_holds_at_once_and_the_old_one_no_longer(
    ana: StationAtWork, counter: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    at_counter = hands(counter)
    changes(counter, "hotkeys.panic", "Ctrl+Shift+P")
    other = Chord.parse("Ctrl+Shift+P")
    wait_until(lambda: other in at_counter.keyboard.held)
    assert PANIC not in at_counter.keyboard.held
    assert SUPERVISOR in at_counter.keyboard.held
    wait_until(lambda: at_counter.state(Action.PANIC) is Holding.HELD)
    at_counter.keyboard.returns(other)
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.PANIC


def test_a_key_that_was_tried_out_calls_nobody_and_calls_the_second_time(
    ana: StationAtWork, counter: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    at_counter = hands(counter)
    arrived: list[str] = []
    assert at_counter.desk.try_out(Action.PANIC, 10.0, lambda: arrived.append("panic"))
    at_counter.press(Action.PANIC)
    assert arrived == ["panic"]
    assert counter.board.mine() is None
    at_counter.press(Action.PANIC)
    wait_until(lambda: ana.board.alerts)


def test_while_a_station_calls_every_press_is_meant(
    ana: StationAtWork, counter: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    at_counter = hands(counter)
    assert at_counter.desk.try_out(Action.PANIC, 10.0, lambda: pytest.fail("it was meant"))
    counter.presses_assist()
    wait_until(lambda: THREAT in at_counter.keyboard.held)  # the press has been seen
    at_counter.press(Action.PANIC)
    wait_until(lambda: ana.board.alerts and ana.board.alerts[0].alert.kind is Kind.PANIC)
    assert not at_counter.desk.try_out(Action.PANIC, 10.0, lambda: None)


def test_where_a_site_wants_two_keys_one_alone_calls_nobody_and_says_so(
    ana: StationAtWork, counter: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    at_counter = hands(counter)
    changes(counter, "hotkeys.panic_with", "Ctrl+Shift+F10")
    second = Chord.parse("Ctrl+Shift+F10")
    wait_until(lambda: second in at_counter.keyboard.held)
    at_counter.press(Action.PANIC)
    wait_until(lambda: at_counter.halves == [Kind.PANIC])
    at_counter.press(Action.SUPERVISOR)  # that one takes no second key
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.ASSIST
    at_counter.press(Action.PANIC)
    at_counter.keyboard.returns(second)
    wait_until(lambda: ana.board.alerts[0].alert.kind is Kind.PANIC)


def test_a_second_key_that_cannot_be_had_is_not_waited_for(
    ana: StationAtWork, counter: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    at_counter = hands(counter)
    second = Chord.parse("Ctrl+Shift+F10")
    at_counter.keyboard.taken.add(second)
    changes(counter, "hotkeys.panic_with", str(second))
    wait_until(lambda: at_counter.state(Action.PANIC_WITH) is Holding.TAKEN)
    at_counter.press(Action.PANIC)
    wait_until(lambda: ana.board.alerts)


def test_a_second_key_whose_first_is_gone_calls_by_itself(
    ana: StationAtWork, counter: StationAtWork, hands: Callable[[StationAtWork], Hands]
) -> None:
    at_counter = hands(counter)
    changes(counter, "hotkeys.panic_with", "Ctrl+Shift+F10")
    changes(counter, "hotkeys.panic", "")
    second = Chord.parse("Ctrl+Shift+F10")
    wait_until(lambda: second in at_counter.keyboard.held)
    wait_until(lambda: PANIC not in at_counter.keyboard.held)
    at_counter.keyboard.returns(second)
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.PANIC
