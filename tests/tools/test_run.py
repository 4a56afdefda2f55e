"""``run.py`` on machines that lack something, played by small programs that note their calls."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


class Machine:
    """A checkout in a folder of its own, and a PATH on which every program notes its calls."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.programs = folder / "bin"
        self._notes = folder / "calls"
        self.checkout.mkdir()
        self.programs.mkdir()
        for name in ("run.py", "pyproject.toml", "requirements.lock"):
            shutil.copy(ROOT / name, self.checkout)

    def add_program(self, path: Path, body: str = "") -> None:
        """Put a program at ``path`` that notes its name and arguments, then runs ``body``."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!/bin/sh\necho "${{0##*/}} $*" >> "{self._notes}"\n{body}\n')
        path.chmod(0o755)

    def add_uv(self) -> None:
        """Put a uv on the PATH whose venv holds a Python that only notes its calls."""
        python = self.checkout / ".venv" / "bin" / "python"
        made = self.programs / "stand-in-python"
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        self.add_program(made, f'case "$1" in -c) echo {version};; esac')
        self.add_program(
            self.programs / "uv",
            f'if [ "$1" = venv ]; then mkdir -p "{python.parent}"; cp "{made}" "{python}"; fi',
        )

    def calls(self) -> list[str]:
        """Return what was called since the last time, oldest first."""
        lines = self._notes.read_text().splitlines() if self._notes.exists() else []
        self._notes.unlink(missing_ok=True)
        return lines

    def run(self, *args: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(self.checkout / "run.py"), *args],
            env=self._environment(environment),
            capture_output=True,
            text=True,
            check=False,
        )

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        path = os.pathsep.join([str(self.programs), "/usr/bin", "/bin", "/usr/sbin"])
        bare = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        return {**bare, "PATH": path, **more}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_first_start_installs_from_the_lock_and_the_second_installs_nothing(
    machine: Machine,
) -> None:
    machine.add_uv()

    first = machine.run("app", "--version")
    assert first.returncode == 0, first.stderr
    calls = machine.calls()
    assert any(call.startswith("uv venv") for call in calls)
    assert any("--require-hashes" in call and "requirements.lock" in call for call in calls)
    assert calls[-1] == "python -P -m desktop --version"

    assert machine.run("app", "--version").returncode == 0
    assert machine.calls() == ["python -P -m desktop --version"]


def test_a_changed_lock_is_installed_again(machine: Machine) -> None:
    machine.add_uv()
    machine.run("app")
    machine.calls()

    with (machine.checkout / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    machine.run("app")

    calls = machine.calls()
    assert any("--require-hashes" in call for call in calls)
    assert not any(call.startswith("uv venv") for call in calls)


def test_an_installation_that_broke_off_is_taken_up_again(machine: Machine) -> None:
    machine.add_uv()
    machine.run("app")
    machine.calls()

    uv = machine.programs / "uv"
    whole = uv.read_text()
    (machine.checkout / "requirements.lock").write_text("# another\n")
    uv.write_text(whole.replace("\nif ", '\n[ "$2" = install ] && exit 3\nif '))
    broken = machine.run("app")
    assert broken.returncode != 0
    assert "-m desktop" not in "".join(machine.calls())

    uv.write_text(whole)
    assert machine.run("app").returncode == 0
    assert machine.calls()[-1] == "python -P -m desktop"


def test_a_uv_that_cannot_start_is_not_used(machine: Machine) -> None:
    machine.add_uv()
    machine.run("app")
    machine.calls()

    machine.add_program(machine.programs / "uv", "exit 127")
    (machine.checkout / "requirements.lock").write_text("# another\n")
    assert machine.run("app").returncode == 0
    assert any(call.startswith("python -m pip") for call in machine.calls())


def test_the_tools_exit_code_and_arguments_pass_through(machine: Machine) -> None:
    machine.add_uv()
    machine.run("app")
    machine.calls()
    machine.add_program(machine.checkout / ".venv" / "bin" / "python", "exit 42")

    assert machine.run("demo", "--headless", "--out", "a b").returncode == 42
    assert machine.calls() == ["python -P -m desktop demo --headless --out a b"]


def test_a_wrong_word_is_answered_with_the_usage(machine: Machine) -> None:
    answer = machine.run("dmeo")
    assert answer.returncode == 2
    assert "demo" in answer.stderr
    assert machine.calls() == []


def test_an_older_python_is_told_so_in_one_sentence() -> None:
    pretend = "import sys, runpy; sys.version_info = (3, 9, 2); runpy.run_path('run.py')"
    answer = subprocess.run(
        [sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode != 0
    assert answer.stderr.strip() == (
        "Countersign needs Python 3.11 or newer, and this is 3.9: "
        "install a newer one and start run.py with it."
    )


WORKERS = min((os.cpu_count() or 2) + 1, 6)


def test_tests_are_repeated_as_often_as_asked_for(machine: Machine) -> None:
    machine.add_uv()
    machine.run("test", "tests/a.py")
    machine.calls()
    assert machine.run("test", "--times", "3", "-m", "system").returncode == 0
    compiled, *runs = machine.calls()
    assert compiled == "python -m compileall -q desktop"
    assert runs == [f"python -m pytest -n {WORKERS} -m system"] * 3


def test_the_first_failure_ends_the_repetition(machine: Machine) -> None:
    machine.add_uv()
    machine.run("app")
    machine.calls()
    machine.add_program(machine.checkout / ".venv" / "bin" / "python", "exit 1")
    assert machine.run("test", "--times", "20").returncode == 1
    assert machine.calls()[1:] == [f"python -m pytest -n {WORKERS} -m not types"]


@pytest.mark.parametrize("said", [["--times"], ["--times", "often"], ["--times", "0"]])
def test_a_number_of_times_that_is_none_is_told(machine: Machine, said: list[str]) -> None:
    machine.add_uv()
    told = machine.run("test", *said)
    assert told.returncode != 0
    assert "--times 20" in told.stderr
    assert machine.calls() == []


@pytest.mark.parametrize(
    ("platform", "needed"),
    [("linux", {"Xvfb", "openbox", "pulseaudio"}), ("darwin", set()), ("win32", set())],
)
def test_the_virtual_screen_is_asked_for_on_linux_alone(
    monkeypatch: pytest.MonkeyPatch, platform: str, needed: set[str]
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(run.Part, "is_present", lambda _part: False)
    asked = {part.name for part in run.missing_parts(run.RELAY + run.TESTS)}
    assert "mosquitto" in asked
    assert asked & {"Xvfb", "openbox", "pulseaudio"} == needed


NOWHERE = run.Part("no-such-program", apt="no-such-package")


@pytest.fixture
def debian(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A Debian with an apt that notes its calls, and no sudo."""
    machine.add_program(machine.programs / "apt-get")
    monkeypatch.setattr(run, "PROGRAM_FOLDERS", [str(machine.programs)])
    monkeypatch.setenv("PATH", str(machine.programs))
    return machine


