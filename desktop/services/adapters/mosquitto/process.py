"""A supervised Mosquitto: started again whenever it ends, and ended with us."""

import logging
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Event, RLock, Thread
from time import monotonic
from typing import ClassVar

from desktop.domain.errors import DeskError
from desktop.services.adapters.mosquitto.broker import Broker, RelayNotStartedError
from desktop.services.adapters.mosquitto.finding import find_mosquitto
from desktop.services.adapters.mosquitto.folder import CONFIG, RelayFolder
from desktop.services.adapters.mosquitto.ports import (
    LOOPBACK,
    RelayPortTakenError,
    free_port,
    require_listenable,
)

_log = logging.getLogger(__name__)

STOPS_WITHIN = 2.0
SETTLED_AFTER = 5.0
"""Seconds after which an end counts as the first again: it is answered at once."""
RETRY_AT_FIRST, RETRY_AT_MOST = 0.1, 0.8
"""Seconds before another try. A broker that keeps ending is still back within a second: nobody may
wait for help because it ended before, and a start costs 25 ms."""
LOG_PAUSE = 0.05
"""Seconds between looks at the broker's log: a flood of bad connections is not our work."""
ATTEMPTS = 3
"""Tries at a start: a port found free may be taken by the time the broker asks for it."""


def ignore() -> None:
    """What happens on news nobody asked for."""


def ignore_failure(_error: DeskError) -> None:
    """What happens on failures nobody asked for."""


