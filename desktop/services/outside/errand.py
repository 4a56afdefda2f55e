"""One thing to tell the contacts: tried in this sender's turns until each of them was told."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

import msgspec

from desktop.domain.outside.contacts import Attempt, Contact, Message
from desktop.domain.outside.turns import (
    KNOWS_WHO_IS_THERE_S,
    SEND_WITHIN_S,
    SETTLED_AFTER_S,
    pause_after,
    turn_at,
)
from desktop.services.schedule import Schedule, Timer

LATE_S = 4.0
"""A turn that is noticed later than that, as when the PC slept, is let go by. What is left of an
earlier one is used: a busy PC must not wait for a whole round."""
HOUR_S = 3600.0
A_NAP_S = 1.0
"""Seconds of sleep after which a PC that wakes has to hear first what happened meanwhile."""


class Send(Protocol):
    """The way out."""

    def __call__(
        self,
        message: Message,
        contacts: tuple[Contact, ...],
        within: float,
        told: Callable[[Contact, Attempt], None],
        *,
        urgency: tuple[int, float],
        is_wanted: Callable[[], bool],
    ) -> None:
        """Returns at once. How it went within those seconds is told later, on the thread that
        asked, once for each contact. Where others wait, the least ``urgency`` goes first, and none
        that ``is_wanted``, asked on that thread, says is wanted no more.
        """


class Sending:
    """What every errand of a station needs: its clock, its contacts, and the way out.

    ``asleep`` is for how many seconds this PC has slept so far, where it can tell.
    """

    def __init__(
        self,
        *,
        schedule: Schedule,
        monotonic: Callable[[], float],
        contacts: Callable[[], tuple[Contact, ...]],
        send: Send,
        asleep: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.schedule = schedule
        self.monotonic = monotonic
        self.contacts = contacts
        self.send = send
        self._asleep = asleep
        self._slept = asleep()
        self._started = monotonic()

    def ready_at(self, since: float) -> float:
        """When this sender may tell of something that has been so ``since``, at the earliest. Who
        wakes knows as little as who starts.
        """
        slept = self._asleep()
        if slept - self._slept > A_NAP_S:
            self._slept, self._started = slept, self.monotonic()
        is_older = since < self._started
        return self._started + (SETTLED_AFTER_S if is_older else KNOWS_WHO_IS_THERE_S)


class Outgoing(msgspec.Struct, frozen=True):
    """A message, and what puts on record how it went with a contact."""

    message: Message
    record: Callable[[Contact, Attempt], None]


class Errand:
    """Waits for its turn, asks ``is_wanted`` then, and sends what is to ``say`` then to those who
    were not told yet. It is ``due`` at the earliest; from ``turns`` on turns go round.

    After ``often`` attempts there is one each hour, where that is said. It belongs to one thread.
    """

    def __init__(
        self,
        sending: Sending,
        *,
        since: float,
        due: float,
        turns: float,
        rank: int,
        say: Callable[[], Outgoing],
        is_wanted: Callable[[], bool],
        is_told: Callable[[Contact], bool] = lambda _: False,
        gravity: Callable[[], int] = lambda: 9,
        often: int | None = None,
    ) -> None:
        self._sending = sending
        self._since = since
        self._due = due
        self._turns = turns
        self._rank = rank
        self._say = say
        self._is_wanted = is_wanted
        self._is_told = is_told
        self._gravity = gravity
        self._often = often
        self._told: set[str] = set()
        self._waiting: set[str] = set()
        self._attempts = 0
        self._turn = 0.0
        self._timer: Timer | None = None
        self._is_over = False
        self._await_turn(sending.ready_at(since))

    def due_at(self, due: float, turns: float) -> None:
        """It is due at another time than was thought; what was begun goes on in its turns."""
        if not self._attempts and (due, turns) != (self._due, self._turns):
            self._due, self._turns = due, turns
            self._await_turn(self._sending.ready_at(self._since))

    def cancel(self) -> None:
        """Try no more. What is on its way is put on record all the same."""
        self._is_over = True
        self._rest()

    def _await_turn(self, not_before: float) -> None:
        self._rest()
        now = self._sending.monotonic()
        soonest = max(now, not_before, self._due)
        self._turn = turn_at(self._turns, self._rank, soonest - LATE_S)
        self._timer = self._sending.schedule.after(max(self._turn, soonest) - now, self._go)

    def _go(self) -> None:
        self._timer = None
        if self._is_over:
            return
        ready, now = self._sending.ready_at(self._since), self._sending.monotonic()
        late = max(0.0, now - self._turn)
        is_let_go = late > LATE_S or ready > now
        # Its next turn first: whatever fails from here on, it is tried again.
        self._await_turn(ready if is_let_go else self._turn + self._pause(self._attempts + 1))
        if not self._is_wanted():
            self._rest()
        elif not is_let_go:
            self._try(SEND_WITHIN_S - late)

    def _try(self, within: float) -> None:
        left = self._left()
        self._attempts += 1
        if not left:
            self._rest()
            return
        self._waiting = {one.id for one in left}
        said = self._say()
        self._sending.send(
            said.message,
            left,
            within,
            partial(self._went, said.record),
            urgency=(self._gravity(), self._since),
            is_wanted=lambda: not self._is_over and self._is_wanted(),
        )

    def _went(
        self, record: Callable[[Contact, Attempt], None], contact: Contact, attempt: Attempt
    ) -> None:
        self._waiting.discard(contact.id)
        if attempt.is_told:
            self._told.add(contact.id)
        if not self._waiting and not self._left():
            self._rest()
        record(contact, attempt)

    def _pause(self, attempts: int) -> float:
        usual = pause_after(attempts)
        is_seldom = self._often is not None and attempts >= self._often
        return max(usual, HOUR_S) if is_seldom else usual

    def _left(self) -> tuple[Contact, ...]:
        return tuple(
            one
            for one in self._sending.contacts()
            if one.id not in self._told and not self._is_told(one)
        )

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
