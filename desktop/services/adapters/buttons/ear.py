"""An ear at one broker: it hears the topics of buttons, and comes back when the broker does."""

import logging
import secrets
import threading
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from paho.mqtt.client import Client, ConnectFlags, MQTTMessage, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

log = logging.getLogger(__name__)

KEEPALIVE = 60
"""Seconds of silence after which broker and ear ask whether the other is there."""
LOOKS_EVERY = 20.0
"""Seconds between two looks at the clock while nothing is said."""
CONNECTS_WITHIN = 5.0
RETRY_AT_FIRST, RETRY_AT_MOST = 0.1, 5.0
ENDS_WITHIN = 2.0


class Said(msgspec.Struct, frozen=True):
    """One message as the broker passed it on. ``is_retained``: it was said at some earlier time."""

    topic: str
    payload: bytes
    is_retained: bool


class Ear:
    """Listens to ``topics`` of the broker at ``address``, which is asked for at each try.

    ``heard`` is called on the ear's own thread and must only post. Where nothing can be heard,
    ``trouble`` says why; empty while all is well.
    """

    def __init__(
        self,
        address: Callable[[], tuple[str, int]],
        *,
        user: str,
        password: str,
        topics: Iterable[str],
        heard: Callable[[Said], None],
        retry_at_most: float = RETRY_AT_MOST,
    ) -> None:
        self._address = address
        self._topics = tuple(dict.fromkeys(topics))
        self._heard = heard
        self._retry_at_most = retry_at_most
        self._trouble = "It is not connected yet."
        self._has_ended = threading.Event()
        client = self._client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=f"countersign-{secrets.token_hex(6)}",
            protocol=MQTTv311,
        )
        if user:
            client.username_pw_set(user, password or None)
        client.connect_timeout = CONNECTS_WITHIN
        client.on_connect = self._on_connect
        client.on_subscribe = self._on_subscribe
        client.on_message = self._on_message
        self._thread = threading.Thread(target=self._run, name="buttons-ear", daemon=True)

    @property
    def trouble(self) -> str:
        return self._trouble

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def close(self) -> None:
        """Hear nothing more."""
        self._has_ended.set()
        self._client.disconnect()  # wakes it, too
        if self._thread.is_alive():
            self._thread.join(ENDS_WITHIN)

    # The ear's thread from here on.

    def _run(self) -> None:
        pause = RETRY_AT_FIRST
        while not self._has_ended.is_set():
            try:
                self._client.connect(*self._address(), keepalive=KEEPALIVE)
                if self._listen():
                    pause = RETRY_AT_FIRST
            except OSError as error:
                self._stands(f"The broker does not answer: {error.strerror or error}.")
            except Exception:  # the thread's top-level handler: it listens again
                log.exception("an ear for buttons failed; it goes on")
                self._stands("Countersign met a fault of its own; see the log.")
            self._has_ended.wait(pause)
            pause = min(pause * 2, self._retry_at_most)

    def _listen(self) -> bool:
        """Until the connection ends; returns whether it was any good."""
        was_well = False
        while self._client.loop(LOOKS_EVERY) is MQTTErrorCode.MQTT_ERR_SUCCESS:
            was_well = was_well or not self._trouble
            if self._has_ended.is_set():
                return was_well
        if was_well:
            self._stands("The connection to the broker broke.")
        return was_well

    def _on_connect(
        self,
        client: Client,
        _data: Any,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            self._stands(f"The broker refuses user or password ({reason}).")
        else:
            client.subscribe([(topic, 1) for topic in self._topics])

    def _on_subscribe(
        self,
        _client: Client,
        _data: Any,
        _message: int,
        reasons: list[ReasonCode],
        _properties: Properties | None,
    ) -> None:
        denied = [topic for topic, at in zip(self._topics, reasons, strict=False) if at.is_failure]
        said = f"The broker does not let this station hear {', '.join(denied)}." if denied else ""
        self._stands(said)

    def _on_message(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        try:
            self._heard(Said(message.topic, bytes(message.payload), message.retain))
        except Exception:
            log.exception("a button's message could not be handled")

    def _stands(self, trouble: str) -> None:
        if trouble != self._trouble:
            log.info("buttons: %s", trouble or "they are heard")
            self._trouble = trouble
