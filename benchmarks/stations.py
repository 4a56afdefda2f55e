"""A real station in this process, without windows: what the storm has two hundred and five of."""

import os
from dataclasses import dataclass

import desktop
from benchmarks.homes import identity_of
from desktop.app.storing import Store, open_store
from desktop.domain.events.event import Event
from desktop.domain.presence import Absence
from desktop.domain.relays import Inbox, RelayTarget
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.home import Home
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.mqtt.transport import MqttTransport
from desktop.services.adapters.sqlite.schema import File
from desktop.services.delivery.topics import Topics
from desktop.services.station import Parts, Station


class SomebodyIsThere:
    """Attention at a desk where somebody always is."""

    def absence(self) -> Absence | None:
        return None


@dataclass(frozen=True, slots=True)
class OpenStation:
    """A station, its links, and the store that must be closed behind it."""

    station: Station
    store: Store
    transport: MqttTransport

    def close(self) -> None:
        self.station.stop()
        self.store.close()


def open_station(home: Home, *, hears_alerts: bool = True) -> OpenStation:
    """Start the station of ``home``, joined as ``desktop.app.running`` joins it.

    Without ``hears_alerts`` it is not sent what other stations press; see ``storm``.
    """
    identity = identity_of(home)
    topics = Topics(identity.site, identity.device)
    store = open_store(
        home.alerts_db,
        File.ALERTS,
        identity.device,
        tuple(Event.parse(wire) for wire in identity.first_notices()),
    )
    made: list[Station] = []

    def trusts(key: bytes) -> bool:
        return made[0].roster.trusts_key(key)

    links: list[MqttTransport] = []

    def transport(inbox: Inbox) -> MqttTransport:
        link = MqttTransport(
            identity=identity.tls,
            device=identity.device,
            subscriptions=[
                topic
                for topic in topics.subscriptions(identity.seat.role)
                if hears_alerts or not topic.endswith("/a/+")
            ],
            trusts=trusts,
            inbox=inbox,
        )
        links.append(link)
        return link

    station = Station(
        Parts(
            site_key=identity.site_key,
            signer=identity.key,
            verify=verify,
            clock=SystemClock(),
            random_bytes=os.urandom,
            journal=store.journal,
            archive=store.archive,
            attention=SomebodyIsThere(),
            transport=transport,
            held=store.held,
            person=identity.seat.name,
            version=desktop.__version__,
        )
    )
    made.append(station)
    ways = [RelayTarget(f"{host}:{port}", ((host, port),)) for host, port in identity.relays]
    station.reach_also("invitation", ways)
    station.start()
    return OpenStation(station, store, links[0])
