"""All links of a station to its relays, on the thread that waits for them."""

import logging
import selectors
import socket
import ssl
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from select import select

from desktop.domain.errors import DeskError
from desktop.domain.relays import MAX_PAYLOAD_BYTES, Inbox, LinkTrouble, RelayTarget, TlsFiles
from desktop.monotonic import monotonic
from desktop.services.adapters.mqtt.approach import Resolver, forget
from desktop.services.adapters.mqtt.link import Link, Surroundings

_log = logging.getLogger(__name__)

LOOKS_EVERY = 0.2
"""Seconds between two looks where nobody can call."""
KEEPALIVE = 5
"""Seconds of quiet after which a relay is asked, and again until it counts as gone."""


class IdentityUnusableError(DeskError):
    """This station's certificate or key cannot be used."""

    code = "identity-unusable"
    advice = "Join the site anew with a code from a supervisor, or put the files back."


class MqttTransport:
    """Carries messages over every wanted relay at once.

    ``trusts`` is asked, with the raw Ed25519 key a relay has proven, before anything but TLS is
    spoken to it. ``subscriptions`` are topics of the site; a relay sends us what others carry
    there, never what we carried ourselves.

    It has no thread of its own. Whoever owns it calls ``wait`` again and again from one thread:
    sockets are read there, and there ``inbox`` and ``trusts`` are called. Nothing in it blocks:
    sockets do not, and names are looked up elsewhere.

    Raises ``IdentityUnusableError`` where the files of ``identity`` do not fit.
    """

    def __init__(
        self,
        *,
        identity: TlsFiles,
        device: str,
        subscriptions: Sequence[str],
        trusts: Callable[[bytes], bool],
        inbox: Inbox,
        keepalive: int = KEEPALIVE,
    ) -> None:
        context = _context(identity)
        self._calls: deque[Callable[[], None]] = deque()
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._wake_receiver.setblocking(False)
        self._wake_sender.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._wake_receiver, selectors.EVENT_READ)
        self._links: dict[str, Link] = {}
        self._claimed: dict[str, Link] = {}
        self._is_closed = False
        self._is_waiting = False
        self._is_deaf = False
        self._around = Surroundings(
            device=device,
            subscriptions=tuple(subscriptions),
            keepalive=keepalive,
            trusts=trusts,
            inbox=inbox,
            context=context,
            selector=self._selector,
            resolver=Resolver(self._post),
            claims=self,
        )

    def reach(self, relays: Iterable[RelayTarget]) -> None:
        """Make ``relays`` the ones that are wanted, from now on and until the next call.

        New ones are tried at once, others are left, and of the rest the addresses are taken over:
        a link that is up stays up while its key is trusted, one that is down is tried at once at
        new addresses. Call it whenever the roster has changed.
        """
        wanted = {target.name: target for target in relays}
        self._post(lambda: self._want(wanted))

    def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        certain: bool = True,
        only: frozenset[str] | None = None,
    ) -> frozenset[str]:
        """Hand a message to every link that is up, or to those of them in ``only``.

        Returns the names of the links that took it: the bytes are with the system or right
        behind others that are, and no relay has promised anything. What no link takes is
        forgotten. Never blocks. ``certain`` asks for an acknowledgement between us and the relay;
        a message without it may be dropped where the network is full. Raises ``ValueError`` for
        more than ``MAX_PAYLOAD_BYTES``.
        """
        if len(payload) > MAX_PAYLOAD_BYTES:
            raise ValueError(f"{len(payload)} bytes are more than a relay carries")
        took = []
        for name, link in self._links.items():
            session = link.session
            if session is None or (only is not None and name not in only):
                continue
            if session.publish(topic, payload, certain=certain):
                took.append(name)
            if session.wants_write or session.trouble is not None:
                self.owes(link)
        return frozenset(took)

    def up(self) -> frozenset[str]:
        """The relays that carry our bytes now, as far as is known."""
        return frozenset(
            name
            for name, link in self._links.items()
            if (session := link.session) is not None and session.is_up
        )

    def wait(self, seconds: float | None) -> None:
        """Wait for ``seconds`` (``None``: for as long as it takes), until ``wake``, or until the
        network brings something, and do what the links need. Of one thread.
        """
        if self._is_deaf:
            self._listen_anew()
        for _ in range(len(self._calls)):  # those that they lead to come after the next wait
            self._make_call(self._calls.popleft())
        for key, events in self._ready(seconds):
            if key.data is None:
                self._hear_call()
                continue
            link, end = key.data
            self._guard(link, partial(link.ready, end, events))
        now = monotonic()
        for link in self._links.values():
            if link.due <= now:
                self._guard(link, partial(link.tick, now))

    def wake(self) -> None:
        """End the wait that is under way, or the next one. May be called from any thread, and never
        fails: what cannot be called looks for itself in a moment.
        """
        try:
            self._wake_sender.send(b"\0")
        except BlockingIOError:
            pass  # it is about to wake up anyway
        except OSError:
            self._is_deaf = not self._is_closed

    def close(self) -> None:
        """Leave all relays; nothing is told after that. Nobody waits any more by then."""
        if self._is_closed:
            return
        self._is_closed = True
        for link in self._links.values():
            link.end(None)
        self._links = {}
        self._selector.close()
        self._wake_receiver.close()
        self._wake_sender.close()

    def claim(self, peer: str, link: Link) -> bool:
        """Give ``link`` the relay of that key, unless another link has it."""
        return self._claimed.setdefault(peer, link) is link

    def release(self, link: Link) -> None:
        """Let whoever waits for the relay of ``link`` have it now."""
        had = [peer for peer, owner in self._claimed.items() if owner is link]
        for peer in had:
            del self._claimed[peer]
        if had:
            for other in self._links.values():
                if other is not link:
                    other.stop_waiting_for_twin()

    def owes(self, link: Link) -> None:
        """Have ``link`` look before the next wait at what is to be written or read. Any thread."""
        if not link.is_due_for_a_look:
            link.is_due_for_a_look = True
            self._post(link.look_again)

    def _post(self, call: Callable[[], None]) -> None:
        self._calls.append(call)
        if self._is_waiting:
            self.wake()

    # On the thread that waits, from here on.

    def _patience(self, seconds: float | None) -> float | None:
        """``seconds``, or fewer until a link has something to do without being asked."""
        if self._calls:
            return 0.0
        if self._is_deaf:
            seconds = LOOKS_EVERY if seconds is None else min(seconds, LOOKS_EVERY)
        due = min((link.due for link in self._links.values()), default=None)
        if due is None:
            return seconds
        until_due = max(0.0, due - monotonic())
        return until_due if seconds is None else min(seconds, until_due)

    def _ready(self, seconds: float | None) -> list[tuple[selectors.SelectorKey, int]]:
        """What can be read or written, at the latest after ``seconds``."""
        self._is_waiting = True
        try:
            return self._selector.select(self._patience(seconds))
        except (OSError, ValueError):  # on Windows one dead socket ends the wait for all
            _log.exception("The network could not be waited for")
            self._drop_the_dead()
            return []
        finally:
            self._is_waiting = False

    def _drop_the_dead(self) -> None:
        """Start over with the links whose sockets cannot be waited for."""
        for key in list(self._selector.get_map().values()):
            try:
                select([key.fileobj], [], [], 0.0)
            except (OSError, ValueError):
                if key.data is None:
                    self._is_deaf = True
                else:
                    self._start_over(key.data[0])

    def _hear_call(self) -> None:
        try:
            heard = self._wake_receiver.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            heard = b""
        self._is_deaf = not heard  # the pair is a connection, and something has cut it

    def _listen_anew(self) -> None:
        """Another pair to be called by: on Windows it is a connection like others."""
        with suppress(OSError):
            pair = socket.socketpair()
            forget(self._selector, self._wake_receiver)
            for end in (self._wake_receiver, self._wake_sender):
                end.close()
            self._wake_receiver, self._wake_sender = pair
            for end in pair:
                end.setblocking(False)
            self._selector.register(self._wake_receiver, selectors.EVENT_READ)
            self._is_deaf = False

    def _guard(self, link: Link, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception:  # noqa: BLE001 -- one link's trouble must not end the others
            _log.exception("The link to relay %s failed", link.name)
            self._start_over(link)

    def _start_over(self, link: Link) -> None:
        try:
            link.fail()
        except Exception:  # noqa: BLE001 -- as above
            _log.exception("The link to relay %s could not start over", link.name)

    def _make_call(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:  # noqa: BLE001 -- as above
            _log.exception("A call to the network failed")

    def _want(self, wanted: Mapping[str, RelayTarget]) -> None:
        for name in self._links.keys() - wanted.keys():
            self._links[name].end(LinkTrouble.LEFT)
        links = {}
        for name, target in wanted.items():
            links[name] = self._links.get(name) or Link(target, self._around)
            self._guard(links[name], partial(links[name].take_over, target))
        self._links = links  # exchanged, never changed: other threads are walking it


def _context(identity: TlsFiles) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    # Addresses change and prove nothing; the roster's key does, and `trusts` is asked for it.
    context.check_hostname = False
    try:
        context.load_verify_locations(identity.ca)
        context.load_cert_chain(identity.certificate, identity.key)
    except OSError as cause:  # of which SSLError is one
        raise IdentityUnusableError(f"This station's identity cannot be used: {cause}.") from cause
    return context
