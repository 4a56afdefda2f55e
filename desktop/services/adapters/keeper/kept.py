"""The program's side of its keeper: it has one made, and says when it leaves on purpose."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from desktop.services.adapters.detached import DETACHED
from desktop.services.adapters.keeper.process import AGAIN, LEFT, pause_before

FROZEN_WORD = "--keeper"
"""In a bundle there is no interpreter that runs files: the program itself becomes the keeper."""
_STANDARD_INPUT, _STANDARD_OUTPUT = 0, 1


class Kept:
    """This program is started again should it end otherwise than by ``leave``.

    ``command`` is what the keeper then starts. ``is_kept``: a keeper started this program, whose
    standard input and output are pipes to it; they are taken away from everything else at once.
    A keeper that dies is replaced, so neither of the two can be lost while the other lives.
    """

    def __init__(self, command: Sequence[str], log: Path, *, is_kept: bool) -> None:
        self._command, self._log = list(command), log
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._keeper: subprocess.Popen[bytes] | None = None
        self._from_keeper: int | None = None
        self._to_keeper: int | None = None
        if is_kept:
            self._from_keeper = _taken_over(_STANDARD_INPUT, os.O_RDONLY)
            self._to_keeper = _taken_over(_STANDARD_OUTPUT, os.O_WRONLY)

    def start(self) -> None:
        """Have a keeper from now on. Returns at once; nothing is waited for."""
        threading.Thread(target=self._have_one, name="kept", daemon=True).start()

    def leave(self) -> None:
        """Say that this program ends on purpose and stays ended, if it has not said otherwise."""
        self._say(LEFT)

    def come_again(self) -> bool:
        """Say that this program ends to be started anew at once; whether anybody will do so."""
        self._make_one()
        return self._say(AGAIN)

    def _say(self, what: bytes) -> bool:
        """The first word counts; whether a keeper has it."""
        with self._lock:
            if self._is_over.is_set():
                return False
            self._is_over.set()
            is_told = False
            if self._to_keeper is not None:
                with contextlib.suppress(OSError):  # it died this moment
                    is_told = os.write(self._to_keeper, what) > 0
            if self._keeper is not None:
                # Python warns of a child that outlives its object; this one ends by itself.
                self._keeper.returncode = self._keeper.poll() or 0
            return is_told

    def _have_one(self) -> None:
        deaths = 0
        while not self._is_over.is_set():
            if self._from_keeper is None:
                self._make_one()
            self._wait_for_its_end()
            deaths += 1
            if self._is_over.wait(pause_before(deaths)):
                return

    def _make_one(self) -> None:
        with self._lock:
            if self._is_over.is_set() or self._to_keeper is not None:
                return
            try:
                keeper = _started([*_keeper(), str(self._log), *self._command])
            except OSError:
                return  # no process is to be had now: asked again after a pause
            assert keeper.stdin is not None
            assert keeper.stdout is not None
            self._keeper = keeper
            self._to_keeper, self._from_keeper = keeper.stdin.fileno(), keeper.stdout.fileno()

    def _wait_for_its_end(self) -> None:
        """A keeper writes nothing, so its pipe has something to read only when it breaks."""
        if self._from_keeper is None:
            return
        with contextlib.suppress(OSError):
            os.read(self._from_keeper, 1)
        with self._lock:
            if self._is_over.is_set():
                return
            ends = (self._from_keeper, self._to_keeper)
            self._from_keeper = self._to_keeper = None
            keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.communicate()  # closes both ends
            return
        for end in ends:
            if end is not None:
                os.close(end)


def _keeper() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_WORD]
    return [sys.executable, "-I", "-S", str(Path(__file__).with_name("process.py"))]


def _started(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        **DETACHED,
    )


def _taken_over(standard: int, way: int) -> int:
    """A descriptor of our own for what ``standard`` is, which leads nowhere from now on."""
    own = os.dup(standard)
    nowhere = os.open(os.devnull, way)
    os.dup2(nowhere, standard)
    os.close(nowhere)
    return own
