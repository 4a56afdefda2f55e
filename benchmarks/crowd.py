"""Counters that share the threads of one process: two hundred PCs cannot be had, their presses can.

Each has its own key, chain, roster, links, outbox and book of alerts, and runs what the alert
thread of a real station runs: it signs, records, sends, sends again until the signed receipts are
in, checks their signatures, beats, and draws up its board. Shared are that thread and the journal.
"""

import os
from collections.abc import Sequence
from functools import partial

import desktop
from benchmarks.homes import identity_of
from benchmarks.stations import SomebodyIsThere
from desktop.app.storing import Store, open_store
from desktop.domain.alerts.facts import Kind, Occasion
from desktop.domain.board import Board
from desktop.domain.events.event import Event
from desktop.domain.relays import Inbox, NetworkFact, RelayTarget
from desktop.services.actor import Actor
from desktop.services.adapters.clock import SystemClock
from desktop.services.adapters.home import Home
from desktop.services.adapters.keys.device_key import verify
from desktop.services.adapters.sqlite.schema import File
from desktop.services.alerts.raising import Pressed
from desktop.services.delivery.topics import Topics
from desktop.services.station.alert_path import AlertPath
from desktop.services.station.parts import Parts
from tests.support.own_thread import OwnThread


class Caller:
    """One counter of the crowd. It is not sent what the others press; see ``storm``."""

    def __init__(self, home: Home, *, actor: Actor, store: Store) -> None:
        self._identity = identity = identity_of(home)
        self._actor = actor
        topics = Topics(identity.site, identity.device)
        self._heard = [
            topic
            for topic in topics.subscriptions(identity.seat.role)
            if not topic.endswith("/a/+")
        ]
        self.path = AlertPath(
            Parts(
                site_key=identity.site_key,
                signer=identity.key,
                verify=verify,
                clock=SystemClock(),
                random_bytes=os.urandom,
                journal=store.journal,
                archive=store.archive,
                attention=SomebodyIsThere(),
                transport=self._transport,
                held=store.held,
                person=identity.seat.name,
                version=desktop.__version__,
            ),
            actor=actor,
            transport=self._transport(self._hear),
        )
        self.pressed: Pressed | None = None

    @property
    def board(self) -> Board:
        return self.path.showing.board

    def begin(self) -> None:
        """On the shared thread: reach the relays and beat."""
        relays = [RelayTarget(f"{host}:{port}", ((host, port),)) for host, port in self._relays]
        self.path.membership.reach_also("invitation", tuple(relays))
        self.path.begin()

    def press(self) -> None:
        """On the shared thread: a panic, as the bar's button raises it."""
        seat = self._identity.seat
        self.path.raising.press(
            Kind.PANIC,
            place=seat.place,
            area=seat.area,
            person=self.path.person,
            note="",
            occasion=Occasion.REAL,
            again=None,
            answer=self._left,
        )

    def close(self) -> None:
        self.path.transport.close()

    @property
    def _relays(self) -> Sequence[tuple[str, int]]:
        return self._identity.relays

    def _left(self, pressed: Pressed) -> None:
        self.pressed = pressed

    def _hear(self, fact: NetworkFact) -> None:
        self._actor.post(partial(self.path.heard, fact))

    def _transport(self, inbox: Inbox) -> OwnThread:
        return OwnThread(
            identity=self._identity.tls,
            device=self._identity.device,
            subscriptions=self._heard,
            trusts=lambda key: self.path.roster.trusts_key(key),  # noqa: PLW0108 -- there is no path yet
            inbox=inbox,
        )


class Crowd:
    """The counters of one process, on one alert thread and with one journal."""

    def __init__(self, homes: Sequence[Home]) -> None:
        self._actor = Actor("alerts", SystemClock().monotonic)
        self._store = open_store(
            homes[0].alerts_db, File.ALERTS, identity_of(homes[0]).device, _notices(homes[0])
        )
        self.callers = [Caller(home, actor=self._actor, store=self._store) for home in homes]
        self._actor.settled = self._show

    def begin(self) -> None:
        """Start the shared thread, and every counter on it."""
        self._actor.start()
        for caller in self.callers:
            self._actor.post(caller.begin)

    def press(self) -> None:
        """Every one of them presses, one after the other and before anything that waits."""
        for caller in self.callers:
            self._actor.post_first(caller.press)

    def close(self) -> None:
        self._actor.stop()
        for caller in self.callers:
            caller.close()
        self._store.close()

    def _show(self) -> None:
        for caller in self.callers:
            caller.path.showing.show()


def _notices(home: Home) -> tuple[Event, ...]:
    return tuple(Event.parse(wire) for wire in identity_of(home).first_notices())
