"""When a press of a button counts."""

from collections.abc import Sequence

import pytest

from desktop.domain.alerts.facts import Kind
from desktop.domain.pressing import Presses, TwoKeys, Way, Ways


def counting(way: Way, *at: float) -> Sequence[float]:
    """Which of the presses at these seconds count."""
    presses = Presses()
    return [second for second in at if presses.goes_down(way, second)]


def test_where_a_click_is_enough_every_press_counts() -> None:
    assert counting(Way.CLICK, 0.0, 0.1, 9.0) == [0.0, 0.1, 9.0]


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ((0.0,), []),
        ((0.0, 1.5), [1.5]),
        ((0.0, 1.6), []),
        ((0.0, 1.6, 2.0), [2.0]),
        ((0.0, 0.2, 0.4), [0.2]),
        ((0.0, 0.2, 0.4, 0.6), [0.2, 0.6]),
    ],
)
def test_where_it_is_pressed_twice_the_second_one_counts(
    at: tuple[float, ...], counts: list[float]
) -> None:
    assert counting(Way.DOUBLE, *at) == counts


def test_where_it_is_held_a_short_press_does_not_count() -> None:
    assert counting(Way.HOLD, 0.0, 3.0) == []


def test_a_frightened_person_who_hammers_a_button_that_is_to_be_held_is_heard() -> None:
    assert counting(Way.HOLD, 0.0, 0.9, 2.0) == [2.0]
    assert counting(Way.HOLD, 0.0, 0.3, 0.6, 0.9, 1.2, 1.5) == [0.6, 1.5]
    assert counting(Way.HOLD, 0.0, 0.9, 2.1) == []


def test_after_it_was_held_the_next_press_begins_anew() -> None:
    presses = Presses()
    presses.goes_down(Way.HOLD, 0.0)
    presses.goes_down(Way.HOLD, 0.2)
    presses.was_held()
    assert not presses.goes_down(Way.HOLD, 0.9)


def test_each_kind_of_call_has_its_own_way() -> None:
    ways = Ways.of([("panic", "hold")])
    assert (ways.to(Kind.ASSIST), ways.to(Kind.PANIC)) == (Way.CLICK, Way.HOLD)
    assert Ways.of([]) == Ways(assist=Way.CLICK, panic=Way.CLICK)


# Two keys that call together


def test_two_keys_call_in_either_order_and_one_of_them_does_not() -> None:
    for first, second in (("one", "other"), ("other", "one")):
        keys = TwoKeys()
        assert not keys.goes_down(first, 0.0)
        assert keys.goes_down(second, 1.5)
        assert not keys.goes_down(second, 1.6)  # that call is made; the next one begins anew


def test_the_second_key_comes_in_time_or_begins_anew() -> None:
    keys = TwoKeys()
    keys.goes_down("one", 0.0)
    assert not keys.goes_down("other", 1.6)
    assert keys.goes_down("one", 2.0)


def test_whoever_hammers_one_of_two_keys_is_heard() -> None:
    keys = TwoKeys()
    assert [keys.goes_down("one", at) for at in (0.0, 0.5, 1.0)] == [False, False, True]
