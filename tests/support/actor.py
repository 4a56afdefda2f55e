"""A window in a process of its own, on the virtual screen."""

import subprocess
import sys
from threading import Thread

from tests.support.display import Display
from tests.support.workplace import wait_until

DEADLINE_S = 30


class Actor:
    """A process with a window, and what it said."""

    def __init__(self, display: Display, part: str, *words: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.stage", part, *words],
            env=display.environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(line.strip())

    def waits_to_say(self, what: str) -> str:
        """The first line that begins with ``what``."""
        wait_until(lambda: any(line.startswith(what) for line in self.said), within=DEADLINE_S)
        return next(line for line in self.said if line.startswith(what))

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(DEADLINE_S)
        self._reader.join(DEADLINE_S)
        if self._process.stdout is not None:
            self._process.stdout.close()
