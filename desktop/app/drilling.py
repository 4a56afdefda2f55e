"""Drills at one home: what it is asked, what it measures, and what a supervisor's desk plans."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Event as Flag
from typing import TYPE_CHECKING

from desktop.app.home_at_work import HomeAtWork, KeptRecords
from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, Occasion, Outcome
from desktop.domain.board import Board
from desktop.domain.drills.drills import Drill, Drills
from desktop.domain.drills.errors import UnknownDrillError
from desktop.domain.drills.facts import DrillMeasured
from desktop.domain.drills.measuring import Measuring
from desktop.domain.events.event import Event
from desktop.services.drills.asking import Asking
from desktop.services.records.parts import RecordWriter, SupervisorsKeepRecordsError
from desktop.services.records.saying import put_on_record

if TYPE_CHECKING:  # supervisors' desks alone
    from collections.abc import Sequence

    from desktop.app.guiding import Guiding
    from desktop.domain.drills.course import Course
    from desktop.domain.drills.training import Training
    from desktop.services.drills.drill_desk import DrillDesk
    from desktop.services.records.records import Records

Listener = Callable[[Drills], None]
_ALERTS_WITHIN_S = 8.0


class Drilling:
    """Opened once the alert path works. ``asking`` is what this station was told of drills.

    ``desk`` and what is known of drills are a supervisor's: elsewhere they raise
    ``SupervisorsKeepRecordsError``.
    """

    def __init__(
        self,
        at_work: HomeAtWork,
        *,
        writer: Callable[[], RecordWriter],
        guiding: "Callable[[], Guiding]",
    ) -> None:
        self._at_work = at_work
        self._station = at_work.station
        self._writer = writer
        self._guiding = guiding
        self.asking = Asking(
            site=at_work.station, now=at_work.clock.now, monotonic=at_work.clock.monotonic
        )
        self._measuring = Measuring()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="drills")
        self._listeners: list[Listener] = []
        self._is_read = Flag()
        self._newest = Drills()
        self._desk: DrillDesk | None = None

    def start(self) -> None:
        """Hear what is asked, measure from now on, and at a desk go on with what was planned."""
        self.asking.start(self._at_work.archive)
        if self._at_work.kept is not None:
            self._begin_at_a_desk(self._at_work.kept)
        self._station.watch(self._look)

    def stop(self) -> None:
        """Finish what is being signed."""
        self._worker.shutdown(wait=True)

    @property
    def desk(self) -> "DrillDesk":
        """Plans, begins and ends drills."""
        if self._desk is None:
            raise SupervisorsKeepRecordsError
        return self._desk

    def watch(self, listener: Listener) -> None:
        """Call ``listener`` with what is known of drills, soon and after each change, on the
        records thread.
        """
        records = self._records()
        records.post(lambda: self._listen(listener))

    def read(self, *, within: float) -> Drills:
        """What is known of drills now; a desk that has just started reads its disk first."""
        self._records()
        self._is_read.wait(within)
        return self._newest

    def find(self, name: str, *, within: float) -> Drill:
        """The drill of that name, as this desk may show it; raises ``UnknownDrillError``."""
        found = self.read(within=within).find(name.strip())
        if found is None or not found.is_known_at(self._at_work.identity.device):
            raise UnknownDrillError
        return found

    def course(self, drill: Drill) -> "Course":
        """How ``drill`` went; it reads the disk, so ask for it in a worker."""
        from desktop.domain.alerts.escalation import patience_of
        from desktop.domain.drills.course import Course
        from desktop.domain.protocol.steps import POLICE, Situation

        board = self._station.board
        steps = board.protocol.steps(Situation.PANIC) if board.protocol else ()
        running = [one for one in board.alerts if drill.begun_at and not drill.alerts]
        known = (one.alert for one in running if one.alert.occasion is Occasion.DRILL)
        alerts = [alert for name in drill.alerts for alert in self._alert(name)] or list(known)
        return Course.of(
            drill,
            self._newest,
            alerts,
            names={one.device: one.name or one.place for one in (board.me, *board.desks)},
            has_police_step=any(step.key == POLICE for step in steps),
            patience=patience_of(self._at_work.settings.escalation),
        )

    def training(self, language: str, *, within: float) -> "Training":
        """Who took part in which drill and has read which card; in a worker, for it may wait."""
        from desktop.domain.drills.training import Confirmed, Training
        from desktop.domain.guidance.facts import CardRead

        guiding = self._guiding()
        drills = self.read(within=within)
        gathered = guiding.gathered(within=within)
        library = guiding.cards.guidance.library(language)
        shown = guiding.cards.guidance.shown
        return Training.of(
            drills,
            (
                Confirmed(
                    reader=one.word.reader, card=one.word.card, version=one.word.version, at=one.at
                )
                for one in gathered.said
                if isinstance(one.word, CardRead)
            ),
            {
                name: (card.title, shown[name].version)
                for name, card in library.cards.items()
                if name in shown
            },
            months=self._at_work.settings.refresher_months,
        )

    def _begin_at_a_desk(self, kept: KeptRecords) -> None:
        from desktop.services.drills.drill_desk import DrillDesk
        from desktop.services.drills.gathering import DrillGathering

        at_work, records = self._at_work, kept.records
        self._desk = DrillDesk(
            records,
            site=self._station,
            close=self._end_call,
            now=at_work.clock.now,
            minutes=lambda: at_work.settings.drill_minutes,
        )
        gathering = DrillGathering(
            records,
            archive=kept.archive,
            site=self._station,
        )
        gathering.watch(self._told)
        records.post(self._desk.look)

    def _end_call(self, alert: AlertId) -> None:
        """Close it, and put on record that it was a drill; where somebody was quicker, they did."""

        def ended(done: "Future[Alert]") -> None:
            if done.exception() is None:
                person = self._station.board.me.person
                self._records().outcome(alert, Outcome.DRILL, "", person)

        self._station.end_drill(alert).add_done_callback(ended)

    def _records(self) -> "Records":
        if self._at_work.kept is None:
            raise SupervisorsKeepRecordsError
        return self._at_work.kept.records

    def _alert(self, alert: AlertId) -> tuple[Alert, ...]:
        """That alert as the disk has it; nothing where it was purged, or the disk is slow."""
        from desktop.services.log.rebuilding import project

        found: Future[tuple[Alert, ...]] = Future()

        def read(events: "Sequence[Event]") -> None:
            found.set_result(project(events).standing)

        self._at_work.archive.facts(alert, read)
        with suppress(TimeoutError):
            return found.result(_ALERTS_WITHIN_S)
        return ()

    # --- on the alert thread -----------------------------------------------------------------

    def _look(self, board: Board) -> None:
        kept = self._at_work.kept
        if kept is not None and self._desk is not None and self._desk.is_running:
            kept.records.post(self._desk.look_now)
        moment = self._at_work.clock.monotonic()
        for measured in self._measuring.look(board, moment, is_desk=kept is not None):
            with suppress(RuntimeError):  # the station is ending
                self._worker.submit(self._put_on_record, measured)

    def _put_on_record(self, measured: DrillMeasured) -> None:
        """In a worker: a counter opens its records for it."""
        put_on_record(self._writer, measured)

    # --- on the records thread ---------------------------------------------------------------

    def _listen(self, listener: Listener) -> None:
        self._listeners.append(listener)
        if self._is_read.is_set():
            listener(self._newest)

    def _told(self, drills: Drills) -> None:
        self._newest = drills
        self._is_read.set()
        self.desk.told(drills)
        for listener in self._listeners:
            listener(drills)
