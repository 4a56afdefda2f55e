"""Killing the sender whose turn it is, in the middle of an escalation."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep

from benchmarks.processes import End
from benchmarks.site import new_site
from benchmarks.stations import OpenStation, open_station
from desktop.domain.alerts.facts import Kind
from desktop.domain.outside.contacts import Contact, Kept
from desktop.domain.outside.turns import SEND_WITHIN_S, SETTLED_AFTER_S, TURN_S
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.adapters.outside.addresses import Addresses
from desktop.services.adapters.outside.book import ContactsFile
from tests.support.outside import Webhook, a_webhook

DUE_S = 5.0
"""From the press until contacts are told: no desk of these has windows."""
KILLS = (DUE_S - 1.0, DUE_S + 3.0)
"""Between which seconds after the press it is killed: before it sends, while it does, and after."""
PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class KilledSender:
    """When it was killed, by when a contact had the message (``None`` for never), and how often."""

    killed_s: float
    told_s: float | None
    times: int


class _Senders:
    """Two senders of one site and a counter that calls."""

    def __init__(self, first: Home, second: Home, counter: OpenStation, hook: Webhook) -> None:
        self._first_home = first
        self._counter = counter
        self._hook = hook
        self._second = _sender(second)
        self._first = _sender(first)
        sleep(SETTLED_AFTER_S)

    def killed(self, after_s: float) -> KilledSender:
        """Press, kill the first sender, and count what arrives until every turn has passed."""
        began = monotonic()
        alert = self._counter.station.press(Kind.PANIC).result(PATIENCE_S).alert
        number = alert[:6].upper()
        sleep(max(0.0, began + after_s - monotonic()))
        killed_s = self._first.kill() - began
        self._first.close()
        self._first = _sender(self._first_home)
        told_s = None
        while monotonic() - began < DUE_S + TURN_S + SEND_WITHIN_S + SETTLED_AFTER_S:
            if told_s is None and self._times(number):
                told_s = monotonic() - began
            sleep(0.01)
        times = self._times(number)
        self._second.ask(alert=alert)
        return KilledSender(killed_s, told_s, times)

    def _times(self, number: str) -> int:
        return sum(number in title for title in self._hook.titles)

    def close(self) -> None:
        self._first.close()
        self._second.close()


def kill_senders(rounds: int) -> list[KilledSender]:
    """So many kills at one site, one after the other, each at a random moment."""
    with _a_site() as senders:
        return [senders.killed(random.uniform(*KILLS)) for _ in range(rounds)]


@contextmanager
def _a_site() -> Iterator[_Senders]:
    with a_webhook() as hook, new_site() as site:
        homes = [site.admit(Role.SUPERVISOR, name) for name in ("Front office", "Back office")]
        counter_home = site.admit(Role.COUNTER, "Counter 3")
        with site.open():
            ids = ", ".join(f'"{home.path.name}"' for home in homes)
            for home in homes:
                _make_sender(home, hook, ids)
            counter = open_station(counter_home)
            senders = _Senders(homes[0], homes[1], counter, hook)
            try:
                _until(lambda: len(counter.station.board.supervisors) == 2)
                yield senders
            finally:
                senders.close()
                counter.close()


def _make_sender(home: Home, hook: Webhook, ids: str) -> None:
    with home.settings_file.open("a") as file:
        file.write(f"[escalation]\npanic_answer = {DUE_S:g}\n[outside]\nsenders = [{ids}]\n")
    Addresses("", home.addresses_file).keep("director", hook.address, in_file=True)
    contact = Contact(id="director", label="Director", service="JSON", kept=Kept.FILE)
    ContactsFile(home.contacts_file).write((contact,))


def _sender(home: Home) -> End:
    end = End("telling", str(home.path))
    end.hear()
    return end


def _until(holds: Callable[[], bool]) -> None:
    deadline = monotonic() + PATIENCE_S
    while not holds():
        if monotonic() > deadline:
            raise TimeoutError
        sleep(0.01)
