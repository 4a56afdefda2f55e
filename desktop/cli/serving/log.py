"""The log, as far as changing it is the running station's affair: purging."""

from contextlib import ExitStack, closing
from datetime import datetime
from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.alerts import AlertVerbs
from desktop.cli.serving.boards import Boards
from desktop.cli.serving.verbs import Verb, settled
from desktop.domain.reports.facts import ReportId
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.log.purging import choose, notices_for


class Purge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to purge; ``really`` false only tells what would be."""

    alerts: list[str] = []
    events: list[str] = []
    reports: list[str] = []
    closed_before: datetime | None = None
    reason: str = ""
    really: bool = False


class LogVerbs:
    """Everything that ``countersign log`` asks of the station."""

    def __init__(self, running: RunningStation, alerts: AlertVerbs, boards: Boards) -> None:
        self._running = running
        self._alerts = alerts
        self._boards = boards

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {"log purge": Verb(Purge, self._purge)}

    def _purge(self, said: Purge) -> dict[str, Any]:
        station, home = self._running.station, self._running.home
        with ExitStack() as files:
            logs = [
                files.enter_context(closing(SqliteLog(path, file)))
                for path, file in ((home.alerts_db, File.ALERTS), (home.records_db, File.RECORDS))
                if path.exists()
            ]
            chosen = choose(
                logs,
                events=said.events,
                alerts=[self._alerts.find(named).id for named in said.alerts],
                reports=[self._report(named) for named in said.reports],
                closed_before=said.closed_before,
            )
        notices = list(
            notices_for(
                chosen,
                roster=station.roster,
                me=station.device,
                reason=said.reason,
                person=self._boards.newest.me.person,
            )
        )
        if said.really:
            for notice in notices:
                settled(station.publish(notice))
        return {"events": list(chosen), "purged": said.really}

    def _report(self, named: str) -> ReportId:
        """The id of a report by its number; what is no number known here is taken for an id."""
        shelf = self._running.reporting().shelf
        found = shelf.report(named) if shelf is not None else None
        return found.id if found is not None else named.lower()
