"""Finding one of a hundred thousand reports while somebody types."""

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.results import Result, Row, quantile
from desktop.domain.reports.facts import Standing
from desktop.domain.reports.field import Kind
from desktop.domain.reports.report import Report
from desktop.services.adapters.sqlite import report_rows
from desktop.services.adapters.sqlite.database import open_for_reading, open_for_writing
from desktop.services.adapters.sqlite.schema import File
from desktop.services.adapters.sqlite.shelf import SqliteShelf
from desktop.services.reports.ports import Query

REPORTS = 100_000
METHOD = f"""
{REPORTS:,} reports of about 90 words each lie in a records.db as the product writes them: words
by Zipf's law out of 20,000, so that some stand in nearly all reports and some in one. Somebody
types 200 searches of one to three words letter by letter; each letter is one question to the
shelf for the first hundred rows. Opening: the first hundred rows and how many there are.
Floor: bare sqlite3 asks the same full-text table for the same hundred row numbers, and nothing of
their rows. Reports are written without their signed events, for nothing here reads those.
"""
_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)


def run(*, quick: bool) -> Result:
    """Measure it; writing the reports takes half a minute."""
    searches = 60 if quick else 200
    with TemporaryDirectory(prefix="countersign-bench-") as folder:
        path = Path(folder) / "records.db"
        words = _Words()
        _write(path, words)
        shelf = SqliteShelf(path, Path(folder) / "views.json")
        bare = open_for_reading(path, File.RECORDS)
        typed = [prefix for _ in range(searches) for prefix in words.typed()]
        product, floor = _timed(shelf, bare, typed)
        opening = [_opening(shelf) for _ in range(20)]
    rows = (
        Row(
            what=f"a letter typed, {len(typed)} of them, p50",
            unit="ms",
            product=quantile(product, 0.5),
            floor=quantile(floor, 0.5),
        ),
        Row(
            what="a letter typed, p99",
            unit="ms",
            product=quantile(product, 0.99),
            floor=quantile(floor, 0.99),
            most=30.0,
        ),
        Row(
            what="opening the list: rows and count, worst of 20",
            unit="ms",
            product=max(opening),
            most=150.0,
        ),
    )
    return Result(name="search", method=METHOD, rows=rows)


class _Words:
    """Twenty thousand made-up words, some of them common."""

    def __init__(self) -> None:
        self._random = random.Random(7)
        letters = "etaoinshrdlcumwfgypbvk"
        made = {
            "".join(self._random.choices(letters, k=self._random.randint(3, 10)))
            for _ in range(24_000)
        }
        self._words = sorted(made)[:20_000]
        self._random.shuffle(self._words)
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(len(self._words))))

    def some(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def typed(self) -> Iterator[str]:
        """One search, as it grows letter by letter."""
        text = " ".join(self.some(self._random.randint(1, 3)))
        return (text[:end] for end in range(1, len(text) + 1))


def _write(path: Path, words: _Words) -> None:
    conn = open_for_writing(path, File.RECORDS)
    conn.execute("BEGIN")
    for number in range(REPORTS):
        report_rows.write(conn, _report(number, words))
    conn.execute("COMMIT")
    conn.close()


def _report(number: int, words: _Words) -> Report:
    at = _BEGAN + timedelta(minutes=30 * number)
    return Report(
        id=f"{number * 2654435761 % 2**128:032x}",
        number=f"{at.year}-C{number % 9}-{number:06d}",
        kind=list(Kind)[number % 6],
        place=f"Counter {number % 9}",
        station="d" * 32,
        reporter=" ".join(words.some(2)).title(),
        title="",
        pin_checked=False,
        alert="",
        language="en",
        zone=0,
        submitted_at=at,
        submitted={},
        answers={
            "began": at.isoformat()[:16],
            "narrative": " ".join(words.some(70)),
            "resolution": " ".join(words.some(15)),
            "behavior": ["threat_to_person"] if number % 11 == 0 else ["loud"],
        },
        attachments=(),
        amendments=(),
        readings=(),
        comments=(),
        actions=(),
        conclusions=(),
        signings=(),
        keep_marks=(),
        standing=Standing.READ,
        is_whole=True,
        events=(),
    )


def _timed(
    shelf: SqliteShelf, bare: sqlite3.Connection, typed: list[str]
) -> tuple[list[float], list[float]]:
    product: list[float] = []
    floor: list[float] = []
    for text in typed:
        begun = perf_counter()
        shelf.rows(Query(words=text))
        product.append((perf_counter() - begun) * 1000)
        match = " ".join(f'"{word}"*' for word in text.split())
        begun = perf_counter()
        bare.execute(
            "SELECT rowid FROM report_words WHERE report_words MATCH ? "
            "ORDER BY rowid DESC LIMIT 100",
            (match,),
        ).fetchall()
        floor.append((perf_counter() - begun) * 1000)
    return product, floor


def _opening(shelf: SqliteShelf) -> float:
    begun = perf_counter()
    assert len(shelf.rows(Query())) == 100
    assert shelf.count(Query()) == REPORTS
    return (perf_counter() - begun) * 1000
