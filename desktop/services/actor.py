"""A thread that owns its state: everybody else posts to its inbox (DESIGN §3, Threads)."""

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from desktop.services.schedule import Schedule

log = logging.getLogger(__name__)
T = TypeVar("T")

_BATCH = 64
"""Messages between two drawings: a crowd must not keep the screen from showing the first."""
BUNCH = 32
"""Actions that can wait with which the thread is woken all the same: of a large crowd's, seconds'
worth would have been put off to the moment at which all of it presses."""


class Actor:
    """Runs what is posted to it, one thing at a time, and its own timers between.

    ``settled`` is called after every batch, so that what is drawn from the state is drawn once
    per batch and not once per message.
    """

    def __init__(self, name: str, monotonic: Callable[[], float]) -> None:
        self.schedule = Schedule(monotonic)
        self.settled: Callable[[], None] = lambda: None
        self._inbox: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._first: deque[Callable[[], None]] = deque()
        self._whenever: deque[Callable[[], None]] = deque()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work off the inbox."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is in the inbox, then end. Returns when it has ended."""
        self._inbox.put(None)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    def post(self, action: Callable[[], None]) -> None:
        """Do ``action`` on this thread, soon."""
        self._inbox.put(action)

    def post_first(self, action: Callable[[], None]) -> None:
        """Do ``action`` on this thread before whatever else waits, in the order of these calls.

        For presses, and for what the disk has done: neither stands in line behind a crowd.
        """
        self._first.append(action)
        self._inbox.put(self._do_first)

    def post_whenever(self, action: Callable[[], None]) -> None:
        """Do ``action`` on this thread when it is awake anyway, after whatever else waits and
        before its timers. It is woken for a bunch of them, not for one.
        """
        self._whenever.append(action)
        if len(self._whenever) == BUNCH:
            self._inbox.put(self._do_first)

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

    def _run(self) -> None:
        goes_on = True
        while goes_on:
            goes_on = self._work_off()
            self._do_what_could_wait()
            self.guarded(self.schedule.run_due)
            self.guarded(self.settled)

    def _do_first(self) -> None:
        while self._first:
            self.guarded(self._first.popleft())

    def _do_what_could_wait(self) -> None:
        """All of it, until something else comes; and one at least, or a crowd would keep it out."""
        while self._whenever:
            self.guarded(self._whenever.popleft())
            if not self._inbox.empty():
                break

    def guarded(self, action: Callable[[], None]) -> None:
        """Do ``action``, here and now. A bug in it is logged and ends nothing else: this is the
        thread's top-level handler.
        """
        try:
            action()
        except Exception:
            log.exception("a message on the %s thread could not be handled", self._thread.name)

    def _work_off(self) -> bool:
        """Do what is in the inbox, up to a batch; wait for the first until a timer is due."""
        patience = self.schedule.seconds_to_next()
        for _ in range(_BATCH):
            try:
                action = self._inbox.get(timeout=patience)
            except queue.Empty:
                break
            if action is None:
                return False
            self._do_first()
            self.guarded(action)
            patience = 0.0
        return True
