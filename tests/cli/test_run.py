"""One process per home: stations started on demand, shown, handed over and ended."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from desktop.cli import exits
from tests.support.office import (
    DEADLINE_S,
    PASSPHRASE,
    Station,
    command,
    ended_afterwards,
    is_gone,
    make_home,
    owner_of,
    station_at_work,
    wait_until,
)

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site's first home, kept as it was made; every test works on a place of its own."""
    folder = tmp_path_factory.mktemp("site")
    home, passphrase = make_home(folder / "home"), folder / "passphrase"
    passphrase.write_text(PASSPHRASE)
    told = command(
        *("--home", home, "site", "create", "Annex", "--place", "Desk", "--recovery"),
        *(folder / "recovery.txt", "--passphrase-file", passphrase),
    )
    assert told.code == 0, told.err
    return home


@pytest.fixture
def station(site: Path) -> Iterator[Station]:
    with ended_afterwards(site):
        yield Station(site)


def opened(home: Path) -> "subprocess.Popen[str]":
    """``countersign`` alone, with windows that no screen shows."""
    return subprocess.Popen(
        [sys.executable, "-m", "desktop", "--home", str(home), "--json"],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def windows(home: Path) -> Iterator["subprocess.Popen[str]"]:
    process = opened(home)
    try:
        wait_until(lambda: owner_of(home) == process.pid)
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=DEADLINE_S)


def test_a_command_starts_the_station_it_needs_and_the_next_one_finds_it(station: Station) -> None:
    first = station("status")
    assert first.code == exits.DONE
    assert first.json["pid"] != os.getpid()
    assert station.does("status")["pid"] == first.json["pid"]


def test_stop_ends_the_station_its_relay_and_nothing_else(station: Station) -> None:
    wait_until(lambda: station.does("status")["relay"]["running"])
    status = station.does("status")
    assert station.does("stop")["pid"] == status["pid"]
    wait_until(lambda: is_gone(status["pid"]))
    assert is_gone(status["relay"]["pid"])
    again = station("stop")
    assert (again.code, again.error["code"]) == (exits.REFUSED, "no-owner")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_a_station_that_was_killed_is_started_anew(station: Station) -> None:
    killed = station.does("status")["pid"]
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: is_gone(killed))
    assert station.does("status")["pid"] != killed


def test_a_second_station_on_one_home_is_refused(site: Path) -> None:
    with station_at_work(site):
        told = command("--home", site, "--json", "run", "--headless")
    assert (told.code, told.error["code"]) == (exits.REFUSED, "home-in-use")


@pytest.mark.parametrize("words", [["alert", "raise", "panic"], ["status"], ["site", "roster"]])
def test_a_home_without_a_station_is_told_how_to_get_one(tmp_path: Path, words: list[str]) -> None:
    told = Station(tmp_path / "empty")(*words)
    assert (told.code, told.error["code"]) == (exits.REFUSED, "no-station")
    assert "site create" in told.error["advice"]
    assert not (tmp_path / "empty").exists()


def test_a_copied_home_asks_to_join_again(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns("control.*", "station.lock*"))
    told = Station(copy)("status")
    assert (told.code, told.error["code"]) == (exits.REFUSED, "copied-home")
    assert "site join" in told.error["advice"]


def test_with_wrong_settings_a_station_works_and_says_what_is_wrong(station: Station) -> None:
    settings = station.home / "station.toml"
    before = settings.read_text()
    settings.write_text(f"{before}prot = 1\nthis is no setting\n")
    try:
        told = station.does("status")
    finally:
        settings.write_text(before)
    said = [one["message"] for one in told["troubles"] if one["code"] == "settings"]
    assert len(said) == 2
    assert "no setting “prot”" in said[1]


def test_a_second_start_shows_the_windows_of_the_first(station: Station) -> None:
    with windows(station.home) as first:
        second = opened(station.home)
        out, err = second.communicate(timeout=DEADLINE_S)
        assert (second.returncode, err) == (0, "")
        assert '"shown": true' in out
        assert station.does("status")["pid"] == first.pid
        assert first.poll() is None


def test_a_command_opens_the_guidance_of_a_station_with_windows(station: Station) -> None:
    with windows(station.home) as program:
        assert station.does("guidance", "open", "--keyboard") == {"opened": True, "keyboard": True}
        assert "is open" in station.says("guidance", "open")
        assert program.poll() is None


def test_windows_take_the_place_of_a_station_that_a_command_had_started(station: Station) -> None:
    before = station.does("status")["pid"]
    with windows(station.home) as process:
        wait_until(lambda: owner_of(station.home) == process.pid)
        assert process.pid != before


def test_windows_leave_a_station_alone_that_somebody_started_without(site: Path) -> None:
    with station_at_work(site):
        process = opened(site)
        _, err = process.communicate(timeout=DEADLINE_S)
    assert process.returncode == exits.REFUSED
    assert "runs-without-windows" in err


@pytest.mark.skipif(sys.platform != "linux", reason="the others always have a screen")
def test_without_a_screen_the_windows_are_refused_in_words(site: Path) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    told = subprocess.run(
        [sys.executable, "-m", "desktop", "--home", str(site), "--json"],
        env={name: value for name, value in os.environ.items() if name not in hidden},
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    assert told.returncode == exits.REFUSED
    assert "no-display" in told.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_station_in_order(site: Path, ending: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--home", str(site), "run", "--headless"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert "Desk (supervisor) of Annex is at work" in process.stdout.readline()
    relays = process_children(process.pid)
    process.send_signal(ending)
    process.communicate(timeout=DEADLINE_S)
    assert process.returncode == 0
    assert all(is_gone(relay) for relay in relays)
    assert not (site / "control.json").exists()


def process_children(pid: int) -> list[int]:
    return [child.pid for child in psutil.Process(pid).children(recursive=True)]
