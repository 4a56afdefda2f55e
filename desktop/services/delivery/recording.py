"""Record, then send; but never wait longer than 50 ms for a disk (DESIGN §3, Fail open)."""

from collections.abc import Callable

import msgspec

from desktop.services.ports import Entry, Journal
from desktop.services.schedule import Schedule

PATIENCE = 0.05
"""Seconds that the disk gets before an alert leaves unrecorded."""
A_MOMENT = 0.02
"""Seconds that what nobody waits for leaves the disk alone: its thread competes for the interpreter
with the board that tells of the same thing, and a receipt was shown a millisecond later for it."""


class Recorder:
    """Lets something leave once its entry is on the disk, or when the disk has had its time.

    While the disk has not come back, nothing else waits for it: two hundred alerts behind a
    hanging disk leave as quickly as one.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        schedule: Schedule,
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        self._journal = journal
        self._schedule = schedule
        self._post = post
        self._unhurried: list[Entry] = []
        self._late = 0
        self._leaving = 0

    @property
    def is_leaving(self) -> bool:
        """Something leaves as soon as the disk has it."""
        return self._leaving > 0

    @property
    def is_late(self) -> bool:
        """The disk owes us something for longer than it may."""
        return self._late > 0

    def keep(self, entry: Entry) -> None:
        """Write ``entry`` in a moment, or before the next that somebody waits for; nothing depends
        on when.
        """
        self._unhurried.append(entry)
        if len(self._unhurried) == 1:
            self._schedule.after(A_MOMENT, self.catch_up)

    def catch_up(self) -> None:
        """Hand the journal what was left for later, in the order in which it came."""
        unhurried, self._unhurried = self._unhurried, []
        for entry in unhurried:
            self._journal.keep(entry, lambda _error: None)

    def then(
        self,
        entry: Entry,
        leave: Callable[[bool], None],
        recorded: Callable[[], None] = lambda: None,
    ) -> None:
        """Call ``leave`` exactly once: with true when ``entry`` is on the disk, with false when
        the disk refused it or took too long. ``recorded`` follows if it gets there later.
        """
        self.catch_up()
        waiting = _Waiting(leave, recorded)
        self._leaving += 1

        def written(error: Exception | None) -> None:  # on the journal's thread
            waiting.is_written = error is None
            self._post(lambda: self._kept(waiting) if error is None else self._run_out(waiting))

        self._journal.keep(entry, written)
        if self.is_late:
            self._run_out(waiting)
        else:
            self._schedule.after(PATIENCE, lambda: self._run_out(waiting))

    def _kept(self, waiting: "_Waiting") -> None:
        if waiting.is_late:
            waiting.is_late = False
            self._late -= 1
            waiting.recorded()
        elif not waiting.has_left:
            self._let_go(waiting, is_recorded=True)

    def _run_out(self, waiting: "_Waiting") -> None:
        if waiting.has_left:
            return
        if waiting.is_written:  # in time: we are late, behind other work, and not the disk
            self._let_go(waiting, is_recorded=True)
            return
        waiting.is_late = True
        self._late += 1
        self._let_go(waiting, is_recorded=False)

    def _let_go(self, waiting: "_Waiting", *, is_recorded: bool) -> None:
        waiting.has_left = True
        self._leaving -= 1
        waiting.leave(is_recorded)


class _Waiting(msgspec.Struct):
    """One entry between its writing and its leaving."""

    leave: Callable[[bool], None]
    recorded: Callable[[], None]
    is_written: bool = False
    has_left: bool = False
    is_late: bool = False
