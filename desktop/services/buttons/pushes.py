"""Which messages of a button are a press."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from threading import Lock

import msgspec

from desktop.domain.buttons import Button

ONE_PUSH = 1.0
"""Seconds from a press within which what the button says belongs to the same push: going down,
coming up, a long press, and the broker's repeats."""


class Tried(msgspec.Struct, frozen=True):
    """A press that was only shown: what the button said."""

    button: Button
    payload: bytes
    at: datetime


class Pushes:
    """Hears messages and calls for each push once; any thread.

    A retained message never counts: it was said at some earlier time. Beyond one push a second a
    broken button calls no louder.
    """

    def __init__(
        self,
        call: Callable[[Button], None],
        *,
        monotonic: Callable[[], float],
        now: Callable[[], datetime],
    ) -> None:
        self._call = call
        self._monotonic = monotonic
        self._now = now
        self._guard = Lock()
        self._pushed_at: dict[str, float] = {}
        self._heard_at: dict[str, datetime] = {}
        self._tries: dict[str, tuple[float, Future[Tried]]] = {}

    def last_heard(self, button: Button) -> datetime | None:
        """When it last said anything of its own."""
        with self._guard:
            return self._heard_at.get(button.name)

    def hear(self, button: Button, payload: bytes, *, is_retained: bool) -> None:
        """Take a message on the topic of ``button``, and call where it is a press."""
        if is_retained:
            return
        with self._guard:
            self._heard_at[button.name] = self._now()
            if not button.means_press(payload) or self._is_same_push(button):
                return
            tried = self._take_try(button)
        if tried is None:
            self._call(button)
        else:
            tried.set_result(Tried(button, payload, self._now()))

    def show_next(self, button: Button, seconds: float) -> "Future[Tried]":
        """Have the next push within ``seconds`` shown instead of called; the one after it calls."""
        shown: Future[Tried] = Future()
        with self._guard:
            self._tries[button.name] = (self._monotonic() + seconds, shown)
        return shown

    def call_again(self, button: Button) -> None:
        """Nobody looks any more: every push calls."""
        with self._guard:
            self._tries.pop(button.name, None)

    def forget(self, button: Button) -> None:
        """It was removed."""
        with self._guard:
            for known in (self._pushed_at, self._heard_at, self._tries):
                known.pop(button.name, None)

    def _is_same_push(self, button: Button) -> bool:
        now = self._monotonic()
        if now - self._pushed_at.get(button.name, -ONE_PUSH) < ONE_PUSH:
            return True
        self._pushed_at[button.name] = now
        return False

    def _take_try(self, button: Button) -> "Future[Tried] | None":
        until, shown = self._tries.pop(button.name, (0.0, None))
        return shown if self._monotonic() < until else None
