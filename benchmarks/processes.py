"""The other ends of a benchmark: child processes that take and give one JSON object a line.

A child ends when its standard input does, so none outlives the benchmark, however it ends.
"""

import json
import os
import queue
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0
"""Seconds after which a silent end has failed; no wait is a measurement."""


class EndFailedError(Exception):
    """A child process ended or fell silent."""


class End:
    """One child process, ``python -m benchmarks.ends.MODULE ARGUMENTS``.

    ``nice`` lowers its priority: for what would run on another PC in an office.
    """

    def __init__(
        self,
        module: str,
        *arguments: str,
        nice: int = 0,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        command = [sys.executable, "-m", f"benchmarks.ends.{module}", *arguments]
        if nice and sys.platform != "win32":
            command = ["nice", "-n", str(nice), *command]
        self.name = module
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self._heard: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def tell(self, **what: object) -> None:
        """Send it one object."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise EndFailedError(f"{self.name} has ended") from None

    def hear(self, within: float = PATIENCE) -> dict[str, Any]:
        """The next object it says."""
        try:
            said = self._heard.get(timeout=within)
        except queue.Empty:
            raise EndFailedError(f"{self.name} said nothing within {within} s") from None
        if said is None:
            raise EndFailedError(f"{self.name} ended with code {self._process.wait()}")
        return said

    def ask(self, within: float = PATIENCE, **what: object) -> dict[str, Any]:
        """Send it one object and return its answer."""
        self.tell(**what)
        return self.hear(within)

    def kill(self) -> float:
        """End it at once, as a power cut would; returns when that was."""
        self._process.kill()
        at = monotonic()
        self._process.wait()
        return at

    def close(self) -> None:
        """Let it end, and see to it that it does."""
        with suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()
        self._reader.join(5)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._heard.put(json.loads(line))
        self._heard.put(None)


# What the child itself uses.


def commands() -> Iterator[dict[str, Any]]:
    """What the benchmark tells this process, until it is to end."""
    for line in sys.stdin:
        yield json.loads(line)


def say(**what: object) -> None:
    """Tell the benchmark."""
    print(json.dumps(what), flush=True)
