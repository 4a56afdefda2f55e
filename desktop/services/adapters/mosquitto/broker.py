"""One running Mosquitto, from its start to its end."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from desktop.domain.errors import DeskError
from desktop.services.adapters.mosquitto.config import LAN_CONNECTIONS
from desktop.services.adapters.mosquitto.lifetime import BoundChild
from desktop.services.adapters.mosquitto.ports import LOOPBACK

LISTENS_WITHIN = 10.0
"""Seconds until a broker that has not answered counts as one that will not."""
CONNECTS_WITHIN, REPLIES_WITHIN = 0.2, 1.0
"""Seconds for one question. The system itself takes a call on this PC, at once, also where the
broker hangs; where nobody listens yet, Windows goes on knocking for seconds."""


class RelayNotStartedError(DeskError):
    """Mosquitto does not start, or ends at once."""

    code = "relay-not-started"
    advice = "See `countersign doctor`; until then this station works through the other relays."


class Broker:
    """Starts ``program`` with ``config`` in its folder; it ends with the calling thread.

    ``loopback_port`` is where it can be spoken to. Raises ``RelayNotStartedError`` where there is
    no such program; whether it works ``answers`` says.
    """

    def __init__(self, program: Path, config: Path, *, loopback_port: int) -> None:
        self._loopback_port = loopback_port
        self._log, stderr = os.pipe()
        try:
            if sys.platform != "win32":
                # When we hang and nobody reads, the broker loses its log, not its life.
                os.set_blocking(stderr, False)
            # By its bare name: on Windows the broker reads paths in the PC's old code page, and
            # a folder may bear any person's name.
            self._child = BoundChild(
                [str(program), "-c", config.name], folder=config.parent, stderr=stderr
            )
        except OSError as cause:
            os.close(self._log)
            raise RelayNotStartedError(f"{program} does not start: {cause}.") from cause
        finally:
            os.close(stderr)
        _allow_connections(self.pid)

    @property
    def pid(self) -> int:
        return self._child.process.pid

    def answers(self, pause: Callable[[float], bool]) -> bool:
        """Wait until it talks back: its listeners are open and its signals in place.

        ``pause`` waits for some seconds and says whether to give up. False where it has ended.
        """
        deadline = monotonic() + LISTENS_WITHIN
        while self._child.process.poll() is None and monotonic() < deadline:
            if self._talks_back():
                return self._child.process.poll() is None
            if pause(0.005):
                break
        return False

    def reload(self) -> None:
        """Make it read its files again; when this returns it has (or it hangs)."""
        if sys.platform == "win32":
            raise NotImplementedError("Mosquitto has no reload signal on Windows")
        self._child.process.send_signal(signal.SIGHUP)
        # It waits for connections for up to 100 ms, then looks at its signals. The first call ends
        # the wait and is answered before it reloads, the second is answered after.
        if self._talks_back():
            self._talks_back()

    def ask_to_end(self) -> None:
        self._child.process.terminate()
        with socket.socket() as call:  # ends its wait, as above
            call.setblocking(False)
            call.connect_ex((LOOPBACK, self._loopback_port))

    def kill(self) -> None:
        self._child.process.kill()

    def log(self) -> Iterator[str]:
        """Its log as it comes, piece by piece, until it has ended; may be walked once."""
        with os.fdopen(self._log, "rb", buffering=0) as pipe:
            while chunk := pipe.read(65536):
                yield chunk.decode(errors="replace")

    def wait(self) -> int:
        """Wait until it has ended; returns its exit code."""
        return self._child.wait()

    def last_words(self) -> str:
        """What it complained of first, or else said last, once it has ended."""
        lines = "".join(self.log()).splitlines()
        complaints = (line.removeprefix("Error: ") for line in lines if line.startswith("Error: "))
        return next(complaints, lines[-1] if lines else "").rstrip(".")

    def _talks_back(self) -> bool:
        """Its loop answers: it hangs up on what is not TLS."""
        try:
            with socket.create_connection(
                (LOOPBACK, self._loopback_port), timeout=CONNECTS_WITHIN
            ) as call:
                call.settimeout(REPLIES_WITHIN)
                call.sendall(b"anyone here?\n")
                call.recv(64)
        except (ConnectionResetError, ConnectionAbortedError):  # the second is Windows' word
            return True
        except OSError:
            return False
        return True


def _allow_connections(pid: int) -> None:
    """Let the broker hold as many sockets as its listeners may; Linux alone can say it for another.

    A PC's default of 1024 is below our limit for the office, and macOS's of 256 too: there the
    broker turns connections away sooner.
    """
    if sys.platform == "linux":
        import resource

        enough = 2 * LAN_CONNECTIONS
        try:
            soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
            wanted = enough if hard == resource.RLIM_INFINITY else min(enough, hard)
            if soft != resource.RLIM_INFINITY and soft < wanted:
                resource.prlimit(pid, resource.RLIMIT_NOFILE, (wanted, hard))
        except ProcessLookupError:
            pass  # it has ended already, which whoever started it is about to notice
