"""Whose turn it is to tell the contacts: at no moment that of two senders.

From when a message is due, turns of ten seconds go round: the first sender's, the second's, and
again. An attempt ends within its turn (``SEND_WITHIN_S``), and what it came to has reached the
other one by its own. So nobody is told twice unless the network is split, and nobody waits for a
sender that died longer than for its turn.
"""

from math import ceil

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


def turn_at(due: float, rank: int, not_before: float) -> float:
    """When the sender of that ``rank``, 0 for the first, may tell what is ``due``; in monotonic
    seconds, and at ``not_before`` or later.
    """
    first = due + rank * TURN_S
    return first + max(0, ceil((not_before - first) / ROUND_S)) * ROUND_S


def pause_after(attempts: int) -> float:
    """Seconds from the beginning of the last of so many ``attempts`` to the next one: longer each
    time, and always whole rounds.
    """
    return ROUND_S * min(MOST_ROUNDS, 1 << min(attempts - 1, 10))
