"""Every alert this station knows, folded from its facts as they come."""

from collections.abc import Callable, Collection

from desktop.domain.alerts.alert import Alert, Recorded, fold
from desktop.domain.alerts.facts import (
    AlertClosed,
    AlertFact,
    AlertId,
    AlertPressed,
    AlertRaised,
    AlertReceived,
    Occasion,
)
from desktop.domain.errors import UnknownAlertError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.header import Header
from desktop.domain.protocol.facts import StepFact

KEPT_AFTER_CLOSING = 24 * 3600.0
"""Seconds for which a closed alert stays on the board, from when this station heard of it."""
MOST_UNCALLED = 2_000
"""Alerts known by answers alone that are remembered until their press comes."""


class AlertBook:
    """Alerts by id. Facts may come in any order and any number of times.

    Times are monotonic seconds of this station: the clocks of others may be years off.
    """

    def __init__(self, *, is_supervisor: Callable[[str], bool]) -> None:
        self._is_supervisor = is_supervisor
        self._facts: dict[AlertId, set[Recorded]] = {}
        self._alerts: dict[AlertId, Alert] = {}
        self._open: dict[AlertId, Alert] = {}
        self._closed: list[Alert] | None = None
        self._since: dict[AlertId, float] = {}
        self._ended: dict[AlertId, float] = {}
        self._uncalled: dict[AlertId, None] = {}
        self._headers: dict[EventId, Header] = {}

    def add(self, event: Event, fact: Fact, *, heard_at: float) -> Alert | None:
        """Fold one more fact in; returns the alert it belongs to as it now stands.

        ``heard_at`` is when that happened, as far as this station can tell. ``None`` means that
        nothing says yet that anybody called.
        """
        if not isinstance(fact, AlertFact | AlertReceived | StepFact):
            return None
        alert_id = alert_of(event, fact)
        recorded = Recorded(event.header.at, event.id, event.header.device_id, fact)
        self._facts.setdefault(alert_id, set()).add(recorded)
        self._headers[event.id] = event.header
        if is_press(fact):
            self._since[alert_id] = min(heard_at, self._since.get(alert_id, heard_at))
        elif isinstance(fact, AlertClosed):
            self._ended[alert_id] = max(heard_at, self._ended.get(alert_id, heard_at))
        alert = self._fold(alert_id, self._facts[alert_id])
        if alert is None:
            self._remember_uncalled(alert_id)
        else:
            self._uncalled.pop(alert_id, None)
            self._note(alert)
        return alert

    def get(self, alert: AlertId) -> Alert:
        """The alert with this id; ``UnknownAlertError`` when there is none."""
        try:
            return self._alerts[alert]
        except KeyError:
            raise UnknownAlertError(f"No alert {alert} is known here.") from None

    def find(self, alert: AlertId) -> Alert | None:
        """The alert with this id, if it is known here."""
        return self._alerts.get(alert)

    def since(self, alert: AlertId) -> float:
        """When the first press was heard."""
        return self._since[alert]

    def open(self) -> list[Alert]:
        """Open alerts, the gravest and oldest first: a call that is meant before any drill."""
        return sorted(
            self._open.values(),
            key=lambda alert: (alert.gravity, self._since[alert.id], alert.id),
        )

    def closed(self, moment: float) -> list[Alert]:
        """Alerts closed in the last 24 hours, the newest first; older ones are let go."""
        if self._closed is None or self._is_outdated(self._closed, moment):
            self._closed = self._closed_since(moment - KEPT_AFTER_CLOSING)
        return self._closed

    def closed_until(self) -> float | None:
        """When the oldest of those that ``closed`` gave last has been there for its day; ``None``
        where there was none.
        """
        return self._ended[self._closed[-1].id] + KEPT_AFTER_CLOSING if self._closed else None

    def _is_outdated(self, closed: list[Alert], moment: float) -> bool:
        return bool(closed) and moment - self._ended[closed[-1].id] > KEPT_AFTER_CLOSING

    def _closed_since(self, first: float) -> list[Alert]:
        kept = []
        for alert in list(self._alerts.values()):
            if alert.is_open:
                continue
            if self._ended[alert.id] < first:
                self._forget(alert.id)
            else:
                kept.append(alert)
        return sorted(kept, key=lambda alert: (self._ended[alert.id], alert.id), reverse=True)

    def opened_by(self, station: str, place: str, occasion: Occasion) -> Alert | None:
        """The open alert that ``station`` raised for ``place``, the newest if there are more.

        A drill is never taken for the real thing, nor the other way round.
        """
        own = [
            alert
            for alert in self.open()
            if (alert.station, alert.place, alert.occasion) == (station, place, occasion)
        ]
        return max(own, key=lambda alert: alert.raised_at, default=None)

    def purge(self, events: Collection[EventId]) -> bool:
        """Let go of facts whose bodies were purged; whether any was here.

        A press of an open alert stays until it is closed: somebody may need help.
        """
        events = frozenset(events)
        gone = False
        for alert_id, facts in list(self._facts.items()):
            alert = self._alerts.get(alert_id)
            kept = {
                r
                for r in facts
                if r.event not in events or (alert and alert.is_open and is_press(r.fact))
            }
            if len(kept) < len(facts):
                gone = True
                self._refold(alert_id, kept)
        return gone

    def set_apart(self, is_quarantined: Callable[[Header], bool]) -> None:
        """Let go of what a device said after it was revoked."""
        for alert_id, facts in list(self._facts.items()):
            kept = {r for r in facts if not is_quarantined(self._headers[r.event])}
            if len(kept) < len(facts):
                self._refold(alert_id, kept)

    def _refold(self, alert_id: AlertId, facts: set[Recorded]) -> None:
        for gone in self._facts[alert_id] - facts:
            self._headers.pop(gone.event, None)
        alert = self._fold(alert_id, facts)
        if alert is not None:
            self._facts[alert_id] = facts
            self._note(alert)
        elif facts:  # its press may still come, and then what was answered has to count
            self._facts[alert_id] = facts
            self._closed = None
            for table in (self._alerts, self._open):
                table.pop(alert_id, None)
            self._remember_uncalled(alert_id)
        else:
            self._forget(alert_id)

    def _note(self, alert: Alert) -> None:
        """How an alert stands now. A day's closed ones are not gone through at each press."""
        was = self._alerts.get(alert.id)
        self._alerts[alert.id] = alert
        if alert.is_open:
            self._open[alert.id] = alert
        else:
            self._open.pop(alert.id, None)
        if not alert.is_open or (was is not None and not was.is_open):
            self._closed = None

    def _fold(self, alert_id: AlertId, facts: set[Recorded]) -> Alert | None:
        return fold(alert_id, facts, is_supervisor=self._is_supervisor)

    def _forget(self, alert: AlertId) -> None:
        for recorded in self._facts.get(alert, ()):
            self._headers.pop(recorded.event, None)
        self._uncalled.pop(alert, None)
        self._closed = None
        for table in (self._facts, self._alerts, self._open, self._since, self._ended):
            table.pop(alert, None)

    def _remember_uncalled(self, alert: AlertId) -> None:
        self._uncalled[alert] = None
        if len(self._uncalled) > MOST_UNCALLED:
            self._forget(next(iter(self._uncalled)))


def alert_of(event: Event, fact: Fact) -> AlertId:
    """The alert that a fact belongs to: itself, when it raises one."""
    named: EventId = getattr(fact, "alert", "")
    return named or event.id


def is_press(fact: Fact) -> bool:
    """It calls somebody, so a supervisor's station owes it a receipt."""
    return isinstance(fact, AlertRaised | AlertPressed)
