"""What a supervisor must do now, and what of it is done and by whom."""

import msgspec

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertTold, Kind, Message, Occasion
from desktop.ui.words import Words


class Step(msgspec.Struct, frozen=True):
    """One line of *Do now*. A done one stands with a tick; ``detail`` says who did it, and when."""

    text: str
    detail: str = ""
    is_done: bool = False


def steps_of(alert: Alert, words: Words) -> tuple[Step, ...]:
    """Return the steps for ``alert``.

    Once somebody said that the police were called, nobody is told any more to call them, nor that
    they know nothing: both would be false.
    """
    if alert.occasion is Occasion.TEST:
        return (
            Step(words("This is a test. Do not call the police.")),
            Step(words("Answer it: the counter waits to see that somebody does.")),
        )
    if alert.occasion is Occasion.DRILL:
        return (
            Step(words("This is a drill. Do not call the police.")),
            Step(words("Answer it and go, as you would if it were real.")),
        )
    stand = Step(words("Go to the counter and stand beside your colleague."))
    called = _police_called(alert, words)
    if alert.is_forced:
        unseen = Step(words("Do not phone the counter: somebody makes them say that all is well."))
        return (unseen, called or Step(words("Call 911 or 112 yourself if a life is in danger.")))
    if called is not None:
        return (called,) if alert.kind is Kind.PANIC else (stand, called)
    limits = Step(words("This alert reached supervisors, not the police."))
    if alert.kind is Kind.PANIC:
        return (Step(words("Call 911 or 112 yourself if a life is in danger.")), limits)
    return (stand, limits)


def title_of(steps: tuple[Step, ...], words: Words) -> str:
    """Return what stands above ``steps``: nothing is left to do now where all is done."""
    return words("Done") if all(step.is_done for step in steps) else words("Do now")


def _police_called(alert: Alert, words: Words) -> Step | None:
    told = alert.told_by(Message.POLICE_CALLED)
    if told is None or not isinstance(told.fact, AlertTold):
        return None
    who = told.fact.person or words("A supervisor")
    at = words.time_of_day(told.at)
    said = words("{name} said so at {time}.", name=who, time=at)
    return Step(words("Police called"), said, is_done=True)
