"""What happened to an alert, fact by fact, in the words that a report and a timeline use."""
# ruff: noqa: RUF001 (a person reads this, so the apostrophe is the typographic one)

from desktop.domain.alerts.alert import AnyAlertFact
from desktop.domain.alerts.facts import (
    AlertAcknowledged,
    AlertAttended,
    AlertClosed,
    AlertNoted,
    AlertOffered,
    AlertPressed,
    AlertRaised,
    AlertRelayed,
    AlertTold,
    AlertUnsaid,
    AlertWithdrawn,
    Context,
    Kind,
    Message,
    Occasion,
    Outcome,
)
from desktop.domain.protocol.facts import StepDone, StepFact, StepGivenBack, StepTaken
from desktop.services.reports.outside_wording import relayed_words
from desktop.words import Words

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
    Message.CALLING: "I’ll phone the counter",
    Message.POLICE_CALLED: "Police called",
    Message.LEAVE: "Leave the counter",
    Message.CANNOT: "I can’t",
}
OUTCOMES = {
    Outcome.HELPED: "Staff helped",
    Outcome.RESOLVED: "Ended by itself",
    Outcome.POLICE: "Police came",
    Outcome.FALSE_ALARM: "False alarm",
    Outcome.DRILL: "Drill",
}


ENGLISH = Words.of("en")


def going(minutes: int | None, words: Words = ENGLISH) -> str:
    """What "I'm going" says, with the minutes only when they were said."""
    if minutes is None:
        return words("I'm going")
    return words.plural("I'm going, in {n} minute", "I'm going, in {n} minutes", minutes)


def happened(
    fact: AnyAlertFact, *, station: str, at_the_counter: bool, words: Words = ENGLISH
) -> str:
    """One sentence for ``fact``, signed by ``station``; pressed-again and receipts are counted
    by the report instead and have none here, and steps have ``step_happened``.
    """
    match fact:
        case AlertRaised(is_forced=True):
            return words("Taken back with the duress code: somebody made them")
        case AlertRaised(kind=kind, place=place, note=note, button=button):
            said = words(KINDS[kind])
            if not place or place == station:
                pressed = words("{kind} pressed at {station}", kind=said, station=station)
            else:
                pressed = words(
                    "{kind} pressed at {station}, for {place}",
                    kind=said,
                    station=station,
                    place=place,
                )
            return pressed + _by(button, words) + _quoted(note)
        case AlertNoted(context=context, text=text):
            return _added(context, text, words)
        case AlertAcknowledged(minutes=minutes):
            return words("Answered: {answer}", answer=going(minutes, words))
        case AlertOffered():
            return words("Goes there from {station}", station=station)
        case AlertRelayed(contact=contact, failure=failure, code=code):
            return relayed_words(contact, failure, code, words)
        case AlertTold() | AlertUnsaid():
            return _told(fact, words)
        case AlertAttended():
            return (
                words("They are here, said at {station}", station=station)
                if at_the_counter
                else words("There with the caller")
            )
        case AlertClosed():
            return words("Closed")
        case AlertWithdrawn():
            return words("Taken back. A supervisor still sees the person before it is closed")
        case _:
            return ""


def _told(fact: AlertTold | AlertUnsaid, words: Words) -> str:
    answer = words(MESSAGES[fact.message])
    if isinstance(fact, AlertUnsaid):
        return words("Takes back: {answer}", answer=answer)
    return words("Answered: {answer}", answer=answer)


def step_happened(fact: StepFact, words: Words = ENGLISH) -> str:
    """One sentence for what was said of a step of the protocol."""
    step = words(fact.text or fact.step)
    match fact:
        case StepTaken(over=()):
            return words("Takes the step “{step}”", step=step)
        case StepTaken():
            return words("Takes over the step “{step}” from a PC that is silent", step=step)
        case StepDone(is_needed=True):
            return words("Has done “{step}”", step=step)
        case StepDone():
            return words("Not needed: “{step}”", step=step)
        case StepGivenBack():
            return words("Gives back “{step}”", step=step)
        case _:
            return ""


def pressed_again(
    count: int, last: AlertPressed, *, now_panic: bool, words: Words = ENGLISH
) -> str:
    """What ``count`` more presses in a row amount to; ``now_panic`` when they raised the kind."""
    if last.is_forced:
        return words("Taken back with the duress code: somebody made them")
    said = words.plural("Pressed again", "Pressed {n} more times", count)
    if now_panic:
        said += words(", now {kind}", kind=words(KINDS[Kind.PANIC]))
    where = words(", for {place}", place=last.place) if last.place else ""
    return said + where + _by(last.button, words)


def delivered(kept: bool, nth: int, of: int | None, words: Words = ENGLISH) -> str:
    """What a desk's first receipt says; ``of`` where it is known how many were asked."""
    said = (
        words("Delivered, desk {n}", n=nth)
        if of is None
        else words("Delivered, {n} of {of}", n=nth, of=of)
    )
    return said if kept else f"{said}. " + words("Shown there, but not yet on the disk there")


def _added(context: Context | None, text: str, words: Words) -> str:
    if not context:
        return words("Added") + _quoted(text)
    about = words(CONTEXTS[context]).lower()
    return words("Added: {about}", about=about) + _quoted(text)


def _by(button: str, words: Words) -> str:
    """With which of the station's buttons on walls and in pockets."""
    return words(", by the button “{name}”", name=button) if button else ""


def _quoted(text: str) -> str:
    return f": “{text}”" if text else ""