class KeptMosquitto:
    """Runs one Mosquitto in ``folder`` and starts it again whenever it ends.

    What it is told is the subclass's (``_config``). A broker that ends is back within a second;
    one that ends at once each time is tried ever less often, but every second in the end. It is
    killed when this process ends, in whatever way. ``port`` 0 lets the system choose.
    ``on_restart`` and ``on_failure`` are called on the broker's own thread: the first each time it
    is back, the second once when it cannot be brought back (trying goes on).
    """

    NAME: ClassVar[str]
    """What the log calls it."""

    def __init__(
        self,
        *,
        folder: Path,
        port: int,
        bind: str | None = None,
        on_restart: Callable[[], None] = ignore,
        on_failure: Callable[[DeskError], None] = ignore_failure,
    ) -> None:
        self._folder = RelayFolder(folder)
        self._wanted_port = port
        self._bind = bind
        self._on_restart = on_restart
        self._on_failure = on_failure
        self._port = port
        self._loopback_port = 0
        self._program = Path()
        self._lock = RLock()
        self._stopping = Event()
        self._has_run = False
        self._renewing = False
        self._broker: Broker | None = None
        self._keeper: Thread | None = None

    @property
    def port(self) -> int:
        """The port for the office."""
        return self._port

    @property
    def loopback_port(self) -> int:
        """The port for this PC's own windows, on 127.0.0.1; a restart may change it."""
        return self._loopback_port

    @property
    def is_running(self) -> bool:
        return self.pid is not None

    @property
    def pid(self) -> int | None:
        """The broker's process, while it runs."""
        with self._lock:
            return self._broker.pid if self._broker is not None else None

    def _config(self) -> bytes:
        """What the broker is told; the ports are chosen by now."""
        raise NotImplementedError

    def _hears(self, line: str) -> None:
        """A line of the broker's log, on its own thread."""

    def _start(self) -> None:
        """Start the broker and return when it answers; its files are written but the
        configuration.
        """
        self._program = find_mosquitto()
        self._stopping.clear()
        started: Future[None] = Future()
        # This thread makes the broker and stays: on Linux the broker dies with its maker.
        self._keeper = Thread(target=self._keep, args=(started,), name=self.NAME, daemon=True)
        self._keeper.start()
        try:
            started.result()
        except DeskError:
            self._keeper.join()
            self._keeper = None
            raise

    def _reload(self) -> None:
        """Have a running broker read its files again, and leave everyone connected who may be.

        Windows has no signal for it, so there all are disconnected for a moment instead.
        """
        with self._lock:
            broker = self._broker
        if broker is None:
            return  # the next start reads what was just written
        if sys.platform == "win32":
            self.renew()
        else:
            broker.reload()

    def renew(self) -> None:
        """End the broker so that a new one takes its place, also where it hangs."""
        with self._lock:
            if self._broker is not None:
                self._renewing = True
                self._broker.kill()

    def stop(self) -> None:
        """End the broker and wait until it is gone; nothing happens where none runs."""
        self._stopping.set()
        with self._lock:
            if self._broker is not None:
                self._broker.ask_to_end()
            keeper = self._keeper
        if keeper is not None:
            keeper.join(STOPS_WITHIN)
            with self._lock:
                if self._broker is not None:  # it hangs and never saw the polite signal
                    self._broker.kill()
            keeper.join()
            self._keeper = None
        self._folder.clear()

    # The keeper's thread from here on.

    def _keep(self, started: "Future[None]") -> None:
        try:
            broker = self._launch()
        except BaseException as error:
            started.set_exception(error)
            if isinstance(error, DeskError):
                return
            raise
        started.set_result(None)
        retry_in = 0.0
        while True:
            since = monotonic()
            code = self._attend(broker)
            if self._stopping.is_set():
                return
            with self._lock:
                was_wanted, self._renewing = self._renewing, False
            if not was_wanted:
                _log.warning("The %s's broker ended (code %s). Starting it again.", self.NAME, code)
            if was_wanted or monotonic() - since > SETTLED_AFTER:
                retry_in = 0.0
            successor = self._relaunch(retry_in)
            if successor is None:
                return
            broker = successor
            retry_in = _longer(retry_in)
            self._on_restart()

    def _relaunch(self, retry_in: float) -> Broker | None:
        """A new broker; ``None`` when we are stopping."""
        is_told = False
        while not self._stopping.wait(retry_in):
            try:
                return self._launch()
            except DeskError as error:
                if not is_told and not self._stopping.is_set():
                    is_told = True
                    _log.warning("The %s's broker cannot be started: %s", self.NAME, error)
                    self._on_failure(error)
            retry_in = _longer(retry_in)
        return None

    def _launch(self) -> Broker:
        """Bring up a broker that answers."""
        last_words = ""
        for _ in range(ATTEMPTS):
            self._choose_ports()
            self._write_config()
            broker = Broker(
                self._program, self._folder.path / CONFIG, loopback_port=self._loopback_port
            )
            if broker.answers(self._stopping.wait):
                self._take_on(broker)
                return broker
            broker.kill()
            last_words = broker.last_words()
            broker.wait()
            if self._stopping.is_set():
                break
        if "ddress already in use" in last_words:
            raise RelayPortTakenError(
                f"Another program on this PC holds the relay's port {self._port}."
            )
        raise RelayNotStartedError(f"Mosquitto does not start: {last_words or 'no answer'}.")

    def _take_on(self, broker: Broker) -> None:
        with self._lock:
            self._has_run = True
            self._broker = broker
            if self._stopping.is_set():
                broker.kill()

    def _choose_ports(self) -> None:
        if self._wanted_port == 0 and not self._has_run:
            self._port = free_port(self._bind)
        require_listenable(self._port, self._bind)
        try:
            if self._loopback_port:  # the same again, if possible: our own console knows it
                require_listenable(self._loopback_port, LOOPBACK)
                return
        except DeskError:
            pass
        self._loopback_port = free_port()

    def _write_config(self) -> None:
        with self._lock:
            self._folder.put(CONFIG, self._config())

    def _attend(self, broker: Broker) -> int:
        """Pass on the broker's log until it has ended; returns its exit code."""
        rest = ""
        for piece in broker.log():
            *lines, rest = (rest + piece).split("\n")
            for line in lines:
                # Anyone on the network can cause these lines, so none of them is an alarm.
                _log.debug("mosquitto: %s", line)
                self._hears(line)
            self._stopping.wait(LOG_PAUSE)
        with self._lock:
            self._broker = None
        return broker.wait()


def _longer(pause: float) -> float:
    return min(max(pause * 2, RETRY_AT_FIRST), RETRY_AT_MOST)
