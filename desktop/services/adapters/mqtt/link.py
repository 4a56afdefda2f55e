"""A link to one relay: tried until it is up, tried again when it breaks, until nobody wants it."""

import logging
import random
import selectors
import ssl
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from desktop.domain.relays import Arrival, Inbox, LinkDown, LinkTrouble, LinkUp, RelayTarget
from desktop.domain.roster.ids import fingerprint
from desktop.monotonic import monotonic
from desktop.services.adapters.mqtt.approach import Approach, Resolver, forget
from desktop.services.adapters.mqtt.peer import proven_key
from desktop.services.adapters.mqtt.session import Session
from desktop.services.adapters.mqtt.wire import Wire

_log = logging.getLogger(__name__)

RETRY_AT_FIRST, RETRY_AT_MOST = 0.075, 2.0
TWIN_RETRY = 30.0
"""Seconds before a second way to a relay is tried again; at once when the first way breaks."""
STEADY_AFTER = 3.0
"""Seconds up after which a break counts as the first again."""
DUEL_AFTER = 4
"""Breaks in a row, each sooner than that, which mean that another program has our identity:
Mosquitto 2.0.11 hangs up on the one that was there without the word MQTT has for it."""
DOUBT_EVERY = 60.0
"""Seconds between two tests of our own certificate on a relay that denies us a topic."""


