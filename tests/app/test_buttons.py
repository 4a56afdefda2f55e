"""Buttons that call by MQTT: with a real broker, and a real client in the button's place."""

import os
import signal
import socket
from collections.abc import Iterator

import pytest

from desktop.app.buttoning import Adopted
from desktop.domain.alerts.facts import Kind
from desktop.domain.buttons import Button, ButtonStanding, UnknownButtonError
from desktop.domain.errors import DeskError
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
        adopted = station.running.late.buttoning().adopt(button).result(PATIENCE)
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
    return next(one for one in station.running.late.buttons if one.button.name == name)


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


def test_a_button_without_a_place_of_its_own_calls_to_where_its_station_is(
    ana: StationAtWork, counter: StationAtWork, walls: Walls
) -> None:
    button = walls.hangs(counter, Button(name="Under the desk", kind=Kind.ASSIST, topic=""))
    button.is_pressed()
    wait_until(lambda: ana.board.alerts)
    alert = ana.board.alerts[0].alert
    assert (alert.kind, alert.place, alert.area) == (
        Kind.ASSIST,
        "Counter 3",
        "Front desk, ground floor",
    )


def test_it_says_whether_it_is_connected_and_when_it_was_last_heard(
    counter: StationAtWork, walls: Walls
) -> None:
    adopted = walls.adopts(counter, panic_button())
    assert standing(counter, "Red button").is_missing
    button = walls.plugs_in(adopted)
    wait_until(lambda: standing(counter, "Red button").is_connected)
    assert standing(counter, "Red button").last_heard is None
    button.is_pressed()
    wait_until(lambda: standing(counter, "Red button").last_heard)
    button.is_unplugged()
    wait_until(lambda: standing(counter, "Red button").is_missing)


def test_a_wrong_password_is_refused_and_takes_no_buttons_place(
    counter: StationAtWork, walls: Walls, ana: StationAtWork
) -> None:
    adopted = walls.adopts(counter, panic_button())
    thief = walls.plugs_in(adopted, password="letmein")
    wait_until(lambda: thief.refused)
    assert not thief.is_connected
    button = walls.plugs_in(adopted)
    wait_until(lambda: standing(counter, "Red button").is_connected)
    again = walls.plugs_in(adopted, password="letmein")
    wait_until(lambda: again.refused)
    assert standing(counter, "Red button").is_connected
    button.is_pressed()
    wait_until(lambda: ana.board.alerts)


def test_a_button_may_say_nothing_on_anothers_topic(
    counter: StationAtWork, walls: Walls, ana: StationAtWork
) -> None:
    walls.adopts(counter, panic_button("Red button"))
    green = walls.hangs(counter, Button(name="Green button", kind=Kind.ASSIST, topic=""))
    other = standing(counter, "Red button").button.topic
    green.says("pressed", topic=other)  # its broker takes it, and keeps it to itself
    green.says("pressed", topic="cs1/site/a/x")
    green.is_pressed()
    wait_until(lambda: ana.board.alerts)
    assert [live.alert.button for live in ana.board.alerts] == ["Green button"]
    assert standing(counter, "Red button").last_heard is None


def test_a_button_that_leaves_a_will_and_keeps_its_messages_calls_like_any_other(
    counter: StationAtWork, walls: Walls, ana: StationAtWork
) -> None:
    adopted = walls.adopts(counter, panic_button(topic="stat/tasmota_A1B2/RESULT"))
    button = walls.plugs_in(adopted, will="tele/tasmota_A1B2/LWT")
    wait_until(lambda: button.is_connected)
    button.says('{"Button1":{"Action":"SINGLE"}}', retained=True)
    wait_until(lambda: ana.board.alerts)


def test_what_was_said_before_is_no_press_when_the_station_comes_back_to_hear_it(
    counter: StationAtWork, walls: Walls, ana: StationAtWork
) -> None:
    """The topic's last message is kept by the broker and given to whoever begins to listen."""
    button = walls.hangs(counter, panic_button())
    button.says("pressed", retained=True)
    wait_until(lambda: ana.board.alerts)
    alert = ana.board.alerts[0].id
    ana.is_going(alert)
    ana.says_they_are_here(alert)
    ana.closes(alert)
    walls.adopts(counter, panic_button("Another"))  # the ear begins anew
    wait_until(lambda: not standing(counter, "Red button").trouble)
    until_another_push(counter)
    assert not ana.board.alerts
    button.says("pressed")
    wait_until(lambda: ana.board.alerts)
    assert len(ana.board.alerts[0].alert.presses) == 1


