"""Alerts that left the board: closed more than a day ago, but still in the log."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId
from desktop.domain.alerts.forced import shown_at
from desktop.domain.roster.ids import DeviceId
from desktop.services.adapters.home import Home
from desktop.services.adapters.sqlite import reading
from desktop.services.adapters.sqlite.database import open_for_reading
from desktop.services.adapters.sqlite.errors import DatabaseUnusableError
from desktop.services.adapters.sqlite.schema import File
from desktop.services.log.rebuilding import project

MOST = 1000


class History:
    """Reads the alerts' file beside its writer; each call on a connection of its own. Of the
    calls of station ``me`` it tells what a counter may show; a paper has everything.
    """

    def __init__(self, home: Home, *, me: DeviceId = "") -> None:
        self._path = home.alerts_db
        self._me = me

    def called(self, begins: str) -> list[Alert]:
        """The alerts whose id begins like that; nothing where the file cannot be read."""
        return [
            alert for one in self._ids() if one.startswith(begins) for alert in self._alert(one)
        ]

    def latest(self, most: int) -> list[Alert]:
        """The latest ``most`` alerts, the newest first."""
        return [alert for one in self._ids()[:most] for alert in self._alert(one)]

    def find(self, alert: AlertId) -> Alert | None:
        """The alert with exactly that id, however old it is."""
        return next(iter(self._alert(alert)), None)

    def _ids(self) -> list[AlertId]:
        with self._open() as conn:
            return reading.latest_alerts(conn, most=MOST) if conn else []

    def _alert(self, alert: AlertId) -> tuple[Alert, ...]:
        with self._open() as conn:
            kept = project(reading.of_alert(conn, alert)).standing if conn else ()
        shown = (shown_at(self._me, one) for one in kept)
        return tuple(one for one in shown if one is not None)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        try:
            conn = open_for_reading(self._path, File.ALERTS)
        except DatabaseUnusableError:
            yield None
            return
        with closing(conn):
            yield conn
