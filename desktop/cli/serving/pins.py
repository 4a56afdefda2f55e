"""What commands ask about the PINs of this PC."""

from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.verbs import Verb


class Forget(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``person`` as they are called on this PC."""

    person: str


class PinVerbs:
    """Each method does one verb."""

    def __init__(self, running: RunningStation) -> None:
        self._running = running

    def verbs(self) -> dict[str, Verb[Any]]:
        """Each by its name."""
        return {"pin forget": Verb(Forget, self._forget)}

    def _forget(self, said: Forget) -> dict[str, Any]:
        self._running.late.reporting().pins.forget(said.person)
        return {"person": said.person, "forgotten": True}
