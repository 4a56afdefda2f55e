"""A whole site on this PC: three stations in processes of their own, over a real broker."""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import desktop
from desktop.demo.cast import START_S, Actor, part_all
from desktop.demo.lines import SCRATCH, Moment
from desktop.services.adapters.mosquitto.finding import find_mosquitto
from desktop.services.adapters.mosquitto.ports import LOOPBACK, free_port
from desktop.services.adapters.sound.output import what_keeps_sound_from_being_heard

SITE = "Alder County Health Department"
ADDRESS = "118 Court Street, Alder"
OFFICE = "Front office"
COUNTERS = ("Counter 3", "Counter 1")
PEOPLE = {OFFICE: "Ana Ruiz", "Counter 3": "Maria Delgado", "Counter 1": "Thomas Eckhart"}
AREA = "ground floor"
PASSPHRASE = "only for the demo"  # noqa: S105 -- the site lives as long as this process
_PLACES = {"Counter 3": 1.0, "Counter 1": 0.0}
_SCREEN = {"name": "demo", "x": 0, "y": 0, "width": 1920, "height": 1080}


class Stage:
    """Starts the actors, and ends them on leaving; a killed demo ends them too (``cast.Actor``).

    ``say`` is told how it goes, ``hears`` each moment (on other threads). ``took_ms`` holds how
    long each part of setting up took.
    """

    def __init__(
        self,
        *,
        logs: Path,
        has_windows: bool,
        say: Callable[[str], None],
        hears: Callable[[str, Moment], None] = lambda _place, _moment: None,
    ) -> None:
        self._hears = hears
        self._logs = logs
        self._has_windows = has_windows
        self._say = say
        self._actors: dict[str, Actor] = {}
        self.took_ms: dict[str, float] = {}

    def __enter__(self) -> Self:
        find_mosquitto()  # before anything is started: its advice is what a newcomer needs
        self._sounds = self._has_windows and self._can_be_heard()
        self._scratch = Path(tempfile.mkdtemp(prefix=SCRATCH))
        try:
            self._set_up()
        except BaseException:
            self._strike()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._strike()

    @property
    def office(self) -> Actor:
        """The supervisor's desk, which also runs the relay."""
        return self._actors[OFFICE]

    def counter(self, place: str) -> Actor:
        """The counter at ``place``, one of ``COUNTERS``."""
        return self._actors[place]

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All of them."""
        return tuple(self._actors.values())

    def _set_up(self) -> None:
        self._say("Starting three stations on this PC.")
        began = time.perf_counter()
        for place in (OFFICE, *COUNTERS):
            self._actors[place] = self._actor(place)
        for actor in self.actors:
            actor.ask("begin", within=START_S)
        self._took("started", began)
        office = self.office
        created = time.perf_counter()
        office.ask(
            "create",
            within=START_S,
            name=SITE,
            address=ADDRESS,
            place=OFFICE,
            area=AREA,
            desk_name=PEOPLE[OFFICE],
            recovery_file=str(self._scratch / "recovery.countersign"),
            passphrase=PASSPHRASE,
        )
        self._took("site_created", created)
        self._say(f"{OFFICE} created the site “{SITE}” and is its supervisor's desk.")
        office.ask("open", within=START_S)
        office.await_moment("readiness", lambda m: m.detail["relays"] >= 1, within=START_S)
        self._say(f"{OFFICE} runs the relay.")
        for place in COUNTERS:
            self._join(place)
        for place in COUNTERS:
            self.counter(place).await_moment(
                "readiness",
                lambda m: m.detail["relays"] >= 1 and m.detail["desks"] >= 1,
                within=START_S,
            )
        office.await_moment("readiness", lambda m: m.detail["desks"] >= len(COUNTERS))
        self._took("armed", began)

    def _join(self, place: str) -> None:
        given = self.office.ask(
            "invite", within=START_S, place=place, area=AREA, name=PEOPLE[place]
        )
        began = time.perf_counter()
        counter = self.counter(place)
        counter.ask("join", within=START_S, code=given["code"], host=LOOPBACK, port=given["port"])
        self._took(f"joined_{place.lower().replace(' ', '_')}", began)
        self._say(f"{place} joined with the code {given['code']}.")
        counter.ask("open", within=START_S, along=_PLACES[place])

    def _can_be_heard(self) -> bool:
        """A desk that nobody can hear would rightly call itself not ready; the demo goes on."""
        reason = what_keeps_sound_from_being_heard()
        if reason:
            self._say(f"The alarm stays silent: {reason}.")
        return reason is None

    def _actor(self, place: str) -> Actor:
        home = self._scratch / place.lower().replace(" ", "-")
        home.mkdir(mode=0o700)
        # Nothing of the demo may be seen, or be in the way, on the office's network; and three
        # stations on one PC would want the same keys.
        (home / "station.toml").write_text(
            f'port = {free_port()}\nbind = "{LOOPBACK}"\ndiscovery = false\nlanguage = "en"\n'
            f"sound = {str(self._sounds).lower()}\nhotkeys = false\n",
            encoding="utf-8",
        )
        return Actor(
            place,
            _command(home),
            environment=self._environment(),
            folder=self._scratch,
            log=self._logs / f"{home.name}.log",
            hears=self._hears,
        )

    def _environment(self) -> dict[str, str]:
        changed = dict(os.environ)
        if not getattr(sys, "frozen", False):
            ours = str(Path(desktop.__file__).parent.parent)
            changed["PYTHONPATH"] = os.pathsep.join(filter(None, (ours, changed.get("PYTHONPATH"))))
        if not self._has_windows:
            # Its file is named without a folder: Qt would take a drive's colon for a separator.
            (self._scratch / "screen.json").write_text(json.dumps({"screens": [_SCREEN]}))
            changed["QT_QPA_PLATFORM"] = "offscreen:configfile=screen.json"
        return changed

    def _took(self, what: str, began: float) -> None:
        self.took_ms[what] = (time.perf_counter() - began) * 1000

    def _strike(self) -> None:
        part_all(self.actors)
        shutil.rmtree(self._scratch, ignore_errors=True)


def _command(home: Path) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "demo", "--actor", str(home)]
    return [sys.executable, "-m", "desktop.demo.actor", str(home)]
