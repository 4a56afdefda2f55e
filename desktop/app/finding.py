"""Finding relays by multicast: a hint beside the roster's addresses, and never needed."""

import threading
from typing import TYPE_CHECKING

from desktop.domain.relays import RelayTarget
from desktop.domain.roster.ids import SiteId
from desktop.services.adapters.discovery import Discovery
from desktop.services.adapters.machine import lan_addresses
from desktop.services.station import Station

if TYPE_CHECKING:
    from desktop.app.relaying import OwnRelay

MOST_HINTS = 8
BEGINS_AFTER = 3.0
"""Seconds after the start: by then the bar is armed over what the roster knows."""


class Finding:
    """Tells the station where relays of its site were found, and the network where ours is."""

    def __init__(
        self, station: Station, relay: "OwnRelay | None", *, site: SiteId, bind: str | None
    ) -> None:
        self._station = station
        self._bind = bind
        self._found: dict[str, RelayTarget] = {}
        self._discovery = Discovery(
            site=site,
            device=station.device,
            on_hint=self._take,
            interfaces=[bind] if bind else None,
        )
        if relay is not None:
            relay.when_up(self._advertise)
        self._timer = threading.Timer(BEGINS_AFTER, self._discovery.start)
        self._timer.daemon = True

    def start(self) -> None:
        """Begin a little later; returns at once."""
        self._timer.start()

    def stop(self) -> None:
        """Stop looking, and take back what was told."""
        self._timer.cancel()
        self._discovery.close()

    def _advertise(self, port: int) -> None:
        """Our relay is up, for the first time or anew; looking may begin only later."""
        self._discovery.advertise(port, [self._bind] if self._bind else lan_addresses())

    def _take(self, hint: RelayTarget) -> None:
        """Anyone can advertise anything: a few are tried, and each must prove its key."""
        if hint.name not in self._found and len(self._found) >= MOST_HINTS:
            return
        self._found[hint.name] = hint
        self._station.reach_also("discovery", self._found.values())
