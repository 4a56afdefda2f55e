"""Buttons that call by MQTT: with a real broker, and a real client in the button's place."""

import logging
import os
import signal
from collections.abc import Callable, Iterator

import pytest

from desktop.app.buttoning import Adopted, Buttoning
from desktop.domain.alerts.facts import Kind
from desktop.domain.buttons import Button, ButtonRefusedError, ButtonStanding, UnknownButtonError
from desktop.services.buttons.pushes import ONE_PUSH
from tests.support.buttons import WallButton
from tests.support.ports import own_port
from tests.support.workplace import PATIENCE, StationAtWork, Workplace, office, wait_until

__all__ = ["office"]

SPARE = "Waiting room"


@pytest.fixture
def ana(office: Workplace) -> StationAtWork:
    return office.supervisor("Ana Ruiz")


@pytest.fixture
def counter(office: Workplace, ana: StationAtWork) -> StationAtWork:
    counter = office.counter("Counter 3")
    counter.leaves()
    with counter.home.settings_file.open("a", encoding="utf-8") as settings:
        settings.write(f"button_port = {own_port()}\n")
    counter.comes_back()
    wait_until(lambda: counter.is_ready)
    return counter


class Walls:
    """Buttons that were adopted by a station and hang somewhere."""

    def __init__(self) -> None:
        self._up: list[WallButton] = []

    def adopts(self, station: StationAtWork, button: Button) -> Adopted:
        adopted = station.running.buttoning().adopt(button).result(PATIENCE)
        wait_until(lambda: standing(station, button.name).trouble == "")
        return adopted

    def plugs_in(self, adopted: Adopted, *, password: str = "", will: str = "") -> WallButton:
        self._up.append(
            WallButton(
                adopted.addresses[0][1],
                user=adopted.button.user,
                password=password or adopted.password,
                topic=adopted.button.topic,
                will=will,
            )
        )
        return self._up[-1]

    def hangs(self, station: StationAtWork, button: Button) -> WallButton:
        """Adopted, plugged in and connected."""
        plugged = self.plugs_in(self.adopts(station, button))
        wait_until(lambda: plugged.is_connected)
        return plugged

    def come_down(self) -> None:
        for button in self._up:
            button.is_unplugged()


@pytest.fixture
def walls() -> Iterator[Walls]:
    walls = Walls()
    yield walls
    walls.come_down()


def panic_button(name: str = "Red button", *, place: str = SPARE, topic: str = "") -> Button:
    return Button(name=name, kind=Kind.PANIC, place=place, topic=topic)


def standing(station: StationAtWork, name: str) -> ButtonStanding:
    return next(one for one in station.running.buttons if one.button.name == name)


def test_a_press_calls_to_its_own_place_and_says_which_button_it_was(
    ana: StationAtWork, counter: StationAtWork, walls: Walls
) -> None:
    button = walls.hangs(counter, panic_button())
    button.is_pressed()
    wait_until(lambda: ana.board.alerts)
    (live,) = ana.board.alerts
    alert = live.alert
    assert (alert.kind, alert.place, alert.button) == (Kind.PANIC, SPARE, "Red button")
    assert alert.station == counter.device  # which signed it
    assert alert.person == ""  # whoever sits there did not press it
    wait_until(lambda: counter.knows_it_was_delivered(alert.id))
    assert len(counter.board.alerts[0].alert.presses) == 1  # down and up are one push
