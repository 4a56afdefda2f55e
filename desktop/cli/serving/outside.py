"""The contacts outside, as commands add, look at, try and remove them."""

from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.shapes import moment
from desktop.cli.serving.verbs import Nothing, Verb, settled
from desktop.domain.errors import RefusedError
from desktop.domain.outside.contacts import Attempt, Contact, UnknownContactError
from desktop.domain.outside.turns import SEND_WITHIN_S
from desktop.domain.roster.ids import DeviceId
from desktop.domain.roster.naming import member_named
from desktop.services.reports.outside_wording import failure_words
from desktop.words import Words

SENDERS = "outside.senders"


class Add(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contact and its address, which is a secret."""

    name: str
    address: str


class Which(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contact by its name."""

    name: str


class Try(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which contact is to get a test; all of them without a ``name``."""

    name: str = ""


class Name(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which stations are to tell their contacts, the first one first."""

    stations: tuple[str, ...]


class NoContactsError(RefusedError):
    """This station has no contacts to tell."""

    code = "no-contacts"
    advice = "Add one with: countersign outside add NAME"


class OutsideVerbs:
    """Everything that ``countersign outside`` asks of the station."""

    def __init__(self, running: RunningStation) -> None:
        self._running = running

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "outside add": Verb(Add, self._add),
            "outside list": Verb(Nothing, self._list),
            "outside test": Verb(Try, self._test),
            "outside remove": Verb(Which, self._remove),
            "outside senders": Verb(Name, self._name_senders),
        }

    def _add(self, said: Add) -> dict[str, Any]:
        contact = self._running.late.telling_outside().add(said.name, said.address)
        return {"contact": of_contact(contact), **self._standing()}

    def _list(self, _: Nothing) -> dict[str, Any]:
        return {"contacts": [of_contact(one) for one in self._contacts()], **self._standing()}

    def _test(self, said: Try) -> dict[str, Any]:
        if not self._contacts():
            raise NoContactsError
        outside = self._running.late.telling_outside()
        chosen = (outside.contacts.named(said.name),) if said.name else self._contacts()
        outside.test(chosen).result(2 * SEND_WITHIN_S)
        ids = {one.id for one in chosen}
        return {"contacts": [of_contact(one) for one in self._contacts() if one.id in ids]}

    def _remove(self, said: Which) -> dict[str, Any]:
        if not self._contacts():
            raise UnknownContactError(
                "No contact of this station is called “{name}”.", name=said.name
            )
        return {"removed": self._running.late.telling_outside().remove(said.name).label}

    def _name_senders(self, said: Name) -> dict[str, Any]:
        """At a supervisor's desk, for all of the site: see ``SettingsDesk.preset``."""
        roster = self._running.station.roster
        devices = tuple(member_named(roster, name).device for name in said.stations)
        person = self._running.station.board.me.person
        preferences = self._running.preferences
        settled(preferences.preset(SENDERS, devices or None, author=person))
        return {"senders": [self._of_sender(device) for device in devices]}

    def _contacts(self) -> tuple[Contact, ...]:
        """Where there are none, nothing is opened to say so."""
        if not self._running.home.contacts_file.exists():
            return ()
        contacts = self._running.late.telling_outside().contacts
        if contacts.trouble is not None:
            raise contacts.trouble
        return contacts.contacts

    def _standing(self) -> dict[str, Any]:
        senders = dict(self._running.settings.outside).get("senders", ())
        me = self._running.station.device
        return {
            "senders": [self._of_sender(device) for device in senders],
            "rank": senders.index(me) + 1 if me in senders else None,
        }

    def _of_sender(self, device: DeviceId) -> dict[str, Any]:
        member = self._running.station.roster.device(device)
        return {
            "station": device,
            "place": member.place if member is not None else "",
            "me": device == self._running.station.device,
        }


def of_contact(contact: Contact) -> dict[str, Any]:
    """A contact, and how the last message to it went; nothing of its address."""
    last = contact.last
    return {
        "name": contact.label,
        "service": contact.service,
        "kept": contact.kept.value,
        "last_at": moment(contact.last_at),
        "told": last.is_told if last is not None else None,
        "why_not": why_not(last),
    }


def why_not(last: Attempt | None) -> str:
    """Why the last message did not reach it; "" where it did, or none was sent."""
    if last is None or last.failure is None:
        return ""
    return failure_words(last.failure, last.code, Words.of("en"))
