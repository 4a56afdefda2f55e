"""The contacts of this station: adding, removing, and how the last message to each went."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from msgspec.structs import replace

from desktop.domain.errors import DeskError, RefusedError
from desktop.domain.outside.contacts import (
    Attempt,
    Contact,
    ContactRefusedError,
    UnknownContactError,
)
from desktop.domain.plain_text import plain
from desktop.services.outside.ports import Addresses, ContactBook

LONGEST_LABEL = 60
MOST_CONTACTS = 20


class ContactTakenError(RefusedError):
    """Another contact has that name."""

    code = "contact-taken"
    advice = "Choose another name, or remove that one first: countersign outside remove NAME"


class ContactList:
    """May be asked from any thread; what changes it waits for a disk, and for a keyring.

    A file that cannot be read is a ``trouble``, and names nobody: it is never written over.
    """

    def __init__(
        self,
        book: ContactBook,
        addresses: Addresses,
        *,
        new_id: Callable[[], str],
        in_file: bool,
    ) -> None:
        self._book = book
        self._addresses = addresses
        self._new_id = new_id
        self._in_file = in_file
        self._changing = Lock()
        self.trouble: DeskError | None = None
        self._contacts: tuple[Contact, ...] = ()
        try:
            self._contacts = book.read()
        except DeskError as error:
            self.trouble = error

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """As they were added."""
        return self._contacts

    def add(self, label: str, address: str) -> Contact:
        """Tell whoever is at ``address``, too. Raises ``ContactRefusedError``,
        ``ContactTakenError``, ``ContactsFileError`` or what keeps the disk from it.
        """
        label = plain(label).strip()
        if not label or len(label) > LONGEST_LABEL:
            raise ContactRefusedError(
                "A contact needs a name of 1 to {most} characters.",
                advice="Call it what people call it, such as Director.",
                most=LONGEST_LABEL,
            )
        with self._changing:
            self._require_place_for(label)
        new = self._new_id()
        # Outside of the lock: a keyring may ask for its password first, and how messages went
        # must not wait for somebody to type it.
        service, kept = self._addresses.keep(new, address, in_file=self._in_file)
        contact = Contact(id=new, label=label, service=service, kept=kept)
        try:
            with self._changing:
                self._require_place_for(label)  # somebody else may have been quicker
                self._keep((*self._contacts, contact))
        except DeskError:
            self._addresses.forget(contact)
            raise
        return contact

    def remove(self, label: str) -> Contact:
        """Tell them no more; raises ``UnknownContactError``."""
        with self._changing:
            self._require_readable()
            contact = self.named(label)
            self._keep(tuple(one for one in self._contacts if one.id != contact.id))
        self._addresses.forget(contact)
        return contact

    def named(self, label: str) -> Contact:
        """The contact that people call so; raises ``UnknownContactError``."""
        wanted = plain(label).strip().casefold()
        for one in self._contacts:
            if one.label.casefold() == wanted:
                return one
        raise UnknownContactError("No contact of this station is called “{name}”.", name=label)

    def went(self, contact: Contact, attempt: Attempt, at: datetime) -> None:
        """So it went last. A disk that refuses that keeps it in memory."""
        with self._changing:
            contacts = tuple(
                replace(one, last=attempt, last_at=at) if one.id == contact.id else one
                for one in self._contacts
            )
            try:
                self._keep(contacts)
            except DeskError:
                self._contacts = contacts

    def _require_place_for(self, label: str) -> None:
        self._require_readable()
        if any(one.label.casefold() == label.casefold() for one in self._contacts):
            raise ContactTakenError("There is a contact “{name}” already.", name=label)
        if len(self._contacts) >= MOST_CONTACTS:
            raise ContactRefusedError(
                "A station tells {most} contacts at most.",
                advice="Use a group: one e-mail address or channel for several people.",
                most=MOST_CONTACTS,
            )

    def _keep(self, contacts: tuple[Contact, ...]) -> None:
        self._book.write(contacts)
        self._contacts = contacts

    def _require_readable(self) -> None:
        if self.trouble is not None:
            raise self.trouble
