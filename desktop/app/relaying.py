"""The relay that this station runs for the site, kept in step with the roster."""

import logging
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import msgspec
from msgspec.structs import replace

from desktop.domain.errors import DeskError
from desktop.domain.relays import RelayTarget, TlsFiles
from desktop.domain.roster.facts import RelayNamed
from desktop.domain.roster.roster import Roster
from desktop.services.adapters.machine import reached_at
from desktop.services.adapters.mosquitto.config import RelayAccess
from desktop.services.adapters.mosquitto.ports import LOOPBACK
from desktop.services.adapters.mosquitto.relay import MosquittoRelay
from desktop.services.station import Station

log = logging.getLogger(__name__)

RETRY_AFTER = 5.0
"""Seconds until a relay that could not be started is tried again."""
TOLD_WITHIN = 1.0
"""Seconds for which a station that was just taken out still hears what everyone does: that it was.
Else whoever sits there believes for 20 s more that somebody would come. What it says is believed
nowhere from the first moment on.
"""


class _Served(msgspec.Struct, frozen=True):
    """Whom the broker serves."""

    access: RelayAccess
    crl: bytes = b""

    def access_without(self, fresh: frozenset[str]) -> RelayAccess:
        """The access as if ``fresh`` were not revoked."""
        return replace(self.access, revoked=self.access.revoked - fresh)


class OwnRelay:
    """Starts the broker beside the station, lets the roster's members in, and names itself.

    Everything happens on a thread of its own, for starting a broker takes as long as painting a
    window. ``trouble`` is what keeps it from running; the station works all the same, as a client
    of the other relays, and tries again every ``RETRY_AFTER`` seconds: whoever holds the port
    may end, and Mosquitto may be installed meanwhile.
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
        self._when_up: list[Callable[[int], None]] = []
        self._has_started = False
        self._is_over = False
        self._retry: Timer | None = None
        self._cutting_off: Timer | None = None
        self._served = self._wanted = _Served(RelayAccess(""))
        self._not_served: DeskError | None = None
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
        return [(host, self._relay.port) for host in reached_at(self._bind)]

    def when_up(self, tell: Callable[[int], None]) -> None:
        """Tell the port whenever the broker has come up, on a thread of this relay's; to be asked
        for before the start.
        """
        self._when_up.append(tell)

    def start(self) -> None:
        """Begin; returns at once."""
        self._station.watch_roster(lambda roster: self._soon(lambda: self._admit(roster)))

    def stop(self) -> None:
        """End the broker and wait for it; a second call finds it ended."""
        if self._is_over:
            return
        self._is_over = True
        self._thread.submit(self._end)
        self._thread.shutdown(wait=True)

    def _end(self) -> None:
        self._forget_retry()
        self._forget_cutting_off()
        self._relay.stop()

    def _soon(self, action: Callable[[], None]) -> None:
        try:
            self._thread.submit(_guarded, action)
        except RuntimeError:
            log.debug("the relay is being stopped")

    def _later(self, seconds: float, action: Callable[[], None]) -> Timer:
        timer = Timer(seconds, lambda: self._soon(action))
        timer.daemon = True
        timer.start()
        return timer

    def _admit(self, roster: Roster) -> None:
        if self._is_over:
            return  # the roster was heard while ending: a broker started now would outlive us
        access = RelayAccess(
            site=roster.site,
            supervisors=frozenset(member.device for member in roster.supervisors),
            revoked=frozenset(member.device for member in roster.revoked),
        )
        wanted = _Served(access, roster.crl.encode())
        self._forget_retry()
        try:
            if self._has_started:
                self._serve(wanted)
                return
            self._relay.start(wanted.access, wanted.crl)
        except DeskError as error:
            self._failed(error)
            if not self._has_started:
                self._try_again(roster)
            return
        self._has_started = True
        self._served = wanted
        self.trouble = None
        self._reach_it()
        self._name_it(roster)

    def _serve(self, wanted: _Served) -> None:
        """Serve them; those that were just taken out are cut off a moment later. What the disk
        refuses is tried again.
        """
        self._wanted = wanted
        fresh = wanted.access.revoked - self._served.access.revoked
        if not fresh:
            self._cut_off()
            return
        if self._cutting_off is None:  # whoever comes meanwhile puts nothing off
            self._cut_off_after(TOLD_WITHIN)
        still = replace(self._served, access=wanted.access_without(fresh))
        if still != self._served:  # where there is no reload, everyone is disconnected by it
            self._relay.admit(still.access, still.crl)
            self._served = still

    def _cut_off_after(self, seconds: float) -> None:
        self._cutting_off = self._later(seconds, self._cut_off_in_time)

    def _cut_off_in_time(self) -> None:
        if self._is_over:
            return
        try:
            self._cut_off()
        except DeskError as error:
            self._failed(error)

    def _cut_off(self) -> None:
        self._forget_cutting_off()
        try:
            self._relay.admit(self._wanted.access, self._wanted.crl)
        except DeskError as error:
            self._not_served = error
            self._cut_off_after(RETRY_AFTER)
            raise
        self._served = self._wanted
        if self.trouble is self._not_served:
            self.trouble = None
        self._not_served = None

    def _forget_cutting_off(self) -> None:
        if self._cutting_off is not None:
            self._cutting_off.cancel()
            self._cutting_off = None

    def _reach_it(self) -> None:
        """It is up. This station has a way in of its own, which no crowd on the office network can
        fill; the others are told where it is.
        """
        way = RelayTarget(self._station.device, ((LOOPBACK, self._relay.loopback_port),))
        self._station.reach_also("own relay", (way,))
        for tell in self._when_up:
            tell(self._relay.port)

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
        is_known = str(error) == str(self.trouble)
        self.trouble = error
        if not is_known:
            log.warning("This station's relay does not run: %s %s", error, error.advice)

    def _try_again(self, roster: Roster) -> None:
        self._retry = self._later(RETRY_AFTER, lambda: self._admit(roster))

    def _forget_retry(self) -> None:
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None


def _guarded(action: Callable[[], None]) -> None:
    """The thread's top-level handler: otherwise nobody would hear of a bug there."""
    try:
        action()
    except Exception:  # the next roster is served all the same
        log.exception("this station's relay could not be kept in step with the roster")
