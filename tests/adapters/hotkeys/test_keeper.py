"""The thread that holds keys: when it proves them, and what it does when they are lost."""

from collections.abc import Callable, Iterable, Iterator

import pytest

from desktop.domain.hotkeys import DEFAULTS, Action, Chord, Holding
from desktop.services.adapters.hotkeys.keeper import PROVEN_EVERY, SETTLES_IN, TICK, HotkeyKeeper
from desktop.services.adapters.hotkeys.keyboard import KeyboardLostError
from tests.support.played_keyboard import PlayedKeyboard

PANIC, WEAPON = DEFAULTS[Action.PANIC], DEFAULTS[Action.WEAPON]


class Pc:
    """A PC whose clocks the test sets, and what it told of its keys."""

    def __init__(self) -> None:
        self.monotonic, self.wall = 1000.0, 1_700_000_000.0
        self.keyboard = PlayedKeyboard()
        self.pressed: list[Chord] = []
        self.does: Callable[[Chord], None] = self.pressed.append
        self.states: list[dict[Chord, Holding]] = []
        self.keeper = HotkeyKeeper(
            self.keyboard,
            always=[PANIC],
            at_times=[WEAPON],
            pressed=lambda chord: self.does(chord),  # noqa: PLW0108 (tests change it)
            changed=lambda holdings: self.states.append(dict(holdings)),
            monotonic=lambda: self.monotonic,
            wall=lambda: self.wall,
        )
        self.keeper.start()
        self.keyboard.is_waited_for()

    def passes(self, seconds: float) -> None:
        """Time goes by, awake."""
        self.monotonic += seconds
        self.wall += seconds

    def changes(self) -> None:
        """Its keyboard is another one now, and has been for a moment."""
        self.passes(SETTLES_IN)
        self.keyboard.returns(has_changed=True)

    @property
    def state(self) -> dict[Chord, Holding]:
        return self.states[-1]


@pytest.fixture
def pc() -> Iterator[Pc]:
    pc = Pc()
    yield pc
    pc.keeper.close()
    assert pc.keyboard.held == set()


def test_keys_are_held_and_proven_at_the_start_and_those_for_later_are_only_tried(pc: Pc) -> None:
    assert pc.states == [{PANIC: Holding.HELD, WEAPON: Holding.READY}]
    assert pc.keyboard.held == {PANIC}
    assert pc.keyboard.patience == TICK


def test_presses_are_handed_on_in_their_order(pc: Pc) -> None:
    pc.keyboard.returns(PANIC, PANIC)
    pc.keyboard.returns(PANIC)
    assert pc.pressed == [PANIC] * 3
    assert pc.keyboard.proofs == 1


def test_keys_are_proven_each_minute(pc: Pc) -> None:
    for _ in range(round(PROVEN_EVERY / TICK) - 1):
        pc.passes(TICK)
        pc.keyboard.returns()
    assert pc.keyboard.proofs == 1
    pc.passes(TICK)
    pc.keyboard.returns()
    assert pc.keyboard.proofs == 2
    pc.passes(TICK)
    pc.keyboard.returns()
    assert pc.keyboard.proofs == 2


def test_keys_are_proven_when_the_pc_wakes_whose_monotonic_clock_slept_with_it(pc: Pc) -> None:
    pc.passes(2.0)
    pc.wall += 3600
    pc.keyboard.returns()
    assert pc.keyboard.proofs == 2


def test_keys_are_proven_when_the_pc_wakes_whose_clocks_both_went_on(pc: Pc) -> None:
    pc.passes(30.0)
    pc.keyboard.returns()
    assert pc.keyboard.proofs == 2


def test_where_the_system_tells_of_waking_nobody_looks_at_the_clocks_between_two_proofs(
    pc: Pc,
) -> None:
    pc.keyboard.hears_waking = True
    pc.keyboard.returns()
    assert pc.keyboard.patience == PROVEN_EVERY
    pc.passes(PROVEN_EVERY / 2)
    pc.keyboard.returns()  # as when a press wakes it
    assert pc.keyboard.proofs == 1
    pc.changes()  # the PC woke up
    assert pc.keyboard.proofs == 2


def test_keys_are_proven_when_the_keyboard_changes(pc: Pc) -> None:
    pc.changes()
    assert pc.keyboard.proofs == 2


def test_a_keyboard_that_changes_with_every_letter_is_proven_a_few_times_and_once_at_the_end(
    pc: Pc,
) -> None:
    for _ in range(100):
        pc.passes(0.01)
        pc.keyboard.returns(has_changed=True)
    assert 5 <= pc.keyboard.proofs <= 7
    before = pc.keyboard.proofs
    pc.passes(0.01)
    pc.keyboard.returns(has_changed=True)
    assert 0 < pc.keyboard.patience <= SETTLES_IN
    pc.passes(pc.keyboard.patience)
    pc.keyboard.returns()
    assert pc.keyboard.proofs == before + 1


def test_a_key_of_another_program_is_told_and_had_once_it_is_free(pc: Pc) -> None:
    pc.keyboard.taken = {PANIC}
    pc.changes()
    assert pc.state[PANIC] is Holding.TAKEN
    pc.keyboard.taken = set()
    pc.passes(PROVEN_EVERY)
    pc.keyboard.returns()
    assert pc.state[PANIC] is Holding.HELD
    assert len(pc.states) == 3


