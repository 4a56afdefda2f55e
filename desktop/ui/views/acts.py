"""What a supervisor can press, on the takeover and on the Now page."""

from enum import StrEnum

import msgspec

from desktop.domain.alerts.facts import Outcome


class Act(StrEnum):
    """What a supervisor can press."""

    GOING = "going"
    CALLING = "calling"
    CANNOT = "cannot"
    UNHEARD = "unheard"
    TWO_MINUTES = "two_minutes"
    POLICE_CALLED = "police_called"
    LEAVE = "leave"
    THERE = "there"
    SMALL = "small"
    CLOSE = "close"
    BACK = "back"
    OPEN = "open"
    HELPED = "helped"
    RESOLVED = "resolved"
    POLICE = "police"
    FALSE_ALARM = "false_alarm"
    END_DRILL = "drill"
    TAKE = "take"
    DONE = "done"
    NOT_NEEDED = "not_needed"
    GIVE_BACK = "give_back"


OUTCOMES: dict[Act, Outcome] = {
    Act.HELPED: Outcome.HELPED,
    Act.RESOLVED: Outcome.RESOLVED,
    Act.POLICE: Outcome.POLICE,
    Act.FALSE_ALARM: Outcome.FALSE_ALARM,
    Act.END_DRILL: Outcome.DRILL,
}
"""The acts that close an alert, and how they say it ended."""

SPACE = "Space"


class Button(msgspec.Struct, frozen=True):
    """``key`` is one letter or digit, ``SPACE``, or "" where only the mouse does it. ``is_done``
    stands with a tick and does nothing more. ``step`` is the protocol's that it is about;
    ``hint`` names a key that has no letter.
    """

    act: Act
    text: str
    key: str
    is_done: bool = False
    step: str = ""
    hint: str = ""

    @property
    def key_words(self) -> str:
        """What stands beside its words."""
        return self.hint or self.key
