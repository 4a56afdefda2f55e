"""A thread that owns its state: everybody else posts to its inbox (DESIGN §3, Threads)."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from desktop.services.bell import Bell
from desktop.services.ports import Waiting
from desktop.services.schedule import Schedule

log = logging.getLogger(__name__)
T = TypeVar("T")

_BATCH = 64
"""Messages between two drawings: a crowd must not keep the screen from showing the first."""
BUNCH = 32
"""Actions that can wait with which the thread goes to work all the same: of a large crowd's,
seconds' worth would have been put off to the moment at which all of it presses."""
_AFTER_A_BUG = 0.02
"""Seconds of rest after a way of waiting that failed: it may fail at once, again and again."""


class Actor:
    """Runs what is posted to it, one thing at a time, and its own timers between.

    ``settled`` is called after every batch, so that what is drawn from the state is drawn once
    per batch and not once per message. Where ``waiting`` is the network, the thread reads it
    itself: nothing is handed from one thread to another on its way in.
    """

    def __init__(
        self, name: str, monotonic: Callable[[], float], waiting: Waiting | None = None
    ) -> None:
        self.schedule = Schedule(monotonic)
        self.settled: Callable[[], None] = lambda: None
        self._waiting = waiting or Bell()
        self._is_waiting = False
        self._can_wait = True
        self._is_stopping = False
        self._inbox: deque[Callable[[], None]] = deque()
        self._first: deque[Callable[[], None]] = deque()
        self._whenever: deque[Callable[[], None]] = deque()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work off the inbox."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is in the inbox, then end. Returns when it has ended."""
        self._is_stopping = True
        self._wake()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    def post(self, action: Callable[[], None]) -> None:
        """Do ``action`` on this thread, soon."""
        self._inbox.append(action)
        self._wake()

    def post_first(self, action: Callable[[], None]) -> None:
        """Do ``action`` on this thread before whatever else waits, in the order of these calls.

        For presses, and for what the disk has done: neither stands in line behind a crowd.
        """
        self._first.append(action)
        self._wake()

    def post_whenever(self, action: Callable[[], None]) -> None:
        """Do ``action`` on this thread when it is at work anyway, after whatever else waits and
        before its timers. It goes to work for a bunch of them, not for one.
        """
        self._whenever.append(action)
        if len(self._whenever) >= BUNCH:
            self._wake()

    def ask(self, action: Callable[[], T], *, first: bool = False) -> "Future[T]":
        """Do ``action`` on this thread, where ``first`` says so as ``post_first`` does; the future
        holds what it returns or raises.
        """
        answer: Future[T] = Future()

        def perform() -> None:
            if not answer.set_running_or_notify_cancel():
                return
            try:
                answer.set_result(action())
            except Exception as error:  # noqa: BLE001 (handed to whoever asked)
                answer.set_exception(error)

        (self.post_first if first else self.post)(perform)
        return answer

    @property
    def waits_for(self) -> int:
        """How many actions it has been asked for and not begun, without those that can wait."""
        return len(self._first) + len(self._inbox)

    @property
    def has_work(self) -> bool:
        """There is something that does not wait for a timer."""
        return self.waits_for > 0 or len(self._whenever) >= BUNCH

    def turn(self) -> None:
        """Work off a batch of what is there, and what has become due. Of this thread."""
        if not self.has_work and self.schedule.seconds_to_next() != 0.0:
            return
        for _ in range(_BATCH):
            self._do_first()
            if not self._inbox:
                break
            self.guarded(self._inbox.popleft())
        self._do_what_could_wait()
        self.guarded(self.schedule.run_due)
        self.guarded(self.settled)

    def guarded(self, action: Callable[[], None]) -> None:
        """Do ``action``, here and now. A bug in it is logged and ends nothing else: this is the
        thread's top-level handler.
        """
        try:
            action()
        except Exception:
            log.exception("a message on the %s thread could not be handled", self._thread.name)

    def _run(self) -> None:
        while self.has_work or not self._is_stopping:
            self._wait()
            self.turn()

    def _wait(self) -> None:
        """Until there is something to do. What comes in between the look and the wait wakes it."""
        self._is_waiting = True
        is_at_rest = not self.has_work and not self._is_stopping
        try:
            self._waiting.wait(self.schedule.seconds_to_next() if is_at_rest else 0.0)
        except Exception:
            if self._can_wait:  # once, however often it fails from now on
                log.exception("the %s thread could not wait", self._thread.name)
            self._can_wait = False
            time.sleep(_AFTER_A_BUG)
        else:
            self._can_wait = True
        finally:
            self._is_waiting = False

    def _wake(self) -> None:
        """Not by its own thread, which reads the network while it waits, and then looks."""
        if self._is_waiting and threading.get_ident() != self._thread.ident:
            self._waiting.wake()

    def _do_first(self) -> None:
        while self._first:
            self.guarded(self._first.popleft())

    def _do_what_could_wait(self) -> None:
        """All of it, until something else comes; and one at least, or a crowd would keep it out."""
        while self._whenever:
            self.guarded(self._whenever.popleft())
            if self.waits_for:
                break
