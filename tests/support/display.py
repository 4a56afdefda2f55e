"""A virtual screen with a window manager, for tests that look at real windows."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.support.monitors import HIGH, WIDE, monitors_of

DEADLINE_S = 20


@dataclass(frozen=True, slots=True)
class Display:
    """An X screen of its own, 1920 x 1080."""

    name: str

    def environment(self) -> dict[str, str]:
        """Return this process's environment, changed so that a child's windows open here."""
        outer = {k: v for k, v in os.environ.items() if k not in {"WAYLAND_DISPLAY", "XAUTHORITY"}}
        here = {"DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb", "XDG_SESSION_TYPE": "x11"}
        return {**outer, **here}


def missing_programs() -> list[str]:
    """Name the programs a virtual screen needs that are not on this machine."""
    return [name for name in ("Xvfb", "openbox", "xprop") if shutil.which(name) is None]


@contextmanager
def virtual_display(*, monitors: int = 1) -> Iterator[Display]:
    """Start Xvfb and openbox on a free display, and end both, by process, on leaving. Of two
    ``monitors`` the right one stands beside the left one.
    """
    read_end, write_end = os.pipe()
    size = ["-screen", "0", f"{WIDE * monitors}x{HIGH}x24"]
    # Left to itself, Xvfb resets when its last client leaves. The first xprop can be that client,
    # and an openbox that connects during the reset is thrown out.
    quiet = ["-nolisten", "tcp", "-noreset"]
    xvfb = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), *size, *quiet],
        pass_fds=[write_end],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as number:
            # Xvfb picks a free number itself and writes it once it listens.
            line = number.readline().strip()
        if not line:
            raise RuntimeError(f"Xvfb ended with code {xvfb.wait(DEADLINE_S)} before it listened")
        display = Display(f":{line}")
        if monitors == 2:
            with monitors_of(display.name) as plugs:
                plugs.split_in_two()
        with _window_manager(display):
            yield display
    finally:
        _end(xvfb)


@contextmanager
def _window_manager(display: Display) -> Iterator[None]:
    openbox = subprocess.Popen(
        ["openbox", "--sm-disable"],
        env=display.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_managed(display)
        yield
    finally:
        _end(openbox)


def _wait_until_managed(display: Display) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        asked = subprocess.run(
            ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
            env=display.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if "window id" in asked.stdout:
            return
        time.sleep(0.02)
    raise RuntimeError(f"no window manager answered on {display.name}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(DEADLINE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
