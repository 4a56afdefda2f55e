"""Reading alerts and reports by the thousand, to count them; see ``services.insights.ports``.

A row for each of 100,000 alerts takes longer to hand over than to find: what is counted is added
up by SQLite, and the rest comes in bulk (docs/adr/0108).
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import local
from typing import Any

import msgspec

from desktop.domain.alerts.facts import AlertId, Kind, Occasion, Outcome
from desktop.domain.insights.clock import HOUR_MS, Stretch
from desktop.domain.insights.counting import CallsTold, Mention, PlaceTold, Wait
from desktop.services.adapters.sqlite.database import open_for_reading, read_beside
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.schema import File

_REAL = (
    "occasion = 'real' AND raised_at >= ? AND raised_at < ?"
    " AND (? OR id NOT IN (SELECT value FROM json_each(?)))"
)
"""The last two say whether none of them was closed as a drill, and which were."""
_ENDS = {
    Wait.RECEIVED: "received_at",
    Wait.ACKNOWLEDGED: "acknowledged_at",
    Wait.ATTENDED: "attended_at",
}
_TOOK = ", ".join(
    f"'[' || group_concat(CASE WHEN {end} >= raised_at THEN {end} - raised_at END) || ']'"
    for end in _ENDS.values()
)
_NUMBERS = msgspec.json.Decoder(list[int])
_NAMES = msgspec.json.Decoder(list[str])


class SqliteFigures:
    """A connection to both files for each thread that asks.

    Raises ``DatabaseUnusableError`` where a file cannot be read.
    """

    def __init__(self, alerts: Path, records: Path) -> None:
        self._paths = {File.ALERTS: alerts, File.RECORDS: records}
        self._own = local()

    def called_drills(self) -> list[AlertId]:
        """The real alerts that were closed as drills: those few, for drills are closed as such."""
        rows = self._ask(
            File.RECORDS,
            "SELECT a.id FROM records.outcomes o CROSS JOIN alerts a ON a.id = o.alert"
            " WHERE o.outcome = ? AND +a.occasion = 'real' AND NOT EXISTS ("
            "SELECT 1 FROM records.outcomes later"
            " WHERE later.alert = o.alert AND (later.at, later.event) > (o.at, o.event))",
            Outcome.DRILL.value,
        )
        return [alert for (alert,) in rows]

    def calls(self, stretches: Sequence[Stretch], called_drills: Sequence[AlertId]) -> CallsTold:
        """The alerts raised in ``stretches``."""
        with self._one_moment():
            return self._calls(stretches[0].since, stretches[-1].before, called_drills)

    def _calls(self, since: int, before: int, called_drills: Sequence[AlertId]) -> CallsTold:
        others = dict(
            self._ask(
                File.ALERTS,
                "SELECT occasion, count(*) FROM alerts WHERE occasion IN ('drill', 'test')"
                " AND raised_at >= ? AND raised_at < ? GROUP BY occasion",
                *(since, before),
            )
        )
        ((drills,),) = self._ask(
            File.ALERTS,
            "SELECT count(*) FROM alerts WHERE id IN (SELECT value FROM json_each(?))"
            " AND +raised_at >= ? AND +raised_at < ?",  # each by its id
            *(json.dumps(called_drills), since, before),
        )
        places = self._ask(
            File.ALERTS,
            f"SELECT place, count(*), sum(kind = ?), {_TOOK} FROM alerts"  # noqa: S608
            f" WHERE {_REAL} GROUP BY place",
            *(Kind.PANIC.value, since, before, not called_drills, json.dumps(called_drills)),
        )
        outcomes, false_alarms = self._ended(since, before, called_drills)
        outcomes[""] = sum(alerts for _, alerts, *_ in places) - outcomes.total()
        return CallsTold(
            places=[
                PlaceTold(
                    place=place,
                    alerts=alerts,
                    panic=panic,
                    false_alarms=false_alarms[place],
                    waits={
                        wait: sorted(_NUMBERS.decode(times)) if times else ()
                        for wait, times in zip(_ENDS, took, strict=True)
                    },
                )
                for place, alerts, panic, *took in places
            ],
            outcomes=+outcomes,
            drills=others.get(Occasion.DRILL.value, 0) + drills,
            tests=others.get(Occasion.TEST.value, 0),
        )

    def hours(
        self, stretches: Sequence[Stretch], called_drills: Sequence[AlertId]
    ) -> list[tuple[int, int]]:
        """The hours of the wall clock since 1970 in which there were real alerts. One pass: where
        the clock was changed, each alert is told by the clock of its time.
        """
        cases = " ".join(f"WHEN raised_at < {one.before} THEN {one.offset}" for one in stretches)
        ((hours,),) = self._ask(
            File.ALERTS,
            f"SELECT '[' || group_concat((raised_at + CASE {cases} END) / {HOUR_MS}) || ']'"  # noqa: S608
            f" FROM alerts WHERE {_REAL}",
            *(stretches[0].since, stretches[-1].before),
            *(not called_drills, json.dumps(called_drills)),
        )
        return list(Counter(_NUMBERS.decode(hours)).items()) if hours else []

    def mentions(self, last: date) -> list[Mention]:
        """The reports of incidents up to ``last``."""
        end = (last + timedelta(days=1)).isoformat() if last < date.max else "9999-12-32"
        reports = self._ask(
            File.RECORDS, "SELECT n, number, began FROM records.reports WHERE began < ?", end
        )
        marks: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        said = self._ask(File.RECORDS, "SELECT n, mark, value FROM records.report_marks")
        for n, mark, value in said:
            marks[n, mark].append(value)
        return [
            Mention(number, began, tuple(marks[n, "behavior"]), tuple(marks[n, "visit_address"]))
            for n, number, began in reports
        ]

    def _ended(
        self, since: int, before: int, called_drills: Sequence[AlertId]
    ) -> tuple[Counter[str], Counter[str]]:
        """How often real alerts ended so, as was said last, and the false alarms of each place.

        Outcomes and alerts lie in the order of the alerts' ids, so that each is found beside the
        one before. Those few of which two things were said are looked at one by one.
        """
        told_again = self._ask(
            File.RECORDS, "SELECT alert FROM records.outcomes GROUP BY alert HAVING count(*) > 1"
        )
        several = {alert for (alert,) in told_again}
        others = several.union(called_drills)
        ((said, places),) = self._ask(
            File.RECORDS,
            "SELECT group_concat(o.outcome), json_group_array(place) FILTER (WHERE o.outcome = ?)"
            " FROM records.outcomes o INDEXED BY outcomes_by_alert"
            " CROSS JOIN alerts a ON a.id = o.alert"
            " WHERE (? OR o.alert NOT IN (SELECT value FROM json_each(?))) AND +a.occasion = 'real'"
            " AND +a.raised_at >= ? AND +a.raised_at < ?",
            *(Outcome.FALSE_ALARM.value, not others, json.dumps([*others]), since, before),
        )
        outcomes = Counter(said.split(",") if said else ())
        false_alarms = Counter(_NAMES.decode(places))
        for place, outcome in self._ask(
            File.RECORDS,
            "SELECT place, (SELECT outcome FROM records.outcomes WHERE alert = id"
            " ORDER BY at DESC, event DESC LIMIT 1)"
            " FROM alerts WHERE id IN (SELECT value FROM json_each(?)) AND +occasion = 'real'"
            " AND +raised_at >= ? AND +raised_at < ?",
            *(json.dumps([*several.difference(called_drills)]), since, before),
        ):
            outcomes[outcome] += 1
            false_alarms[place] += outcome == Outcome.FALSE_ALARM.value
        return outcomes, false_alarms

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        """What is asked meanwhile sees the alerts as they stood at once, and so adds up."""
        self._ask(File.ALERTS, "BEGIN")
        try:
            yield
        finally:
            self._conn().rollback()

    def _ask(self, file: File, asked: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._conn().execute(asked, values).fetchall()
        except sqlite3.Error as cause:
            raise DatabaseUnusableError(
                "{file} cannot be read: {why}.", file=self._paths[file].name, why=cause
            ) from cause

    def _conn(self) -> sqlite3.Connection:
        conn: sqlite3.Connection | None = getattr(self._own, "conn", None)
        if conn is None:
            conn = open_for_reading(self._paths[File.ALERTS], File.ALERTS)
            try:
                read_beside(conn, self._paths[File.RECORDS], File.RECORDS)
            except BaseException:
                conn.close()
                raise
            self._own.conn = conn
        return conn
