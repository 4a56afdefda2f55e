"""Answering an alert: what a supervisor does, and the counter's *they are here* (DESIGN §4)."""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import (
    MOST_NAMED,
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertFact,
    AlertId,
    AlertOffered,
    AlertRelayed,
    AlertTold,
    Message,
    Occasion,
)
from desktop.domain.alerts.transitions import Action, after
from desktop.domain.errors import RefusedError
from desktop.domain.events.event import EventId
from desktop.domain.plain_text import plain
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.alerts.book import AlertBook
from desktop.services.alerts.telling import Telling

Naming = Callable[[tuple[EventId, ...]], AlertFact]


class SupervisorsOnlyError(RefusedError):
    """Only a supervisor's desk can do that."""

    code = "supervisors-only"
    advice = "Ask a supervisor to answer it; at the counter you can press *they are here*."


class OwnCallError(RefusedError):
    """This station called itself."""

    code = "own-call"
    advice = "When somebody has come, press *they are here*."


class NoDrillError(RefusedError):
    """This call is no drill's."""

    code = "no-drill"
    advice = "See the person first, and close it as any other call."


class Answering:
    """A person's answers, held to the table of what may be done now."""

    def __init__(self, *, me: DeviceId, book: AlertBook, telling: Telling) -> None:
        self._me = me
        self._book = book
        self._telling = telling

    def acknowledge(
        self,
        alert_id: AlertId,
        *,
        person: str,
        minutes: int | None,
        roster: Roster,
        is_unheard: bool = False,
    ) -> Alert:
        """*I'm going*, for the presses seen so far. A test is over with that: somebody saw it, and
        where it ``is_unheard``, they heard nothing.
        """
        self._require_voice(AlertAcknowledged, roster)
        alert = self._of_another(alert_id)
        alert = self._say_of(
            alert,
            lambda presses: AlertAcknowledged(
                alert=alert_id,
                presses=presses,
                person=person,
                minutes=minutes,
                is_unheard=is_unheard and alert.occasion is Occasion.TEST,
            ),
            roster,
        )

        if alert.occasion is not Occasion.TEST:
            return alert
        return self._say_of(
            alert,
            lambda presses: AlertClosed(alert=alert.id, presses=presses, person=person),
            roster,
        )

    def tell(self, alert_id: AlertId, message: Message, *, person: str, roster: Roster) -> Alert:
        """Any other answer."""
        self._allowed(alert_id, Action.TELL)
        return self._say(AlertTold(alert=alert_id, message=message, person=person), roster)

    def offer(self, alert_id: AlertId, *, person: str) -> Alert:
        """A colleague goes there, from any station but the one that called."""
        self._of_another(alert_id)
        return self._telling.tell(AlertOffered(alert=alert_id, person=plain(person)))

    def relayed(self, said: AlertRelayed) -> Alert:
        """This station told a contact outside, or could not."""
        self._book.get(said.alert)
        return self._telling.tell(replace(said, contact=plain(said.contact)))

    def attend(self, alert_id: AlertId, *, person: str, roster: Roster) -> Alert:
        """Somebody is there: said by a supervisor, or by the station that called."""
        alert = self._allowed(alert_id, Action.ATTEND)
        if alert.station != self._me and not roster.is_supervisors(self._me):
            raise SupervisorsOnlyError
        return self._say_of(
            alert,
            lambda presses: AlertAttended(alert=alert_id, presses=presses, person=person),
            roster,
        )

    def close(self, alert_id: AlertId, *, person: str, roster: Roster) -> Alert:
        """It is over, as far as the presses seen so far go; a later press is a live alert."""
        return self._closed(self._allowed(alert_id, Action.CLOSE), person, roster)

    def end_drill(self, alert_id: AlertId, *, person: str, roster: Roster) -> Alert:
        """Close a drill's alert whether anybody was there or not: nobody is in need, and that
        somebody came would be a false word in what was measured. Any other alert is refused,
        however far it is, and a drill's that is closed as ``close`` refuses it.
        """
        alert = self._book.get(alert_id)
        if alert.occasion is not Occasion.DRILL:
            raise NoDrillError
        if not alert.is_open:
            return self.close(alert_id, person=person, roster=roster)
        return self._closed(alert, person, roster)

    def _closed(self, alert: Alert, person: str, roster: Roster) -> Alert:
        return self._say_of(
            alert,
            lambda presses: AlertClosed(alert=alert.id, presses=presses, person=person),
            roster,
        )

    def _of_another(self, alert_id: AlertId) -> Alert:
        """Nobody goes to themselves: that would silence the others."""
        alert = self._allowed(alert_id, Action.ACKNOWLEDGE)
        if alert.station == self._me:
            raise OwnCallError
        return alert

    def _allowed(self, alert_id: AlertId, action: Action) -> Alert:
        alert = self._book.get(alert_id)
        after(alert.state, action)
        return alert

    def _say_of(self, alert: Alert, naming: Naming, roster: Roster) -> Alert:
        """Answer every press seen so far, in as many facts as it takes to name them."""
        for presses in _portions(alert.press_ids):
            alert = self._say(naming(presses), roster)
        return alert

    def _say(self, fact: AlertFact, roster: Roster) -> Alert:
        self._require_voice(type(fact), roster)
        return self._telling.tell(fact)

    def _require_voice(self, fact: type[AlertFact], roster: Roster) -> None:
        if not roster.may_author(self._me, fact.TYPE):
            raise SupervisorsOnlyError


def _portions(presses: tuple[EventId, ...]) -> Iterator[tuple[EventId, ...]]:
    for first in range(0, len(presses), MOST_NAMED):
        yield presses[first : first + MOST_NAMED]
