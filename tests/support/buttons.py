"""A button on a wall: an MQTT 3.1.1 client such as sits in a Shelly, a Tasmota or an ESPHome."""

import threading

from paho.mqtt.client import Client, ConnectFlags, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from tests.support.workplace import LOOPBACK, wait_until


class WallButton:
    """Connects with what was typed into its page. ``will`` is a topic on which its broker is to
    say that it went, as Tasmota asks for.
    """

    def __init__(self, port: int, *, user: str, password: str, topic: str, will: str = "") -> None:
        self.topic = topic
        self.refused = ""
        self._is_connected = threading.Event()
        self._client = client = Client(
            CallbackAPIVersion.VERSION2, client_id="shellybutton1-4A11BE", protocol=MQTTv311
        )
        client.username_pw_set(user, password)
        client.reconnect_delay_set(1, 1)
        client.on_connect = self._on_connect
        client.on_disconnect = lambda *_: self._is_connected.clear()
        if will:
            client.will_set(will, "Offline", qos=1, retain=True)
        client.connect(LOOPBACK, port, keepalive=30)
        client.loop_start()

    @property
    def is_connected(self) -> bool:
        return self._is_connected.is_set()

    def says(self, payload: str, *, topic: str = "", retained: bool = False) -> None:
        """It has said so once its broker has taken it."""
        said = self._client.publish(topic or self.topic, payload, qos=1, retain=retained)
        wait_until(said.is_published)

    def is_pressed(self) -> None:
        """As most do: something for going down, and again for coming up."""
        self.says('{"event":"S"}')
        self.says("")

    def is_unplugged(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _on_connect(
        self,
        _client: Client,
        _data: object,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            self.refused = str(reason)
        else:
            self._is_connected.set()
