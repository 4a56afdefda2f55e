"""What people in the house read of telling the contacts outside."""

from collections.abc import Iterable

from desktop.domain.alerts.alert import Relayed
from desktop.domain.outside.contacts import Failure
from desktop.words import Words


def by_contact(relayed: Iterable[Relayed]) -> dict[str, Relayed]:
    """How it stands with each contact, whichever sender tried: told first where any of them did."""
    contacts: dict[str, Relayed] = {}
    for one in sorted(relayed, key=lambda one: (not one.is_told, one.at)):
        contacts.setdefault(one.contact, one)
    return contacts


def outside_words(relayed: Iterable[Relayed], words: Words) -> str:
    """Return one sentence or two on who outside was told; "" where nobody tried."""
    contacts = by_contact(relayed)
    told = [name for name, one in contacts.items() if one.is_told]
    failed = {name: one for name, one in contacts.items() if not one.is_told}
    said = []
    if told:
        at = words.time_of_day(contacts[told[0]].at)
        said.append(words("Contacts were told at {time}: {names}.", time=at, names=", ".join(told)))
    if failed:
        why = "; ".join(
            f"{name}: {failure_words(one.failure, one.code, words)}" for name, one in failed.items()
        )
        said.append(
            words("Could not be told: {why}.", why=why)
            if told
            else words("Contacts could not be told: {why}.", why=why)
        )
    return " ".join(said)


def relayed_words(contact: str, failure: str, code: int, words: Words) -> str:
    """Return what one attempt came to, for a timeline."""
    if not failure:
        return words("Told outside: {contact}", contact=contact)
    why = failure_words(failure, code, words)
    return words("Could not be told outside: {contact}, {why}", contact=contact, why=why)


def failure_words(failure: str, code: int, words: Words) -> str:
    """Return why a contact could not be told, without a full stop."""
    match failure:
        case Failure.UNREACHABLE:
            return words("its server cannot be reached")
        case Failure.SILENT:
            return words("its server does not answer in time")
        case Failure.CERTIFICATE:
            return words("its server does not prove that it is the right one")
        case Failure.LOGIN:
            return words("its server does not take this name and password")
        case Failure.ANSWERED:
            return words("its server answered {code}", code=code)
        case Failure.REFUSED:
            return words("its server refused the message")
        case Failure.SECRET:
            return words("its address cannot be read from where it is kept")
        case _:
            return words("the sending failed")
