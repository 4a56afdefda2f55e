"""The Mosquitto that a station runs for its buttons, and who is connected to it."""

import os
import re
import secrets
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock

from desktop.domain.errors import DeskError
from desktop.services.adapters.mosquitto.buttons_config import (
    ACL,
    PASSWORDS,
    STATION,
    ButtonAccess,
    hash_password,
    new_salt,
    render_acl,
    render_config,
    render_passwords,
)
from desktop.services.adapters.mosquitto.process import KeptMosquitto, ignore, ignore_failure

_CAME = re.compile(r"New client connected from \S+ as (\S+) \(.*, u'([^']+)'\)\.")
_WENT = re.compile(
    r"Client (\S+) (?:disconnected|closed its connection"
    r"|has exceeded timeout, disconnecting)(?:: [\w ]+)?\."
)
_REFUSED = "not authorised"
"""Said of whoever came with a wrong password, under the name that they claim to have."""


class ButtonsBroker(KeptMosquitto):
    """Runs one Mosquitto that lets buttons say that they were pressed, and nothing else.

    ``station`` is the name and the password with which the station may listen, on the loopback
    port; the password is new in each run.
    """

    NAME = "buttons"

    def __init__(
        self,
        *,
        folder: Path,
        port: int,
        bind: str | None,
        on_restart: Callable[[], None] = ignore,
        on_failure: Callable[[DeskError], None] = ignore_failure,
    ) -> None:
        super().__init__(
            folder=folder, port=port, bind=bind, on_restart=on_restart, on_failure=on_failure
        )
        self._password = secrets.token_urlsafe(24)
        self._present: set[str] = set()
        self._knowing = Lock()

    @property
    def station(self) -> tuple[str, str]:
        return STATION, self._password

    @property
    def connected(self) -> frozenset[str]:
        """The names of the buttons that are connected now."""
        with self._knowing:
            return frozenset(self._present)

    def start(self, buttons: Iterable[ButtonAccess]) -> None:
        """Start it and return when it answers; raises as ``MosquittoRelay.start`` does."""
        self.stop()
        self._admit(buttons)
        self._start()

    def admit(self, buttons: Iterable[ButtonAccess]) -> None:
        """Let these in from now on, and no others. Raises ``RelayFolderError``."""
        if self._admit(buttons):
            self.renew()
        else:
            self._reload()

    def _admit(self, buttons: Iterable[ButtonAccess]) -> bool:
        buttons = tuple(buttons)
        hashed = hash_password(self._password, new_salt(os.urandom(64)))
        moved = self._folder.put(PASSWORDS, render_passwords(buttons, hashed).encode())
        moved |= self._folder.put(ACL, render_acl(buttons).encode())
        return moved

    def _config(self) -> bytes:
        with self._knowing:
            self._present.clear()  # a new one, to which nobody is connected yet
        return render_config(
            port=self._port,
            bind=self._bind,
            loopback_port=self._loopback_port,
            as_root=sys.platform != "win32" and os.geteuid() == 0,
        ).encode()

    def _hears(self, line: str) -> None:
        came, went = _CAME.search(line), _WENT.search(line)
        with self._knowing:
            if came is not None and came[2] != STATION:
                self._present.add(came[2])
            elif went is not None and _REFUSED not in line:
                self._present.discard(went[1])
