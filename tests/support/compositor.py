"""A Wayland compositor without a monitor, for tests that look at windows there: Weston."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from tests.support.workplace import wait_until

WIDE, HIGH = 1280, 800
DEADLINE_S = 20
_SOCKET = "countersign-test"


@dataclass(frozen=True, slots=True)
class Compositor:
    """A Wayland session of its own, of 1280 x 800; nobody's hands are on it."""

    folder: Path

    def environment(self) -> dict[str, str]:
        """This process's environment, changed so that a child's windows open here."""
        outer = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "XAUTHORITY"}}
        return {
            **outer,
            "XDG_RUNTIME_DIR": str(self.folder),
            "WAYLAND_DISPLAY": _SOCKET,
            "XDG_SESSION_TYPE": "wayland",
            "QT_QPA_PLATFORM": "wayland",
            "PULSE_SERVER": "",
        }

    def picture(self) -> QImage:
        """What is on its screen."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            subprocess.run(["weston-screenshooter"], cwd=folder, env=self.environment(), check=True)
            (file,) = Path(folder).glob("*.png")
            return QImage(str(file))


def missing_programs() -> list[str]:
    """Name what it needs and this machine has not."""
    return [name for name in ("weston", "weston-screenshooter") if shutil.which(name) is None]


@contextmanager
def compositor() -> Iterator[Compositor]:
    """Start Weston, and end it, by process, on leaving."""
    folder = Path(tempfile.mkdtemp(prefix="cs-wl-"))  # short: a socket's path has 107 characters
    made = Compositor(folder)
    command = ["weston", "--backend=headless-backend.so", "--use-pixman", f"--socket={_SOCKET}"]
    look = [f"--width={WIDE}", f"--height={HIGH}", "--idle-time=0", "--no-config"]
    process = subprocess.Popen(
        [*command, *look, "--debug"],  # with which anybody may take pictures
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until((folder / _SOCKET).exists, within=DEADLINE_S)
        yield made
    finally:
        process.terminate()
        process.wait(DEADLINE_S)
        shutil.rmtree(folder, ignore_errors=True)
