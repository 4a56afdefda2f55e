"""The demo as a newcomer starts it: a process that starts others."""

import contextlib
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.support.childlogs import watch

DEADLINE_S = 120.0
RELAY_RUNS = "runs the relay"


class RunningDemo:
    """``countersign demo`` at work, with every process that was seen below it."""

    def __init__(self, *words: str, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "desktop", "demo", *words],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: list[str] = []
        self._fresh: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._seen: set[psutil.Process] = set()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._fresh.put(line)
        self._fresh.put(None)

    @property
    def printed(self) -> str:
        return "".join(self.lines)

    def wait_for_line(self, words: str) -> None:
        """Read on to the next line with ``words``; fail when it ends first, or says none."""
        assert self.says(words, within=DEADLINE_S), f"no “{words}” in time:\n{self.printed}"

    def says(self, words: str, *, within: float) -> bool:
        """Read on to the next line with ``words``; false when ``within`` seconds bring none."""
        deadline = time.monotonic() + within
        while True:
            try:
                line = self._fresh.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                return False
            assert line is not None, f"it ended without “{words}”:\n{self.printed}"
            self.lines.append(line)
            if words in line:
                return True

    def wait_for_end(self) -> int:
        """Return the exit code, with all that it printed read."""
        code = self.process.wait(DEADLINE_S)
        self._reader.join(DEADLINE_S)
        while (line := self._fresh.get()) is not None:
            self.lines.append(line)
        return code

    def look(self) -> list[str]:
        """Note the processes below it, and return their names."""
        with contextlib.suppress(psutil.NoSuchProcess):
            self._seen |= set(psutil.Process(self.process.pid).children(recursive=True))
        return [name for p in self._seen if (name := _name(p))]

    def survivors(self) -> list[str]:
        """What is still there of all that was seen."""
        return [f"{p.pid} {_name(p)}" for p in self._seen if p.is_running() and _name(p)]

    def actors(self) -> list[psutil.Process]:
        """The processes of the stations."""
        return [p for p in self._seen if "desktop.demo.actor" in _command(p)]

    def close(self) -> None:
        """End what a failed test left."""
        self.look()
        for process in (*self._seen, psutil.Process(self.process.pid)):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait(DEADLINE_S)
        self._reader.join(DEADLINE_S)
        assert self.process.stdout is not None
        self.process.stdout.close()


def _name(process: psutil.Process) -> str:
    """Its name; none where it has ended and only waits for somebody to ask how."""
    try:
        return "" if process.status() == psutil.STATUS_ZOMBIE else str(process.name())
    except psutil.NoSuchProcess:
        return ""


def _command(process: psutil.Process) -> list[str]:
    try:
        words: list[str] = process.cmdline()
    except psutil.NoSuchProcess:  # or a zombie, which psutil counts as one
        return []
    return words


@contextmanager
def running_demo(
    *words: str, scratch: Path, environment: Mapping[str, str] | None = None
) -> Iterator[RunningDemo]:
    """Start the demo; what it makes for itself lies below ``scratch``."""
    scratch.mkdir(exist_ok=True)
    if "--out" in words:
        watch(Path(words[words.index("--out") + 1]) / "log")
    before = os.environ if environment is None else environment
    demo = RunningDemo(*words, environment={**before, "TMPDIR": str(scratch)})
    try:
        yield demo
    finally:
        if demo.process.poll() is None or demo.survivors():
            demo.close()
        elif demo.process.stdout is not None:
            demo.process.stdout.close()


def short_scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder with a name short enough for the sockets in it."""
    return tempfile.TemporaryDirectory(prefix="demo-")


def wait_until(is_so: Callable[[], object], within: float = 15.0) -> None:
    """Return once it is so; fail when it is not in time."""
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
