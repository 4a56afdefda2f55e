"""What the settings need of a PC and of its station."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Protocol

from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.domain.settings.layers import Said
from desktop.domain.settings.settings import Key


class Files(Protocol):
    """The files that settings are written in."""

    def read(self) -> tuple[Said, Said]:
        """What this PC's own says, and what its office's preset does."""

    def write(self, changes: Mapping[Key, object | None]) -> None:
        """Change this PC's own; raises ``SettingsNotSavedError``."""


class Site(Protocol):
    """The station, as its settings need it."""

    @property
    def device(self) -> DeviceId: ...
    @property
    def roster(self) -> Roster: ...
    def watch_notices(self, listener: Callable[[Event, Fact], None]) -> None: ...
    def watch_roster(self, listener: Callable[[Roster], None]) -> None: ...
    def publish(self, fact: Fact) -> "Future[Event]": ...
