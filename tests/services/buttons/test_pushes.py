"""Which messages of a button are a press."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.alerts.facts import Kind
from desktop.domain.buttons import Button
from desktop.services.buttons.pushes import ONE_PUSH, Pushes

RED = Button(name="Red", kind=Kind.PANIC, topic="countersign/button-1")
PICKY = Button(name="Picky", kind=Kind.PANIC, topic="z2m/x", payloads=("single", "hold"))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Ears:
    """What is heard, by a clock that goes as the test says."""

    def __init__(self) -> None:
        self.called: list[str] = []
        self.seconds = 0.0
        self.pushes = Pushes(
            lambda button: self.called.append(button.name),
            monotonic=lambda: self.seconds,
            now=lambda: NOON + timedelta(seconds=self.seconds),
        )

    def hear(self, button: Button, payload: str = "", *, is_retained: bool = False) -> None:
        self.pushes.hear(button, payload.encode(), is_retained=is_retained)


@pytest.fixture
def ears() -> Ears:
    return Ears()


def test_down_up_and_a_long_press_are_one_push(ears: Ears) -> None:
    for payload in ("down", "long", "up"):
        ears.hear(RED, payload)
        ears.seconds += ONE_PUSH / 4
    assert ears.called == ["Red"]


def test_another_push_a_second_later_calls_again(ears: Ears) -> None:
    ears.hear(RED)
    ears.seconds += ONE_PUSH
    ears.hear(RED)
    assert ears.called == ["Red", "Red"]


def test_a_broken_button_that_never_stops_calls_once_a_second(ears: Ears) -> None:
    for _ in range(1000):
        ears.hear(RED)
        ears.seconds += 0.01
    assert len(ears.called) == 10


def test_one_button_never_swallows_what_another_says(ears: Ears) -> None:
    ears.hear(RED)
    ears.hear(PICKY, "single")
    assert ears.called == ["Red", "Picky"]


def test_what_was_kept_from_some_time_ago_is_no_press_and_is_not_even_heard(ears: Ears) -> None:
    ears.hear(RED, "down", is_retained=True)
    assert ears.called == []
    assert ears.pushes.last_heard(RED) is None
    ears.hear(RED, "down")
    assert ears.called == ["Red"]


def test_only_what_says_that_it_was_pressed_calls_and_the_rest_shows_that_it_lives(
    ears: Ears,
) -> None:
    ears.hear(PICKY, '{"battery":87}')
    ears.hear(PICKY, '{"action":""}')
    assert ears.called == []
    assert ears.pushes.last_heard(PICKY) == NOON
    ears.hear(PICKY, '{"action":"hold"}')  # a message before it does not make it a repeat
    assert ears.called == ["Picky"]


def test_bytes_that_are_no_text_are_a_press_where_anything_is(ears: Ears) -> None:
    ears.pushes.hear(RED, b"\xff\xfe\x00", is_retained=False)
    ears.pushes.hear(PICKY, b"\xff", is_retained=False)
    assert ears.called == ["Red"]


def test_a_press_that_is_tried_is_shown_and_the_one_after_it_calls(ears: Ears) -> None:
    shown = ears.pushes.show_next(RED, 60)
    ears.hear(RED, "down")
    ears.hear(RED, "up")
    assert ears.called == []
    assert shown.result(0).payload == b"down"
    ears.seconds += ONE_PUSH
    ears.hear(RED, "down")
    assert ears.called == ["Red"]


def test_once_its_time_is_over_a_try_hides_no_press(ears: Ears) -> None:
    ears.pushes.show_next(RED, 60)
    ears.seconds += 60
    ears.hear(RED)
    assert ears.called == ["Red"]


def test_once_nobody_looks_any_more_a_press_calls(ears: Ears) -> None:
    ears.pushes.show_next(RED, 60)
    ears.pushes.call_again(RED)
    ears.hear(RED)
    assert ears.called == ["Red"]


def test_a_try_of_one_button_hides_no_press_of_another(ears: Ears) -> None:
    ears.pushes.show_next(RED, 60)
    ears.hear(PICKY, "single")
    assert ears.called == ["Picky"]
