"""The floor's counter: a bare grab, one commit of as many bytes, and as many to a socket."""

import os
import socket
import sqlite3
import sys
import threading
from pathlib import Path
from time import perf_counter

from benchmarks.processes import commands, say
from desktop.domain.hotkeys import Chord
from desktop.services.adapters.hotkeys import keyboard_of


def main() -> None:
    folder, chord, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    keyboard = keyboard_of("xcb", {})
    assert keyboard is not None
    keyboard.open()
    keyboard.hold((Chord.parse(chord),))
    database = sqlite3.connect(folder / "floor.db", isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE event (bytes BLOB)")
    way, other_end = socket.socketpair()
    way.setblocking(False)
    ends = threading.Event()

    def wait() -> None:
        while not ends.is_set():
            for _ in keyboard.wait(60).pressed:
                heard = perf_counter()
                event = os.urandom(size)
                database.execute("INSERT INTO event VALUES (?)", (event,))
                way.send(event)
                left = perf_counter()
                say(heard=heard, left=left)
                other_end.recv(size)

    thread = threading.Thread(target=wait)
    thread.start()
    say(ready=True)
    for _ in commands():
        pass
    ends.set()
    keyboard.wake()
    thread.join()
    keyboard.close()


if __name__ == "__main__":
    main()
