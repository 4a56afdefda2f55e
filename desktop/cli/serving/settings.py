"""The settings, as commands see and change them."""

from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.verbs import Nothing, Verb, settled
from desktop.cli.settings_shapes import of_in_force, of_setting, written
from desktop.domain.errors import DeskError
from desktop.services.adapters.settings.files import SettingsFiles


class Set(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which setting, and its value; ``None`` takes back what was said."""

    key: str
    value: bool | int | float | str | list[str] | None = None


class Preset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """As ``Set``, for all PCs of the site."""

    key: str
    value: bool | int | float | str | list[str] | None = None


class NoWindowsError(DeskError):
    """This station runs without windows, so it has no settings to open."""

    code = "no-windows"
    advice = "Open its windows with: countersign"


class SettingsVerbs:
    """What ``countersign settings`` asks of the station."""

    def __init__(self, running: RunningStation) -> None:
        self._running = running

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "settings show": Verb(Nothing, self._show),
            "settings set": Verb(Set, self._set),
            "settings preset": Verb(Preset, self._preset),
            "settings open": Verb(Nothing, self._open),
        }

    def _show(self, _: Nothing) -> dict[str, Any]:
        running = self._running
        return of_in_force(running.preferences.in_force, SettingsFiles(running.home))

    def _set(self, said: Set) -> dict[str, Any]:
        in_force = settled(self._running.preferences.change(said.key, said.value))
        return of_setting(said.key, in_force)

    def _preset(self, said: Preset) -> dict[str, Any]:
        person = self._running.station.board.me.person
        value = tuple(said.value) if isinstance(said.value, list) else said.value
        settled(self._running.preferences.preset(said.key, value, author=person))
        return {"key": said.key, "value": written(value), "cleared": value is None}

    def _open(self, _: Nothing) -> dict[str, Any]:
        if self._running.open_settings is None:
            raise NoWindowsError
        self._running.open_settings()
        return {"opened": True}
