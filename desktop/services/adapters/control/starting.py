"""Starting a station without windows for a command that needs one."""

import json
import subprocess
import tempfile
import time
from collections.abc import Sequence
from typing import IO, Any

from desktop.domain.errors import DeskError
from desktop.services.adapters.control.client import (
    ControlClient,
    NoOwnerError,
    RefusedByOwnerError,
)
from desktop.services.adapters.detached import DETACHED
from desktop.services.adapters.home import Home

START_S = 30.0
_LOOK_AGAIN_S = 0.02
_RIVAL_S = 10.0


class OwnerNotStartedError(DeskError):
    """The station could not be started for this command."""

    code = "owner-not-started"
    advice = "Start it by hand to see what it says: countersign run --headless"


def connect_or_start(
    home: Home, command: Sequence[str], *, timeout: float = START_S
) -> ControlClient:
    """Reach the owner of ``home``; where there is none, run ``command`` and reach that.

    The started process is detached: it goes on after this one. Several callers at once end with
    one owner, for the losers of the home's lock leave and everybody asks the winner. Raises what
    ``command`` printed as its error (``--json``), or ``OwnerNotStartedError``.
    """
    try:
        return ControlClient.connect(home)
    except NoOwnerError:
        pass
    with tempfile.TemporaryFile() as complaints:
        process = _start_detached(command, complaints)
        try:
            return _wait_for(home, process, complaints, timeout)
        finally:
            _leave_behind(process)


def _wait_for(
    home: Home, process: "subprocess.Popen[bytes]", complaints: IO[bytes], timeout: float
) -> ControlClient:
    deadline = time.monotonic() + timeout
    has_ended = False
    while time.monotonic() < deadline:
        try:
            client = ControlClient.connect(home)
        except NoOwnerError:
            if not has_ended and process.poll() is not None:
                error = _said(complaints)
                if process.returncode != 0 and error.get("code") != "home-in-use":
                    raise _not_started(error) from None
                # Another start was quicker, or windows took its place: they answer any moment now.
                has_ended = True
                deadline = min(deadline, time.monotonic() + _RIVAL_S)
            time.sleep(_LOOK_AGAIN_S)
        else:
            return client
    if has_ended:
        raise OwnerNotStartedError("The station ended again at once.")
    raise OwnerNotStartedError(f"The station did not get ready within {timeout:g} s.")


def _start_detached(command: Sequence[str], complaints: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=complaints,
        **DETACHED,
    )


def _leave_behind(process: "subprocess.Popen[bytes]") -> None:
    """Python warns of a child that outlives its object; outliving is what this one is for."""
    process.returncode = process.poll() or 0


def _said(complaints: IO[bytes]) -> dict[str, Any]:
    complaints.seek(0)
    lines = complaints.read().decode("utf-8", "replace").strip().splitlines()
    for line in reversed(lines):
        try:
            error = json.loads(line)["error"]
        except (ValueError, KeyError, TypeError):
            continue
        if isinstance(error, dict):
            return error
    return {"message": lines[-1]} if lines else {}


def _not_started(error: dict[str, Any]) -> DeskError:
    if "code" in error:
        return RefusedByOwnerError(error)
    reason = error.get("message", "it ended without a word")
    return OwnerNotStartedError(f"The station could not be started: {reason}")
