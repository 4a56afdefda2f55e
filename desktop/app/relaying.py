"""The relay that this station runs for the site, kept in step with the roster."""

import logging
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.domain.relays import RelayTarget, TlsFiles
from desktop.domain.roster.facts import RelayNamed
from desktop.domain.roster.roster import Roster
from desktop.services.adapters.machine import lan_addresses
from desktop.services.adapters.mosquitto.config import RelayAccess
from desktop.services.adapters.mosquitto.process import MosquittoRelay
from desktop.services.station import Station

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"


class OwnRelay:
    """Starts the broker beside the station, lets the roster's members in, and names itself.

    Everything happens on a thread of its own, for starting a broker takes as long as painting a
    window. ``trouble`` is what keeps it from running; the station works all the same, as a client
    of the other relays.
    """

    def __init__(
        self, *, folder: Path, port: int, bind: str | None, certificate: TlsFiles, station: Station
    ) -> None:
        self._station = station
        self._bind = bind
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="own-relay")
        self._relay = MosquittoRelay(
            folder=folder,
            port=port,
            bind=bind,
            certificate=certificate,
            on_restart=self._reach_it,
            on_failure=self._failed,
        )
        self._has_started = False
        self.trouble: DeskError | None = None

    @property
    def port(self) -> int:
        """The port for the office."""
        return self._relay.port

    @property
    def is_running(self) -> bool:
        """The broker answers."""
        return self._relay.is_running

    @property
    def pid(self) -> int | None:
        """The broker's process."""
        return self._relay.pid

    def addresses(self) -> list[tuple[str, int]]:
        """Where others reach it, once it runs."""
        hosts = [self._bind] if self._bind else lan_addresses() or [LOOPBACK]
        return [(host, self._relay.port) for host in hosts]

    def start(self) -> None:
        """Begin; returns at once."""
        self._station.watch_roster(lambda roster: self._soon(lambda: self._admit(roster)))

    def stop(self) -> None:
        """End the broker and wait for it."""
        self._thread.submit(self._relay.stop)
        self._thread.shutdown(wait=True)

    def _soon(self, action: Callable[[], None]) -> None:
        try:
            self._thread.submit(_guarded, action)
        except RuntimeError:
            log.debug("the relay is being stopped")

    def _admit(self, roster: Roster) -> None:
        access = RelayAccess(
            site=roster.site,
            supervisors=frozenset(member.device for member in roster.supervisors),
            revoked=frozenset(member.device for member in roster.revoked),
        )
        crl = roster.crl.encode()
        try:
            if self._has_started:
                self._relay.admit(access, crl)
                return
            self._relay.start(access, crl)
        except DeskError as error:
            self._failed(error)
            return
        self._has_started = True
        self.trouble = None
        self._reach_it()
        self._name_it(roster)

    def _reach_it(self) -> None:
        """This station's own way in, which no crowd on the office network can fill."""
        way = RelayTarget(self._station.device, ((LOOPBACK, self._relay.loopback_port),))
        self._station.reach_also("own relay", (way,))

    def _name_it(self, roster: Roster) -> None:
        """Tell everyone where it is, unless that is what they know."""
        known = roster.relay_notices.get(self._station.device)
        named = RelayNamed(
            port=self._relay.port,
            hostname=socket.gethostname(),
            addresses=tuple(host for host, _ in self.addresses()),
        )
        if known is None or (known.port, known.addresses) != (named.port, named.addresses):
            self._station.publish(named)

    def _failed(self, error: DeskError) -> None:
        self.trouble = error
        log.warning("This station's relay does not run: %s %s", error, error.advice)


def _guarded(action: Callable[[], None]) -> None:
    """The thread's top-level handler: otherwise nobody would hear of a bug there."""
    try:
        action()
    except Exception:
        log.exception("this station's relay could not be kept in step with the roster")
