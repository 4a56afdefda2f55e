"""The contacts outside, in the settings of a supervisor's desk: how telling each went last."""

from collections.abc import Iterable

import msgspec

from desktop.domain.outside.contacts import Contact
from desktop.services.reports.outside_wording import failure_words
from desktop.ui.views.dates import instant_words
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words


class Outside(msgspec.Struct, frozen=True, kw_only=True):
    """The contacts of this desk. ``sending`` are those to whom a test is on its way."""

    contacts: tuple[Contact, ...] = ()
    is_sender: bool = False
    sending: frozenset[str] = frozenset()


class ContactRow(msgspec.Struct, frozen=True, kw_only=True):
    """One contact, and what its button says."""

    contact: str
    title: str
    shape: Shape | None
    says: str
    tone: str
    test_text: str


def outside_lead(outside: Outside, words: Words) -> str:
    """Return what stands above the contacts."""
    if not outside.contacts:
        return words(
            "Where nobody in the house answers, this desk can tell somebody outside, by e-mail, "
            "text message or app. Whoever looks after the PCs sets it up: {command}",
            command="countersign outside add",
        )
    if not outside.is_sender:
        return words(
            "This desk tells them nothing: it is not named as a sender. Whoever looks after the "
            "PCs does that: {command}",
            command="countersign outside senders",
        )
    return words("They are told where nobody in the house answers, but never of a drill or a test.")


def contact_rows(outside: Outside, words: Words) -> Iterable[ContactRow]:
    """Return a row for each."""
    for one in outside.contacts:
        is_sending = one.id in outside.sending
        shape, says, tone = (Shape.HALF, words("Sending…"), "") if is_sending else _went(one, words)
        yield ContactRow(
            contact=one.id,
            title=one.label,
            shape=shape,
            says=f"{one.service}. {says}",
            tone=tone,
            test_text=words("Send a test message"),
        )


def _went(contact: Contact, words: Words) -> tuple[Shape | None, str, str]:
    last = contact.last
    if last is None or contact.last_at is None:
        return None, words("Nothing was sent yet."), "ink2"
    when = instant_words(contact.last_at, words, with_year=False)
    if last.failure is None:
        return Shape.DONE, words("Told, {when}.", when=when), "ink2"
    why = failure_words(last.failure, last.code, words)
    return Shape.ATTENTION, words("Not told, {when}: {why}.", when=when, why=why), "need"
