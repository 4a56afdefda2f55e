"""A contact outside, and how the last message to it went."""

from datetime import datetime
from enum import StrEnum

import msgspec

from desktop.domain.errors import DeskError, RefusedError


class Kept(StrEnum):
    """Where the address of a contact is kept, which is a secret."""

    KEYRING = "keyring"
    """With the system's own secrets, for this account."""
    FILE = "file"
    """In a file of the data folder that this account alone may read."""


class Failure(StrEnum):
    """Why a contact could not be told."""

    UNREACHABLE = "unreachable"
    SILENT = "silent"
    CERTIFICATE = "certificate"
    LOGIN = "login"
    ANSWERED = "answered"
    """With the number beside it."""
    REFUSED = "refused"
    SECRET = "secret"  # noqa: S105 -- that its address is not to be had
    BROKEN = "broken"
    """The sending itself came to no end that we know."""


class Attempt(msgspec.Struct, frozen=True):
    """How telling one contact went. ``failure`` is ``None`` where it was told; ``code`` is what a
    server answered, and 0 without.
    """

    failure: Failure | None = None
    code: int = 0

    @property
    def is_told(self) -> bool:
        """The server on the other side took it."""
        return self.failure is None


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom this station tells. Its address is a secret, and kept elsewhere under ``id``.

    ``service`` is how it is told, such as "E-Mail"; ``last`` is how that went, ``last_at`` when.
    """

    id: str
    label: str
    service: str
    kept: Kept
    last: Attempt | None = None
    last_at: datetime | None = None


class Message(msgspec.Struct, frozen=True):
    """What a contact gets to read."""

    title: str
    body: str


class ContactRefusedError(RefusedError):
    """No message can be sent to that address."""

    code = "contact-refused"
    advice = (
        "Write it as apprise does, such as mailtos://user:password@example.com or"
        " ntfys://ntfy.example.com/topic."
    )


class UnknownContactError(RefusedError):
    """This station has no contact of that name."""

    code = "unknown-contact"
    advice = "See them with: countersign outside list"


class OutsideUnavailableError(DeskError):
    """What sends to contacts does not start here, so nothing has changed."""

    code = "outside-unavailable"


class ContactsFileError(DeskError):
    """The file that names this station's contacts cannot be read, so none of them is told."""

    code = "contacts-file"
    advice = "Put outside.json back from a backup, or delete it and add the contacts anew."
