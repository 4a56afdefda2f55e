"""How alerts ended, folded from what supervisors said: the one said last holds."""

from collections.abc import Iterable

from desktop.domain.alerts.facts import AlertId, AlertOutcome
from desktop.domain.events.event import EventId
from desktop.services.ports import ToldOutcome


class Outcomes:
    """The outcomes told so far. Any order and any doubles give the same."""

    def __init__(self, known: Iterable[ToldOutcome]) -> None:
        self._told: dict[EventId, ToldOutcome] = {told.event: told for told in known}

    def add(self, told: ToldOutcome) -> None:
        """Take in one more."""
        self._told[told.event] = told

    def forget(self, events: Iterable[EventId]) -> bool:
        """Their bodies were purged; whether any was here."""
        gone = [event for event in events if self._told.pop(event, None)]
        return bool(gone)

    def latest(self) -> dict[AlertId, AlertOutcome]:
        """What holds for each alert."""
        in_order = sorted(self._told.values(), key=lambda told: (told.at, told.event))
        return {told.fact.alert: told.fact for told in in_order}
