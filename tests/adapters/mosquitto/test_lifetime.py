"""However a station ends, its broker ends with it."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from desktop.services.adapters.mosquitto import lifetime
from tests.support.relay import SiteAuthority, until

STATION = """
import sys, time
from pathlib import Path
from desktop.domain.relays import TlsFiles
from desktop.services.adapters.mosquitto import lifetime
from desktop.services.adapters.mosquitto.config import RelayAccess
from desktop.services.adapters.mosquitto.relay import MosquittoRelay

folder, ca, certificate, key, way = sys.argv[1:]
if way == "watcher":
    lifetime._kernel_binding = lambda: []
relay = MosquittoRelay(
    folder=Path(folder),
    certificate=TlsFiles(Path(ca), Path(certificate), Path(key)),
    port=0,
    bind="127.0.0.1",
)
relay.start(RelayAccess("f" * 32), b"")
print(relay.pid, flush=True)
if way == "normal":
    sys.exit()
time.sleep(60)
"""


def a_station(
    authority: SiteAuthority, folder: Path, way: str
) -> tuple[subprocess.Popen[str], psutil.Process]:
    """A process of its own that runs a relay, and its broker."""
    files = authority.device().files
    station = subprocess.Popen(
        [sys.executable, "-c", STATION, folder, files.ca, files.certificate, files.key, way],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert station.stdout is not None
    broker = psutil.Process(int(station.stdout.readline()))
    assert "mosquitto" in broker.name()
    return station, broker


def is_gone(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(
            "kernel",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's"),
        ),
        "watcher",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_station_leaves_no_broker_behind(
    authority: SiteAuthority, tmp_path: Path, way: str
) -> None:
    station, broker = a_station(authority, tmp_path, way)
    with station:
        station.send_signal(signal.SIGKILL)
        until(lambda: is_gone(broker))


def test_a_station_that_ends_without_stopping_its_relay_leaves_no_broker_behind(
    authority: SiteAuthority, tmp_path: Path
) -> None:
    station, broker = a_station(authority, tmp_path, "normal")
    with station:
        until(lambda: is_gone(broker))


def test_a_kernel_tool_that_does_not_know_the_trick_is_not_used(tmp_path: Path) -> None:
    busybox = tmp_path / "setpriv"
    busybox.write_text("#!/bin/sh\necho 'Usage: setpriv [OPTIONS] PROG ARGS'\n")
    busybox.chmod(0o755)
    assert not lifetime._knows_pdeathsig(str(busybox))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a job object instead")
def test_the_watcher_goes_when_the_child_has_ended_by_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(lifetime, "_kernel_binding", list)
    child = lifetime.BoundChild(["/bin/sh", "-c", "exit 3"], folder=tmp_path, stderr=2)
    watcher = child._watcher
    assert watcher is not None
    assert child.wait() == 3
    assert watcher.returncode is not None
