"""A transport that somebody waits in: a thread of its own, where no station does."""

from collections.abc import Iterable
from threading import Thread
from typing import Any

from desktop.domain.relays import RelayTarget
from desktop.services.adapters.mqtt.transport import MqttTransport


class OwnThread(MqttTransport):
    """The real transport, and a thread that does nothing but wait in it."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._is_leaving = False
        self._waiter = Thread(target=self._wait_on, name="network", daemon=True)

    def reach(self, relays: Iterable[RelayTarget]) -> None:
        super().reach(relays)
        if not self._waiter.is_alive() and not self._is_leaving:
            self._waiter.start()

    def close(self) -> None:
        self._is_leaving = True
        if self._waiter.is_alive():
            self.wake()
            self._waiter.join()
        super().close()

    def _wait_on(self) -> None:
        while not self._is_leaving:
            self.wait(None)
