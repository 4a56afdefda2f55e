"""What the Mosquitto for a station's buttons is told: who may come, and who may say what.

Pure text, as with the relay's. A button speaks MQTT 3.1.1 with a name and a password, for that is
what buttons can; none of it reaches the site's relays.
"""

import base64
import hashlib
from collections.abc import Iterable

import msgspec

STATION = "station"
"""The name under which the station itself listens, from this PC alone."""
ACL, PASSWORDS = "acl", "passwords"
CONNECTIONS, LOOPBACK_CONNECTIONS = 200, 20
MAX_PACKET_BYTES = 16 * 1024
"""What a button says fits in a hundredth of it."""

_SALT_BYTES, _ROUNDS = 12, 101
"""As ``mosquitto_passwd`` has them. What is guarded is 80 random bits, so more rounds guard nothing
and the broker would hash on the thread that carries presses."""


class ButtonAccess(msgspec.Struct, frozen=True):
    """One name that may come: ``password_hash`` is as ``password_line`` wants it."""

    user: str
    topic: str
    password_hash: str


def hash_password(password: str, salt: bytes) -> str:
    """``password`` as Mosquitto keeps it."""
    assert len(salt) == _SALT_BYTES
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, _ROUNDS)
    return f"$7${_ROUNDS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def new_salt(random_bytes: bytes) -> bytes:
    """As many of them as a password takes."""
    return random_bytes[:_SALT_BYTES]


def render_passwords(buttons: Iterable[ButtonAccess], station_hash: str) -> str:
    """The password file."""
    users = [(STATION, station_hash), *((one.user, one.password_hash) for one in buttons)]
    return "".join(f"{user}:{hashed}\n" for user, hashed in users)


def render_acl(buttons: Iterable[ButtonAccess]) -> str:
    """Each button writes its own topic and reads nothing; the station reads, and writes nothing."""
    buttons = tuple(buttons)
    lines = [f"user {STATION}", *(f"topic read {one.topic}" for one in buttons)]
    for one in buttons:
        if not one.topic.isprintable() or not one.user.isprintable():
            raise ValueError(f"{one.topic!r} would write access rules")
        lines += ["", f"user {one.user}", f"topic write {one.topic}"]
    return "\n".join(lines) + "\n"


def render_config(*, port: int, bind: str | None, loopback_port: int, as_root: bool) -> str:
    """``mosquitto.conf`` with one listener for the buttons and one for this PC alone."""
    lines = [
        "persistence false",  # a press that waited for a restart would be nobody's any more
        "allow_anonymous false",
        f"password_file {PASSWORDS}",
        f"acl_file {ACL}",
        "set_tcp_nodelay true",
        f"max_packet_size {MAX_PACKET_BYTES}",
        "max_inflight_messages 20",
        "max_queued_messages 100",
        "sys_interval 0",
        "log_dest stderr",
        "log_timestamp false",
        "connection_messages true",
        *(f"log_type {kind}" for kind in ("error", "warning", "notice")),
    ]
    if as_root:  # else it changes to an account that may not read the passwords
        lines.append("user root")
    buttons = f"listener {port} {bind}" if bind else f"listener {port}"
    for listener, connections in (
        (buttons, CONNECTIONS),
        # Last, so that whoever reaches it knows that both are open.
        (f"listener {loopback_port} 127.0.0.1", LOOPBACK_CONNECTIONS),
    ):
        lines += [
            "",
            listener,
            f"max_connections {connections}",
            # A button is its name: whoever comes with it again takes the place of the one before,
            # and what the log says of connections is said of names.
            "use_username_as_clientid true",
        ]
    return "\n".join(lines) + "\n"
