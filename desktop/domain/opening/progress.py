"""A test that a counter is making, as far as it has come."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from desktop.domain.alerts.alert import Alert, Recorded
from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertId,
    AlertTold,
    Message,
)
from desktop.domain.board import Board
from desktop.domain.events.event import EventId
from desktop.domain.opening.facts import Confirmed, Found, Look, OpeningTested, Part
from desktop.domain.plain_text import plain

MOST_LETTERS = 200
"""Of what is wrong, and of the note: few words."""


class Progress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was sent, heard and seen of the test of ``day``; ``done_on`` is the last day on which
    one was finished here.
    """

    day: str = ""
    done_on: str = ""
    alert: AlertId = ""
    press: EventId = ""
    """The very press that was the test: an alert may be open since yesterday, and answered."""
    received: int = 0
    of: int = 0
    receipt_ms: int | None = None
    confirmed: Confirmed | None = None
    looks: dict[Part, Look] = {}
    note: str = ""

    def on(self, day: str) -> "Progress":
        """This test where it is of ``day``; else one that nothing was done for yet."""
        return self if self.day == day else Progress(day=day, done_on=self.done_on)

    @property
    def is_begun(self) -> bool:
        """Something was sent or answered, so that there is something to go on with."""
        return bool(self.alert or self.looks or self.note)

    @property
    def can_finish(self) -> bool:
        """A test was sent, and all was looked at. Nobody needs to have confirmed it."""
        return bool(self.alert) and self.looks.keys() >= set(Part)

    def sent(self, alert: AlertId, press: EventId) -> "Progress":
        """With the test that was just sent; what another one brought back is gone."""
        return replace(
            self, alert=alert, press=press, received=0, of=0, receipt_ms=None, confirmed=None
        )

    def looked(self, part: Part, found: Found, wrong: str = "") -> "Progress":
        """With that answer."""
        said = plain(wrong)[:MOST_LETTERS] if found is Found.WRONG else ""
        return replace(self, looks={**self.looks, part: Look(found=found, wrong=said)})

    def noted(self, note: str) -> "Progress":
        """With that note."""
        return replace(self, note=plain(note)[:MOST_LETTERS])

    def heard(self, board: Board, now: datetime) -> "Progress":
        """With what ``board``, seen at ``now`` by this PC's clock, says of the test that was sent.

        What was measured once stays: a later look would measure the look.
        """
        alert = board.find(self.alert) if self.alert else None
        press = next((p for p in alert.presses if p.event == self.press), None) if alert else None
        if alert is None or press is None:
            return self
        live = next((one for one in board.alerts if one.id == alert.id), None)
        delivery = live.delivery if live else None
        received = max(self.received, len(alert.signed_for((press.event,))))
        after_s = max(0.0, (now - press.at).total_seconds())
        return replace(
            self,
            received=received,
            of=max(self.of, delivery.of if delivery else 0, received),
            receipt_ms=round(after_s * 1000)
            if self.receipt_ms is None and received
            else self.receipt_ms,
            confirmed=self.confirmed or _confirmed(alert, press.event, after_s),
        )

    def fact(self, *, place: str, person: str) -> OpeningTested:
        """What the counter signs for it; only where it ``can_finish``."""
        return OpeningTested(
            day=self.day,
            place=place,
            alert=self.alert,
            person=plain(person),
            received=self.received,
            of=self.of,
            receipt_ms=self.receipt_ms,
            confirmed=self.confirmed,
            location=self.looks[Part.LOCATION],
            barrier=self.looks[Part.BARRIER],
            way_out=self.looks[Part.WAY_OUT],
            note=self.note,
        )

    def finished(self) -> "Progress":
        """It is signed: nothing of it is left to do, and the day has its test."""
        return Progress(day=self.day, done_on=self.day)


def _confirmed(alert: Alert, press: EventId, after_s: float) -> Confirmed | None:
    """Who at a supervisor's desk answered that press first, if anybody did."""
    answer = next((one for one in alert.timeline if _confirms(one, alert, press)), None)
    if answer is None:
        return None
    person = plain(str(getattr(answer.fact, "person", "")))
    is_unheard = isinstance(answer.fact, AlertAcknowledged) and answer.fact.is_unheard
    return Confirmed(person=person, after_s=round(after_s, 1), is_unheard=is_unheard)


def _confirms(recorded: Recorded, alert: Alert, press: EventId) -> bool:
    """Whether a person at another desk has shown that they saw that press; *I can't* shows it,
    too, but nobody would come. What is told besides going names no press: it is taken for an answer
    to the first one alone.
    """
    if recorded.device == alert.station:
        return False
    match recorded.fact:
        case AlertTold(message=message):
            return message is not Message.CANNOT and press == alert.presses[0].event
        case AlertAcknowledged() | AlertAttended() | AlertClosed():
            return press in recorded.fact.presses
        case _:
            return False
