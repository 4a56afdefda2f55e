"""The relay on Windows, with stand-ins for what only Windows has."""

import ctypes
import errno
import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from desktop.services.adapters.mosquitto import finding, ports
from desktop.services.adapters.mosquitto.config import RelayAccess
from desktop.services.adapters.mosquitto.finding import MosquittoMissingError, find_mosquitto
from desktop.services.adapters.mosquitto.ports import RelayPortTakenError
from desktop.services.adapters.mosquitto.relay import MosquittoRelay
from tests.support.relay import LOOPBACK, SiteAuthority
from tests.support.windows import ON_WINDOWS, Library, as_on_windows

KILL_ON_JOB_CLOSE = 0x2000
JOB = 0x1234_5678_9ABC
"""A handle that does not fit into 32 bits."""


class Child:
    """A child process, as ``subprocess`` on Windows has it."""

    def __init__(self, argv: list[str], **how: Any) -> None:
        self.argv, self.how = argv, how
        self.pid, self._handle = 42, 0x2_0000_0007
        self.was_killed = False

    def kill(self) -> None:
        self.was_killed = True

    def wait(self) -> int:
        return 1


class JobObjects:
    """``kernel32``, as far as job objects go; ``refuses`` names the call that Windows refuses."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refuses = ""
        self.children: list[Child] = []
        self.library = Library(
            CreateJobObjectW=lambda *_: None if self.refuses == "create" else JOB,
            SetInformationJobObject=self._set,
            AssignProcessToJobObject=lambda *_: int(self.refuses != "assign"),
        )
        monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: self.library, raising=False)
        monkeypatch.setattr(ctypes, "get_last_error", lambda: 5, raising=False)
        monkeypatch.setattr(
            ctypes, "WinError", lambda code: OSError(code, "Access is denied"), raising=False
        )
        monkeypatch.setattr(subprocess, "Popen", self._start)
        self.lifetime: ModuleType = as_on_windows(
            "desktop.services.adapters.mosquitto.lifetime", monkeypatch
        )
        monkeypatch.setattr(self.lifetime, "sys", ON_WINDOWS)

    def start(self, folder: Path) -> Any:
        return self.lifetime.BoundChild(["mosquitto.exe"], folder=folder, stderr=2)

    def _start(self, argv: list[str], **how: Any) -> Child:
        self.children.append(Child(argv, **how))
        return self.children[-1]

    def _set(self, job: Any, kind: int, limits: Any, size: int) -> int:
        """Read the structure where Microsoft's documentation puts its parts."""
        assert kind == 9
        assert size == 144
        flags = ctypes.c_uint32.from_address(ctypes.addressof(limits._obj) + 16).value
        assert flags == KILL_ON_JOB_CLOSE
        return int(self.refuses != "set" and job.value == JOB)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> JobObjects:
    return JobObjects(monkeypatch)


def test_every_broker_is_tied_to_one_job_that_ends_with_us(
    jobs: JobObjects, tmp_path: Path
) -> None:
    jobs.start(tmp_path)
    jobs.start(tmp_path)
    assert jobs.library.called() == [
        "CreateJobObjectW",
        "SetInformationJobObject",
        "AssignProcessToJobObject",
        "AssignProcessToJobObject",
    ]
    tied = [args for name, args in jobs.library.calls if name.startswith("Assign")]
    assert {(job.value, child.value) for job, child in tied} == {(JOB, 0x2_0000_0007)}


def test_a_broker_opens_no_console_and_hears_no_ctrl_c_of_ours(
    jobs: JobObjects, tmp_path: Path
) -> None:
    jobs.start(tmp_path)
    (child,) = jobs.children
    assert child.argv == ["mosquitto.exe"]
    assert child.how["creationflags"] == 0x08000000 | 0x00000200
    assert child.how["cwd"] == tmp_path


@pytest.mark.parametrize("refused", ["create", "set", "assign"])
def test_a_broker_that_would_outlive_us_is_not_kept(
    jobs: JobObjects, tmp_path: Path, refused: str
) -> None:
    jobs.refuses = refused
    with pytest.raises(OSError, match="Access is denied"):
        jobs.start(tmp_path)
    assert jobs.children[0].was_killed


@pytest.fixture
def at_downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Started from a folder in which somebody has put a mosquitto.exe."""
    planted = a_program(tmp_path / "Downloads")
    monkeypatch.chdir(planted.parent)
    monkeypatch.setattr(finding, "sys", ON_WINDOWS)
    return planted


def a_program(folder: Path) -> Path:
    folder.mkdir(parents=True)
    program = folder / "mosquitto.exe"
    program.touch()
    return program


def test_mosquitto_is_found_where_its_installer_puts_it(at_downloads: Path, tmp_path: Path) -> None:
    installed = a_program(tmp_path / "Program Files" / "mosquitto")
    environment = {"PATH": os.pathsep, "PROGRAMFILES": str(tmp_path / "Program Files")}
    assert find_mosquitto(environment) == installed


def test_a_program_in_the_folder_that_we_were_started_in_is_not_taken_for_the_broker(
    at_downloads: Path, tmp_path: Path
) -> None:
    nothing = {"PATH": "", "PROGRAMFILES": str(tmp_path), "PROGRAMFILES(X86)": str(tmp_path)}
    with pytest.raises(MosquittoMissingError):
        find_mosquitto(nothing)


def test_a_broker_that_does_not_listen_yet_is_asked_again_soon(
    authority: SiteAuthority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a call to a port that nobody listens on is refused after two seconds only."""
    connect = socket.create_connection
    waited: list[float] = []

    def knock(address: tuple[str, int], timeout: float) -> socket.socket:
        if len(waited) < 3:
            waited.append(min(timeout, 2.0))
            raise TimeoutError if timeout < 2.0 else ConnectionRefusedError
        return connect(address, timeout=timeout)

    monkeypatch.setattr(socket, "create_connection", knock)
    relay = MosquittoRelay(
        folder=tmp_path, certificate=authority.device().files, port=0, bind=LOOPBACK
    )
    relay.start(RelayAccess(authority.site), authority.crl())
    relay.stop()
    assert sum(waited) < 1.0, "a relay that ended is back within a second"


def kept_for_something_else(port: int) -> Callable[..., None]:
    def probe(_family: socket.AddressFamily, _address: str, wanted: int) -> None:
        if wanted == port:
            raise PermissionError(errno.EACCES, "An attempt was made to access a socket in a way")

    return probe


def test_a_port_that_windows_keeps_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hyper-V reserves hundreds of them, and the refusal is another one than for a port in use."""
    monkeypatch.setattr(ports, "sys", ON_WINDOWS)
    monkeypatch.setattr(ports, "_probe", kept_for_something_else(18883))
    with pytest.raises(RelayPortTakenError) as refused:
        ports.require_listenable(18883, None)
    assert "station.toml" in refused.value.advice


def test_a_free_port_is_none_that_windows_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    offers = iter([7, 8])
    monkeypatch.setattr(ports, "sys", ON_WINDOWS)
    monkeypatch.setattr(ports, "secrets", SimpleNamespace(randbelow=lambda _: next(offers)))
    monkeypatch.setattr(ports, "_probe", kept_for_something_else(ports.LOWEST_FREE + 7))
    assert ports.free_port() == ports.LOWEST_FREE + 8
