"""Where joiners knock: a TCP port that is open while an invitation lives.

One thread serves all connections without ever waiting for one of them, so that a crowd of
half-open connections cannot keep a real joiner out. Everything from outside is bounded: how many
connections, how long a message, how long a handshake. When full, the oldest connection of the
address that holds the most gives way to the new one.
"""

import errno
import logging
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable
from threading import Thread
from typing import Protocol, Self

from desktop.domain.errors import DeskError
from desktop.services.adapters.pairing.asking import heard
from desktop.services.adapters.pairing.frames import MAX_TO_INVITER, framed, take_frame
from desktop.services.adapters.pairing.handshake import (
    InviterSide,
    NotOurHandshakeError,
    refusing_answer,
    refusing_reply,
)
from desktop.services.trust.invitations import Invitation, InvitationBook, InvitationState
from desktop.services.trust.refusals import JoinCodeBurnedError, JoinCodeWrongError

log = logging.getLogger(__name__)

PAIRING_PORT = 18884
"""Beside the relay's, so that one rule in a firewall opens both."""
MAX_CONNECTIONS = 128
PATIENCE_S = 15.0
"""From the connection to its end. A joiner needs less than a second."""
_FAREWELL_S = 2.0
_CHUNK = 64 * 1024


class PairingPortError(DeskError):
    """No port for joining can be opened on this PC."""

    code = "pairing-port"
    advice = "Check `bind` in station.toml: it must be an address of this PC, or left out."


class Admit(Protocol):
    """Lets a proven joiner in: makes its certificate, signs it into the roster.

    Called on the pairing thread, also a second time for a device whose welcome was lost. Gives
    the bytes of its welcome; a ``DeskError`` is shown at this desk and refused at the joiner's.
    """

    def __call__(self, invitation: Invitation, key: bytes, pc: str) -> bytes: ...


