"""A small site in temporary homes, each station a process of its own, asked by the command line."""

import contextlib
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from desktop.cli import main
from desktop.services.adapters.control.client import ControlClient, NoOwnerError
from desktop.services.adapters.home import Home
from tests.support.childlogs import watch
from tests.support.ports import own_port

PASSPHRASE = "four words that differ"
DEADLINE_S = 30.0


@dataclass(frozen=True, slots=True)
class Told:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.err.strip().splitlines()[-1])["error"]
        return found


def command(*words: str | Path) -> Told:
    """Run one command in this process, as the shell would in another."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    return Told(code, out.getvalue(), err.getvalue())


def make_home(folder: Path) -> Path:
    """A data folder whose station keeps to this PC's loopback, on a port of its own."""
    folder.mkdir(mode=0o700, parents=True)
    settings = f'bind = "127.0.0.1"\nport = {own_port()}\n'
    (folder / "station.toml").write_text(settings, encoding="utf-8")
    watch(folder / "log")
    return folder


@contextmanager
def ended_afterwards(*homes: Path) -> Iterator[None]:
    """End whatever station runs in ``homes`` by then, by its process."""
    try:
        yield
    finally:
        for home in homes:
            end(home)


def end(home: Path) -> None:
    try:
        with ControlClient.connect(Home(home)) as client:
            process = psutil.Process(client.pid)
            client.ask("quit")
    except (NoOwnerError, psutil.NoSuchProcess):
        return
    try:
        process.wait(DEADLINE_S)
    except psutil.TimeoutExpired:
        process.kill()
        raise


def owner_of(home: Path) -> int | None:
    """The process that runs the station of ``home``; asking starts none."""
    try:
        with ControlClient.connect(Home(home)) as client:
            return client.pid
    except NoOwnerError:
        return None


def is_gone(pid: int) -> bool:
    """It has ended; a test's own child stays in the table until somebody asks how."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


@dataclass(slots=True)
class Station:
    """One home of the office and the command line on it."""

    home: Path

    def __call__(self, *words: str | Path) -> Told:
        return command("--home", self.home, "--json", *words)

    def says(self, *words: str | Path) -> str:
        """What a person reads; the command must have done what it was asked."""
        told = command("--home", self.home, *words)
        assert told.code == 0, told.err
        return told.out

    def does(self, *words: str | Path) -> Any:
        told = self(*words)
        assert told.code == 0, told.err
        return told.json


@contextmanager
def station_at_work(home: Path) -> Iterator[Station]:
    """Run the station of ``home`` without windows until the end of the block."""
    (home / "log").mkdir(exist_ok=True)
    with (home / "log" / "stderr.log").open("ab") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "--home", str(home), "--json", "run", "--headless"],
            stdout=subprocess.PIPE,
            stderr=complaints,
        )
    assert process.stdout is not None
    try:
        assert process.stdout.readline(), "the station did not start"
        yield Station(home)
    finally:
        process.terminate()
        try:
            process.wait(DEADLINE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


@dataclass(frozen=True, slots=True)
class Office:
    """One supervisor's desk, which is the administrator's, and one counter."""

    folder: Path
    desk: Station
    counter: Station
    passphrase_file: Path
    recovery_file: Path


@contextmanager
def an_office(folder: Path) -> Iterator[Office]:
    """Create a site and let a counter in, by commands; both are at work and reach each other."""
    passphrase_file, recovery_file = folder / "passphrase", folder / "recovery.txt"
    passphrase_file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    desk, counter = make_home(folder / "desk"), make_home(folder / "counter")
    told = command(
        *("--home", desk, "site", "create", "City Hall", "--place", "Supervisors"),
        *("--person", "Ana", "--recovery", recovery_file, "--passphrase-file", passphrase_file),
    )
    assert told.code == 0, told.err
    with ended_afterwards(desk, counter), station_at_work(desk) as at_desk:
        invited = at_desk.does("site", "invite", "--place", "Counter 3", "--person", "Ben")
        code, address = invited["invitations"][0]["code"], invited["addresses"][0]
        joined = command("--home", counter, "site", "join", code, "--at", address)
        assert joined.code == 0, joined.err
        with station_at_work(counter) as at_counter:
            office = Office(folder, at_desk, at_counter, passphrase_file, recovery_file)
            wait_until(lambda: sees_a_supervisor(at_counter))
            yield office


def sees_a_supervisor(counter: Station) -> bool:
    return any(desk["present"] for desk in counter.does("status")["desks"])


def wait_until(is_so: Callable[[], bool], deadline_s: float = DEADLINE_S) -> None:
    ends_at = time.monotonic() + deadline_s
    while not is_so():
        assert time.monotonic() < ends_at, "it did not become so in time"
        time.sleep(0.05)
