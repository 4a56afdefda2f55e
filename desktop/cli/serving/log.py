"""The log, as far as changing it is the running station's affair: purging, and when."""

from contextlib import ExitStack, closing
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.alerts import AlertVerbs
from desktop.cli.serving.boards import Boards
from desktop.cli.serving.shapes import moment
from desktop.cli.serving.verbs import Verb, settled
from desktop.domain.reports.facts import ReportId
from desktop.domain.settings.settings import RETENTION_MONTHS
from desktop.services.adapters.sqlite.log_file import SqliteLog
from desktop.services.adapters.sqlite.schema import File
from desktop.services.log.purging import choose, notices_for

if TYPE_CHECKING:  # a counter lets nothing go
    from desktop.services.retention.standing import KindStanding


class Purge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to purge; ``really`` false only tells what would be."""

    alerts: list[str] = []
    events: list[str] = []
    reports: list[str] = []
    closed_before: datetime | None = None
    reason: str = ""
    really: bool = False


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For how many months to reckon; ``None`` for those that are set."""

    months: Annotated[int, msgspec.Meta(ge=RETENTION_MONTHS[0], le=RETENTION_MONTHS[1])] | None = (
        None
    )


class LogVerbs:
    """Everything that ``countersign log`` asks of the station."""

    def __init__(self, running: RunningStation, alerts: AlertVerbs, boards: Boards) -> None:
        self._running = running
        self._alerts = alerts
        self._boards = boards

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "log purge": Verb(Purge, self._purge),
            "log retention": Verb(Look, self._retention),
        }

    def _retention(self, said: Look) -> dict[str, Any]:
        from desktop.app.retaining import retention_of

        months = () if said.months is None else (said.months,)
        standing = retention_of(self._running.at_work).standing(months)
        return {
            "clock": moment(standing.clock),
            "own_clock": moment(standing.own),
            "kinds": [_of_kind(one, said.months) for one in standing.kinds],
        }

    def _purge(self, said: Purge) -> dict[str, Any]:
        from desktop.app.retaining import oldest_day_at

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
                today=oldest_day_at(self._running.at_work),
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
        shelf = self._running.late.reporting().shelf
        found = shelf.report(named) if shelf is not None else None
        return found.id if found is not None else named.lower()


def _of_kind(one: "KindStanding", months: int | None) -> dict[str, Any]:
    period = one.period
    reckoned = period.months if months is None else months
    going = None if reckoned is None else one.going[reckoned]
    return {
        "kind": one.kind.value,
        "setting": one.kind.key,
        "months": period.months,
        "in_force": period.in_force,
        "begins": moment(period.begins),
        "set_by": period.author,
        "set_at": moment(period.at),
        "if_months": reckoned,
        "would_go": None if going is None else going.count,
        "oldest": None if going is None else moment(going.oldest),
        "staying": one.staying,
        "marked": one.marked,
        "waits_for_desk": one.is_waiting,
    }
