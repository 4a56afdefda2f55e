"""A counter's real program with windows, and its keeper."""

from pathlib import Path

import psutil

from desktop.services.adapters.control.client import (
    ControlClient,
    NoOwnerError,
    OwnerSilentError,
    RefusedByOwnerError,
)
from desktop.services.adapters.home import Home


def is_armed(home: Path, pid: int | None = None) -> bool:
    """Its commands are answered, and it is connected to the relay."""
    try:
        with ControlClient.connect(Home(home)) as client:
            status = client.ask("status")
    except (NoOwnerError, OwnerSilentError, RefusedByOwnerError):
        return False
    return bool(status["windows"] and status["relays_up"] and pid in {None, status["pid"]})


def keeper_of(pid: int) -> psutil.Process | None:
    """Its keeper: its child, or what started it."""
    program = psutil.Process(pid)
    found = [p for p in (*program.children(), *program.parents()) if _is_keeper(p)]
    return found[0] if found else None


def _is_keeper(process: psutil.Process) -> bool:
    try:
        return any(Path(word).name == "process.py" for word in process.cmdline())
    except psutil.NoSuchProcess:  # it has just ended, a zombie too
        return False


def allowed(seconds: float, *, plain_start: float) -> float:
    """``seconds``; on a PC so busy that a start by hand takes longer than half of it, more."""
    return max(seconds, 2 * plain_start)
