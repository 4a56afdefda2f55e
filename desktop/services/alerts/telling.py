"""Facts about an alert other than presses, on their way to the presser and every supervisor; what
is said of the protocol's steps goes to supervisors alone.
"""

from collections.abc import Callable

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertFact
from desktop.domain.events.streams import FOR_EVERYONE
from desktop.domain.protocol.facts import StepFact
from desktop.domain.roster.ids import DeviceId
from desktop.services.alerts.book import AlertBook
from desktop.services.delivery.dispatch import Dispatch
from desktop.services.delivery.outbox import Pace
from desktop.services.log.ledger import Ledger


class Telling:
    """Signs such a fact, folds it here at once, and sends it until those concerned have it."""

    def __init__(
        self,
        *,
        me: DeviceId,
        ledger: Ledger,
        book: AlertBook,
        dispatch: Dispatch,
        monotonic: Callable[[], float],
        present: Callable[[DeviceId], bool],
        present_supervisors: Callable[[], list[DeviceId]],
        changed: Callable[[], None],
    ) -> None:
        self._me = me
        self._ledger = ledger
        self._book = book
        self._dispatch = dispatch
        self._monotonic = monotonic
        self._present = present
        self._present_supervisors = present_supervisors
        self._changed = changed

    def tell(self, fact: AlertFact | StepFact) -> Alert:
        """Returns the alert as it stands with ``fact``. Sending goes on by itself."""
        event = self._ledger.write(fact)
        alert = self._book.add(event, fact, heard_at=self._monotonic())
        assert alert is not None
        awaited = set(self._present_supervisors())
        if fact.STREAM in FOR_EVERYONE and self._present(alert.station):
            awaited.add(alert.station)
        awaited.discard(self._me)
        self._dispatch.post(event, alert, awaited=awaited, pace=Pace.ANSWER)
        if not alert.is_open:
            self._dispatch.end(alert.press_ids)
        self._changed()
        return alert