def test_root_gets_the_missing_package_installed(
    debian: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    run.install_parts(run.missing_parts([NOWHERE]))
    update, install = debian.calls()
    assert update.startswith("apt-get update")
    assert install.endswith(" no-such-package")


def test_others_are_given_the_exact_line(debian: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as stopped:
        run.install_parts([NOWHERE])
    assert "sudo apt-get install -y" in str(stopped.value)
    assert "no-such-package" in str(stopped.value)
    assert debian.calls() == []


def test_sudo_is_used_when_it_asks_no_password(
    debian: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    debian.add_program(debian.programs / "sudo", '[ "$2" = true ] || { shift; exec "$@"; }')
    run.install_parts([NOWHERE])
    assert [call.split()[0] for call in debian.calls()] == ["sudo", *["sudo", "apt-get"] * 2]


def test_a_failed_installation_stops_with_the_line(
    debian: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    debian.add_program(debian.programs / "apt-get", "exit 100")
    with pytest.raises(SystemExit, match=r"apt-get install .*no-such-package"):
        run.install_parts([NOWHERE])


def test_a_machine_without_a_known_package_manager_is_told_what_is_missing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PROGRAM_FOLDERS", [str(machine.programs)])
    with pytest.raises(SystemExit, match=r"no-such-program.*no-such-package"):
        run.install_parts([NOWHERE])


def test_a_python_without_ensurepip_gets_the_package_that_brings_it(
    debian: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(run, "VENV", tmp_path / "venv")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="python3-venv"):
        run._make_venv(None)
