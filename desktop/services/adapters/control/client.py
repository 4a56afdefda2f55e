"""A command's end of the local socket."""

from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from desktop.domain.errors import DeskError
from desktop.services.adapters.control.address import ControlAddress, candidates
from desktop.services.adapters.home import Home

if TYPE_CHECKING:
    from desktop.services.adapters.control.channel import Connection

ANSWER_S = 30.0
_PIPE_IS_BUSY = {121, 231}
"""Windows' words for a pipe that is there and that nobody has come to in 20 s."""


class NoOwnerError(DeskError):
    """No station is running in this data folder."""

    code = "no-owner"
    advice = "Start it with: countersign run --headless"


class OwnerSilentError(DeskError):
    """The station runs, but did not answer."""

    code = "owner-silent"
    advice = "Look at the station's own window, or stop that process and start it again."


class OwnerEndedError(OwnerSilentError):
    """The station ended while it was asked."""

    advice = "See whether it is running again before you repeat the command."


class RefusedByOwnerError(DeskError):
    """What the station answered instead of doing it; carries its code, message and advice."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(str(error.get("message", "")), advice=str(error.get("advice", "")))
        self.code = str(error.get("code", "refused"))


class ControlClient:
    """One connection to the owner of a home; use it from one thread."""

    def __init__(self, connection: "Connection", pid: int) -> None:
        self._connection = connection
        self.pid = pid

    @classmethod
    def connect(cls, home: Home) -> "ControlClient":
        """Reach the running owner; raises ``NoOwnerError`` or ``OwnerSilentError``."""
        for address in candidates(home):
            connection = _open(address)
            if connection is not None:
                return cls(connection, address.pid)
        raise NoOwnerError(f"No station is running in {home.path}.")

    def ask(
        self, verb: str, args: dict[str, Any] | None = None, *, timeout: float = ANSWER_S
    ) -> dict[str, Any]:
        """Have the owner do ``verb`` and return its answer within ``timeout`` seconds.

        Raises ``RefusedByOwnerError`` with what the owner said, ``OwnerSilentError``, or
        ``OwnerEndedError``; after these nobody knows whether it was done.
        """
        from desktop.services.adapters.control import channel

        try:
            channel.send(self._connection, channel.encode({"verb": verb, "args": args or {}}))
            answer = channel.decode(channel.receive(self._connection, timeout))
        except TimeoutError as cause:
            raise OwnerSilentError(
                f"The station (process {self.pid}) has not answered for {timeout:g} s."
            ) from cause
        except (channel.ChannelClosedError, ValueError) as cause:
            raise OwnerEndedError("The station ended before it answered.") from cause
        if "error" in answer:
            raise RefusedByOwnerError(answer["error"])
        result: dict[str, Any] = answer["ok"]
        return result

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _open(address: ControlAddress) -> "Connection | None":
    """Connect and prove the key; ``None`` where nobody who holds it is listening."""
    # 6 ms, where there is an owner to ask.
    from multiprocessing.connection import Client

    from desktop.services.adapters.control import channel

    try:
        connection = Client(address.address, address.family)
    except (OSError, ValueError) as cause:
        if getattr(cause, "winerror", None) in _PIPE_IS_BUSY:
            raise _silent(address) from cause
        return None
    try:
        channel.greet_server(connection, address.key)
    except channel.ServerBusyError as cause:
        connection.close()
        raise OwnerSilentError(
            "The station is answering too many commands at once.",
            advice="Wait until some of them have ended, and try again.",
        ) from cause
    except channel.ChannelClosedError:
        connection.close()
        return None
    except TimeoutError as cause:
        connection.close()
        raise _silent(address) from cause
    return connection


def _silent(address: ControlAddress) -> OwnerSilentError:
    return OwnerSilentError(f"The station (process {address.pid}) does not answer.")
