"""Backups, as far as the site is to know of them."""

from functools import cached_property
from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.boards import Boards
from desktop.cli.serving.verbs import Verb, settled
from desktop.domain.backup.facts import BackupMade
from desktop.domain.errors import RefusedError
from desktop.services.backup.backups import Backups


class Made(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of ``size`` bytes was made of this home."""

    size: int


class NotNotedError(RefusedError):
    """This station may not say that a backup was made."""

    code = "backup-not-noted"
    advice = "Make one at a supervisor's desk that belongs to the site."


class BackupVerbs:
    """Everything that ``countersign backup`` asks of the station."""

    def __init__(self, running: RunningStation, boards: Boards) -> None:
        self._running = running
        self._boards = boards

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {"backup made": Verb(Made, self._made)}

    def _made(self, said: Made) -> dict[str, Any]:
        station = self._running.station
        if not station.roster.may_speak(station.device, BackupMade.TYPE):
            raise NotNotedError
        settled(self._backups.note(said.size, author=self._boards.newest.me.person))
        return {"noted": True}

    @cached_property
    def _backups(self) -> Backups:
        """Read when somebody makes one."""
        running = self._running
        return Backups(site=running.station, archive=running.archive, changed=lambda: None)
