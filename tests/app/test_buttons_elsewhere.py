"""Buttons that talk to another program's broker, such as a home automation's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.domain.alerts.facts import Kind
from desktop.domain.buttons import Button, ButtonRefusedError
from tests.support.buttons import ForeignBroker, WallButton
from tests.support.ports import own_port
from tests.support.workplace import LOOPBACK, PATIENCE, StationAtWork, Workplace, office, wait_until

__all__ = ["office"]

TOPIC = "zigbee2mqtt/front-desk"
PRESSED, STATE = '{"action":"single","battery":87}', '{"action":"","battery":87}'


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def counter(office: Workplace, ana: StationAtWork) -> StationAtWork:
    return office.counter("Counter 3")


@pytest.fixture
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForeignBroker]:
    folder: Path = tmp_path_factory.mktemp("broker")
    broker = ForeignBroker(folder / "mosquitto", own_port())
    broker.runs()
    yield broker
    broker.is_killed()


@pytest.fixture
def button(broker: ForeignBroker) -> Iterator[WallButton]:
    button = WallButton(broker.port, user="z2m", password="button", topic=TOPIC)
    wait_until(lambda: button.is_connected)
    yield button
    button.is_unplugged()


def red_button(broker: ForeignBroker) -> Button:
    return Button(
        name="Red button",
        kind=Kind.PANIC,
        broker=f"{LOOPBACK}:{broker.port}",
        user="countersign",
        topic=TOPIC,
        payloads=('"action":"single"', '"action":"hold"'),
    )


def adopts(counter: StationAtWork, button: Button, *, password: str = "listens") -> None:
    counter.running.late.buttoning().adopt(button, password).result(PATIENCE)


def trouble(counter: StationAtWork) -> str:
    return counter.running.late.buttons[0].trouble


def test_a_press_calls_and_what_it_says_of_its_battery_does_not(
    ana: StationAtWork, counter: StationAtWork, broker: ForeignBroker, button: WallButton
) -> None:
    button.says(PRESSED, retained=True)  # some time ago
    adopts(counter, red_button(broker))
    wait_until(lambda: not trouble(counter))
    assert counter.running.late.buttons[0].is_connected is None  # only its broker knows
    button.says(STATE)
    wait_until(lambda: counter.running.late.buttons[0].last_heard)
    assert not counter.board.alerts
    button.says(PRESSED)
    wait_until(lambda: ana.board.alerts)
    assert len(ana.board.alerts[0].alert.presses) == 1


def test_a_broker_that_is_gone_is_told_and_heard_again_when_it_is_back(
    ana: StationAtWork, counter: StationAtWork, broker: ForeignBroker, button: WallButton
) -> None:
    adopts(counter, red_button(broker))
    wait_until(lambda: not trouble(counter))
    broker.is_killed()
    wait_until(lambda: "does not answer" in trouble(counter))
    broker.runs()
    wait_until(lambda: not trouble(counter))
    wait_until(lambda: button.is_connected)
    button.says(PRESSED)
    wait_until(lambda: ana.board.alerts)


def test_a_password_that_the_broker_refuses_is_told(
    counter: StationAtWork, broker: ForeignBroker
) -> None:
    adopts(counter, red_button(broker), password="guessed")
    wait_until(lambda: "refuses user or password" in trouble(counter))


def test_two_buttons_of_one_broker_on_one_topic_are_told_apart_by_what_they_say(
    counter: StationAtWork, broker: ForeignBroker, button: WallButton, ana: StationAtWork
) -> None:
    red = replace(red_button(broker), payloads=('"action":"hold"',))
    green = replace(red, name="Green", kind=Kind.ASSIST, payloads=('"action":"single"',))
    adopts(counter, red)
    adopts(counter, green)
    with pytest.raises(ButtonRefusedError, match="listens to the topic"):
        adopts(counter, replace(green, name="Third"))
    wait_until(lambda: not trouble(counter))
    button.says(PRESSED)
    wait_until(lambda: ana.board.alerts)
    assert ana.board.alerts[0].alert.kind is Kind.ASSIST
    assert ana.board.alerts[0].alert.button == "Green"
