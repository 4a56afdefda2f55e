"""Every alert this station knows, folded from its facts as they come."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from desktop.domain.alerts.alert import Alert, Recorded, fold
from desktop.domain.alerts.facts import (
    AlertFact,
    AlertId,
    AlertPressed,
    AlertRaised,
    AlertReceived,
    Kind,
    Occasion,
)
from desktop.domain.errors import UnknownAlertError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event, EventId
from desktop.domain.events.header import Header

KEPT_AFTER_CLOSING = timedelta(hours=24)


class AlertBook:
    """Alerts by id. Facts may come in any order and any number of times."""

    def __init__(self, *, is_supervisor: Callable[[str], bool]) -> None:
        self._is_supervisor = is_supervisor
        self._facts: dict[AlertId, set[Recorded]] = {}
        self._alerts: dict[AlertId, Alert] = {}
        self._since: dict[AlertId, float] = {}
        self._headers: dict[EventId, Header] = {}

    def add(self, event: Event, fact: Fact, *, heard_at: float) -> Alert | None:
        """Fold one more fact in; returns the alert it belongs to as it now stands.

        ``heard_at`` is the monotonic second at which the alert's clock begins here. ``None``
        means that nothing says yet that anybody called.
        """
        if not isinstance(fact, AlertFact | AlertReceived):
            return None
        alert_id = alert_of(event, fact)
        recorded = Recorded(event.header.at, event.id, event.header.device_id, fact)
        self._facts.setdefault(alert_id, set()).add(recorded)
        self._headers[event.id] = event.header
        self._since.setdefault(alert_id, heard_at)
        alert = self._fold(alert_id, self._facts[alert_id])
        if alert is not None:
            self._alerts[alert_id] = alert
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
        """The monotonic second at which the alert's clock began here."""
        return self._since[alert]

    def open(self) -> list[Alert]:
        """Open alerts: panic before supervisor calls, the oldest first."""
        return sorted(
            (alert for alert in self._alerts.values() if alert.is_open),
            key=lambda alert: (alert.kind is not Kind.PANIC, self._since[alert.id], alert.id),
        )

    def closed(self, now: datetime) -> list[Alert]:
        """Alerts closed in the last 24 hours, the newest first; older ones are let go."""
        kept = []
        for alert in list(self._alerts.values()):
            if alert.closed_at is None or alert.is_open:
                continue
            if now - alert.closed_at > KEPT_AFTER_CLOSING:
                self._forget(alert.id)
            else:
                kept.append(alert)
        return sorted(kept, key=lambda alert: (alert.closed_at, alert.id), reverse=True)

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
        if alert is None:
            self._forget(alert_id)
        else:
            self._facts[alert_id], self._alerts[alert_id] = facts, alert

    def _fold(self, alert_id: AlertId, facts: set[Recorded]) -> Alert | None:
        return fold(alert_id, facts, is_supervisor=self._is_supervisor)

    def _forget(self, alert: AlertId) -> None:
        for recorded in self._facts.get(alert, ()):
            self._headers.pop(recorded.event, None)
        for table in (self._facts, self._alerts, self._since):
            table.pop(alert, None)


def alert_of(event: Event, fact: Fact) -> AlertId:
    """The alert that a fact belongs to: itself, when it raises one."""
    named: EventId = getattr(fact, "alert", "")
    return named or event.id


def is_press(fact: Fact) -> bool:
    """It calls somebody, so a supervisor's station owes it a receipt."""
    return isinstance(fact, AlertRaised | AlertPressed)
