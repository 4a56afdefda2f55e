"""What the settings need of a PC and of its station."""

from collections.abc import Mapping
from typing import Protocol

from desktop.domain.settings.layers import Said
from desktop.domain.settings.settings import Key


class Files(Protocol):
    """The files that settings are written in."""

    def read(self) -> tuple[Said, Said]:
        """What this PC's own says, and what its office's preset does."""

    def write(self, changes: Mapping[Key, object | None]) -> None:
        """Change this PC's own; raises ``SettingsNotSavedError``."""
