"""Keeping what is written: on the disk 2 s after the first key that is not saved yet.

Not 2 s after the last one: whoever types without a pause is saved all the same.
"""

import errno
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desktop.domain.errors import DeskError
from desktop.services.reports.ports import Draft
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words, on_this_clock

AFTER_MS = 1_800
"""What is left of the 2 s is the disk's."""
AGAIN_MS = 10_000
"""A disk that refused is asked again, in case somebody freed some space."""


class Alarm(Protocol):
    """One thing to do later. Setting it again puts the earlier one off."""

    def set(self, after_ms: int, call: Callable[[], None]) -> None: ...
    def cancel(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SaveState:
    """When it was saved last; whether something was written since; what the disk said."""

    saved_at: datetime | None = None
    is_dirty: bool = False
    error: DeskError | None = None


class Saving:
    """Asks for saves one at a time, and knows how they went.

    ``save`` answers on any thread; ``post`` brings the answer to the windows'. ``shown`` is called
    with every new state.
    """

    def __init__(
        self,
        *,
        draft: Callable[[], Draft],
        save: Callable[[Draft], "Future[Draft]"],
        alarm: Alarm,
        post: Callable[[Callable[[], None]], None],
        shown: Callable[[SaveState], None],
        saved_at: datetime | None = None,
    ) -> None:
        self._draft = draft
        self._save = save
        self._alarm = alarm
        self._post = post
        self._shown = shown
        self._is_saving = False
        self._is_waiting = False
        self._is_asked_again = False
        self._is_over = False
        self.state = SaveState(saved_at=saved_at)

    @property
    def is_busy(self) -> bool:
        """The disk has not answered yet."""
        return self._is_saving

    @property
    def is_clean(self) -> bool:
        """Everything that was written is on the disk."""
        return not (self._is_saving or self.state.is_dirty)

    def wrote(self) -> None:
        """Something was written."""
        if self._is_over:
            return
        if not self.state.is_dirty:
            self._show(SaveState(self.state.saved_at, is_dirty=True, error=self.state.error))
        if not self._is_waiting:
            self._wait(AFTER_MS)

    def now(self) -> None:
        """Save at once what is not saved yet: the window is left, hidden or closed."""
        if self.state.is_dirty and not self._is_over:
            self._ask()

    def stop(self) -> None:
        """Ask for nothing more: the report was submitted, or the draft discarded."""
        self._is_over = True
        self._is_waiting = False
        self._alarm.cancel()

    def go_on(self) -> None:
        """It was not submitted after all."""
        self._is_over = False
        if self.state.is_dirty:
            self._wait(AFTER_MS)

    def _wait(self, after_ms: int) -> None:
        self._is_waiting = True
        self._alarm.set(after_ms, self._ask)

    def _ask(self) -> None:
        self._alarm.cancel()
        self._is_waiting = False
        if self._is_over:
            return
        if self._is_saving:
            self._is_asked_again = True
            return
        self._is_saving = True
        self.state = SaveState(self.state.saved_at, is_dirty=False, error=self.state.error)
        self._save(self._draft()).add_done_callback(
            lambda answer: self._post(lambda: self._answered(answer))
        )

    def _answered(self, answer: "Future[Draft]") -> None:
        self._is_saving = False
        error = answer.exception()
        if isinstance(error, DeskError):
            self._show(SaveState(self.state.saved_at, is_dirty=True, error=error))
            if not self._is_waiting and not self._is_over:
                self._wait(AGAIN_MS)
        elif error is not None:
            raise error
        else:
            self._show(SaveState(answer.result().saved_at, is_dirty=self.state.is_dirty))
        if self._is_asked_again:
            self._is_asked_again = False
            self.now()

    def _show(self, state: SaveState) -> None:
        self.state = state
        self._shown(state)


@dataclass(frozen=True, slots=True)
class SaveView:
    """What the header says about it. ``action`` saves a copy elsewhere."""

    sentence: str
    shape: Shape
    tone: str
    action: str = ""

    @classmethod
    def of(cls, state: SaveState, *, words: Words) -> "SaveView":
        if state.error is not None:
            return cls(
                words("Not saved: {why}", why=_why(state.error, words)),
                Shape.ATTENTION,
                "need",
                words("Save a copy elsewhere"),
            )
        if state.saved_at is not None:
            at = _to_the_second(state.saved_at, words)
            return cls(words("Saved {time} on this PC", time=at), Shape.TICK, "ink2")
        if state.is_dirty:
            return cls(words("Saved in a moment"), Shape.HALF, "ink2")
        return cls(words("Nothing written yet"), Shape.NOBODY, "ink2")


def _why(error: DeskError, words: Words) -> str:
    cause = error.__cause__
    is_full = getattr(cause, "errno", None) == errno.ENOSPC
    if is_full or getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL":
        return words("the disk is full. Free some space, or save a copy elsewhere")
    return words("the disk refused it. Save a copy elsewhere, then call for help")


def _to_the_second(at: datetime, words: Words) -> str:
    local = on_this_clock(at)
    if words.language != "en":
        return f"{local.hour}:{local:%M:%S}"
    return f"{local.hour % 12 or 12}:{local:%M:%S} {'AM' if local.hour < 12 else 'PM'}"
