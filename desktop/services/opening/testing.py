"""Today's opening test at a counter, kept on its PC while it goes on."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import Protocol

from desktop.domain.alerts.facts import AlertId
from desktop.domain.board import Board
from desktop.domain.events.event import EventId
from desktop.domain.opening.facts import Found, Part
from desktop.domain.opening.progress import Progress
from desktop.services.records.parts import RecordWriter
from desktop.services.records.saying import put_on_record


class Keeping(Protocol):
    """One test in a small private file. ``read`` gives an empty one where there is none or it
    cannot be read; ``write`` may fail without a word: then a restart asks again.
    """

    def read(self) -> Progress: ...
    def write(self, progress: Progress) -> None: ...


class OpeningTest:
    """What was done of the test so far. It belongs to the windows' thread, and waits for no disk
    and no network: a counter knows by itself whether today's test is done.

    ``now`` is this PC's wall clock in its own time zone; ``changed`` is called after each change.
    """

    def __init__(
        self,
        *,
        keeping: Keeping,
        writer: Callable[[], RecordWriter],
        now: Callable[[], datetime],
    ) -> None:
        self._keeping = keeping
        self._writer = writer
        self._now = now
        self._progress = keeping.read()
        self.changed: Callable[[], None] = lambda: None

    @property
    def progress(self) -> Progress:
        """Today's test; what was begun on another day is gone."""
        return self._progress.on(self._day)

    @property
    def is_due(self) -> bool:
        """No test was finished here today."""
        return self._progress.done_on != self._day

    @property
    def _day(self) -> str:
        return self._now().date().isoformat()

    def sent(self, alert: AlertId, press: EventId) -> None:
        """The test was sent just now, with that press."""
        self._keep(self.progress.sent(alert, press))

    def heard(self, board: Board) -> None:
        """That came back so far."""
        self._keep(self.progress.heard(board, self._now()))

    def look(self, part: Part, found: Found, wrong: str = "") -> None:
        """That is how it looks."""
        self._keep(self.progress.looked(part, found, wrong))

    def note(self, text: str) -> None:
        """Something else to say."""
        self._keep(self.progress.noted(text))

    def finish(self, *, place: str, person: str) -> "Future[None]":
        """Sign what was found. The future is set once it is on this PC's disk; it is sent from
        then on until desks have it. Call ``finished`` then. It raises ``RecordNotSavedError``
        where the disk refuses it for now.
        """
        return put_on_record(self._writer, self.progress.fact(place=place, person=person))

    def finished(self) -> None:
        """It is signed and kept."""
        self._keep(self.progress.finished())

    def _keep(self, progress: Progress) -> None:
        if progress != self._progress:
            self._progress = progress
            self._keeping.write(progress)
            self.changed()
