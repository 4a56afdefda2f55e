"""One MQTT connection over a proven wire, from CONNECT to its end."""

import logging
from collections import deque
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from paho.mqtt.client import (
    Client,
    ConnectFlags,
    DisconnectFlags,
    MQTTMessage,
    MQTTv5,
)
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from desktop.domain.relays import LinkTrouble
from desktop.monotonic import monotonic
from desktop.services.adapters.mqtt.wire import Wire

if TYPE_CHECKING:  # paho has the name for type checkers alone
    from paho.mqtt.client import SocketLike

_log = logging.getLogger(__name__)

GREETS_WITHIN = 5.0
"""Seconds from CONNECT to the last subscription."""
UNACKNOWLEDGED = 1000
"""Messages a relay may owe us an acknowledgement for, unless it says that it takes fewer."""
WAITING = 1000
"""Messages that wait for room among those; beyond, the link takes no more."""
CONGESTED_AFTER = 1.0
"""Seconds of a full socket after which messages that need not arrive are no longer taken."""

BURST = 0.001
"""Seconds after one message within which the next ones leave together, before the next wait."""

READS_FOR = 0.005
"""Seconds of one reading, after which others have their turn."""

MAX_PACKET_BYTES: Final = 64 * 1024
_TAKEN_OVER = 0x8E
_NOT_AUTHORIZED = 0x87


class _Paho(Client):
    """paho on a socket that is already connected, proven and ours to wait on."""

    def __init__(self, wire: Wire, device: str) -> None:
        self._wire = wire
        super().__init__(
            CallbackAPIVersion.VERSION2,
            client_id=device,
            protocol=MQTTv5,
            reconnect_on_failure=False,
        )

    def _create_socket(self) -> "SocketLike":
        return self._wire


