"""A counter: the real program with its windows and keys, and when a key's alert left it."""

import threading
from time import perf_counter
from typing import Any

from benchmarks.ends.program import obey_until_the_end, open_program
from benchmarks.processes import say
from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board
from desktop.domain.hotkeys import Action, Holding


class KeyPresses:
    """Follows each press from the keys' thread to the relay's socket."""

    def __init__(self, running: Any) -> None:
        self._station = running.station
        self._heard_at = 0.0
        self._left_at = 0.0
        self._is_quiet = True
        press, publish = running.station.press, running.transport.publish

        def hear(kind: Kind, **said: Any) -> Any:
            self._heard_at, self._left_at = perf_counter(), 0.0
            answer = press(kind, **said)
            answer.add_done_callback(lambda done: self._tell(done.result()))
            return answer

        def send(topic: str, *rest: Any, **more: Any) -> Any:
            sent = publish(topic, *rest, **more)
            if "/a/" in topic and not self._left_at:  # it is in the socket's hands
                self._left_at = perf_counter()
            return sent

        running.station.press = hear
        running.transport.publish = send

    def _tell(self, pressed: Any) -> None:
        self._is_quiet = False
        say(
            alert=pressed.alert,
            recorded=pressed.is_recorded,
            heard=self._heard_at,
            left=self._left_at,
        )

    def shown(self, board: Board) -> None:
        if board.mine() is None and not self._is_quiet:
            self._is_quiet = True
            say(quiet=True)


def main() -> None:
    program = open_program()
    running = program.running
    assert running is not None
    presses = KeyPresses(running)
    running.station.watch(presses.shown)
    ready = threading.Event()

    def look(board: Board) -> None:
        keys = running.hotkeys or ()
        holds = any(k.action is Action.PANIC and k.holding is Holding.HELD for k in keys)
        is_present = any(desk.is_present for desk in board.supervisors)
        if holds and is_present and not ready.is_set():
            ready.set()
            say(ready=True)

    running.station.watch(look)

    def obey(_command: dict[str, Any]) -> None:
        """Keys tell it what to do."""

    obey_until_the_end(program, obey)


if __name__ == "__main__":
    main()
