"""How a PC knocks: it tries every address of the inviting desk at once."""

import errno
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import closing

import msgspec

from desktop.domain.errors import DeskError
from desktop.domain.roster.ids import SiteId
from desktop.services.adapters.pairing.asking import ask
from desktop.services.adapters.pairing.frames import (
    LENGTH_BYTES,
    MAX_TO_JOINER,
    framed,
    length_of,
)
from desktop.services.adapters.pairing.handshake import JoinerSide, NotOurHandshakeError
from desktop.services.ports import Signer
from desktop.services.trust.codes import JoinCode
from desktop.services.trust.refusals import (
    InviterNotReachableError,
    JoinInterruptedError,
    SiteMismatchError,
)
from desktop.services.trust.welcome import Welcome

PATIENCE_S = 20.0
_CONNECT_S = 5.0
_ATTEMPTS = 2
"""A welcome that was lost on its way is fetched again: the inviter knows this device by then."""

Address = tuple[str, int]


class Joiner(msgspec.Struct, frozen=True, kw_only=True):
    """Who wants in. ``public_key`` is the signer's; ``site`` the id expected, ``None`` for any."""

    signer: Signer
    public_key: bytes
    pc: str
    site: SiteId | None = None


def join(
    addresses: Sequence[Address], code: JoinCode, joiner: Joiner, *, patience: float = PATIENCE_S
) -> Welcome:
    """Ask the inviting desk to be let in, and give what it answers.

    Raises one of the errors in ``services.trust.refusals``, or ``NotOurHandshakeError``. Nothing
    is believed before the inviter has proven that it knows the code.
    """
    trouble: DeskError | None = None
    for _ in range(_ATTEMPTS):
        for connection in _connections(addresses):
            with closing(connection):
                try:
                    return _welcomed(connection, code, joiner, patience)
                except (JoinInterruptedError, NotOurHandshakeError) as cause:
                    trouble = cause  # another address may be the right one
        if not isinstance(trouble, JoinInterruptedError):
            break
    if trouble is None:
        where = ", ".join(f"{host} port {port}" for host, port in addresses)
        raise InviterNotReachableError("No inviting desk answers at {where}.", where=where)
    raise trouble


def _welcomed(
    connection: socket.socket, code: JoinCode, joiner: Joiner, patience: float
) -> Welcome:
    deadline = time.monotonic() + patience
    side = JoinerSide(code, joiner.signer.id)
    transcript = side.heard_answer(_exchange(connection, side.hello(), deadline))
    asked = ask(joiner.public_key, joiner.signer.sign, joiner.pc, transcript)
    told = side.heard_reply(_exchange(connection, side.request(asked), deadline))
    try:
        welcome = msgspec.msgpack.decode(told, type=Welcome)
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise NotOurHandshakeError("The inviting desk runs another version.") from cause
    if joiner.site is not None and welcome.site != joiner.site:
        raise SiteMismatchError(
            "The code belongs to “{name}” (site {site}).", name=welcome.site_name, site=welcome.site
        )
    return welcome


def _exchange(connection: socket.socket, message: bytes, deadline: float) -> bytes:
    try:
        connection.settimeout(_left(deadline))
        connection.sendall(framed(message))
        length = length_of(_receive(connection, LENGTH_BYTES, deadline), most=MAX_TO_JOINER)
        return _receive(connection, length, deadline)
    except OSError as cause:
        raise JoinInterruptedError(
            "The connection broke: {why}.", why=cause.strerror or cause
        ) from cause


def _receive(connection: socket.socket, length: int, deadline: float) -> bytes:
    came = bytearray()
    while len(came) < length:
        connection.settimeout(_left(deadline))
        part = connection.recv(min(length - len(came), 64 * 1024))
        if not part:
            raise JoinInterruptedError("The inviting desk hung up.")
        came += part
    return bytes(came)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise JoinInterruptedError("The inviting desk took too long.")
    return left


def _connections(addresses: Sequence[Address]) -> Iterator[socket.socket]:
    """Knock at all addresses at once; yields connections as they come about, the quickest first.

    One address of several is often stale or on a network this PC cannot reach, and waiting for
    each in turn would outlast a person's patience.
    """
    with selectors.DefaultSelector() as knocking:
        for host, port in addresses:
            for knock in _knocks(host, port):
                knocking.register(knock, selectors.EVENT_WRITE)
        deadline = time.monotonic() + _CONNECT_S
        try:
            while knocking.get_map() and (left := deadline - time.monotonic()) > 0:
                for key, _ in knocking.select(left):
                    knock = key.fileobj  # type: ignore[assignment]  # what was registered above
                    knocking.unregister(knock)
                    if knock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                        knock.close()
                        continue
                    knock.setblocking(True)
                    knock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    yield knock
        finally:
            for key in list(knocking.get_map().values()):
                socket.socket.close(key.fileobj)  # type: ignore[arg-type]  # as above


_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0)}


def _knocks(host: str, port: int) -> Iterator[socket.socket]:
    """A connection under way to each address that ``host`` has."""
    try:
        resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # no such name here; a name no name server could have
        return
    for family, kind, protocol, _, address in resolved:
        try:
            knock = socket.socket(family, kind, protocol)
        except OSError:  # IPv6 is switched off
            continue
        knock.setblocking(False)
        if knock.connect_ex(address) in _UNDER_WAY:
            yield knock
        else:
            knock.close()
