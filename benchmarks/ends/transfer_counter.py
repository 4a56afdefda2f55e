"""A counter without windows that holds large attachments, and presses while they are fetched."""

import os
from io import BytesIO
from threading import Event
from time import perf_counter

from benchmarks.blobs import BlobThread
from benchmarks.homes import home_argument
from benchmarks.processes import commands, say
from benchmarks.stations import open_station
from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board


class Presses:
    """The time at which the receipt of the one open press is on the board."""

    def __init__(self) -> None:
        self.received = Event()
        self.gone = Event()
        self.is_ready = Event()
        self.at = 0.0

    def heard(self, board: Board) -> None:
        """On the alert thread."""
        mine = board.mine()
        if board.readiness.is_ready:
            self.is_ready.set()
        if mine is None:
            self.gone.set()
        elif mine.delivery is not None and mine.delivery.got >= 1 and not self.received.is_set():
            self.at = perf_counter()
            self.received.set()


def main() -> None:
    home = home_argument()
    counter = open_station(home)
    blobs = BlobThread(home, counter, lambda: None)
    presses = Presses()
    counter.station.watch(presses.heard)
    presses.is_ready.wait(60)
    say(ready=True, device=counter.station.device)
    for command in commands():
        if "attach" in command:
            with blobs.files.added(BytesIO(os.urandom(command["attach"])), "recording") as ref:
                say(sha256=ref.sha256, size=ref.size)
        elif "gone" in command:
            presses.gone.wait(10)
            say(gone=True)
        else:
            presses.received.clear()
            begun = perf_counter()
            answer = counter.station.press(Kind.PANIC)
            presses.received.wait(10)
            pressed = answer.result(10)
            presses.gone.clear()
            say(alert=pressed.alert, ms=(presses.at - begun) * 1000)
    blobs.close()
    counter.close()


if __name__ == "__main__":
    main()
