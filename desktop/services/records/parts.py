"""What the records threads are joined from, and how they refuse."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from desktop.domain.errors import DeskError, RefusedError
from desktop.domain.events.body import Fact
from desktop.domain.events.event import Event
from desktop.domain.events.ids import EventIds
from desktop.domain.events.note import Note
from desktop.domain.relays import NetworkFact
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.roster import Roster
from desktop.services.delivery.carrier import Carrier
from desktop.services.ports import (
    Archive,
    Clock,
    Held,
    Journal,
    Signer,
    Transport,
    Verify,
)
from desktop.services.schedule import Schedule


class SupervisorsKeepRecordsError(RefusedError):
    """Records are kept at supervisors' desks alone."""

    code = "supervisors-keep-records"
    advice = "Do it at a supervisor's desk."


class RecordNotSavedError(DeskError):
    """The record is NOT saved: the disk does not take it."""

    code = "record-not-saved"
    advice = "Free some space; it is kept in memory and saved by itself while this program runs."


Done = Callable[[Event], None]
Failed = Callable[[DeskError], None]


def not_saved(cause: Exception) -> RecordNotSavedError:
    """The refusal to show where the disk refused a record."""
    refusal = RecordNotSavedError()
    refusal.__cause__ = cause
    return refusal


class RecordWriter(Protocol):
    """A records thread as those see it who work on it: a counter's or a supervisor's.

    ``post`` does something on that thread, ``schedule`` later, ``carrier`` reaches the trusted
    relays. ``write`` signs a fact: ``done`` is called on that thread once it is on the disk;
    ``failed`` where it was refused, or the disk does not take it for now (``done`` may still come
    then). ``noted`` gets the notes to this station that the thread itself does not know,
    ``linked`` is called when a relay is back, ``appeared`` when another desk is.
    """

    noted: Callable[[Note, DeviceId], None]
    linked: Callable[[], None]
    appeared: Callable[[DeviceId], None]

    @property
    def schedule(self) -> Schedule: ...
    @property
    def carrier(self) -> Carrier: ...
    def post(self, action: Callable[[], None]) -> None: ...
    def write(self, fact: Fact, done: Done, failed: Failed) -> None: ...


class Beside(Protocol):
    """The station on whose links and roster a records thread works."""

    @property
    def roster(self) -> Roster: ...
    def forward_records(self, to: Callable[[NetworkFact], None]) -> None: ...
    def watch_purged(self, listener: Callable[[EventIds], None]) -> None: ...
    def watch_roster(self, listener: Callable[[Roster], None]) -> None: ...


class RecordsParts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a records thread is joined from; ``journal`` and the like are of its own file.

    ``transport`` is the station's: its ``publish`` and ``up`` may be called from any thread.
    """

    station: Beside
    signer: Signer
    verify: Verify
    clock: Clock
    random_bytes: Callable[[int], bytes]
    journal: Journal
    archive: Archive
    transport: Transport
    held: Held
