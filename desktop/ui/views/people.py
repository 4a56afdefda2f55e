"""How people, desks and kinds of alert are named on every screen."""

from desktop.domain.alerts.alert import Alert, Answer
from desktop.domain.alerts.facts import Context, Kind, Message, Occasion
from desktop.domain.board import Desk
from desktop.ui.views.acts import Act
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words


def first_name(person: str) -> str:
    """Return the name that fits a cue: "Ana" of "Ana Ruiz"."""
    return person.split(maxsplit=1)[0] if person.strip() else ""


def initials(person: str) -> str:
    """Return "AR" of "Ana Ruiz"."""
    names = person.split()
    return "".join(name[0] for name in (names[:1] + names[1:][-1:])).upper()


def desk_name(desk: Desk) -> str:
    """Return who or what is meant by a desk: its person, else its name, else its place."""
    return desk.person or desk.name or desk.place


def called_for(kind: Kind, words: Words) -> str:
    """Return what is called for: "Panic"."""
    return words("Panic") if kind is Kind.PANIC else words("Supervisor to counter")


def kind_words(alert: Alert, words: Words) -> str:
    """Return "Panic", or with its mark "Drill: Panic"."""
    return marked(called_for(alert.kind, words), alert.occasion, words)


def marked(said: str, occasion: Occasion, words: Words) -> str:
    """Return ``said`` with the mark of what is not meant."""
    match occasion:
        case Occasion.DRILL:
            return words("Drill: {kind}", kind=said)
        case Occasion.TEST:
            return words("Test: {kind}", kind=said)
        case Occasion.REAL:
            return said


def kind_shape(alert: Alert) -> Shape:
    """Return the sign of an alert that nobody has answered."""
    if alert.occasion is not Occasion.REAL:
        return Shape.DRILL
    return Shape.PANIC if alert.kind is Kind.PANIC else Shape.ATTENTION


def context_words(context: Context, words: Words) -> str:
    """Return what the counter said is happening."""
    return {
        Context.WEAPON: words("Weapon"),
        Context.THREAT: words("Threat"),
        Context.MEDICAL: words("Medical"),
        Context.LEAVING: words("Leaving the counter"),
        Context.MISTAKE: words("Pressed by mistake"),
    }[context]


def quoted(text: str, words: Words) -> str:
    """Return what somebody wrote in the quotation marks of the language; nothing stays nothing."""
    return words("“{text}”", text=text) if text else ""


def presser(alert: Alert, words: Words) -> str:
    """Return who pressed, or which button; unknown is said as unknown."""
    if alert.button and not alert.person:
        return words("Button “{name}”", name=alert.button)
    return alert.person or words("Name not known")


def latest_note(alert: Alert) -> str:
    """Return the last thing said in words, by press or afterwards."""
    return alert.notes[-1] if alert.notes else alert.note


def answer_of(alert: Alert, device: str) -> Answer | None:
    """Return what that desk answered last."""
    return next((answer for answer in alert.answers if answer.device == device), None)


def answer_words(answer: Answer, words: Words) -> str:
    """Return an answer as it stands beside a name."""
    match answer.message:
        case None if answer.minutes:
            return words("Going, {minutes} min", minutes=answer.minutes)
        case None:
            return words("Going")
        case Message.CANNOT:
            return words("Can't come")
        case Message.CALLING:
            return words("Phoning the counter")
        case Message.POLICE_CALLED:
            return words("Called the police")
        case Message.LEAVE:
            return words("Asked them to leave the counter")


def going_words(alert: Alert, words: Words) -> str:
    """Return what a button says that answers ``alert``: nobody has to go for a test."""
    is_test = alert.occasion is Occasion.TEST
    return words("I heard it") if is_test else words("I'm going")


def declining(alert: Alert, words: Words) -> tuple[Act, str]:
    """Return the other answer, and what its button says: of a test, that its alarm was not heard.
    Nobody else can find speakers that are switched off.
    """
    if alert.occasion is Occasion.TEST:
        return Act.UNHEARD, words("No sound")
    return Act.CANNOT, words("I can't")


def coming_word(answer: Answer, words: Words) -> str:
    """Return what the counter's cue says of that answer: "Ana", or "Ana 2 min" if she said so."""
    name = first_name(answer.person) or words("Coming")
    if answer.minutes:
        return words("{name} {minutes} min", name=name, minutes=answer.minutes)
    return name
