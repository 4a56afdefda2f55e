"""An office for tests: real stations with real homes, a real broker, and the words of the desk.

    def test_a_panic_reaches_the_supervisor(office):
        ana, counter = office.supervisor("Ana"), office.counter("Counter 3")
        alert = counter.presses_panic()
        office.wait_until(lambda: ana.shows(alert))

All of it runs in this process but the brokers. Where a station must die on its own, see
``tests/support/office.py``.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.app.running import RunningStation
from desktop.app.site_making import create_site, join_site
from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, Kind, Message, Occasion, Outcome
from desktop.domain.board import Board, Delivery
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.alerts.raising import Pressed
from desktop.services.ports import Clock
from desktop.services.trust.creating import NewSite
from desktop.services.trust.seats import Seat
from tests.support.ports import own_port

LOOPBACK = "127.0.0.1"
PASSPHRASE = "correct horse battery staple"
PATIENCE = 20.0
"""Seconds after which a wait gives up; a test that passes spends none of them idle."""


def wait_until(condition: Callable[[], object], *, within: float = PATIENCE) -> None:
    """Return once ``condition`` holds; fail the test when it does not in time."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)


@dataclass
class StationAtWork:
    """One station, spoken to in the words of the desk."""

    home: Home
    running: RunningStation
    is_at_work: bool = True

    @property
    def board(self) -> Board:
        return self.running.station.board

    @property
    def device(self) -> str:
        return self.running.station.device

    def presses_panic(self, *, place: str | None = None) -> AlertId:
        return self.presses(Kind.PANIC, place=place).alert

    def presses_assist(self, *, place: str | None = None) -> AlertId:
        return self.presses(Kind.ASSIST, place=place).alert

    def presses(
        self,
        kind: Kind,
        *,
        place: str | None = None,
        note: str = "",
        occasion: Occasion = Occasion.REAL,
    ) -> Pressed:
        pressed = self.running.station.press(kind, place=place, note=note, occasion=occasion)
        return pressed.result(PATIENCE)

    def is_going(self, alert: AlertId, *, minutes: int | None = None) -> None:
        self.running.station.acknowledge(alert, minutes=minutes).result(PATIENCE)

    def tells(self, alert: AlertId, message: Message) -> None:
        self.running.station.tell(alert, message).result(PATIENCE)

    def says_they_are_here(self, alert: AlertId) -> None:
        self.running.station.attend(alert).result(PATIENCE)

    def closes(self, alert: AlertId, outcome: Outcome = Outcome.HELPED) -> None:
        self.running.close(alert, outcome).result(PATIENCE)

    def takes_back(self, alert: AlertId) -> None:
        self.running.station.withdraw(alert).result(PATIENCE)

    def alert(self, alert: AlertId) -> Alert | None:
        return self.board.find(alert)

    def shows(self, alert: AlertId) -> bool:
        """It is among the open alerts on this screen."""
        return any(live.id == alert for live in self.board.alerts)

    def is_called_by(self, alert: AlertId) -> bool:
        """It takes the screen and sounds."""
        found = self.alert(alert)
        return found is not None and found.needs_answer

    def has_closed(self, alert: AlertId) -> bool:
        return any(closed.id == alert for closed in self.board.closed)

    def delivery(self, alert: AlertId) -> Delivery | None:
        found = [live.delivery for live in self.board.alerts if live.id == alert]
        return found[0] if found else None

    def knows_it_was_delivered(self, alert: AlertId) -> bool:
        delivery = self.delivery(alert)
        return delivery is not None and delivery.got > 0

    def sees_who_is_coming(self, alert: AlertId) -> tuple[str, ...]:
        found = self.alert(alert)
        return tuple(answer.person for answer in found.going) if found else ()

    @property
    def is_ready(self) -> bool:
        return self.board.readiness.is_ready

    def sees(self, other: "StationAtWork") -> bool:
        """The other one is present, as far as this station knows."""
        return any(d.device == other.device and d.is_present for d in self.board.desks)

    def leaves(self) -> None:
        """The program is quit in good order."""
        if self.is_at_work:
            self.running.stop()
        self.is_at_work = False

    def comes_back(self, *, clock: Clock | None = None) -> None:
        """The program is started again on the same home."""
        self.running = at_work(self.home, clock=clock)
        self.is_at_work = True

    @property
    def broker_pid(self) -> int:
        """The process of the relay that this station runs."""
        assert self.running.relay is not None
        wait_until(lambda: self.running.relay and self.running.relay.pid)
        pid = self.running.relay.pid
        assert pid is not None
        return pid


@dataclass
class Workplace:
    """A site being lived in. The first supervisor creates it; everyone else joins by code."""

    folder: Path
    stations: list[StationAtWork] = field(default_factory=list)

    wait_until = staticmethod(wait_until)

    @property
    def founder(self) -> StationAtWork:
        return self.stations[0]

    def supervisor(self, name: str, *, relay: bool = True) -> StationAtWork:
        if self.stations:
            seat = Seat(role=Role.SUPERVISOR, place="Supervisors", name=name)
            return self.joins(seat, relay=relay)
        home = self.home(relay=relay)
        create_site(
            home,
            NewSite(
                name="Alder County Health",
                address="118 Court Street",
                place="Supervisors",
                desk_name=name,
                call_instead="4100",
            ),
            recovery_file=self.recovery_file,
            passphrase=PASSPHRASE,
        )
        return self._goes_to_work(home)

    def counter(self, place: str, *, name: str = "Maria Delgado") -> StationAtWork:
        seat = Seat(role=Role.COUNTER, place=place, area="Front desk, ground floor", name=name)
        return self.joins(seat)

    def joins(self, seat: Seat, *, relay: bool = False) -> StationAtWork:
        home = self.home(relay=relay)
        self.lets_in(home, seat)
        station = self._goes_to_work(home)
        if seat.role is Role.COUNTER:
            wait_until(lambda: station.is_ready)
        else:
            wait_until(lambda: self.founder.sees(station) and station.sees(self.founder))
        return station

    def lets_in(self, home: Home, seat: Seat) -> None:
        """The first supervisor invites, and the PC of ``home`` joins."""
        admitting = self.founder.running.admitting
        assert admitting is not None
        invitation = admitting.invite(seat)
        assert admitting.port is not None
        join_site(home, str(invitation.code), [(LOOPBACK, admitting.port)])

    def home(self, *, relay: bool) -> Home:
        """A new data folder on this PC, with ports of its own."""
        folder = self.folder / f"home{len(list(self.folder.iterdir()))}"
        folder.mkdir(mode=0o700)
        (folder / "station.toml").write_text(
            f'port = {own_port()}\nbind = "{LOOPBACK}"\n'
            f"relay = {str(relay).lower()}\ndiscovery = false\n",
            encoding="utf-8",
        )
        return Home(folder)

    @property
    def recovery_file(self) -> Path:
        return self.folder / "recovery.txt"

    def closes_down(self) -> None:
        for station in reversed(self.stations):
            station.leaves()

    def _goes_to_work(self, home: Home) -> StationAtWork:
        station = StationAtWork(home, at_work(home))
        self.stations.append(station)
        return station


def at_work(home: Home, *, clock: Clock | None = None) -> RunningStation:
    """A station as its windows would run it, without the windows."""
    running = RunningStation(home, has_windows=True, clock=clock)
    running.start()
    return running


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Workplace]:
    """An office with nobody in it yet."""
    site = Workplace(tmp_path)
    yield site
    site.closes_down()
