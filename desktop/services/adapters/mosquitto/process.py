"""This station's relay: a supervised Mosquitto that serves whom it is told to, and ends with us."""

import logging
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Event, RLock, Thread
from time import monotonic

from desktop.domain.errors import DeskError
from desktop.domain.relays import DEFAULT_RELAY_PORT, TlsFiles
from desktop.services.adapters.mosquitto.config import (
    LAN_CONNECTIONS,
    RelayAccess,
    RelayFiles,
    render_acl,
    render_config,
)
from desktop.services.adapters.mosquitto.finding import find_mosquitto
from desktop.services.adapters.mosquitto.lifetime import BoundChild
from desktop.services.adapters.mosquitto.ports import (
    LOOPBACK,
    RelayPortTakenError,
    free_port,
    require_listenable,
)

_log = logging.getLogger(__name__)

LISTENS_WITHIN = 10.0
STOPS_WITHIN = 2.0
SETTLED_AFTER = 5.0
"""Seconds after which an end counts as the first again: it is answered at once."""
RETRY_AT_FIRST, RETRY_AT_MOST = 0.1, 10.0
LOG_PAUSE = 0.05
"""Seconds between looks at the broker's log: a flood of bad connections is not our work."""
ATTEMPTS = 3
"""Tries at a start: a port found free may be taken by the time the broker asks for it."""


class RelayFolderError(DeskError):
    """The relay's folder cannot be written, so whom it serves stays as it was."""

    code = "relay-folder"
    advice = "Free some space, and give this account write access to the data folder."


class RelayNotStartedError(DeskError):
    """Mosquitto does not start, or ends at once."""

    code = "relay-not-started"
    advice = "See `countersign doctor`; until then this station works through the other relays."


def _ignore() -> None:
    """What happens on news nobody asked for."""


def _ignore_failure(_error: DeskError) -> None:
    """What happens on failures nobody asked for."""


