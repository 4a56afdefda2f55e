"""Getting to a relay: all its addresses at once, until one proves to be it."""

import errno
import selectors
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Thread
from traceback import walk_tb

import msgspec

from desktop.domain.relays import LinkTrouble
from desktop.monotonic import monotonic
from desktop.services.adapters.mqtt.wire import NotARelayError, Wire

ANSWERS_WITHIN = 5.0
"""Seconds for an address to connect and to finish its handshake."""

_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY, errno.EINTR}
_MOST_TELLING = (
    LinkTrouble.UNREACHABLE,
    LinkTrouble.SILENT,
    LinkTrouble.FOREIGN,
    LinkTrouble.OTHER,
    LinkTrouble.UNTRUSTED,
    LinkTrouble.REFUSED,
    LinkTrouble.TWIN,
)

Address = tuple[str, int]
SocketAddress = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]
Judge = Callable[[ssl.SSLSocket], LinkTrouble | None]
"""Says what is wrong with a proven peer, or ``None`` where it is the one we want."""


class Resolver:
    """Looks up host names on threads of their own, because the system's lookup blocks.

    ``post`` hands a call to the thread of the links. One lookup per name is under way at a time.
    """

    def __init__(self, post: Callable[[Callable[[], None]], None]) -> None:
        self._post = post
        self._asking: dict[Address, list[Callable[[list[SocketAddress]], None]]] = {}

    def resolve(self, address: Address, then: Callable[[list[SocketAddress]], None]) -> None:
        """Call ``then`` with what ``address`` stands for: now for numbers, else later."""
        numeric = _look_up(address, socket.AI_NUMERICHOST)
        if numeric:
            then(numeric)
        elif address in self._asking:
            self._asking[address].append(then)
        else:
            self._asking[address] = [then]
            Thread(target=self._ask, args=(address,), name="resolver", daemon=True).start()

    def _ask(self, address: Address) -> None:
        found = _look_up(address, 0)
        self._post(lambda: self._answer(address, found))

    def _answer(self, address: Address, found: list[SocketAddress]) -> None:
        for then in self._asking.pop(address, []):
            then(found)


def _look_up(address: Address, flags: int) -> list[SocketAddress]:
    host, port = address
    try:
        # As bytes, for Python loads the tables of international names (a megabyte) for any other.
        name = host.encode() if host.isascii() else host
        answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=flags)
    except (OSError, UnicodeError):  # no such name, or not a name at all
        return []
    known = {socket.AF_INET, socket.AF_INET6}
    return [
        (socket.AddressFamily(family), where)
        for family, _type, _protocol, _name, where in answers
        if family in known and isinstance(where[0], str)
    ]


class _Path(msgspec.Struct, eq=False):
    """One address on trial; ``tls`` once it has answered."""

    plain: socket.socket
    tls: ssl.SSLSocket | None = None

    @property
    def end(self) -> socket.socket:
        return self.tls or self.plain


