"""The floor: bare paho on the same broker, with the same certificates and nothing on top."""

import socket
import ssl
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from desktop.services.adapters.keys.identity import Identity

PATIENCE = 60.0


def topic_root(identity: Identity) -> str:
    """The first levels of the site's topics."""
    return f"cs1/{identity.site}"


def connected(
    identity: Identity,
    *,
    subscriptions: Sequence[str] = (),
    on_message: Callable[[MQTTMessage], None] | None = None,
) -> Client:
    """A running client of ``identity`` with its subscriptions in place, as fast as paho can be.

    MQTT 5, QoS 1, TCP_NODELAY (without it paho takes 39 ms), a thread of its own.
    """
    ready = Event()
    client = Client(CallbackAPIVersion.VERSION2, client_id=identity.device, protocol=MQTTv5)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.load_verify_locations(identity.tls.ca)
    context.load_cert_chain(identity.tls.certificate, identity.tls.key)
    client.tls_set_context(context)

    def opened(_client: Client, _userdata: Any, sock: Any) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def connected_(
        client: Client,
        _userdata: Any,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        assert not reason.is_failure, reason
        if not subscriptions:
            ready.set()
            return
        options = SubscribeOptions(qos=1, noLocal=True)
        client.subscribe([(topic, options) for topic in subscriptions])

    client.on_socket_open = opened
    client.on_connect = connected_
    client.on_subscribe = lambda *_: ready.set()
    if on_message is not None:
        take = on_message
        client.on_message = lambda _client, _userdata, message: take(message)
    client.max_inflight_messages_set(1000)
    host, port = identity.relays[0]
    client.connect(host, port, keepalive=30, clean_start=True)
    client.loop_start()
    if not ready.wait(PATIENCE):
        raise TimeoutError("the floor's client did not connect")
    return client
