"""What a message outside told of an alert: whether that is how it waits now."""

from typing import Self

import msgspec

from desktop.domain.alerts.alert import Alert, Relayed
from desktop.domain.alerts.facts import AlertAcknowledged, Kind

PRESSED_AGAIN_AFTER_S = 120.0
"""Seconds from one message of an alert that nobody answers to one of a later press: a button that
sticks must not write each time.
"""


class Seen(msgspec.Struct, frozen=True):
    """How far an alert had come when a message left. An alert gathers facts, so counting them tells
    an earlier message from a later one, whatever the clocks say.
    """

    presses: int = 0
    answers: int = 0
    kind: Kind = Kind.ASSIST

    @classmethod
    def of(cls, alert: Alert) -> Self:
        """As it stands now."""
        going = sum(isinstance(one.fact, AlertAcknowledged) for one in alert.timeline)
        return cls(len(alert.presses), going, alert.kind)

    def is_told_by(self, told: Relayed) -> bool:
        """That message told as much. One of an older program, which does not say, is believed."""
        if told.kind is None:
            return True
        is_grave = told.kind is Kind.PANIC or self.kind is not Kind.PANIC
        return told.presses >= self.presses and told.answers >= self.answers and is_grave


def is_outdated(told: Relayed, alert: Alert, *, waits: bool) -> bool:
    """``alert`` has begun to wait anew since that message, as far as facts tell: so a sender that
    has just started knows it. It became a panic; it ``waits`` although somebody has answered since;
    or it was pressed again a while later, or nobody knows how much.
    """
    now = Seen.of(alert)
    if told.kind is None or now.is_told_by(told):
        return False
    if now.kind is not told.kind or (waits and now.answers > told.answers):
        return True
    later = (alert.presses[-1].at - told.at).total_seconds()
    return now.presses > told.presses and not 0.0 <= later < PRESSED_AGAIN_AFTER_S
