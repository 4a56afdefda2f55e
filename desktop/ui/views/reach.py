"""What a desk that hears no other still knows, and since when it knows no more.

Silence is not calm: nothing that such a desk shows may look ready, quiet or answered.
"""

from datetime import datetime, timedelta

import msgspec

from desktop.domain.board import Board
from desktop.domain.roster.roles import Role
from desktop.ui.words import Words

_TOGETHER = timedelta(seconds=30)
"""Stations that were heard this shortly before the last word went silent because of us."""


class CutOff(msgspec.Struct, frozen=True):
    """This desk hears nobody. ``since``: the last word of another one, if there ever was any."""

    since: datetime | None

    @classmethod
    def of(cls, board: Board) -> "CutOff | None":
        """Return since when ``board`` is all that is known; ``None`` while others are heard.

        A supervisor's desk reaches its own relay with its cable pulled, so that relays alone do
        not tell.
        """
        others = [d for d in board.desks if not d.is_revoked and d.role is not Role.RELAY]
        is_heard = board.relays_up > 0 and not board.me.is_revoked
        if is_heard and (not others or any(desk.is_present for desk in others)):
            return None
        return cls(max((desk.last_heard for desk in others if desk.last_heard), default=None))

    def fell_silent_with_us(self, last_heard: datetime | None) -> bool:
        """Whether a station was heard up to the end: nothing says that it is not well."""
        if last_heard is None or self.since is None:
            return False
        return self.since - last_heard <= _TOGETHER

    def not_known(self, words: Words) -> str:
        """Return since when nothing is known, as a sentence without its full stop."""
        if self.since is None:
            return words("Not known")
        return words("Not known since {time}", time=words.time_of_day(self.since))
