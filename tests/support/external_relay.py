"""Mosquitto run from a relay kit, as the administrator of another machine would start it."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.services.adapters.mosquitto.finding import find_mosquitto
from desktop.services.adapters.relay_kit import INSTALLED_AT
from tests.support.relay import until

LOOPBACK = "127.0.0.1"


@contextmanager
def external_relay(kit: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run the kit's broker until the end of the block, but for where its folder lies."""
    for name in ("mosquitto.conf", "acl"):
        file = kit / name
        file.write_text(file.read_text().replace(INSTALLED_AT, str(kit)))
    with (kit / "mosquitto.conf").open("a") as config:
        config.write("\nuser root\n" if _is_root() else "\n")
    broker = subprocess.Popen(
        [str(find_mosquitto()), "-c", str(kit / "mosquitto.conf")], stderr=subprocess.DEVNULL
    )
    try:
        until(lambda: _listens(port))
        yield broker
    finally:
        broker.terminate()
        broker.wait(10)


def _is_root() -> bool:
    return hasattr(os, "getuid") and os.getuid() == 0


def _listens(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), 1).close()
    except OSError:
        return False
    return True