class Approach:
    """One try at a relay: connects to every address and takes the first that ``judge`` accepts.

    Exactly one of ``won`` and ``failed`` is called, once, on the thread of the links; ``failed``
    gets the most telling of what went wrong. ``give_up`` ends it without either. Sockets are
    registered in ``selector`` as ``(owner, path)``: the owner passes on to ``ready`` what is not
    its own.
    """

    def __init__(
        self,
        addresses: Iterable[Address],
        *,
        context: ssl.SSLContext,
        selector: selectors.BaseSelector,
        resolver: Resolver,
        owner: object,
        judge: Judge,
        won: Callable[[ssl.SSLSocket], None],
        failed: Callable[[LinkTrouble], None],
    ) -> None:
        self._context = context
        self._selector = selector
        self._owner = owner
        self._judge = judge
        self._won = won
        self._failed = failed
        self._trouble = LinkTrouble.UNREACHABLE
        self._paths: set[_Path] = set()
        self._over = False
        self.due = monotonic() + ANSWERS_WITHIN
        self._resolver = resolver
        self._addresses = list(dict.fromkeys(addresses))
        self._lookups = len(self._addresses)

    def begin(self) -> None:
        for address in self._addresses:
            self._resolver.resolve(address, self._try_all)
        self._settle()

    def tick(self, now: float) -> None:
        """Give up on what has taken too long."""
        if now < self.due:
            return
        if any(path.tls is not None for path in self._paths):
            self._note(LinkTrouble.SILENT)
        self._lookups = 0
        self._drop_all()
        self._settle()

    def give_up(self) -> None:
        self._over = True
        self._drop_all()

    def _try_all(self, found: list[SocketAddress]) -> None:
        if self._over:
            return
        self._lookups -= 1
        for family, where in found:
            self._try(family, where)
        self._settle()

    def _try(
        self, family: socket.AddressFamily, where: tuple[str, int] | tuple[str, int, int, int]
    ) -> None:
        try:
            end = socket.socket(family, socket.SOCK_STREAM)
        except OSError:  # a family this PC does not speak
            return
        end.setblocking(False)
        # Without it small messages wait for the other side: 39 ms instead of 0.7 (DESIGN §3).
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if end.connect_ex(where) not in _UNDER_WAY:
            end.close()
            return
        path = _Path(end)
        self._paths.add(path)
        self._selector.register(end, selectors.EVENT_WRITE, (self._owner, path))

    def ready(self, path: object) -> None:
        """A path can go on."""
        if not isinstance(path, _Path) or path not in self._paths:
            return
        if path.tls is None:
            self._connected(path)
        else:
            self._shake_hands(path, path.tls)
        self._settle()

    def _connected(self, path: _Path) -> None:
        if path.plain.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self._drop(path)
            return
        self._selector.unregister(path.plain)
        try:
            path.tls = self._context.wrap_socket(path.plain, do_handshake_on_connect=False)
        except OSError as error:  # it hung up in between
            self._paths.discard(path)
            path.plain.close()
            _close_half_wrapped(error)
            return
        self._selector.register(path.tls, selectors.EVENT_WRITE, (self._owner, path))
        self._shake_hands(path, path.tls)

    def _shake_hands(self, path: _Path, tls: ssl.SSLSocket) -> None:
        try:
            tls.do_handshake()
        except ssl.SSLWantReadError:
            self._selector.modify(tls, selectors.EVENT_READ, (self._owner, path))
        except ssl.SSLWantWriteError:
            self._selector.modify(tls, selectors.EVENT_WRITE, (self._owner, path))
        except OSError as error:
            self._note(handshake_trouble(error))
            self._drop(path)
        else:
            self._weigh(path, tls)

    def _weigh(self, path: _Path, tls: ssl.SSLSocket) -> None:
        try:
            trouble = self._judge(tls)
        except NotARelayError:
            trouble = LinkTrouble.FOREIGN
        if trouble is not None:
            self._note(trouble)
            self._drop(path)
            return
        self._paths.discard(path)
        self._selector.unregister(tls)
        self.give_up()
        self._won(tls)

    def _note(self, trouble: LinkTrouble) -> None:
        self._trouble = max(self._trouble, trouble, key=_MOST_TELLING.index)

    def _settle(self) -> None:
        if not self._over and not self._paths and not self._lookups:
            self._over = True
            self._failed(self._trouble)

    def _drop(self, path: _Path) -> None:
        self._paths.discard(path)
        forget(self._selector, path.end)
        path.end.close()

    def _drop_all(self) -> None:
        for path in list(self._paths):
            self._drop(path)


def forget(selector: selectors.BaseSelector, end: "socket.socket | Wire") -> None:
    """Wait for ``end`` no more, whatever has become of it."""
    with suppress(KeyError, ValueError, OSError):
        selector.unregister(end)


def handshake_trouble(error: OSError) -> LinkTrouble:
    """What an error of the TLS layer says about the other side."""
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        told_by_peer = "ALERT" in (error.reason or "")
        return LinkTrouble.REFUSED if told_by_peer else LinkTrouble.FOREIGN
    return LinkTrouble.UNREACHABLE


def _close_half_wrapped(error: OSError) -> None:
    """Python 3.11 leaves open what it could not wrap because the other side had just reset it, and
    nobody but the error's own frames knows that socket.
    """
    for frame, _line in walk_tb(error.__traceback__):
        made = frame.f_locals.get("self")
        if isinstance(made, ssl.SSLSocket):
            made.close()
