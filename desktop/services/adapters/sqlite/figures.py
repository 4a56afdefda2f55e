"""Reading alerts and reports by the thousand, to count them; see ``services.insights.ports``.

A row for each of 100,000 alerts takes longer to hand over than to find: what is counted is added
up by SQLite, and the rest comes in bulk (docs/adr/0108).
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from threading import local
from typing import Any

import msgspec

from desktop.domain.alerts.facts import AlertId, Kind, Occasion, Outcome
from desktop.domain.insights.clock import HOUR_MS, Stretch
from desktop.domain.insights.counting import CallsTold, Mention, PlaceTold, Wait
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.schema import File

_REAL = (
    "occasion = 'real' AND raised_at >= ? AND raised_at < ?"
    " AND id NOT IN (SELECT value FROM json_each(?))"
)
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


class SqliteFigures:
    """Two connections for each thread that asks.

    Raises ``DatabaseUnusableError`` where a file cannot be read.
    """

    def __init__(self, alerts: Path, records: Path) -> None:
        self._paths = {File.ALERTS: alerts, File.RECORDS: records}
        self._own = local()

    def calls(self, stretches: Sequence[Stretch]) -> CallsTold:
        """The alerts raised in ``stretches``."""
        since, before, drills = stretches[0].since, stretches[-1].before, self._drills()
        others = dict(
            self._ask(
                File.ALERTS,
                "SELECT occasion, count(*) FROM alerts WHERE occasion IN ('drill', 'test')"
                " AND raised_at >= ? AND raised_at < ? GROUP BY occasion",
                *(since, before),
            )
        )
        ((called_drills,),) = self._ask(
            File.ALERTS,
            "SELECT count(*) FROM alerts WHERE id IN (SELECT value FROM json_each(?))"
            " AND +occasion = 'real' AND +raised_at >= ? AND +raised_at < ?",  # each by its id
            *(drills, since, before),
        )
        places = self._ask(
            File.ALERTS,
            f"SELECT place, sum(kind = ?), group_concat(id), {_TOOK} FROM alerts"  # noqa: S608
            f" WHERE {_REAL} GROUP BY place",
            *(Kind.PANIC.value, since, before, drills),
        )
        return CallsTold(
            places=[
                PlaceTold(
                    place=place,
                    panic=panic,
                    alerts=ids.split(","),
                    waits={
                        wait: sorted(_NUMBERS.decode(times)) if times else ()
                        for wait, times in zip(_ENDS, took, strict=True)
                    },
                )
                for place, panic, ids, *took in places
            ],
            drills=others.get(Occasion.DRILL.value, 0) + called_drills,
            tests=others.get(Occasion.TEST.value, 0),
        )

    def hours(self, stretches: Sequence[Stretch]) -> list[tuple[int, int]]:
        """The hours of the wall clock since 1970 in which there were real alerts. One pass: where
        the clock was changed, each alert is told by the clock of its time.
        """
        cases = " ".join(f"WHEN raised_at < {one.before} THEN {one.offset}" for one in stretches)
        ((hours,),) = self._ask(
            File.ALERTS,
            f"SELECT '[' || group_concat((raised_at + CASE {cases} END) / {HOUR_MS}) || ']'"  # noqa: S608
            f" FROM alerts WHERE {_REAL}",
            *(stretches[0].since, stretches[-1].before, self._drills()),
        )
        return list(Counter(_NUMBERS.decode(hours)).items()) if hours else []

    def outcomes(self) -> dict[AlertId, str]:
        """How alerts ended, as was said last."""
        ((alerts, outcomes),) = self._ask(
            File.RECORDS,
            "SELECT group_concat(alert), group_concat(outcome) FROM"
            " (SELECT alert, outcome FROM outcomes ORDER BY alert, at, event)",
        )
        return dict(zip(alerts.split(","), outcomes.split(","), strict=True)) if alerts else {}

    def mentions(self, last: date) -> list[Mention]:
        """The reports of incidents up to ``last``."""
        end = (last + timedelta(days=1)).isoformat() if last < date.max else "9999-12-32"
        reports = self._ask(
            File.RECORDS, "SELECT n, number, began FROM reports WHERE began < ?", end
        )
        marks: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for n, mark, value in self._ask(File.RECORDS, "SELECT n, mark, value FROM report_marks"):
            marks[n, mark].append(value)
        return [
            Mention(number, began, tuple(marks[n, "behavior"]), tuple(marks[n, "visit_address"]))
            for n, number, began in reports
        ]

    def _drills(self) -> str:
        """The alerts that were closed as drills, as JSON."""
        rows = self._ask(
            File.RECORDS,
            "SELECT alert FROM outcomes o WHERE outcome = ? AND NOT EXISTS (SELECT 1 FROM outcomes"
            " later WHERE later.alert = o.alert AND (later.at, later.event) > (o.at, o.event))",
            Outcome.DRILL.value,
        )
        return json.dumps([alert for (alert,) in rows])

    def _ask(self, file: File, asked: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._conn(file).execute(asked, values).fetchall()
        except sqlite3.Error as cause:
            raise DatabaseUnusableError(
                "{file} cannot be read: {why}.", file=self._paths[file].name, why=cause
            ) from cause

    def _conn(self, file: File) -> sqlite3.Connection:
        conn: sqlite3.Connection | None = getattr(self._own, file.value, None)
        if conn is None:
            conn = open_for_reading(self._paths[file], file)
            setattr(self._own, file.value, conn)
        return conn