class MosquittoRelay:
    """Runs one Mosquitto in ``folder`` and starts it again whenever it ends.

    A broker that ends is back within a second; one that ends at once each time is tried ever
    less often, every 10 s in the end. It is killed when this process ends, in whatever way.
    ``port`` 0 lets the system choose. ``on_restart`` and ``on_failure`` are called on the relay's
    own thread: the first each time it is back, the second once when it cannot be brought back
    (trying goes on).
    """

    def __init__(
        self,
        *,
        folder: Path,
        certificate: TlsFiles,
        port: int = DEFAULT_RELAY_PORT,
        bind: str | None = None,
        on_restart: Callable[[], None] = _ignore,
        on_failure: Callable[[DeskError], None] = _ignore_failure,
    ) -> None:
        self._folder = folder
        self._certificate = certificate
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
        self._child: BoundChild | None = None
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
        with self._lock:
            return self._child is not None

    @property
    def pid(self) -> int | None:
        """The broker's process, while it runs."""
        with self._lock:
            return self._child.process.pid if self._child is not None else None

    def start(self, access: RelayAccess, crl_pem: bytes) -> None:
        """Start the broker and return when it answers on both its ports.

        ``crl_pem`` is the site's revocation list, empty where there is none yet. Raises
        ``MosquittoMissingError``, ``RelayPortTakenError``, ``RelayAddressError`` or
        ``RelayNotStartedError``; then nothing is left running and ``start`` may be called again.
        """
        self.stop()
        self._program = find_mosquitto()
        self._write(access, crl_pem)
        self._stopping.clear()
        started: Future[None] = Future()
        # This thread makes the broker and stays: on Linux the broker dies with its maker.
        self._keeper = Thread(target=self._keep, args=(started,), name="relay", daemon=True)
        self._keeper.start()
        try:
            started.result()
        except DeskError:
            self._keeper.join()
            self._keeper = None
            raise

    def admit(self, access: RelayAccess, crl_pem: bytes) -> None:
        """Serve whom ``access`` names from now on, and leave the others connected.

        In force on return, which takes a few milliseconds (1 s where the broker hangs). A revoked
        device is cut off in both directions though its connection stays (ADR 0012). Where there
        was no revocation list before, and on Windows, which has no reload signal, everyone is
        disconnected for a moment instead. Raises ``RelayFolderError``; then all stays as it was.
        """
        with self._lock:
            had_list = self._crl_file.exists()
            self._write(access, crl_pem)
            if self._child is None:
                return  # the next start reads what was just written
            if sys.platform == "win32" or had_list != bool(crl_pem):
                self.renew()
                return
            self._child.process.send_signal(signal.SIGHUP)
        # Mosquitto looks at its signals after waiting for connections, for up to 100 ms. This
        # is one to wait for, and it is answered after the reload.
        _talks_back(self._loopback_port)

    def renew(self) -> None:
        """End the broker so that a new one takes its place, also where it hangs."""
        with self._lock:
            if self._child is not None:
                self._renewing = True
                self._child.process.kill()

    def stop(self) -> None:
        """End the broker and wait until it is gone; nothing happens where none runs."""
        self._stopping.set()
        with self._lock:
            if self._child is not None:
                self._child.process.terminate()
                _wake(self._loopback_port)
            keeper = self._keeper
        if keeper is None:
            return
        keeper.join(STOPS_WITHIN)
        with self._lock:
            if self._child is not None:  # stopped or hung: it never saw the polite signal
                self._child.process.kill()
        keeper.join()
        self._keeper = None

    # The keeper's thread from here on.

    def _keep(self, started: "Future[None]") -> None:
        try:
            log = self._launch()
        except DeskError as error:
            started.set_exception(error)
            return
        except BaseException as error:
            started.set_exception(error)
            raise
        started.set_result(None)
        retry_in = 0.0
        while True:
            since = monotonic()
            code = self._attend(log)
            if self._stopping.is_set():
                return
            with self._lock:
                was_wanted, self._renewing = self._renewing, False
            if not was_wanted:
                _log.warning("The relay's broker ended (code %s). Starting it again.", code)
            if was_wanted or monotonic() - since > SETTLED_AFTER:
                retry_in = 0.0
            relaunched = self._relaunch(retry_in)
            if relaunched is None:
                return
            log = relaunched
            retry_in = min(max(retry_in * 2, RETRY_AT_FIRST), RETRY_AT_MOST)
            self._on_restart()

    def _relaunch(self, retry_in: float) -> int | None:
        """The new broker's log, or ``None`` when we are stopping."""
        told = False
        while not self._stopping.wait(retry_in):
            try:
                return self._launch()
            except DeskError as error:
                if self._stopping.is_set():
                    break
                if not told:
                    told = True
                    _log.warning("The relay's broker cannot be started: %s", error)
                    self._on_failure(error)
            retry_in = min(max(retry_in * 2, RETRY_AT_FIRST), RETRY_AT_MOST)
        return None

    def _launch(self) -> int:
        """Bring up a broker that answers; returns the descriptor of its log."""
        last_words = ""
        for _ in range(ATTEMPTS):
            self._choose_ports()
            self._put(self._config_file, self._config().encode())
            log, child = self._start_process()
            if self._answers(child):
                self._has_run = True
                with self._lock:
                    self._child = child
                    if self._stopping.is_set():
                        child.process.terminate()
                return log
            child.process.kill()
            last_words = _drain(log)
            child.wait()
            if self._stopping.is_set():
                break
        if "ddress already in use" in last_words:
            raise RelayPortTakenError(
                f"Another program on this PC holds the relay's port {self._port}."
            )
        raise RelayNotStartedError(f"Mosquitto does not start: {last_words or 'no answer'}.")

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

    def _start_process(self) -> tuple[int, BoundChild]:
        log, stderr = os.pipe()
        try:
            if sys.platform != "win32":
                # When we hang and nobody reads, the broker loses its log, not its life.
                os.set_blocking(stderr, False)
            child = BoundChild([str(self._program), "-c", str(self._config_file)], stderr=stderr)
        except OSError as cause:
            os.close(log)
            raise RelayNotStartedError(f"{self._program} does not start: {cause}.") from cause
        finally:
            os.close(stderr)
        _allow_connections(child.process.pid)
        return log, child

    def _answers(self, child: BoundChild) -> bool:
        """Wait until the broker talks back: its listeners are open and its signals in place."""
        deadline = monotonic() + LISTENS_WITHIN
        while not self._stopping.is_set() and monotonic() < deadline:
            if child.process.poll() is not None:
                return False
            if _talks_back(self._loopback_port):
                return True
            self._stopping.wait(0.005)
        return False

    def _attend(self, log: int) -> int:
        """Pass on the broker's log until it ends; returns its exit code."""
        with os.fdopen(log, "rb", buffering=0) as pipe:
            while chunk := pipe.read(65536):
                for line in chunk.decode(errors="replace").splitlines():
                    # Anyone on the network can cause these lines, so none of them is an alarm.
                    _log.debug("mosquitto: %s", line)
                self._stopping.wait(LOG_PAUSE)
        with self._lock:
            child, self._child = self._child, None
        return child.wait() if child is not None else 0

    # Its files.

    @property
    def _acl_file(self) -> Path:
        return self._folder / "acl"

    @property
    def _crl_file(self) -> Path:
        return self._folder / "crl.pem"

    @property
    def _config_file(self) -> Path:
        return self._folder / "mosquitto.conf"

    def _config(self) -> str:
        has_list = self._crl_file.exists()
        return render_config(
            files=RelayFiles(
                tls=self._certificate,
                acl=self._acl_file,
                crl=self._crl_file if has_list else None,
            ),
            port=self._port,
            bind=self._bind,
            loopback_port=self._loopback_port,
            as_root=sys.platform != "win32" and os.geteuid() == 0,
        )

    def _write(self, access: RelayAccess, crl_pem: bytes) -> None:
        self._put(self._acl_file, render_acl(access).encode())
        self._put(self._crl_file, crl_pem)

    def _put(self, file: Path, content: bytes) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if content:
                _replace(file, content)
            else:
                file.unlink(missing_ok=True)
        except OSError as cause:
            raise RelayFolderError(f"{file} cannot be written: {cause.strerror}.") from cause


def _replace(file: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``file`` at once: the broker may read at any moment."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    with os.fdopen(descriptor, "wb") as new:
        new.write(content)
    Path(name).replace(file)


def _talks_back(port: int) -> bool:
    """The broker's loop answers there: it hangs up on what is not TLS."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1.0) as probe:
            probe.sendall(b"anyone here?\n")
            probe.recv(64)
    except ConnectionResetError:
        return True
    except OSError:
        return False
    return True


def _wake(port: int) -> None:
    """Make the broker look at its signals now."""
    with socket.socket() as call:
        call.setblocking(False)
        call.connect_ex((LOOPBACK, port))


def _drain(log: int) -> str:
    """What an ended broker complained of first, or else said last."""
    with os.fdopen(log, "rb") as pipe:
        lines = [line for line in pipe.read().decode(errors="replace").splitlines() if line]
    complaints = (line.removeprefix("Error: ") for line in lines if line.startswith("Error: "))
    return next(complaints, lines[-1] if lines else "").rstrip(".")


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
            pass  # it has ended already, which its keeper is about to notice
