"""Whose turn it is to tell the contacts: at no moment that of two senders.

Turns of ten seconds go round: the first sender's, the second's, and again. They begin at a moment
that both know, whenever each of them thinks that a message is due. An attempt ends within its turn
(``SEND_WITHIN_S``), and what it came to has reached the other one by its own. So nobody is told
twice unless the network is split, and nobody waits for a sender that died longer than for its turn.
"""

from math import ceil

import msgspec

from desktop.domain.alerts.escalation import PATIENCE, Patience
from desktop.domain.alerts.facts import Kind
from desktop.domain.settings.settings import MOST_SENDERS

TURN_S = 10.0
ROUND_S = TURN_S * MOST_SENDERS
SEND_WITHIN_S = 8.0
"""Seconds after which an attempt is given up: the rest of its turn is for telling the others."""
SETTLED_AFTER_S = 10.0
"""Seconds for which a sender that has just started tells nobody of what is older than its start: it
may hear by then that the other one did."""
KNOWS_WHO_IS_THERE_S = 6.0
"""Seconds for which it tells nobody of anything: by then every desk that is there has beaten."""
MOST_ROUNDS = 15
"""At most so many rounds between two attempts, which is five minutes."""


class Order(msgspec.Struct, frozen=True):
    """Which of the ``senders`` one is: ``rank`` is 0 for the first. ``patience`` is the whole
    site's with a panic, whatever else a PC goes by.
    """

    rank: int
    senders: int = 1
    patience: Patience = PATIENCE[Kind.PANIC]

    def turns_of(self, since: float, due: float) -> float:
        """When turns begin for an alert that has called ``since`` then, which both senders heard.

        For a panic that nobody answers they begin when it is due, at the site's times. Whether it
        is a panic, who is there, and what else one of them goes by, changes nothing. A sender that
        is alone has its turn when it is ``due``.
        """
        if self.senders < MOST_SENDERS:
            return due
        return since + self.patience.answer + self.patience.outside


def turn_at(begins: float, rank: int, not_before: float) -> float:
    """When the next turn of that ``rank`` comes, at ``not_before`` or later, of those that go round
    from ``begins`` on and went round before; in monotonic seconds.
    """
    first = begins + rank * TURN_S
    return first + ceil((not_before - first) / ROUND_S) * ROUND_S


def pause_after(attempts: int) -> float:
    """Seconds from the beginning of the last of so many ``attempts`` to the next one: longer each
    time, and always whole rounds.
    """
    return ROUND_S * min(MOST_ROUNDS, 1 << min(attempts - 1, 10))
