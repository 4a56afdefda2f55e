"""The owner's end of the local socket."""

import logging
import threading
from contextlib import closing, suppress
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import Any, Protocol

from desktop.domain.errors import DeskError
from desktop.services.adapters.control import channel
from desktop.services.adapters.control.address import ControlAddress, publish, withdraw
from desktop.services.adapters.home import Home
from desktop.services.adapters.sharing import let_into_made

MAX_CONNECTIONS = 32
_IDLE_S = 60.0
_SLICE_S = 0.5

_log = logging.getLogger(__name__)


class ControlUnavailableError(DeskError):
    """Commands cannot reach this station: the local socket could not be made."""

    code = "control-unavailable"
    advice = "The station itself works. Free some space in the data folder and start it again."


class BadRequestError(DeskError):
    """A command that this version does not understand."""

    code = "bad-request"
    advice = "Use the same version of countersign for the command and for the station."


class Owner(Protocol):
    """The process that owns a home, as a command sees it."""

    def handle(self, verb: str, args: dict[str, Any]) -> dict[str, Any]:
        """Do ``verb`` and return what to print, as JSON values.

        Called on a thread of its own per client, so it may wait (for a receipt, say) and must be
        safe to call from several at once. A ``DeskError`` reaches the person who asked.
        """
        ...


class ControlServer:
    """Answers the commands of this PC for as long as the station runs.

    A command that waits holds one of ``MAX_CONNECTIONS`` threads and nobody else's answer; beyond
    that number a client is told that the station is busy.
    """

    def __init__(self, home: Home, owner: Owner) -> None:
        self._home = home
        self._owner = owner
        self._slots = threading.BoundedSemaphore(MAX_CONNECTIONS)
        self._stopping = threading.Event()
        self._published: ControlAddress | None = None
        self._accepting: threading.Thread | None = None

    def start(self) -> None:
        """Listen; clients can connect once this returns.

        The caller holds the home's lock. Raises ``ControlUnavailableError``.
        """
        try:
            published = publish(self._home)
            listener = Listener(published.address, published.family, backlog=MAX_CONNECTIONS)
        except OSError as cause:
            raise ControlUnavailableError(
                f"Commands cannot reach this station: {cause.strerror or cause}."
            ) from cause
        with suppress(OSError):  # the group goes without commands until the next account's turn
            let_into_made(Path(published.address))
        self._published = published
        self._accepting = threading.Thread(
            target=self._accept, args=(listener, published.key), name="control", daemon=True
        )
        self._accepting.start()

    def stop(self) -> None:
        """Stop listening; answers under way are still sent. Harmless when not started."""
        if self._published is None or self._stopping.is_set():
            return
        self._stopping.set()
        try:
            # A blocked accept() hears of nothing else on every platform.
            Client(self._published.address, self._published.family).close()
        except OSError:
            _log.debug("the accepting thread was already gone")
        if self._accepting is not None:
            self._accepting.join(timeout=5.0)
        withdraw(self._home, self._published)

    def _accept(self, listener: Listener, key: bytes) -> None:
        with listener:
            while not self._stopping.is_set():
                try:
                    connection = listener.accept()
                except OSError as error:  # a client that left between connect and accept
                    _log.debug("a connection was lost while accepting it: %s", error)
                    continue
                if self._stopping.is_set():
                    connection.close()
                elif self._slots.acquire(blocking=False):
                    threading.Thread(
                        target=self._serve, args=(connection, key), name="command", daemon=True
                    ).start()
                else:
                    _turn_away(connection)

    def _serve(self, connection: channel.Connection, key: bytes) -> None:
        try:
            with closing(connection):
                channel.greet_client(connection, key)
                while (request := self._next_request(connection)) is not None:
                    channel.send(connection, self._answer(request))
        except (channel.ChannelClosedError, TimeoutError) as end:
            _log.debug("a command's connection ended: %s", end)
        finally:
            self._slots.release()

    def _next_request(self, connection: channel.Connection) -> bytes | None:
        waited = 0.0
        while not self._stopping.is_set() and waited < _IDLE_S:
            try:
                return channel.receive(connection, _SLICE_S)
            except TimeoutError:
                waited += _SLICE_S
        return None

    def _answer(self, request: bytes) -> bytes:
        try:
            verb, args = _understand(request)
            return channel.encode({"ok": self._owner.handle(verb, args)})
        except DeskError as refusal:
            return channel.encode({"error": as_error(refusal)})
        except Exception:  # noqa: BLE001 -- the top of this thread; nobody is left waiting
            _log.exception("a command failed")
            return channel.encode({"error": _INTERNAL})


_INTERNAL = {
    "code": "internal",
    "message": "The station met a fault of its own while doing this.",
    "advice": "The log folder of the station says more. Please report it.",
}


def as_error(error: DeskError) -> dict[str, str]:
    """An error as commands print it: a stable code, a sentence, and what to do now."""
    return {"code": error.code, "message": str(error), "advice": error.advice}


def _understand(request: bytes) -> tuple[str, dict[str, Any]]:
    try:
        said = channel.decode(request)
    except ValueError as cause:
        raise BadRequestError from cause
    if not isinstance(said, dict):
        raise BadRequestError
    verb, args = said.get("verb"), said.get("args", {})
    if not isinstance(verb, str) or not isinstance(args, dict):
        raise BadRequestError
    return verb, args


def _turn_away(connection: channel.Connection) -> None:
    with closing(connection):
        try:
            channel.send(connection, channel.BUSY)
        except channel.ChannelClosedError:
            return
