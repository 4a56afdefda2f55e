"""Settings as commands print and read them: every value as one would write it."""

import tomllib
from typing import Any

from desktop.domain.alerts.escalation import PATIENCE
from desktop.domain.alerts.facts import Kind
from desktop.domain.settings.layers import InForce
from desktop.domain.settings.settings import (
    ESCALATION,
    HOTKEYS,
    SETTINGS,
    Key,
    setting_of,
    table_of,
)
from desktop.services.adapters.control.server import as_error
from desktop.services.adapters.settings.files import SettingsFiles


def of_in_force(in_force: InForce, files: SettingsFiles) -> dict[str, Any]:
    """The shape of ``settings show``."""
    return {
        "file": str(files.own),
        "preset_file": str(files.preset),
        "settings": [of_setting(key, in_force) for key in SETTINGS],
        "faults": [as_error(fault) for fault in in_force.faults],
    }


def of_setting(key: Key, in_force: InForce) -> dict[str, Any]:
    """One setting as it stands."""
    setting = setting_of(key)
    return {
        "key": key,
        "value": _value(key, in_force),
        "from": in_force.source_of(key).value,
        "fixed": key in in_force.fixed,
        "site_wide": setting.is_site_wide,
        "holds_at_once": setting.holds_at_once,
    }


def written(value: object) -> str:
    """A value as ``settings set`` takes it; "" where there is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple) and len(value) < 2 and all(isinstance(one, str) for one in value):
        return "".join(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{one}"' for one in value) + "]"
    return "" if value is None else str(value)


def read_value(text: str) -> object:
    """What somebody wrote: a number, ``true``, ``false``, a list; everything else is text."""
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except (tomllib.TOMLDecodeError, KeyError):
        return text
    is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return value if is_list or isinstance(value, bool | int | float | str) else text


def _value(key: Key, in_force: InForce) -> str:
    value = in_force.value_of(key)
    if value is None and table_of(key) == HOTKEYS:
        from desktop.domain.hotkeys import DEFAULTS
        from desktop.domain.settings.keys import action_of

        usual = DEFAULTS.get(action_of(key))
        return str(usual) if usual is not None else ""
    if value is None and table_of(key) == ESCALATION:
        kind, _, stage = key.partition(".")[2].partition("_")
        return written(getattr(PATIENCE[Kind(kind)], stage))
    return written(value)
