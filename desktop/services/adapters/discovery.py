"""Finding relays on the local network by multicast DNS: hints, never facts.

Many offices filter multicast, so nothing may depend on it (DESIGN §3, Discovery). What a hint says
is believed no further than that a relay is worth trying there: its key is checked as everyone's.
"""

import logging
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from desktop.domain.relays import RelayTarget

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, ServiceStateChange, Zeroconf

_log = logging.getLogger(__name__)

SERVICE = "_countersign._tcp.local."
ASKED_FOR_MS = 3000
ENDS_WITHIN = 2.0
MOST_ADDRESSES = 8
_STOP = None


class Discovery:
    """Advertises this station's relay and looks for those of the same site.

    ``on_hint`` gets a ``RelayTarget`` named by device id whenever one is found or has moved; it is
    called on a thread of discovery's own and must return at once. Nothing here raises for the
    network's sake: failures are logged at info and ignored. ``interfaces`` are addresses of this
    PC to use instead of all.
    """

    def __init__(
        self,
        *,
        site: str,
        device: str,
        on_hint: Callable[[RelayTarget], None],
        interfaces: Sequence[str] | None = None,
    ) -> None:
        self._site = site
        self._device = device
        self._on_hint = on_hint
        self._interfaces = list(interfaces or ())
        self._calls: SimpleQueue[Callable[[Zeroconf], None] | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._advertised = False

    def start(self) -> None:
        """Look for relays from now on; returns at once."""
        if self._thread is None:
            self._thread = Thread(target=self._run, name="discovery", daemon=True)
            self._thread.start()

    def advertise(self, port: int, addresses: Sequence[str]) -> None:
        """Tell the network of this station's relay, or that it has moved; returns at once.

        ``addresses`` are IP addresses of this PC at which others may find it.
        """
        self._calls.put(lambda zeroconf: self._register(zeroconf, port, list(addresses)))

    def close(self) -> None:
        """Stop looking, and take back what was advertised, as far as that takes 2 s."""
        if self._thread is not None:
            self._calls.put(_STOP)
            self._thread.join(ENDS_WITHIN)
            self._thread = None

    # Discovery's own thread from here on.

    def _run(self) -> None:
        # Not at the top: it costs a station's start 100 ms that nobody needs to wait for.
        from zeroconf import Error, InterfaceChoice, ServiceBrowser, Zeroconf

        try:
            zeroconf = Zeroconf(interfaces=self._interfaces or InterfaceChoice.All)
        except (OSError, Error) as error:
            _log.info("Relays cannot be looked for on this network: %s", str(error))
            return
        try:
            browser = ServiceBrowser(zeroconf, SERVICE, handlers=[self._on_change])
            while (call := self._calls.get()) is not _STOP:
                try:
                    call(zeroconf)
                except (OSError, Error) as error:
                    _log.info("Discovery failed: %r", error)
            browser.cancel()  # its thread would ask what is closed
        finally:
            zeroconf.close()

    def _register(self, zeroconf: "Zeroconf", port: int, addresses: list[str]) -> None:
        from zeroconf import ServiceInfo

        info = ServiceInfo(
            SERVICE,
            f"{self._device}.{SERVICE}",
            port=port,
            properties={"site": self._site, "device": self._device},
            parsed_addresses=addresses,
            server=f"{self._device}.local.",
        )
        if self._advertised:
            zeroconf.update_service(info)
        else:
            zeroconf.register_service(info)
        self._advertised = True

    def _on_change(
        self, zeroconf: "Zeroconf", service_type: str, name: str, state_change: "ServiceStateChange"
    ) -> None:
        if state_change.name == "Removed":
            return  # the link notices sooner, and better
        from zeroconf import Error

        try:
            info = zeroconf.get_service_info(service_type, name, ASKED_FOR_MS)
        except Error as error:  # it is being closed
            _log.debug("Discovery could not ask about %s: %r", name, error)
            return
        target = self._target(info) if info is not None else None
        if target is not None:
            _log.debug("Discovery hints at relay %s at %s", target.name, target.addresses)
            self._on_hint(target)

    def _target(self, info: "ServiceInfo") -> RelayTarget | None:
        """The relay of our site that an advertisement speaks of; anyone may write one."""
        said = info.decoded_properties
        device = said.get("device") or ""
        if said.get("site") != self._site or device == self._device or not info.port:
            return None
        addresses = info.parsed_scoped_addresses()[:MOST_ADDRESSES]
        target = RelayTarget(device, tuple((address, info.port) for address in addresses))
        return target if target.is_named_by_key and addresses else None
