"""What commands ask about the codes by which a call is taken back at this PC."""

from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.verbs import Nothing, Verb
from desktop.services.adapters.keys.duress import TakeBackCodes


class Codes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``duress`` is for whoever is made to take it back."""

    code: str
    duress: str


class DuressVerbs:
    """Each method does one verb."""

    def __init__(self, running: RunningStation) -> None:
        self._codes = TakeBackCodes(running.home.take_back_file, monotonic=running.clock.monotonic)

    def verbs(self) -> dict[str, Verb[Any]]:
        """Each by its name."""
        return {
            "duress set": Verb(Codes, self._set),
            "duress off": Verb(Nothing, self._off),
            "duress status": Verb(Nothing, self._status),
        }

    def _set(self, said: Codes) -> dict[str, Any]:
        self._codes.set(said.code, said.duress)
        return {"is_set": True}

    def _off(self, _: Nothing) -> dict[str, Any]:
        self._codes.forget()
        return {"is_set": False}

    def _status(self, _: Nothing) -> dict[str, Any]:
        return {"is_set": self._codes.are_set}