class Session:
    """Speaks MQTT on ``wire``; the thread of the links calls ``read``, ``write`` and ``tick``.

    ``publish`` may be called from any thread and never blocks: it writes straight to the socket,
    for handing over to another thread would cost as much again as the way to the relay. When the
    session has ended, ``trouble`` says why; a session is never used again, so nothing that was
    queued in it can leave later.
    """

    def __init__(
        self, wire: Wire, *, device: str, subscriptions: Sequence[str], keepalive: int
    ) -> None:
        self._wire = wire
        self._subscriptions = subscriptions
        self._lock = Lock()
        self._arrived: list[tuple[str, bytes]] = []
        self._unacknowledged: set[int] = set()
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._room = UNACKNOWLEDGED
        self._full_since: float | None = None
        self._published_at = 0.0
        self._begun_at = self._ticked_at = monotonic()
        self.is_up = False
        self.was_denied = False
        self.trouble: LinkTrouble | None = None
        self._paho = _Paho(wire, device)
        self._paho.max_inflight_messages = 0  # counted here: paho's own count is slow
        self._paho.on_socket_register_write = _nothing  # so that paho leaves writing to us
        self._paho.on_connect = self._on_connect
        self._paho.on_subscribe = self._on_subscribe
        self._paho.on_message = self._on_message
        self._paho.on_publish = self._on_publish
        self._paho.on_disconnect = self._on_disconnect
        self._keepalive = keepalive

    @property
    def wire(self) -> Wire:
        return self._wire

    @property
    def due(self) -> float:
        """When ``tick`` has something to do."""
        if not self.is_up:
            return self._begun_at + GREETS_WITHIN
        quiet_since = min(self._wire.heard_at, self._wire.spoke_at)
        # paho notes these times a moment after the wire does.
        return max(self._ticked_at, quiet_since) + self._paho.keepalive + 0.05

    @property
    def wants_write(self) -> bool:
        return self._paho.want_write() or self._wire.has_unsent

    @property
    def has_unread(self) -> bool:
        """Something has come that ``read`` has left for the next time."""
        return not self._wire.is_closed and self._wire.pending() > 0

    def begin(self) -> None:
        """Send CONNECT: nothing of an earlier session, and nothing kept of this one."""
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho's
        properties.SessionExpiryInterval = 0
        properties.MaximumPacketSize = MAX_PACKET_BYTES
        with self._lock:
            self._paho.connect(
                "relay", keepalive=self._keepalive, clean_start=True, properties=properties
            )
            self._flush()

    def read(self) -> list[tuple[str, bytes]]:
        """Take in what has come, for a few milliseconds; returns the messages in it, as topic and
        payload. No relay, however fast it sends, keeps a press or another relay waiting.
        """
        with self._lock:
            until = monotonic() + READS_FOR
            while not self._wire.is_closed:
                self._paho.loop_read()
                if not self._wire.pending() or monotonic() > until:
                    break
            while self._waiting and len(self._unacknowledged) < self._room:
                self._publish_certainly(*self._waiting.popleft())
            self._judge_end()
            arrived, self._arrived = self._arrived, []
        return arrived

    def write(self) -> None:
        """Send what waits, as far as the socket takes it."""
        with self._lock:
            self._flush()

    def tick(self, now: float) -> None:
        """Ask a quiet relay whether it is there, and end what has been silent for too long."""
        if now < self.due:
            return
        with self._lock:
            self._ticked_at = now
            if not self.is_up:
                self._end(LinkTrouble.SILENT)
                return
            self._paho.loop_misc()
            if self._wire.is_closed:
                self._end(LinkTrouble.SILENT)
                return
            self._flush()

    def publish(self, topic: str, payload: bytes, *, certain: bool) -> bool:
        """Hand over a message; ``False`` where the session is not up or can take no more.

        ``certain`` asks the relay for an acknowledgement (QoS 1); otherwise a full socket may
        drop the message. What follows another message within a millisecond is left to
        ``write``, so that a crowd's messages leave together. Afterwards the thread of the links
        must be told of ``wants_write`` and ``trouble``.
        """
        with self._lock:
            if not self.is_up or self._wire.is_closed:
                return False
            if not certain:
                if self._is_congested():
                    return False
                self._paho.publish(topic, payload, 0)
            elif len(self._unacknowledged) < self._room:
                self._publish_certainly(topic, payload)
            elif len(self._waiting) < WAITING:
                self._waiting.append((topic, payload))
            else:
                return False
            now = monotonic()
            if now - self._published_at > BURST:
                self._flush()
            self._published_at = now
            return not self._wire.is_closed

    def leave(self) -> None:
        """Say goodbye, as far as the socket takes it."""
        with self._lock:
            if not self._wire.is_closed:
                self._end(LinkTrouble.LEFT)
                self._paho.disconnect()
                self._paho.loop_write()
                self._wire.flush()

    def fail(self, trouble: LinkTrouble) -> None:
        with self._lock:
            self._end(trouble)

    def hang_up(self) -> None:
        """Close the connection, while nobody is writing to it."""
        with self._lock:
            self._end(LinkTrouble.LEFT)
            self._wire.hang_up()

    # With the lock held, from here on.

    def _publish_certainly(self, topic: str, payload: bytes) -> None:
        info = self._paho.publish(topic, payload, 1)
        if info.rc == MQTTErrorCode.MQTT_ERR_SUCCESS:
            self._unacknowledged.add(info.mid)

    def _flush(self) -> None:
        self._paho.loop_write()
        self._wire.flush()
        self._judge_end()
        if not self.wants_write:
            self._full_since = None
        elif self._full_since is None:
            self._full_since = monotonic()

    def _is_congested(self) -> bool:
        return self._full_since is not None and monotonic() - self._full_since > CONGESTED_AFTER

    def _judge_end(self) -> None:
        if self._wire.is_closed:
            self._end(LinkTrouble.LOST if self.is_up else LinkTrouble.REFUSED)

    def _end(self, trouble: LinkTrouble) -> None:
        """Note the first reason; paho may tell of one end twice."""
        if self.trouble is None:
            self.trouble = trouble
        self.is_up = False
        self._waiting.clear()

    # Called by paho, within its calls above. An exception here would pass through paho's state.

    def _on_connect(
        self,
        paho: Client,
        _userdata: Any,
        _flags: ConnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            self._end(LinkTrouble.REFUSED)
            return
        self._room = min(UNACKNOWLEDGED, getattr(properties, "ReceiveMaximum", UNACKNOWLEDGED))
        if not self._subscriptions:
            self.is_up = True
            return
        # What we sent ourselves we know already.
        options = SubscribeOptions(qos=1, noLocal=True)
        paho.subscribe([(topic, options) for topic in self._subscriptions])

    def _on_subscribe(
        self,
        _paho: Client,
        _userdata: Any,
        _mid: int,
        reasons: list[ReasonCode],
        _properties: Properties | None,
    ) -> None:
        refused = [reason for reason in reasons if reason.is_failure]
        if refused and len(refused) == len(reasons):
            self._end(LinkTrouble.REFUSED)
            return
        if refused:
            _log.info("A relay refused %s of %s subscriptions.", len(refused), len(reasons))
        self.is_up = True

    def _on_message(self, _paho: Client, _userdata: Any, message: MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            return
        self._arrived.append((topic, bytes(message.payload)))

    def _on_publish(
        self,
        _paho: Client,
        _userdata: Any,
        mid: int,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._unacknowledged.discard(mid)
        if reason.value == _NOT_AUTHORIZED:
            self.was_denied = True

    def _on_disconnect(
        self,
        _paho: Client,
        _userdata: Any,
        flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if flags.is_disconnect_packet_from_server and reason.value == _TAKEN_OVER:
            self._end(LinkTrouble.TAKEN)


def _nothing(*_: object) -> None:
    """What paho calls when it has bytes to write; our own calls write them."""
