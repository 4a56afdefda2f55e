"""The real files of a supervisor's desk with a few things in them that are years, or days, old."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from desktop.domain.alerts.facts import (
    AlertClosed,
    AlertId,
    AlertNoted,
    AlertOutcome,
    AlertRaised,
    Kind,
    Occasion,
    Outcome,
)
from desktop.domain.drills.drills import Told
from desktop.domain.drills.facts import DrillBegun, DrillEnded, DrillMeasured, DrillPlanned
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.streams import Stream
from desktop.domain.reports.facts import ReportSigned, ReportSubmitted
from desktop.domain.reports.field import Kind as ReportKind
from desktop.domain.roster.facts import SiteCreated
from desktop.domain.settings.facts import SettingPreset
from desktop.services.adapters.sqlite import projecting, reading
from desktop.services.adapters.sqlite.aged import SqliteAged, SqliteAgedFiles
from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.journal import write_entry
from desktop.services.adapters.sqlite.schema import File
from desktop.services.log.rebuilding import project
from desktop.services.ports import Entry
from tests.support.memory import in_memory
from tests.support.stations import SITE, Author, key_of

NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
FOUNDED = NOW - timedelta(days=5 * 365)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@cache
def _empty(file: File) -> sqlite3.Connection:
    return in_memory(file)


@dataclass
class AgedDesk:
    """Ana's files. What is ``said`` is on the disk at once, with what follows from it."""

    folder: Path
    authors: dict[str, Author] = field(default_factory=dict)
    came: datetime = NOW
    """When what is said comes to this desk."""
    is_new: bool = True
    """Its files are made; others lie there already."""

    def __post_init__(self) -> None:
        if not self.is_new:
            return
        for path, file in self._paths().values():
            with closing(sqlite3.connect(path)) as conn:
                _empty(file).backup(conn)
        created = SiteCreated(name="Alder County")
        self._keep(Author(SITE).says(created, at=FOUNDED), "alerts")

    @property
    def files(self) -> SqliteAgedFiles:
        return SqliteAgedFiles(self.folder / "alerts.db", self.folder / "records.db")

    @contextmanager
    def opened(self) -> Iterator[SqliteAged]:
        with self.files.opened() as aged:
            yield aged

    def says(self, fact: Fact, *, at: datetime, by: str = "Ana") -> EventId:
        """Sign it at that time, by that station's clock, and keep it."""
        event = self.authors.setdefault(by, Author(key_of(by))).says(fact, at=at)
        self._keep(event, "records" if event.header.stream is Stream.RECORDS else "alerts")
        return event.id

    def call(
        self,
        closed: datetime | None,
        *,
        occasion: Occasion = Occasion.REAL,
        raised: datetime | None = None,
    ) -> AlertId:
        """A call, closed by Ana then, with an outcome; ``None`` where it is open."""
        began = raised or (closed or NOW) - timedelta(minutes=5)
        alert = self.says(
            AlertRaised(kind=Kind.PANIC, place="Counter 3", occasion=occasion),
            at=began,
            by="Counter 3",
        )
        self.says(AlertNoted(alert=alert, text="He shouts"), at=began, by="Counter 3")
        if closed is not None:
            self.says(AlertClosed(alert=alert, presses=(alert,)), at=closed)
            self.says(AlertOutcome(alert=alert, outcome=Outcome.HELPED), at=closed)
        return alert

    def report(
        self, submitted: datetime, signed: datetime | None = None, *, alert: AlertId = ""
    ) -> EventId:
        """A report, signed by Ana then."""
        report = self.says(
            ReportSubmitted(
                number="2026-C3-001",
                kind=ReportKind.COUNTER,
                place="Counter 3",
                reporter="Maria Delgado",
                alert=alert,
                answers={"narrative": "He shouted."},
            ),
            at=submitted,
            by="Counter 3",
        )
        if signed is not None:
            self.says(ReportSigned(report=report, signer="Ana Ruiz"), at=signed)
        return report

    def drill(self, told: Iterable[Told], later: timedelta, *, alert: AlertId) -> list[EventId]:
        """Sign what was told of one drill, so much later, with ``alert`` as its one call."""
        signed: dict[EventId, EventId] = {}
        for one in told:
            fact = one.fact
            match fact:
                case DrillPlanned():
                    fact = replace(fact, at=fact.at + later)
                case DrillBegun():
                    fact = replace(fact, drill=signed[fact.drill])
                case DrillEnded():
                    fact = replace(fact, drill=signed[fact.drill], alerts=(alert,))
                case DrillMeasured():
                    fact = replace(fact, alert=alert)
                case _:
                    pass
            signed[one.event] = self.says(fact, at=one.at + later, by=one.desk)
        return list(signed.values())

    def preset(
        self, key: str, months: int | None, *, at: datetime, by: str = "Ana", revision: int = 1
    ) -> tuple[Event, SettingPreset]:
        """What an administrator's desk says of how long it is kept."""
        author = self.authors.setdefault(by, Author(key_of(by)))
        fact = SettingPreset(key=key, value=months, author="Ana Ruiz", revision=revision)
        event = author.says(fact, at=at)
        self._keep(event, "alerts")
        return event, fact

    def purges(self, events: tuple[EventId, ...]) -> None:
        """As both journals do when they hear of it."""
        for path, file in self._paths().values():
            with closing(open_for_writing(path, file)) as conn:
                write_entry(conn, Entry(purged=events))

    def revokes(self, name: str) -> None:
        """As both journals do when they hear that nothing of what that desk said is believed."""
        for path, file in self._paths().values():
            with closing(open_for_writing(path, file)) as conn:
                write_entry(conn, Entry(revoked=((key_of(name).id, {}),)))

    def _keep(self, event: Event, name: str) -> None:
        path, file = self._paths()[name]
        with closing(open_for_writing(path, file)) as conn:
            made = project([event])
            write_entry(
                conn,
                Entry(events=(event,), facts=made.facts, outcomes=made.outcomes, told=made.told),
            )
            if made.facts:
                ((alert, _),) = made.facts
                standing = project(reading.of_alert(conn, alert)).standing
                projecting.write_standing(conn, standing)
            came = {"at": round(self.came.timestamp() * 1000), "event": event.id}
            conn.execute("UPDATE events SET received_at = :at WHERE id = :event", came)

    def _paths(self) -> Mapping[str, tuple[Path, File]]:
        return {
            "alerts": (self.folder / "alerts.db", File.ALERTS),
            "records": (self.folder / "records.db", File.RECORDS),
        }