class PairingServer:
    """The port, while it is open. Use it as a context, or ``close`` it."""

    def __init__(
        self,
        *,
        book: InvitationBook,
        admit: Admit,
        verify: Callable[[bytes, bytes, bytes], bool],
        bind: str | None = None,
        port: int = PAIRING_PORT,
        patience: float = PATIENCE_S,
    ) -> None:
        """Open ``port``, or where it is taken any other; raises ``PairingPortError``.

        ``bind`` is an address of this PC, ``None`` for all of them.
        """
        self._book = book
        self._admit = admit
        self._verify = verify
        self._patience = patience
        self._listener = _listener(bind, port)
        self._listener.setblocking(False)
        self._port = int(self._listener.getsockname()[1])
        self._waker, self._woken = socket.socketpair()
        self._woken.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._woken, selectors.EVENT_READ, self._stop)
        self._connections: dict[socket.socket, _Connection] = {}
        self._ends_at: float | None = None
        self._thread = Thread(target=self._serve, name="pairing", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port that joiners connect to."""
        return self._port

    def close(self) -> None:
        """Give the port back and end every connection; harmless a second time.

        A welcome that is on its way gets two seconds to arrive.
        """
        if not self._thread.is_alive():
            return
        self._waker.send(b".")
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _serve(self) -> None:
        try:
            while not self._is_done():
                for key, _ in self._selector.select(self._next_deadline()):
                    key.data()
                now = time.monotonic()
                for connection in list(self._connections.values()):
                    if connection.deadline <= now:
                        self._end(connection)
        finally:
            for connection in list(self._connections.values()):
                self._end(connection)
            self._selector.close()
            for own in (self._listener, self._woken, self._waker):
                own.close()

    def _stop(self) -> None:
        self._ends_at = time.monotonic() + _FAREWELL_S
        for own in (self._listener, self._woken):
            self._selector.unregister(own)
        self._listener.close()

    def _is_done(self) -> bool:
        if self._ends_at is None:
            return False
        is_welcoming = any(c.is_last and c.outgoing for c in self._connections.values())
        return not is_welcoming or time.monotonic() >= self._ends_at

    def _next_deadline(self) -> float | None:
        ends = [connection.deadline for connection in self._connections.values()]
        if self._ends_at is not None:
            ends.append(self._ends_at)
        return max(0.0, min(ends) - time.monotonic()) if ends else None

    def _accept(self) -> None:
        try:
            taken, address = self._listener.accept()
        except OSError:  # it was gone before we looked, or this process is out of descriptors
            self._make_room()
            return
        if len(self._connections) >= MAX_CONNECTIONS:
            self._make_room()
        taken.setblocking(False)
        taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = _Connection(taken, str(address[0]), time.monotonic() + self._patience)
        self._connections[taken] = connection
        self._watch(connection)

    def _make_room(self) -> None:
        held = Counter(connection.host for connection in self._connections.values())
        if held:
            greedy, _ = held.most_common(1)[0]
            self._end(next(c for c in self._connections.values() if c.host == greedy))

    def _watch(self, connection: "_Connection") -> None:
        events = selectors.EVENT_WRITE if connection.outgoing else selectors.EVENT_READ
        if connection.socket in self._selector.get_map():
            self._selector.modify(connection.socket, events, lambda: self._turn(connection))
        else:
            self._selector.register(connection.socket, events, lambda: self._turn(connection))

    def _turn(self, connection: "_Connection") -> None:
        if connection.socket not in self._connections:
            return  # it gave way to another one a moment ago
        try:
            goes_on = self._write(connection) if connection.outgoing else self._read(connection)
        except (OSError, NotOurHandshakeError) as cause:
            log.info("a joiner at %s was dropped: %s", connection.host, cause)
            goes_on = False
        if goes_on:
            self._watch(connection)
        else:
            self._end(connection)

    def _write(self, connection: "_Connection") -> bool:
        sent = connection.socket.send(connection.outgoing[:_CHUNK])
        del connection.outgoing[:sent]
        return bool(connection.outgoing) or not connection.is_last

    def _read(self, connection: "_Connection") -> bool:
        came = connection.socket.recv(MAX_TO_INVITER)
        if not came:
            return False
        connection.incoming += came
        message = take_frame(connection.incoming, most=MAX_TO_INVITER)
        if message is not None:
            self._heard(connection, message)
        return True

    def _heard(self, connection: "_Connection", message: bytes) -> None:
        if connection.side is None:
            connection.outgoing += framed(self._answer(connection, InviterSide(message)))
        else:
            connection.is_last = True
            connection.outgoing += framed(self._reply(connection.side, message))

    def _answer(self, connection: "_Connection", side: InviterSide) -> bytes:
        try:
            invitation = self._book.begin(side.hello.nameplate, side.hello.device)
        except DeskError as refusal:
            log.info("a joiner at %s was refused: %s", connection.host, refusal)
            connection.is_last = True
            return refusing_answer(refusal)
        answer = side.answer(invitation.code)
        connection.side = side
        return answer

    def _reply(self, side: InviterSide, request: bytes) -> bytes:
        nameplate, device = side.hello.nameplate, side.hello.device
        try:
            asked = side.heard_request(request)
            told = heard(asked, device=device, transcript=side.transcript, verify=self._verify)
            invitation = self._book.use(nameplate, device)
            return side.reply(self._admit(invitation, told.key, told.pc))
        except JoinCodeWrongError as refusal:
            if self._book.state(nameplate) is InvitationState.BURNED:
                return refusing_reply(JoinCodeBurnedError())
            return refusing_reply(refusal)
        except NotOurHandshakeError:
            raise
        except DeskError as refusal:
            log.info("a proven joiner could not be admitted: %s", refusal)
            return refusing_reply(refusal)

    def _end(self, connection: "_Connection") -> None:
        if self._connections.pop(connection.socket, None) is not None:
            self._selector.unregister(connection.socket)
            connection.socket.close()


class _Connection:
    """One joiner, or whoever else knocks."""

    __slots__ = ("deadline", "host", "incoming", "is_last", "outgoing", "side", "socket")

    def __init__(self, taken: socket.socket, host: str, deadline: float) -> None:
        self.socket = taken
        self.host = host
        self.deadline = deadline
        self.incoming = bytearray()
        self.outgoing = bytearray()
        self.side: InviterSide | None = None
        self.is_last = False


def _listener(bind: str | None, port: int) -> socket.socket:
    try:
        return _open(bind, port)
    except OSError as cause:
        if cause.errno not in {errno.EADDRINUSE, errno.EACCES} or not port:
            raise PairingPortError("No port can be opened: {why}.", why=cause.strerror) from cause
    log.info("port %s is taken; joiners are given another one", port)
    try:
        return _open(bind, 0)
    except OSError as cause:
        raise PairingPortError("No port can be opened: {why}.", why=cause.strerror) from cause


def _open(bind: str | None, port: int) -> socket.socket:
    if bind is None and socket.has_dualstack_ipv6():
        return socket.create_server(
            ("", port), family=socket.AF_INET6, backlog=MAX_CONNECTIONS, dualstack_ipv6=True
        )
    family = socket.AF_INET6 if bind and ":" in bind else socket.AF_INET
    return socket.create_server((bind or "", port), family=family, backlog=MAX_CONNECTIONS)
