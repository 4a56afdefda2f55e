"""One command at work: which home it is about, and how it reaches the station there."""

import sys
import time
from typing import Any

from desktop.cli.output import Output
from desktop.domain.errors import DeskError
from desktop.services.adapters import sharing
from desktop.services.adapters.control.client import (
    ANSWER_S,
    ControlClient,
    NoOwnerError,
    OwnerSilentError,
    RefusedByOwnerError,
)
from desktop.services.adapters.home import Home

ENDING = "station-ending"
"""What a station answers that is about to be gone."""
ENDS_WITHIN_S = 30.0
_LOOK_AGAIN_S = 0.05


class NoStationError(DeskError):
    """No station lives in this data folder yet."""

    code = "no-station"
    advice = "Make one with `countersign site create` or `countersign site join`, or pass --home."


class Session:
    """What every command is given. ``known_home`` is ``None`` until a command asks for one."""

    def __init__(self, home: Home | None, output: Output) -> None:
        self.known_home = home
        if home is not None:
            sharing.begin(home.path)
        self.output = output

    @property
    def home(self) -> Home:
        """The data folder that was named, or this PC's own."""
        if self.known_home is None:
            self.known_home = Home.default()
            sharing.begin(self.known_home.path)
        return self.known_home

    def ask(self, verb: str, timeout: float = ANSWER_S, **args: Any) -> dict[str, Any]:
        """Have this home's station do ``verb``; start it without windows where none runs.

        Raises what the station refused with, ``NoStationError``, or what kept it from starting.
        """
        while True:
            try:
                with self._reach() as client:
                    return client.ask(verb, args, timeout=timeout)
            except RefusedByOwnerError as refusal:
                if refusal.code != ENDING:
                    raise
                self.wait_until_gone()

    def wait_until_gone(self) -> None:
        """Wait until nobody owns this home any more; raises ``OwnerSilentError``."""
        deadline = time.monotonic() + ENDS_WITHIN_S
        while True:
            try:
                ControlClient.connect(self.home).close()
            except NoOwnerError:
                return
            if time.monotonic() > deadline:
                raise OwnerSilentError(f"The station has not ended within {ENDS_WITHIN_S:g} s.")
            time.sleep(_LOOK_AGAIN_S)

    def ask_running(self, verb: str, timeout: float = ANSWER_S, **args: Any) -> dict[str, Any]:
        """As ``ask``, but raises ``NoOwnerError`` where no station runs."""
        with ControlClient.connect(self.home) as client:
            return client.ask(verb, args, timeout=timeout)

    def _reach(self) -> ControlClient:
        try:
            return ControlClient.connect(self.home)
        except NoOwnerError:
            if not self.home.has_identity:
                raise NoStationError(f"There is no station in {self.home.path} yet.") from None
        from desktop.services.adapters.control.starting import connect_or_start

        self.output.aside("Starting the station without windows.")
        return connect_or_start(self.home, self.command("run", "--headless", "--on-demand"))

    def command(self, *words: str) -> list[str]:
        """The command line that runs ``words`` on this home in a process of its own."""
        itself = [sys.executable] if getattr(sys, "frozen", False) else _INTERPRETED
        return [*itself, "--home", str(self.home.path.resolve()), "--json", *words]


_INTERPRETED = [sys.executable, "-m", "desktop"]
