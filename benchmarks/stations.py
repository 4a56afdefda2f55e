"""A real station in this process: real key, real ``alerts.db``, real links to the relay."""

import os
import threading
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.site import Place
from desktop import __version__
from desktop.domain.presence import Absence
from desktop.domain.relays import Inbox
from desktop.domain.roster.ids import fingerprint
from desktop.domain.roster.roles import Role
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.mqtt.transport import MqttTransport
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.archive import SqliteArchive
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.journal import SqliteJournal
from desktop.services.adapters.sqlite.schema import File
from desktop.services.delivery.topics import Topics
from desktop.services.ports import Entry, Held
from desktop.services.station import Parts, Station


class SomebodyIsThere:
    """Attention at a desk where somebody always is."""

    def absence(self) -> Absence | None:
        return None


@dataclass(slots=True)
class Desk:
    """A station with the parts that must be closed behind it."""

    station: Station
    journal: SqliteJournal
    archive: SqliteArchive

    def close(self) -> None:
        self.station.stop()
        self.journal.close()
        self.archive.close()


def open_desk(place: Place) -> Desk:
    """Start the station of ``place``; it reaches for the relay at once."""
    facts, key = place.facts, place.key()
    journal = SqliteJournal(place.database, File.ALERTS)
    journal.open()
    held = _held(place, journal)
    archive = SqliteArchive(place.database, File.ALERTS)
    topics = Topics(fingerprint(place.site_key()), facts.device)
    made: list[Station] = []

    def transport(inbox: Inbox) -> MqttTransport:
        return MqttTransport(
            identity=place.tls,
            device=facts.device,
            subscriptions=topics.subscriptions(Role(facts.role)),
            trusts=lambda shown: made[0].roster.trusts_key(shown),
            inbox=inbox,
        )

    station = Station(
        Parts(
            site_key=place.site_key(),
            signer=key,
            verify=verify,
            clock=SystemClock(),
            random_bytes=os.urandom,
            journal=journal,
            archive=archive,
            attention=SomebodyIsThere(),
            transport=transport,
            held=held,
            person="Maria Delgado",
            version=__version__,
        )
    )
    made.append(station)
    station.reach_also("benchmark", [place.relay()])
    station.start()
    return Desk(station, journal, archive)


def _held(place: Place, journal: SqliteJournal) -> Held:
    """What the database holds, with the roster put in first where it is new."""
    kept = threading.Event()
    journal.keep(Entry(events=place.roster()), lambda _error: kept.set())
    kept.wait()
    conn = open_for_reading(place.database, File.ALERTS)
    try:
        since = SystemClock().now() - timedelta(days=1)
        return reading.held(conn, bytes.fromhex(place.facts.device), closed_since=since)
    finally:
        conn.close()
