"""One home at work: what every part of a station that opens late is made from."""

from typing import TYPE_CHECKING

import msgspec

from desktop.domain.settings.settings import Settings
from desktop.services.adapters.home import Home
from desktop.services.adapters.keys.identity import Identity
from desktop.services.adapters.mqtt.transport import MqttTransport
from desktop.services.ports import Archive, Clock, Journal
from desktop.services.settings.settings_desk import SettingsDesk
from desktop.services.station import Station

if TYPE_CHECKING:  # supervisors' desks alone
    from desktop.services.records.records import Records


class KeptRecords(msgspec.Struct, frozen=True):
    """The records at a supervisor's desk; ``archive`` and ``journal`` are of their own file."""

    records: "Records"
    archive: Archive
    journal: Journal


class HomeAtWork(msgspec.Struct, frozen=True, kw_only=True):
    """A home, whose it is, and its station. ``archive`` reads alerts and notices beside their
    writer; ``kept`` is ``None`` at a counter.
    """

    home: Home
    identity: Identity
    clock: Clock
    station: Station
    transport: MqttTransport
    preferences: SettingsDesk
    archive: Archive
    kept: KeptRecords | None

    @property
    def settings(self) -> Settings:
        """What holds at this PC now; ``preferences`` says who said it, and changes it."""
        return self.preferences.in_force.settings

    @property
    def language(self) -> str:
        """The language of this PC's papers: as its settings say, else English."""
        from desktop.words import system_language

        chosen = self.settings.language
        return chosen if chosen != "system" else system_language()
