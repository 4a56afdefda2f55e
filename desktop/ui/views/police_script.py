"""What to say to the police: what is known, and plainly what is not (DESIGN §4)."""

from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import Context
from desktop.domain.board import Board
from desktop.domain.protocol.steps import contexts_of
from desktop.ui.views.people import quoted
from desktop.ui.words import Words


def police_script(board: Board, alert: Alert, words: Words) -> str:
    """Return it as it is read out, in quotation marks."""
    said = {*contexts_of(alert)}
    sentences = (
        _who_speaks(board, words),
        *_what(alert, said, words),
        _where(alert, words),
        "" if Context.WEAPON in said else words("I do not know about weapons."),
    )
    return quoted(" ".join(filter(None, sentences)), words)


def missing_for_police(board: Board, words: Words) -> str:
    """Return what whoever calls must know by heart, for nobody has entered it."""
    if board.site_address:
        return ""
    return words("The address is not entered here: say it yourself.")


def _who_speaks(board: Board, words: Words) -> str:
    if not board.site_address:
        return words("This is {site}.", site=board.site_name)
    return words("This is {site}, {address}.", site=board.site_name, address=board.site_address)


def _what(alert: Alert, said: set[Context], words: Words) -> list[str]:
    told = []
    if alert.is_forced:
        told.append(words("Somebody makes our colleague say that all is well."))
    if Context.WEAPON in said:
        told.append(words("Somebody has a weapon."))
    if Context.THREAT in said:
        told.append(words("Somebody threatens our staff."))
    if Context.MEDICAL in said:
        told.append(words("Somebody needs a doctor."))
    if not told:
        told.append(words("A colleague called for help. I do not know why."))
    if Context.LEAVING in said:
        told.append(words("Our colleague is leaving the counter."))
    return told


def _where(alert: Alert, words: Words) -> str:
    where = ", ".join(part for part in (alert.place, alert.area) if part)
    if not where:
        return words("I do not know where in the building.")
    return words("It is at {where}.", where=where)
