"""What happened to an alert, fact by fact, in the words that a report and a timeline use."""
# ruff: noqa: RUF001 (a person reads this, so the apostrophe is the typographic one)

from desktop.domain.alerts.alert import AnyAlertFact
from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertNoted,
    AlertPressed,
    AlertRaised,
    AlertTold,
    AlertWithdrawn,
    Context,
    Kind,
    Message,
    Occasion,
    Outcome,
)

KINDS = {Kind.ASSIST: "Supervisor to counter", Kind.PANIC: "Panic"}
OCCASIONS = {Occasion.REAL: "", Occasion.DRILL: "Drill", Occasion.TEST: "Test"}
CONTEXTS = {
    Context.WEAPON: "A weapon",
    Context.THREAT: "A threat",
    Context.MEDICAL: "A medical emergency",
    Context.LEAVING: "Leaving the counter",
    Context.MISTAKE: "Pressed by mistake",
}
MESSAGES = {
    Message.CALLING: "I’ll call",
    Message.POLICE_CALLED: "Police called",
    Message.LEAVE: "Leave the counter",
    Message.CANNOT: "I can’t",
}
OUTCOMES = {
    Outcome.HELPED: "Helped",
    Outcome.RESOLVED: "Resolved by itself",
    Outcome.POLICE: "Police",
    Outcome.FALSE_ALARM: "False alarm",
    Outcome.DRILL: "Drill",
}


def going(minutes: int | None) -> str:
    """What "I'm going" says, with the minutes only when they were said."""
    if minutes is None:
        return "I’m going"
    return f"I’m going, in {minutes} {'minute' if minutes == 1 else 'minutes'}"


def happened(fact: AnyAlertFact, *, station: str, at_the_counter: bool) -> str:
    """One sentence for ``fact``, signed by ``station``; pressed-again and receipts are counted
    by the report instead and have none here.
    """
    match fact:
        case AlertRaised(kind=kind, place=place, note=note):
            return f"{KINDS[kind]} pressed{_where(place, station)}{_quoted(note)}"
        case AlertNoted(context=context, text=text):
            told = f"Added: {CONTEXTS[context].lower()}" if context else "Added"
            return f"{told}{_quoted(text)}"
        case AlertAcknowledged(minutes=minutes):
            return f"Answered: {going(minutes)}"
        case AlertTold(message=message):
            return f"Answered: {MESSAGES[message]}"
        case AlertAttended():
            return (
                f"They are here, said at {station}" if at_the_counter else "There with the caller"
            )
        case AlertClosed():
            return "Closed"
        case AlertWithdrawn():
            return "Taken back. A supervisor still sees the person before it is closed"
        case _:
            return ""


def pressed_again(count: int, last: AlertPressed, *, now_panic: bool) -> str:
    """What ``count`` more presses in a row amount to; ``now_panic`` when they raised the kind."""
    times = "again" if count == 1 else f"{count} more times"
    raised = f", now {KINDS[Kind.PANIC]}" if now_panic else ""
    return f"Pressed {times}{raised}{f', for {last.place}' if last.place else ''}"


def _where(place: str, station: str) -> str:
    if not place or place == station:
        return f" at {station}"
    return f" at {station}, for {place}"


def _quoted(text: str) -> str:
    return f": “{text}”" if text else ""
