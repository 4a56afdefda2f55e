"""The README is the first thing that a newcomer believes: what it says to type is typed here."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from desktop.cli.demo import DEFAULT_OUT
from desktop.domain.relays import DEFAULT_RELAY_PORT
from desktop.domain.settings.settings import Settings
from desktop.services.adapters.pairing.server import PAIRING_PORT
from tests.support.office import (
    PASSPHRASE,
    command,
    ended_afterwards,
    make_home,
    owner_of,
    wait_until,
)

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
DEADLINE_S = 60.0
DESK, COUNTER = "supervisor's PC", "counter's PC"


def block(title: str) -> list[str]:
    """The indented lines under a heading."""
    section = README.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return [line.strip() for line in section.splitlines() if line.startswith("    ")]


LINES = block("Two PCs in ten lines")


def test_two_pcs_need_the_ten_lines_that_it_promises() -> None:
    assert len(LINES) == 10
    assert all(re.search(r" # (both PCs|supervisor's PC|counter's PC)\b", line) for line in LINES)


def test_it_says_which_ports_a_firewall_must_let_in() -> None:
    assert f"{DEFAULT_RELAY_PORT}:{PAIRING_PORT}/tcp" in README


def test_what_the_demo_leaves_is_where_it_says() -> None:
    assert f"`{DEFAULT_OUT.as_posix()}/`" in README


def test_every_file_that_it_links_to_is_there() -> None:
    for path in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / path).exists(), path


class Office:
    """Two PCs played by two folders, and everything that was started on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.homes = {DESK: make_home(folder / "desk"), COUNTER: make_home(folder / "counter")}
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text(PASSPHRASE)
        self.known: dict[str, str] = {}
        self.started: list[subprocess.Popen[bytes]] = []

    def types(self, pc: str, line: str) -> None:
        """Type a line of the README at one of the two."""
        home = self.homes[pc]
        written = re.fullmatch(r"echo '(.+)' >> (\S+)", line)
        if written:
            assert Path(written[2]).name == "station.toml"
            settings = home / "station.toml"
            settings.write_text(f"{settings.read_text('utf-8')}{written[1]}\n", "utf-8")
            return
        words = [self.known.get(word, word) for word in shlex.split(line)]
        program = ["python3", "run.py", "app"] if words[0] == "python3" else words[:1]
        assert words[: len(program)] == program
        self._runs(home, words[len(program) :])

    def _runs(self, home: Path, words: list[str]) -> None:
        line = [sys.executable, "-m", "desktop", "--home", str(home), *words]
        env = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        if not words:  # the windows
            (home / "log").mkdir(exist_ok=True)
            with (home / "log" / "stderr.log").open("ab") as complaints:
                process = subprocess.Popen(line, cwd=self.folder, env=env, stderr=complaints)
            self.started.append(process)
            wait_until(lambda: owner_of(home) == process.pid)
            return
        if "create" in words:
            line += ["--passphrase-file", str(self.passphrase)]
        told = subprocess.run(
            line,
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
        assert told.returncode == 0 or "doctor" in words, f"{words}\n{told.stderr}"
        shown = re.search(r"^([0-9A-Z-]{7,}) +Counter 3", told.stdout, re.MULTILINE)
        if shown:
            self.known["CODE"] = shown[1]
            self.known["ADDRESS"] = re.search(r"--at (\S+)", told.stdout)[1]  # type: ignore[index]  # it says one

    def leaves(self) -> None:
        for process in self.started:
            process.terminate()
            process.wait(DEADLINE_S)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    with ended_afterwards(*office.homes.values()):
        yield office
        office.leaves()


@pytest.mark.system
@pytest.mark.timeout(300)
def test_who_types_its_ten_lines_has_a_site_of_two_pcs_and_two_relays(office: Office) -> None:
    for line in LINES:
        typed, _, remark = (part.strip() for part in line.partition(" # "))
        if typed.startswith(("cp ", "sudo ")):
            continue  # this PC has the folder, and its firewall is none of ours
        pcs = [DESK, COUNTER] if remark.startswith("both PCs") else [remark.partition(":")[0]]
        for pc in pcs:
            office.types(pc, typed)
    assert "relay" in Settings.__struct_fields__
    for home in office.homes.values():
        asked = partial(command, "--home", home, "--json", "status")
        wait_until(lambda asked=asked: asked().json["relays_up"] == 2)  # type: ignore[misc]  # bound now


def test_every_job_of_run_py_that_it_names_exists() -> None:
    import run

    named = set(re.findall(r"python3 run\.py (\w+)", README))
    assert named <= {"demo", "app", "test", "check", "bench", "build", "lock"}
    assert all(callable(getattr(run, job)) for job in named)
