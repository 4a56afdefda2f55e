"""A button on a wall: an MQTT 3.1.1 client such as sits in a Shelly, a Tasmota or an ESPHome.

And another program's broker, to which such a button may talk instead of to a station's own.
"""

import getpass
import socket
import subprocess
import threading
from pathlib import Path

from paho.mqtt.client import Client, ConnectFlags, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from desktop.services.adapters.mosquitto.buttons_config import hash_password
from desktop.services.adapters.mosquitto.finding import find_mosquitto
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


class ForeignBroker:
    """Another program's broker, such as a home automation's: it keeps what it is asked to keep."""

    def __init__(self, folder: Path, port: int) -> None:
        folder.mkdir()
        self.port = port
        self._config = folder / "mosquitto.conf"
        salt = b"0123456789ab"
        users = {"z2m": "button", "countersign": "listens"}
        (folder / "passwords").write_text(
            "".join(f"{user}:{hash_password(word, salt)}\n" for user, word in users.items())
        )
        (folder / "passwords").chmod(0o600)
        self._config.write_text(
            f"listener {port} {LOOPBACK}\nallow_anonymous false\npassword_file passwords\n"
            f"user {getpass.getuser()}\npersistence false\n"
        )
        self._process: subprocess.Popen[bytes] | None = None

    def runs(self) -> None:
        self._process = subprocess.Popen(
            [str(find_mosquitto()), "-c", self._config.name],
            cwd=self._config.parent,
            stderr=subprocess.DEVNULL,
        )
        wait_until(self._answers)

    def is_killed(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            socket.create_connection((LOOPBACK, self.port)).close()
        except OSError:
            return False
        return True