def test_a_keyboard_that_another_program_has_for_a_moment_is_no_trouble_and_for_longer_is(
    pc: Pc,
) -> None:
    pc.keyboard.has_whole = True
    pc.changes()
    pc.keyboard.has_whole = False
    pc.passes(TICK)
    pc.keyboard.returns()
    assert len(pc.states) == 1
    pc.keyboard.has_whole = True
    pc.changes()
    pc.passes(TICK)
    pc.keyboard.returns()
    assert set(pc.state.values()) == {Holding.BLOCKED}
    pc.keyboard.has_whole = False
    pc.passes(TICK)
    pc.keyboard.returns()
    assert pc.state == pc.states[0]


def test_the_other_keys_are_held_for_as_long_as_they_were_asked_for(pc: Pc) -> None:
    pc.keeper.hold_all_for(20)
    pc.keyboard.is_waited_for()
    assert pc.keyboard.held == {PANIC, WEAPON}
    assert pc.state[WEAPON] is Holding.HELD
    pc.passes(18)
    pc.keeper.hold_all_for(20)
    pc.keyboard.is_waited_for()
    pc.passes(18)
    pc.keyboard.returns(WEAPON)
    assert pc.keyboard.patience == pytest.approx(2)
    assert pc.keyboard.held == {PANIC, WEAPON}
    pc.passes(2)
    pc.keyboard.returns()
    assert pc.keyboard.held == {PANIC}
    assert pc.state[WEAPON] is Holding.READY
    assert pc.pressed == [WEAPON]


def test_a_way_to_the_keyboard_that_breaks_is_told_and_found_again(pc: Pc) -> None:
    pc.keyboard.returns(breaks=KeyboardLostError("gone"))
    assert pc.states[1:] == [
        {PANIC: Holding.WAITING, WEAPON: Holding.WAITING},
        {PANIC: Holding.HELD, WEAPON: Holding.READY},
    ]
    assert pc.keyboard.opened == 2
    assert pc.keyboard.held == {PANIC}


@pytest.mark.expects_log("a hotkey could not be handled")
def test_a_mistake_in_what_a_key_does_lets_go_of_no_key(pc: Pc) -> None:
    def stumble(_chord: Chord) -> None:
        raise ZeroDivisionError

    pc.does = stumble
    pc.keyboard.returns(PANIC)
    pc.does = pc.pressed.append
    pc.keyboard.returns(PANIC)
    assert pc.pressed == [PANIC]
    assert pc.keyboard.opened == 1


@pytest.mark.expects_log("the hotkeys' thread failed; it goes on")
def test_a_mistake_of_the_thread_itself_does_not_end_it(pc: Pc) -> None:
    pc.keyboard.returns(breaks=ZeroDivisionError())
    pc.keyboard.returns(PANIC)
    assert pc.pressed == [PANIC]


REPORT = DEFAULTS[Action.REPORT]


def test_other_keys_are_held_from_now_on_and_one_that_stays_is_never_let_go(pc: Pc) -> None:
    let_go: list[Chord] = []
    release = pc.keyboard.release

    def watched(chords: Iterable[Chord]) -> None:
        chords = tuple(chords)
        let_go.extend(chords)
        release(chords)

    pc.keyboard.release = watched  # type: ignore[method-assign] # the test looks on
    pc.keeper.keep([PANIC, REPORT], [])
    pc.keyboard.is_waited_for()
    assert pc.keyboard.held == {PANIC, REPORT}
    assert pc.state == {PANIC: Holding.HELD, REPORT: Holding.HELD}
    pc.keeper.keep([REPORT], [])
    pc.keyboard.is_waited_for()
    assert pc.keyboard.held == {REPORT}
    assert let_go.count(PANIC) == 1
    assert REPORT not in let_go


def test_a_key_that_is_tried_out_arrives_once_and_calls_nobody_and_the_next_press_is_meant(
    pc: Pc,
) -> None:
    arrived: list[str] = []
    pc.keeper.try_out([PANIC], 10.0, lambda: arrived.append("panic"))
    pc.keyboard.returns(PANIC, PANIC)
    assert arrived == ["panic"]
    assert pc.pressed == [PANIC]
    pc.keyboard.returns(PANIC)
    assert arrived == ["panic"]
    assert pc.pressed == [PANIC, PANIC]


def test_while_one_key_is_tried_out_every_other_one_is_meant(pc: Pc) -> None:
    pc.keeper.keep([PANIC, REPORT], [])
    pc.keyboard.is_waited_for()
    arrived: list[str] = []
    pc.keeper.try_out([REPORT], 10.0, lambda: arrived.append("report"))
    pc.keyboard.returns(PANIC)
    assert pc.pressed == [PANIC]
    pc.keyboard.returns(REPORT)
    assert arrived == ["report"]


def test_trying_out_ends_by_itself_though_nobody_ends_it(pc: Pc) -> None:
    pc.keeper.try_out([PANIC], 10.0, lambda: pytest.fail("it was meant"))
    pc.passes(10.0)
    pc.keyboard.returns(PANIC)
    assert pc.pressed == [PANIC]


def test_a_trial_that_was_ended_takes_no_press(pc: Pc) -> None:
    pc.keeper.try_out([PANIC], 10.0, lambda: pytest.fail("it was meant"))
    pc.keeper.end_trial()
    pc.keyboard.returns(PANIC)
    assert pc.pressed == [PANIC]


def test_a_key_of_the_seconds_after_a_press_is_held_while_it_is_tried_out(pc: Pc) -> None:
    arrived: list[str] = []
    pc.keeper.try_out([WEAPON], 10.0, lambda: arrived.append("weapon"))
    pc.keyboard.is_waited_for()
    assert WEAPON in pc.keyboard.held
    pc.keyboard.returns(WEAPON)
    assert arrived == ["weapon"]
    pc.passes(10.0)
    pc.keyboard.returns()
    assert WEAPON not in pc.keyboard.held
