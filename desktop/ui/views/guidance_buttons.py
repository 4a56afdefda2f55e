"""The buttons that a ladder's rungs carry, in the wording that the site chose for its bars."""

import msgspec

from desktop.domain.guidance.card import Action
from desktop.ui.views.counter_bar import Wording
from desktop.ui.words import Words


class RungButton(msgspec.Struct, frozen=True):
    """``text`` is drawn (or ``icon`` where it is empty), ``name`` is what it truly does, for a
    screen reader. ``key`` presses it while the panel has the keyboard, where it has one.
    """

    action: Action
    text: str
    name: str
    key: str
    icon: str = ""
    say: str = ""


def rung_button(action: Action, words: Words, wording: Wording, *, say: str = "") -> RungButton:
    """The button for ``action``. Alerts are called as on the bar, so that a customer who reads
    over a shoulder learns nothing (DESIGN §6).
    """
    match action:
        case Action.WARN:
            name = words("Note that you said it")
            return RungButton(action, words("I said it"), name, "W", say=say)
        case Action.SUPERVISOR:
            name = words("Call a supervisor to this counter")
            text = (words("Supervisor to counter"), words("Line 1"), "")[_SET[wording]]
            return RungButton(action, text, name, "S", icon="" if text else "user")
        case Action.PANIC:
            name = words("Panic: silent call for help")
            text = (words("Panic"), words("Line 2"), "")[_SET[wording]]
            # No letter: one that is hit by mistake must not call everybody.
            return RungButton(action, text, name, "", icon="" if text else "bookmark")
        case Action.REPORT:
            name = words("Start a report of this")
            return RungButton(action, words("Start a report"), name, "R")


_SET = {Wording.PLAIN: 0, Wording.NEUTRAL: 1, Wording.ICONS: 2}
