"""A desktop's keyring without a desktop: GNOME's, on a session bus of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.workplace import wait_until

DEADLINE_S = 20
_NAME = "org.freedesktop.secrets"


@dataclass(frozen=True, slots=True)
class SecretService:
    """A session bus whose secrets GNOME's keyring keeps in ``folder``."""

    folder: Path

    def environment(self) -> dict[str, str]:
        """What a program there is told of it; nobody can be asked for a password, for there is no
        screen.
        """
        return {
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.folder}/bus",
            "XDG_RUNTIME_DIR": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "DISPLAY": "",
            "WAYLAND_DISPLAY": "",
        }

    @contextmanager
    def ring(self, *, password: str | None) -> Iterator[None]:
        """The keyring at work, opened by ``password``, or locked without one."""
        command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
        if password is not None:
            command.append("--unlock")
        with _running(command, self.environment(), told=password or "") as process:
            wait_until(self._has_ring, within=DEADLINE_S)
            assert process.poll() is None
            yield

    def _has_ring(self) -> bool:
        asked = subprocess.run(
            [
                *("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus"),
                *("/", "org.freedesktop.DBus.NameHasOwner", f"string:{_NAME}"),
            ],
            env={**os.environ, **self.environment()},
            capture_output=True,
            check=False,
        )
        return b"boolean true" in asked.stdout


def missing_programs() -> list[str]:
    """Name what it needs and this machine has not."""
    needed = ("dbus-daemon", "dbus-send", "gnome-keyring-daemon")
    return [name for name in needed if shutil.which(name) is None]


@contextmanager
def secret_service() -> Iterator[SecretService]:
    """Start a session bus, and end it, by process, on leaving."""
    folder = Path(tempfile.mkdtemp(prefix="cs-ring-"))  # short: a socket's path has 107 characters
    made = SecretService(folder)
    address = f"--address=unix:path={folder}/bus"
    with ExitStack() as owned:
        owned.callback(shutil.rmtree, folder, ignore_errors=True)
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", address]
        owned.enter_context(_running(command, made.environment()))
        wait_until((folder / "bus").exists, within=DEADLINE_S)
        yield made


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], told: str = ""
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    with process.stdin as stdin:
        stdin.write(told.encode())
    try:
        yield process
    finally:
        process.terminate()
        process.wait(DEADLINE_S)
