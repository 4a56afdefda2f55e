"""Which buttons can be adopted, and what is said of the others."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from desktop.domain.alerts.alert import Recorded, fold
from desktop.domain.alerts.facts import AlertPressed, AlertRaised, Kind
from desktop.domain.buttons import Button, ButtonRefusedError, ButtonStanding, require_adoptable

RED = Button(name="Red", kind=Kind.PANIC, topic="countersign/button-1")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "60"),
        ({"topic": ""}, "topic"),
        ({"topic": "a/#"}, "many topics"),
        ({"topic": "+/press"}, "many topics"),
        ({"topic": "$SYS/broker"}, "many topics"),
        ({"topic": "a\nuser station"}, "topic"),
        ({"topic": " a"}, "topic"),
        ({"topic": "a" * 201}, "topic"),
        ({"payloads": ("single", "")}, "empty"),
    ],
)
def test_what_cannot_be_adopted_is_told_in_one_sentence(
    change: dict[str, object], says: str
) -> None:
    with pytest.raises(ButtonRefusedError, match=says) as refused:
        require_adoptable(replace(RED, **change), ())
    assert refused.value.advice


def test_a_name_is_given_once_whatever_its_capitals() -> None:
    with pytest.raises(ButtonRefusedError, match="“red” already"):
        require_adoptable(replace(RED, name="red", topic="countersign/button-2"), (RED,))


def test_two_buttons_that_would_both_hear_a_message_are_refused() -> None:
    single, double = replace(RED, payloads=("single",)), replace(RED, payloads=("double",))
    require_adoptable(replace(double, name="Green"), (single,))
    with pytest.raises(ButtonRefusedError, match="“Red” listens to"):
        require_adoptable(replace(single, name="Green"), (single,))
    with pytest.raises(ButtonRefusedError, match="“Red” listens to"):
        require_adoptable(replace(RED, name="Green"), (single,))


def test_a_button_that_sleeps_is_not_missed() -> None:
    asleep = ButtonStanding(button=RED, is_connected=False, last_heard=None, trouble="")
    assert asleep.is_missing
    assert not replace(asleep, button=replace(RED, sleeps=True)).is_missing
    assert not replace(asleep, is_connected=None).is_missing


def test_an_alert_names_the_button_with_which_it_was_raised() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    raised = AlertRaised(kind=Kind.ASSIST, place="Waiting room", button="Red")
    pressed = AlertPressed(alert="a" * 32, kind=Kind.PANIC, person="Maria Delgado")
    alert = fold(
        "a" * 32,
        [Recorded(at, "a" * 32, "d" * 32, raised), Recorded(at, "b" * 32, "d" * 32, pressed)],
    )
    assert alert is not None
    assert (alert.button, alert.person, alert.kind) == ("Red", "", Kind.PANIC)
