"""Escalating what nobody answers, by this station's own clock (DESIGN §4)."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.escalation import (
    PATIENCE,
    Patience,
    Stages,
    Waited,
    is_on_the_way,
    stages,
)
from desktop.domain.alerts.facts import AlertId, AlertUnsaid, Kind
from desktop.domain.alerts.transitions import State
from desktop.domain.protocol.facts import StepFact
from desktop.services.alerts.book import AlertBook
from desktop.services.schedule import Schedule, Timer


class Standing(msgspec.Struct, frozen=True):
    """What time made of an alert, and when the contacts outside are told of it."""

    alert: Alert
    outside_at: float | None


class Escalation:
    """Knows since when each open alert has been calling, and since when somebody has been on the
    way; has the board drawn up again when that has taken too long.
    ``wants_police`` says of an alert that nobody calls the police although somebody is to.

    Every station does so for itself. It belongs to the alert thread, and sleeps until the next
    alert is due: one timer.
    """

    def __init__(
        self,
        *,
        book: AlertBook,
        schedule: Schedule,
        monotonic: Callable[[], float],
        supervisors: Callable[[], list[str]],
        wants_police: Callable[[Alert], bool] = lambda _alert: False,
        is_anybody_there: Callable[[], bool] = lambda: True,
        changed: Callable[[], None],
    ) -> None:
        self._book = book
        self._schedule = schedule
        self._monotonic = monotonic
        self._supervisors = supervisors
        self._wants_police = wants_police
        self._is_anybody_there = is_anybody_there
        self._changed = changed
        self._patience: Mapping[Kind, Patience] = PATIENCE
        self._calling: dict[AlertId, float] = {}
        self._going: dict[AlertId, dict[tuple[str, datetime], float]] = {}
        self._police: dict[AlertId, float] = {}
        self._drawn: dict[AlertId, Stages] = {}
        self._drawn_at = monotonic()
        self._due: float | None = None
        self._timer: Timer | None = None

    def wait(self, patience: Mapping[Kind, Patience]) -> None:
        """Go by these times from now on, also with the alerts that are open."""
        self._patience = patience
        self._changed()

    def standing(self) -> Callable[[Alert], Standing]:
        """What makes of an open alert how it stands now; for one board."""
        now = self._drawn_at = self._monotonic()
        supervisors, is_anybody_there = self._supervisors(), self._is_anybody_there()
        drawn = self._drawn = {}

        def as_it_stands(alert: Alert) -> Standing:
            drawn[alert.id] = ahead = stages(
                alert,
                self._waited(alert, now),
                supervisors=supervisors,
                is_anybody_there=is_anybody_there,
                patience=self._patience,
            )
            return Standing(ahead.stand(alert, now), ahead.outside)

        return as_it_stands

    def look(self) -> None:
        """A board was drawn up: forget what is over, and see when the next alert is due."""
        self._forget(self._drawn.keys())
        now = self._drawn_at  # what came due since is not drawn yet
        times = (ahead.next_change(now) for ahead in self._drawn.values())
        due = min((at for at in times if at is not None), default=None)
        if due == self._due:
            return
        self._due = due
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if due is not None:
            self._timer = self._schedule.after(max(0.0, due - self._monotonic()), self._is_due)

    def _is_due(self) -> None:
        self._due = self._timer = None
        self._changed()

    def _waited(self, alert: Alert, now: float) -> Waited:
        calling = going = None
        if alert.needs_answer:
            is_new = alert.state is State.RAISED and not alert.answers
            first = self._book.since(alert.id) if is_new else now
            calling = self._calling.setdefault(alert.id, first)
        else:
            self._calling.pop(alert.id, None)
        if is_on_the_way(alert):
            known = self._going.get(alert.id, {})
            since = {(one.device, one.at): now for one in alert.going}
            since |= {who: at for who, at in known.items() if who in since}
            self._going[alert.id] = since
            going = max(since.values())
        return Waited(calling, going, self._without_police(alert, now))

    def _without_police(self, alert: Alert, now: float) -> float | None:
        """Since when nobody calls the police: since the panic, or since somebody gave it back."""
        if not self._wants_police(alert):
            self._police.pop(alert.id, None)
            return None
        is_new = alert.presses[0].kind is Kind.PANIC and not any(
            isinstance(recorded.fact, StepFact | AlertUnsaid) for recorded in alert.timeline
        )
        return self._police.setdefault(alert.id, self._book.since(alert.id) if is_new else now)

    def _forget(self, still_open: Collection[AlertId]) -> None:
        for table in (self._calling, self._police):
            for gone in table.keys() - still_open:
                del table[gone]
        for gone in self._going.keys() - still_open:
            del self._going[gone]
