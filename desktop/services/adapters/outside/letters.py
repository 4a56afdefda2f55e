"""What a station and its sending process write to each other: one line of JSON each."""

import msgspec

from desktop.domain.outside.contacts import Attempt, Kept


class To(msgspec.Struct, frozen=True):
    """A contact, by where its address is kept."""

    contact: str
    kept: Kept


class Keep(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Keep ``address`` for ``contact``, if a message can be sent there."""

    contact: str
    address: str
    in_file: bool
    keyring: str
    file: str


class Forget(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Forget the address of a contact."""

    to: To
    keyring: str
    file: str


class Send(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Send this to all of them at once."""

    to: tuple[To, ...]
    title: str
    body: str
    keyring: str
    file: str


class IsKept(msgspec.Struct, frozen=True, tag=True):
    """The address is kept."""

    service: str
    kept: Kept


class IsNone(msgspec.Struct, frozen=True, tag=True):
    """That is no address to which a message can be sent: one word of ``why``."""

    why: str


class Went(msgspec.Struct, frozen=True, tag=True):
    """How it went with one contact."""

    contact: str
    attempt: Attempt


class Done(msgspec.Struct, frozen=True, tag=True):
    """What was asked is done."""


Asked = Keep | Forget | Send
Said = IsKept | IsNone | Went | Done
