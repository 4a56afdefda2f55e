"""Retention at a supervisor's desk: what is shown of it, and, at an administrator's, that it is
done once a day.
"""

import logging
from datetime import date
from threading import Event as Flag
from threading import Thread

from desktop.app.home_at_work import HomeAtWork
from desktop.domain.errors import DeskError
from desktop.domain.retention.clocks import vouched
from desktop.domain.retention.holding import oldest_day
from desktop.services.adapters.sqlite.aged import SqliteAgedFiles
from desktop.services.records.parts import SupervisorsKeepRecordsError
from desktop.services.retention.letting_go import LettingGo
from desktop.services.retention.standing import Retention, by_beats

log = logging.getLogger(__name__)

FIRST_AFTER_S = 300.0
"""Seconds after the start at which is looked first: a morning's calls, and its catching up, come
before."""
NEXT_DESK_AFTER_S = 600.0
"""How much later each further administrator's desk looks: it then finds nothing left."""
EVERY_S = 24 * 3600.0
_WAKES_EVERY_S = 60.0
ENDS_WITHIN_S = 5.0
"""Seconds for which an ending waits: a disk that hangs holds up no more than that."""


def retention_of(at_work: HomeAtWork) -> Retention:
    """What this desk knows of it; raises ``SupervisorsKeepRecordsError`` at other stations."""
    if at_work.kept is None:
        raise SupervisorsKeepRecordsError
    return Retention(
        _files_of(at_work),
        site=at_work.station,
        words_on=at_work.preferences.words_on,
        now=at_work.clock.now,
    )


def oldest_day_at(at_work: HomeAtWork) -> date:
    """The first last day that keeps a report now; at a station that keeps none, no day is over."""
    return oldest_day(None) if at_work.kept is None else retention_of(at_work).oldest_day()


def oldest_day_seen(at_work: HomeAtWork) -> date:
    """The same for a window, which waits for no disk: by the stations that are there. Where none
    is, no day is over, so it is never later than what counts.
    """
    return oldest_day(vouched(at_work.clock.now(), by_beats(at_work.station.board)))


class Retaining:
    """Lets go of what is due, on a thread of its own. Opened at administrators' desks alone."""

    def __init__(self, at_work: HomeAtWork) -> None:
        self._at_work = at_work
        self._is_over = Flag()
        self._letting_go = LettingGo(
            _files_of(at_work),
            retention_of(at_work),
            site=at_work.station,
            monotonic=at_work.clock.monotonic,
            pause=self._is_over.wait,
        )
        self._thread = Thread(target=self._run, name="retention", daemon=True)

    def start(self) -> None:
        """Look once a day from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of nothing any more; what was named is signed, and the rest is due tomorrow."""
        self._is_over.set()
        self._thread.join(ENDS_WITHIN_S)

    def look(self) -> int:
        """Let go now, on the caller's thread; how many events that were."""
        return self._letting_go.look()

    def _run(self) -> None:
        monotonic = self._at_work.clock.monotonic
        began = monotonic()
        due: float | None = None
        while not self._is_over.wait(_WAKES_EVERY_S):
            due = began + FIRST_AFTER_S + NEXT_DESK_AFTER_S * self._turn() if due is None else due
            if monotonic() < due:
                continue
            due = monotonic() + EVERY_S
            try:
                gone = self.look()
            except DeskError as error:
                log.warning("retention: %s", error)
            except Exception:  # the thread's top level: it is looked again tomorrow
                log.exception("retention")
            else:
                if gone:
                    log.info("retention: %d events let go of", gone)

    def _turn(self) -> int:
        """This desk's place in the row of administrators' desks that are there, the same at all."""
        station = self._at_work.station
        there = {desk.device for desk in station.board.desks if desk.is_present}
        return sum(
            one.device in there and one.device < station.device
            for one in station.roster.administrators
        )


def _files_of(at_work: HomeAtWork) -> SqliteAgedFiles:
    return SqliteAgedFiles(at_work.home.alerts_db, at_work.home.records_db)
