"""Where a PC's settings are written, and what they say."""

import os
from collections.abc import Mapping
from pathlib import Path

from desktop.domain.settings.layers import Said
from desktop.domain.settings.settings import Key
from desktop.services.adapters.folders import machine_wide_folder
from desktop.services.adapters.home import Home

PRESET = "preset.toml"
PRESET_VARIABLE = "COUNTERSIGN_PRESET"
"""Names another file, so that one PC can play several offices."""


class SettingsFiles:
    """This PC's own file, in its home, and the one that whoever looks after all PCs puts on it."""

    def __init__(self, home: Home) -> None:
        self.own = home.settings_file
        self.preset = preset_file()

    def read(self) -> tuple[Said, Said]:
        """What both say now, this PC's own first. Most PCs have neither, and read no TOML."""
        if not self.own.exists() and not self.preset.exists():
            return Said(), Said()
        from desktop.services.adapters.settings.reading import read_own, read_preset

        return read_own(self.own), read_preset(self.preset)

    def write(self, changes: Mapping[Key, object | None]) -> None:
        """Say ``changes`` in this PC's own; raises ``SettingsNotSavedError``."""
        from desktop.services.adapters.settings.writing import write_settings

        write_settings(self.own, changes)


def preset_file() -> Path:
    """``preset.toml`` in the folder for the whole PC, whichever home its stations have."""
    named = os.environ.get(PRESET_VARIABLE)
    return Path(named) if named else machine_wide_folder() / PRESET
