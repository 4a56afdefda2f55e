"""Counting a hundred thousand alerts for the Insights page."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.results import Result, Row, quantile
from desktop.domain.alerts.facts import Kind, Occasion, Outcome
from desktop.domain.alerts.transitions import State
from desktop.domain.insights.period import Period
from desktop.services.adapters.sqlite.database import open_for_reading, open_for_writing
from desktop.services.adapters.sqlite.figures import SqliteFigures
from desktop.services.adapters.sqlite.schema import File
from desktop.services.insights.insights_desk import InsightsDesk

ALERTS = 100_000
REPORTS = 2_000
MOST_MS = 500.0
METHOD = f"""
{ALERTS:,} closed alerts of four years of opening hours lie in an alerts.db, the outcome of each and
{REPORTS:,} reports with what is counted of them in a records.db, in the tables that the product
fills. Opening: the bars of the whole history and every figure of the page for all of it. A period:
the figures of one year of it, as after dragging. Floor: bare sqlite3 fetches the same columns of as
many alerts, and as many outcomes, and does nothing with them. Rows are written without signed
events, for nothing here reads those.
"""
_BEGAN = datetime(2022, 1, 3, tzinfo=UTC)
_TODAY = date(2026, 1, 10)


def run(*, quick: bool) -> Result:
    """Measure it; writing the rows takes a few seconds."""
    rounds = 5 if quick else 20
    with TemporaryDirectory(prefix="countersign-bench-") as folder:
        alerts, records = Path(folder) / "alerts.db", Path(folder) / "records.db"
        write_alerts(alerts, records)
        desk = InsightsDesk(SqliteFigures(alerts, records), today=lambda: _TODAY)
        whole = Period(_BEGAN.date(), _TODAY)
        year = Period(date(2024, 1, 1), date(2024, 12, 31))
        opening, one_year, floor = [], [], []
        for _ in range(rounds):
            opening.append(_timed(lambda: desk.opened(lambda _: whole)))
            one_year.append(_timed(lambda: desk.read(year)))
            floor.append(_bare(alerts, records))
        counted = desk.read(whole)
        assert counted.alerts + counted.drills + counted.tests == ALERTS
    rows = (
        Row(
            what="opening: the bars and all figures of the page, p50",
            unit="ms",
            product=quantile(opening, 0.5),
            floor=quantile(floor, 0.5),
            most=MOST_MS,
        ),
        Row(what=f"opening, worst of {rounds}", unit="ms", product=max(opening), floor=max(floor)),
        Row(what="a year of it, p50", unit="ms", product=quantile(one_year, 0.5), most=MOST_MS),
    )
    return Result(name="insights", method=METHOD, rows=rows)


def write_alerts(alerts: Path, records: Path) -> None:
    """Fill both files."""
    chance = random.Random(7)
    raised: list[tuple[object, ...]] = []
    outcomes: list[tuple[object, ...]] = []
    for number in range(ALERTS):
        day = _BEGAN + timedelta(days=number * 1460 // ALERTS)
        at = int((day + timedelta(hours=chance.triangular(14, 24, 17))).timestamp() * 1000)
        name = f"{number * 2654435761 % 2**128:032x}"
        there = at + int(chance.lognormvariate(4, 0.6) * 1000)
        raised.append(
            (
                *(name, chance.choice(list(Kind)).value),
                (Occasion.DRILL if number % 40 == 0 else Occasion.REAL).value,
                *(f"Counter {chance.randint(1, 40)}", "d" * 32, int(State.CLOSED), 1, at),
                *(there, there + 60_000, at + chance.randint(20, 400)),
                at + int(chance.lognormvariate(2.3, 0.5) * 1000),
            )
        )
        ended = chance.choice([one.value for one in Outcome if one is not Outcome.DRILL])
        outcomes.append((f"o{name[1:]}", name, ended, "", "", there))
    _fill(alerts, File.ALERTS, {"alerts": raised})
    reports: list[tuple[object, ...]] = []
    marks: list[tuple[object, ...]] = []
    for n in range(REPORTS):
        began = (_BEGAN + timedelta(hours=17 * n)).isoformat()[:16]
        reports.append(
            (
                *(n, f"{n:032x}", f"2026-C3-{n:04d}", "counter", "read", began, "Counter 3"),
                *("d" * 32, "Maria", "", 0, 0, 0, 0, 0, ""),
            )
        )
        marks.append((n, "behavior", chance.choice(["loud", "abusive", "weapon"])))
        marks.append((n, "visit_address", f"{chance.randint(1, 900)} Court Street"))
    rows: dict[str, Sequence[tuple[object, ...]]] = {
        "outcomes": outcomes,
        "reports": reports,
        "report_marks": marks,
    }
    _fill(records, File.RECORDS, rows)


def _fill(path: Path, file: File, tables: Mapping[str, Sequence[tuple[object, ...]]]) -> None:
    conn = open_for_writing(path, file)
    conn.execute("BEGIN")
    for table, rows in tables.items():
        marks = ", ".join("?" * len(rows[0]))
        conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    conn.execute("COMMIT")
    conn.close()


def _timed(do: Callable[[], object]) -> float:
    begun = perf_counter()
    do()
    return (perf_counter() - begun) * 1000


def _bare(alerts: Path, records: Path) -> float:
    calls, ends = open_for_reading(alerts, File.ALERTS), open_for_reading(records, File.RECORDS)
    took = _timed(
        lambda: (
            calls.execute(
                "SELECT id, kind, occasion, place, raised_at, received_at, acknowledged_at, "
                "attended_at FROM alerts"
            ).fetchall(),
            ends.execute("SELECT alert, outcome FROM outcomes").fetchall(),
        )
    )
    calls.close()
    ends.close()
    return took