@pytest.mark.expects_log("The buttons's broker ended")
def test_a_broker_that_is_killed_is_back_and_the_button_calls_again(
    counter: StationAtWork, walls: Walls, ana: StationAtWork
) -> None:
    button = walls.hangs(counter, panic_button())
    os.kill(broker_of(counter), signal.SIGKILL)
    wait_until(lambda: standing(counter, "Red button").trouble)
    wait_until(lambda: not button.is_connected)
    wait_until(lambda: button.is_connected)
    wait_until(lambda: not standing(counter, "Red button").trouble)
    button.is_pressed()
    wait_until(lambda: ana.board.alerts)


def broker_of(station: StationAtWork) -> int:
    broker = station.running.late.buttoning()._broker
    assert broker is not None
    assert broker.pid is not None
    return broker.pid


def test_buttons_are_there_after_a_restart_and_their_password_was_kept_nowhere(
    counter: StationAtWork, walls: Walls, ana: StationAtWork
) -> None:
    adopted = walls.adopts(counter, panic_button())
    counter.leaves()
    assert counter.home.buttons_file.stat().st_mode & 0o077 == 0
    for file in counter.home.path.rglob("*"):
        if file.is_file():
            assert adopted.password.encode() not in file.read_bytes(), file
    counter.comes_back()
    wait_until(lambda: counter.running.late.buttons)
    wait_until(lambda: not standing(counter, "Red button").trouble)
    button = walls.plugs_in(adopted)
    button.is_pressed()
    wait_until(lambda: ana.board.alerts)


def test_a_button_that_was_removed_does_not_call_and_the_broker_ends_with_the_last_one(
    counter: StationAtWork, walls: Walls, ana: StationAtWork
) -> None:
    button = walls.hangs(counter, panic_button())
    other = walls.hangs(counter, Button(name="Green", kind=Kind.ASSIST, topic=""))
    removing = counter.running.late.buttoning().remove("red BUTTON")
    assert removing.result(PATIENCE).name == "Red button"
    wait_until(lambda: not standing(counter, "Green").trouble)
    other.is_pressed()
    wait_until(lambda: ana.board.alerts)
    assert not any(live.alert.button == "Red button" for live in ana.board.alerts)
    pid = broker_of(counter)
    counter.running.late.buttoning().remove("Green").result(PATIENCE)
    assert not counter.home.buttons_file.exists()
    assert not is_alive(pid)
    with pytest.raises(UnknownButtonError):
        counter.running.late.buttoning().remove("Green").result(PATIENCE)
    button.is_unplugged()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_test_shows_one_press_and_the_one_after_it_calls(
    counter: StationAtWork, walls: Walls, ana: StationAtWork
) -> None:
    button = walls.hangs(counter, panic_button())
    _, shown = counter.running.late.buttoning().show_next("Red button", 60).result(PATIENCE)
    button.says('{"event":"S"}')
    tried = shown.result(PATIENCE)
    assert tried.payload == b'{"event":"S"}'
    until_another_push(counter)
    button.says('{"event":"S"}')
    wait_until(lambda: ana.board.alerts)
    assert len(ana.board.alerts[0].alert.presses) == 1


def until_another_push(station: StationAtWork) -> None:
    """What a button says from now on belongs to another push."""
    until = station.running.clock.monotonic() + ONE_PUSH
    wait_until(lambda: station.running.clock.monotonic() > until)


def test_a_port_that_another_program_has_is_told_and_nothing_is_adopted(
    counter: StationAtWork, ana: StationAtWork
) -> None:
    port = counter.running.settings.button_port
    with socket.create_server(("127.0.0.1", port)):
        adopting = counter.running.late.buttoning().adopt(panic_button())
        with pytest.raises(DeskError, match=f"port {port}") as refused:
            adopting.result(PATIENCE)
    assert "button_port" in refused.value.advice
    assert counter.running.late.buttons == ()
    assert not counter.home.buttons_file.exists()


def test_where_no_button_was_adopted_nothing_of_them_runs(counter: StationAtWork) -> None:
    assert counter.running.late.buttons == ()
    assert counter.running.late.buttoning.made is None
