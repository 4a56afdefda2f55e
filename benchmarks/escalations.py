"""Killing a station, or the relay, in the middle of an escalation: nobody may be forgotten."""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic, sleep

import psutil

from benchmarks.processes import End
from benchmarks.site import new_site
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.adapters.mosquitto.relay import MosquittoRelay

WAITS_S = 1.5
"""Until every desk is asked, and until who goes must have arrived: a tenth of what a site has."""
MARGIN_S = 3.0
"""After it is due, for whoever lives: this PC has other things to do, too."""
BACK_S = 15.0
"""For whoever was killed: it starts again, and its own time begins anew."""


class Victim(StrEnum):
    """Who is killed."""

    PRESSER = "Counter 3"
    ASKED = "Counter 1"
    GOING = "Marcus"
    RELAY = "Relay"


@dataclass(frozen=True, slots=True)
class Killed:
    """``silent`` are the stations that did not call when they had to; ``took_s`` is how long after
    it was due the last of those that lived did.
    """

    victim: Victim
    silent: tuple[str, ...]
    took_s: float


class EscalatingSite:
    """Two supervisors' desks and two counters, each a process of its own, and a relay."""

    def __init__(self, homes: dict[str, Home], relay: MosquittoRelay) -> None:
        self._homes = homes
        self._relay = relay
        self._ends = {name: self._started(name) for name in homes}
        for end in self._ends.values():
            end.hear()

    def kill(self, victim: Victim, *, after_s: float) -> Killed:
        """Press, and kill ``victim`` so many seconds after that, or after somebody went; see
        whether each station asks everybody, and calls again when nobody arrives.
        """
        alert = self._ends[Victim.PRESSER].ask(press=True)["alert"]
        began = monotonic()
        everybody = tuple(self._homes)
        silent = self._lacking(everybody, "calls", alert, by=began + BACK_S)
        dies_early = victim is not Victim.GOING and after_s < WAITS_S
        if dies_early:
            sleep(max(0.0, began + after_s - monotonic()))
            self._kill(victim)
        lacking, asked_s = self._due("asked", alert, victim if dies_early else None, began)
        silent += lacking

        self._ends[Victim.GOING].ask(going=alert)
        went = monotonic()
        if not dies_early:
            sleep(after_s % WAITS_S)
            self._kill(victim)
        lacking, late_s = self._due("late", alert, None if dies_early else victim, went)
        silent += lacking

        self._ends["Ana"].ask(over=alert)
        self._until(lambda: not any(self._stands(name, alert)["is_open"] for name in everybody))
        return Killed(victim, silent, max(asked_s, late_s))

    def close(self) -> None:
        """End all of them."""
        for end in self._ends.values():
            end.close()

    def _due(
        self, what: str, alert: str, victim: Victim | None, since: float
    ) -> tuple[tuple[str, ...], float]:
        """Who lived and was silent, with whoever was killed and is silent now that it is back; and
        how late the last of the living was.
        """
        living = tuple(name for name in self._homes if name != victim)
        due = since + WAITS_S
        silent = self._lacking(living, what, alert, by=due + MARGIN_S)
        took = monotonic() - due
        killed = tuple(name for name in self._homes if name == victim)
        return silent + self._lacking(killed, what, alert, by=monotonic() + BACK_S), took

    def _lacking(
        self, names: Iterable[str], what: str, alert: str, *, by: float
    ) -> tuple[str, ...]:
        left = list(names)
        while left and monotonic() < by:
            left = [name for name in left if not self._stands(name, alert).get(what)]
            sleep(0.01)
        return tuple(f"{name} ({what})" for name in left)

    def _stands(self, name: str, alert: str) -> dict[str, object]:
        return self._ends[name].ask(stands=alert)

    def _kill(self, victim: Victim) -> None:
        if victim is Victim.RELAY:
            self._until(lambda: self._relay.pid is not None)
            assert self._relay.pid is not None
            psutil.Process(self._relay.pid).kill()
            return
        self._ends[victim].kill()
        self._ends[victim].close()
        self._ends[victim] = self._started(victim)
        self._ends[victim].hear()

    def _started(self, name: str) -> End:
        return End("escalating", str(self._homes[name].path), f"{WAITS_S:g}")

    def _until(self, holds: Callable[[], bool]) -> None:
        deadline = monotonic() + BACK_S
        while not holds():
            if monotonic() > deadline:
                raise TimeoutError
            sleep(0.01)


@contextmanager
def escalating_site() -> Iterator[EscalatingSite]:
    """Such a site, until the end of the block."""
    with new_site() as site:
        homes = {name: site.admit(Role.SUPERVISOR, name) for name in ("Ana", "Marcus")}
        homes |= {name: site.admit(Role.COUNTER, name) for name in ("Counter 1", "Counter 3")}
        with site.open() as relay:
            made = EscalatingSite(homes, relay)
            try:
                yield made
            finally:
                made.close()


def kill_in_escalations(victims: Iterable[Victim]) -> list[Killed]:
    """These, one after the other at one site, each at a random moment."""
    with escalating_site() as site:
        return [site.kill(one, after_s=random.uniform(0, 2 * WAITS_S)) for one in victims]
