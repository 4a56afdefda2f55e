"""What contacts outside get to read."""

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import Kind, Message
from desktop.domain.board import Board
from desktop.domain.outside.contacts import Message as Letter
from desktop.services.reports.wording import CONTEXTS, KINDS
from desktop.words import Words


def call_letter(alert: Alert, board: Board, words: Words) -> Letter:
    """What a contact is told of a call that nobody answers.

    It says where, what and since when. Whatever somebody wrote stays in the house.
    """
    kind, place = words(KINDS[alert.kind]), alert.place or words("Place not known")
    at = words.time_of_day(alert.raised_at)
    lines = [
        ", ".join(part for part in (board.site_name, board.site_address) if part),
        ", ".join(part for part in (place, alert.area) if part),
        words("Called at {time}. Nobody in the house has answered.", time=at)
        if not alert.going
        else words(
            "Called at {time}. Somebody set out, and nobody says that they are there.", time=at
        ),
    ]
    if alert.context is not None:
        lines.append(words("Known: {what}.", what=words(CONTEXTS[alert.context]).lower()))
    if alert.is_forced:
        lines.append(words("Taken back under duress: do not phone the counter."))
    elif alert.stands_withdrawn:
        lines.append(words("It was taken back at the counter, and nobody has looked."))
    elif alert.kind is Kind.PANIC:
        lines.append(words("Think before you phone the counter: somebody may stand there."))
    if Message.POLICE_CALLED in alert.told:
        lines.append(words("A supervisor said that the police were called."))
    else:
        lines.append(words("The police have not been called by this message."))
    lines.append(words("Alert {number}", number=alert.number))
    title = words(
        "{kind}, {place}: nobody answers ({number})", kind=kind, place=place, number=alert.number
    )
    return Letter(title, "\n".join(line for line in lines if line))


def attendance_letter(board: Board, words: Words, *, is_back: bool) -> Letter:
    """What a contact is told where nobody would notice a call, or somebody does again."""
    site = board.site_name
    if is_back:
        return Letter(
            words("{site}: somebody attends again", site=site),
            words("A supervisor's desk is attended again. A call would be noticed."),
        )
    return Letter(
        words("{site}: nobody would notice a call", site=site),
        words(
            "No supervisor's desk has been attended for 3 minutes, in opening hours. A call from a"
            " counter would be noticed by nobody."
        ),
    )


def test_letter(board: Board, words: Words) -> Letter:
    """What a contact is told by whoever tries out whether it is."""
    return Letter(
        words("{site}: a test of Countersign", site=board.site_name),
        words(
            "This is a test, sent from {place}. Nobody calls. Nothing is to be done.",
            place=board.me.place,
        ),
    )