class Claims(Protocol):
    """What a link tells the others' keeper.

    Which link has which relay goes by the relay's proven key: two would throw each other off.
    Whoever ``owes`` has something to write, and is looked at before the next wait.
    """

    def claim(self, peer: str, link: "Link") -> bool: ...

    def release(self, link: "Link") -> None: ...

    def owes(self, link: "Link") -> None: ...


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What all links of a transport share."""

    device: str
    subscriptions: Sequence[str]
    keepalive: int
    trusts: Callable[[bytes], bool]
    inbox: Inbox
    context: ssl.SSLContext
    selector: selectors.BaseSelector
    resolver: Resolver
    claims: Claims


class Link:
    """Keeps one relay within reach.

    Only ``session`` and ``is_due_for_a_look`` may be touched outside its own thread.
    """

    def __init__(self, target: RelayTarget, around: Surroundings) -> None:
        self._around = around
        self._target = target
        self._approach: Approach | None = None
        self.session: Session | None = None
        self.is_due_for_a_look = False
        self._key = b""
        self._peer = ""
        self._is_told_up = False
        self._trouble: LinkTrouble | None = None
        self._failures = 0
        self._early_breaks = 0
        self._up_at = 0.0
        self._doubted_at = float("-inf")
        self._retry_at = monotonic()
        self._watched = 0

    @property
    def name(self) -> str:
        return self._target.name

    @property
    def due(self) -> float:
        """When ``tick`` has something to do."""
        if self.session is not None:
            return self.session.due
        if self._approach is not None:
            return self._approach.due
        return self._retry_at

    def take_over(self, target: RelayTarget) -> None:
        """Use new addresses: at once where there is no link, else when it breaks.

        The roster may have changed too, so a relay that is up has to be trusted again.
        """
        is_news = set(target.addresses) - set(self._target.addresses)
        self._target = target
        if self.session is not None:
            if not self._around.trusts(self._key):
                self.session.fail(LinkTrouble.UNTRUSTED)
                self._follow_up()
        elif is_news:
            self._failures = 0
            self.retry()

    def stop_waiting_for_twin(self) -> None:
        """The other way to our relay is gone."""
        if self._trouble is LinkTrouble.TWIN:
            self.retry()

    def retry(self) -> None:
        """Try again now, where there is no link."""
        if self.session is None:
            self._give_up_approach()
            self._retry_at = monotonic()

    def tick(self, now: float) -> None:
        if self.session is not None:
            self.session.tick(now)
            self._follow_up()
        elif self._approach is not None:
            self._approach.tick(now)
        elif now >= self._retry_at:
            self._set_out()

    def ready(self, end: object, events: int) -> None:
        """A socket of ours can be read or written."""
        session = self.session
        if session is None:
            if self._approach is not None:
                self._approach.ready(end)
            return
        if events & selectors.EVENT_READ:
            self._read(session)
        self._settle(session)

    def look_again(self) -> None:
        """Another thread has published, or a reading was cut short: something waits to leave or to
        be read, or the socket broke.
        """
        self.is_due_for_a_look = False
        session = self.session
        if session is None:
            return
        session.write()
        if session.has_unread:
            self._read(session)
            self._settle(session)
        else:
            self._follow_up()

    def _read(self, session: Session) -> None:
        arrived = session.read()
        self._tell_if_up()
        now = monotonic()
        for topic, payload in arrived:
            self._tell(Arrival(self.name, topic, payload, now))

    def _settle(self, session: Session) -> None:
        """What was read is answered after it has been worked off, and together with what that has
        to say: an alert does not wait for an acknowledgement to be written.
        """
        if session.trouble is None and (session.wants_write or session.has_unread):
            self._around.claims.owes(self)
        else:
            self._follow_up()

    def end(self, trouble: LinkTrouble | None) -> None:
        """Leave the relay for good; ``trouble`` is told where it is given."""
        self._give_up_approach()
        if self.session is not None:
            self.session.leave()
            self._drop_session()
        if trouble is not None:
            self._tell_down(trouble)

    def fail(self) -> None:
        """Our own code failed on this link: start over."""
        self._give_up_approach()
        if self.session is not None:
            self.session.fail(LinkTrouble.FAULT)
            self._follow_up()
        else:
            self._around.claims.release(self)
            self._fail(LinkTrouble.FAULT)

    def _set_out(self) -> None:
        around = self._around
        self._approach = Approach(
            self._target.addresses,
            context=around.context,
            selector=around.selector,
            owner=self,
            resolver=around.resolver,
            judge=self._judge,
            won=self._greet,
            failed=self._fail,
        )
        self._approach.begin()

    def _judge(self, tls: ssl.SSLSocket) -> LinkTrouble | None:
        """Asked before a byte of ours leaves: is this the relay, and one that we trust?"""
        key = proven_key(tls)
        peer = fingerprint(key)
        if self._target.is_named_by_key and peer != self.name:
            return LinkTrouble.OTHER
        if not self._around.trusts(key):
            return LinkTrouble.UNTRUSTED
        if not self._around.claims.claim(peer, self):
            return LinkTrouble.TWIN
        self._key, self._peer = key, peer
        return None

    def _greet(self, tls: ssl.SSLSocket) -> None:
        self._approach = None
        around = self._around
        wire = Wire(tls)
        self.session = Session(
            wire,
            device=around.device,
            subscriptions=around.subscriptions,
            keepalive=around.keepalive,
        )
        self._watched = selectors.EVENT_READ
        around.selector.register(wire, self._watched, (self, wire))
        self.session.begin()
        self._follow_up()

    def _tell_if_up(self) -> None:
        if self.session is not None and self.session.is_up and not self._is_told_up:
            self._is_told_up = True
            self._trouble = None
            self._up_at = monotonic()
            self._tell(LinkUp(self.name, self._peer))

    def _follow_up(self) -> None:
        """Do what the session's state asks for after anything has happened to it."""
        session = self.session
        if session is None:
            return
        if session.was_denied and session.trouble is None:
            self._doubt_ourselves(session)
        if session.trouble is not None:
            trouble = session.trouble
            self._drop_session()
            self._fail(self._weighed(trouble))
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if session.wants_write else 0)
        if wanted != self._watched:
            self._watched = wanted
            self._around.selector.modify(session.wire, wanted, (self, session.wire))

    def _weighed(self, trouble: LinkTrouble) -> LinkTrouble:
        """What a session's end means after those before it."""
        if not self._is_told_up:
            return trouble
        if monotonic() - self._up_at > STEADY_AFTER:
            self._failures = self._early_breaks = 0
        elif trouble is LinkTrouble.LOST:
            self._early_breaks += 1
            if self._early_breaks >= DUEL_AFTER:
                return LinkTrouble.TAKEN
        return trouble

    def _doubt_ourselves(self, session: Session) -> None:
        """A relay that has revoked us keeps our connection and denies our topics: ask anew.

        If it was for another reason, the link is back in a moment.
        """
        session.was_denied = False
        if monotonic() - self._doubted_at > DOUBT_EVERY:
            self._doubted_at = monotonic()
            _log.info("Relay %s denied a topic of ours. Connecting anew.", self.name)
            session.fail(LinkTrouble.LOST)

    def _drop_session(self) -> None:
        if self.session is not None:
            forget(self._around.selector, self.session.wire)
            self.session.hang_up()
            self.session = None
        self._around.claims.release(self)

    def _give_up_approach(self) -> None:
        approach, self._approach = self._approach, None
        if approach is not None:
            approach.give_up()

    def _fail(self, trouble: LinkTrouble) -> None:
        self._approach = None
        self._retry_at = monotonic() + self._patience(trouble)
        self._failures += 1
        self._tell_down(trouble)

    def _patience(self, trouble: LinkTrouble) -> float:
        """Seconds to the next try; scattered, so that an office does not return all at once."""
        if trouble is LinkTrouble.TWIN:
            return TWIN_RETRY
        if trouble is LinkTrouble.TAKEN:  # or two programs with one identity would duel
            return RETRY_AT_MOST
        growing = RETRY_AT_FIRST * 2.0 ** min(self._failures, 10)
        return min(growing, RETRY_AT_MOST) * random.uniform(0.7, 1.0)  # noqa: S311 -- no secret

    def _tell_down(self, trouble: LinkTrouble) -> None:
        if self._is_told_up or trouble is not self._trouble:
            self._is_told_up = False
            self._trouble = trouble
            self._tell(LinkDown(self.name, trouble))

    def _tell(self, fact: Arrival | LinkUp | LinkDown) -> None:
        try:
            self._around.inbox(fact)
        except Exception:  # noqa: BLE001 -- the thread that serves all links outlives whoever listens
            _log.exception("What listens to the network failed")
