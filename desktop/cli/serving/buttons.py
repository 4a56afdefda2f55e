"""Buttons, as commands adopt, look at, try and remove them."""

from concurrent.futures import TimeoutError as NotInTimeError
from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.shapes import moment, of_button
from desktop.cli.serving.verbs import Nothing, Verb, settled
from desktop.domain.alerts.facts import Kind
from desktop.domain.buttons import Button, ButtonStanding, UnknownButtonError
from desktop.domain.plain_text import plain


class Adopt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``button adopt`` says; without a ``broker`` the station runs one of its own."""

    name: str
    kind: Kind
    place: str = ""
    broker: str = ""
    user: str = ""
    password: str = ""
    topic: str = ""
    payloads: tuple[str, ...] = ()
    sleeps: bool = False


class Which(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A button by its name."""

    name: str


class Try(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For how long its next press is to be shown only."""

    seconds: float


class ButtonVerbs:
    """Everything that ``countersign button`` asks of the station."""

    def __init__(self, running: RunningStation) -> None:
        self._running = running

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "button adopt": Verb(Adopt, self._adopt),
            "button list": Verb(Nothing, self._list),
            "button test": Verb(Try, self._test),
            "button remove": Verb(Which, self._remove),
        }

    def _adopt(self, said: Adopt) -> dict[str, Any]:
        button = Button(
            name=plain(said.name).strip(),
            kind=said.kind,
            place=plain(said.place).strip(),
            broker=said.broker,
            user=said.user,
            topic=said.topic,
            payloads=said.payloads,
            sleeps=said.sleeps,
        )
        adopted = settled(self._running.late.buttoning().adopt(button, said.password))
        return {
            "button": self._shape(adopted.button.name),
            "addresses": [{"host": host, "port": port} for host, port in adopted.addresses],
            "user": adopted.button.user,
            "password": None if adopted.button.broker else adopted.password,
        }

    def _list(self, _: Nothing) -> dict[str, Any]:
        return {"buttons": [of_button(one) for one in self._standings()]}

    def _test(self, said: Try) -> dict[str, Any]:
        self._require_any(said.name)
        buttoning = self._running.late.buttoning()
        button, shown = settled(buttoning.show_next(said.name, said.seconds))
        try:
            tried = shown.result(said.seconds)
        except NotInTimeError:
            tried = None
        finally:
            buttoning.call_again(button)
        return {
            "button": self._shape(button.name),
            "came": tried is not None,
            "at": moment(tried.at) if tried else None,
            "payload": tried.payload.decode(errors="replace")[:_SHOWN] if tried else None,
        }

    def _remove(self, said: Which) -> dict[str, Any]:
        self._require_any(said.name)
        removed = settled(self._running.late.buttoning().remove(said.name))
        return {"removed": removed.name}

    def _standings(self) -> tuple[ButtonStanding, ...]:
        """Where no button was adopted, nothing is opened to say so."""
        if not self._running.home.buttons_file.exists():
            return ()
        return settled(self._running.late.buttoning().opened())

    def _require_any(self, name: str) -> None:
        if not self._running.home.buttons_file.exists():
            raise UnknownButtonError("No button of this station is called “{name}”.", name=name)

    def _shape(self, name: str) -> dict[str, Any]:
        return next(of_button(one) for one in self._standings() if one.button.name == name)


_SHOWN = 500
