"""A Mac's agents of one account: launchd starts them at login.

Written from Apple's documentation, not run yet.
"""

import plistlib
from pathlib import Path
from typing import Any

from desktop.domain.autostart import Standing, TurnedOffBySystemError
from desktop.services.adapters.autostart.program import standing_of
from desktop.services.adapters.autostart.writing import removed, written

EVERYONES = Path("/Library/LaunchAgents")
LABEL = "org.countersign.station"


class LaunchAgent:
    """See ``Autostart``. launchd keeps nothing alive here: a keeper does, on every system alike."""

    def __init__(self, command: tuple[str, ...], folder: Path, everyones: Path) -> None:
        self._command = command
        self._file = folder / f"{LABEL}.plist"
        self._everyones = everyones / self._file.name
        self.place = str(self._file)

    def standing(self) -> Standing:
        said = _said_in(self._file) or _said_in(self._everyones)
        words = said.get("ProgramArguments", [])
        noted = tuple(str(word) for word in words) if isinstance(words, list) else ()
        found = standing_of(noted, self._command)
        if found.is_on and (said.get("Disabled") or not said.get("RunAtLoad")):
            return Standing(starts=noted, why_not=TurnedOffBySystemError())
        return found

    def turn_on(self) -> None:
        agent = {
            "Label": LABEL,
            "ProgramArguments": list(self._command),
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",  # where there are windows
            "ProcessType": "Interactive",
        }
        written(self._file, plistlib.dumps(agent))

    def turn_off(self) -> None:
        removed(self._file)


def _said_in(file: Path) -> dict[str, Any]:
    try:
        said = plistlib.loads(file.read_bytes())
    except (OSError, ValueError, plistlib.InvalidFileException):
        return {}
    return said if isinstance(said, dict) else {}
