"""The list of contacts while a keyring waits for somebody to type its password."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

import pytest

from desktop.domain.outside.contacts import Attempt, Contact, Kept, Message
from desktop.services.outside.contact_list import ContactList, ContactTakenError
from desktop.services.outside.ports import Told
from tests.support.outside import contact

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Book:
    """A file of contacts that is never full."""

    def __init__(self) -> None:
        self.contacts: tuple[Contact, ...] = (contact("Director"),)

    def read(self) -> tuple[Contact, ...]:
        return self.contacts

    def write(self, contacts: Iterable[Contact]) -> None:
        self.contacts = tuple(contacts)


class Keyring:
    """Does ``meanwhile`` what others do while it asks for its password."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], object] = lambda: None
        self.forgot: list[str] = []

    def keep(self, contact: str, address: str, *, in_file: bool) -> tuple[str, Kept]:
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return address.partition(":")[0], Kept.FILE if in_file else Kept.KEYRING

    def send(
        self, message: Message, contacts: Sequence[Contact], within: float, told: Told
    ) -> None:
        raise AssertionError("a list sends nothing")

    def forget(self, contact: Contact) -> None:
        self.forgot.append(contact.label)
        self.meanwhile()


@pytest.fixture
def keyring() -> Keyring:
    return Keyring()


@pytest.fixture
def contacts(keyring: Keyring) -> ContactList:
    ids = iter("abcdef")
    return ContactList(Book(), keyring, new_id=lambda: next(ids), in_file=False)


@pytest.mark.timeout(10)
def test_while_a_keyring_asks_how_a_message_went_is_noted_and_stays_so(
    contacts: ContactList, keyring: Keyring
) -> None:
    (director,) = contacts.contacts
    keyring.meanwhile = lambda: contacts.went(director, Attempt(), NOON)
    contacts.add("Guard", "json://127.0.0.1:9")
    assert [(one.label, one.last_at) for one in contacts.contacts] == [
        *(("Director", NOON), ("Guard", None))
    ]
    guard = contacts.named("Guard")
    keyring.meanwhile = lambda: contacts.went(director, Attempt(), NOON)
    assert contacts.remove("Guard") == guard


@pytest.mark.timeout(10)
def test_of_two_that_are_given_one_name_at_once_the_slower_is_refused_and_its_address_forgotten(
    contacts: ContactList, keyring: Keyring
) -> None:
    keyring.meanwhile = lambda: contacts.add("Guard", "json://127.0.0.1:9")
    with pytest.raises(ContactTakenError):
        contacts.add("guard", "json://127.0.0.1:10")
    assert [one.label for one in contacts.contacts] == ["Director", "Guard"]
    assert keyring.forgot == ["guard"]
