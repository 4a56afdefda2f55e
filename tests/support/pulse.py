"""A private PulseAudio with a silent output, and a recorder of what is played into it."""

import math
import os
import shutil
import subprocess
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

RATE = 44_100
DEADLINE_S = 20.0


def missing_programs() -> list[str]:
    """Name the programs these tests need that are not on this machine."""
    return [name for name in ("pulseaudio", "pactl", "parec", "paplay") if not shutil.which(name)]


@dataclass
class SoundServer:
    """One daemon, started for one test and ended by its process."""

    folder: Path
    process: "subprocess.Popen[bytes]"
    recorders: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def address(self) -> str:
        """What ``PULSE_SERVER`` must say for a program to play here."""
        return f"unix:{self.folder / 'native'}"

    def tell(self, *request: str) -> None:
        subprocess.run(["pactl", *request], env=self._environment(), check=True, timeout=DEADLINE_S)

    def record(self) -> Path:
        """Start recording the output into a file of raw 16-bit mono samples."""
        file = self.folder / f"recording-{len(self.recorders)}.raw"
        with file.open("wb") as out:
            command = [
                "parec",
                "--device=@DEFAULT_MONITOR@",
                "--format=s16le",
                f"--rate={RATE}",
                "--channels=1",
                "--latency-msec=50",
            ]
            self.recorders.append(
                subprocess.Popen(command, stdout=out, env=self._environment(), cwd=self.folder)
            )
        wait_until(lambda: file.stat().st_size > 0)
        return file

    def end(self) -> None:
        """End the daemon and the recorders."""
        for process in (*self.recorders, self.process):
            process.terminate()
        for process in (*self.recorders, self.process):
            try:
                process.wait(DEADLINE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _environment(self) -> dict[str, str]:
        return environment(self.folder) | {"PULSE_SERVER": self.address}


def environment(folder: Path) -> dict[str, str]:
    """Return this process's environment with every place that PulseAudio looks at moved."""
    moved = {name: str(folder) for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH")}
    return os.environ | moved | {"LC_ALL": "C"}


@contextmanager
def sound_server(*, sink: str = "speakers") -> Iterator[SoundServer]:
    """Run a daemon whose only output is a null sink called ``sink``."""
    with tempfile.TemporaryDirectory(prefix="pulse-") as name:
        folder = Path(name)
        modules = [
            f"module-native-protocol-unix socket={folder / 'native'} auth-anonymous=1",
            f"module-null-sink sink_name={sink} rate={RATE} channels=1",
        ]
        process = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
            + ["--disable-shm=yes"]
            + [f"--load={module}" for module in modules],
            env=environment(folder),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        server = SoundServer(folder, process)
        try:
            wait_until(lambda: _answers(server))
            yield server
        finally:
            server.end()


def _answers(server: SoundServer) -> bool:
    if server.process.poll() is not None:
        raise RuntimeError(f"pulseaudio ended with code {server.process.returncode}")
    asked = subprocess.run(
        ["pactl", "info"],
        env=server._environment(),
        capture_output=True,
        check=False,
        timeout=DEADLINE_S,
    )
    return asked.returncode == 0


def loudest(recording: Path) -> int:
    """The greatest sample of it, of 32,767; 0 is silence."""
    return max(map(abs, _samples(recording)), default=0)


def first_as_loud_as(height: float, recording: Path) -> float | None:
    """After how many seconds a sample of it is that great; ``None`` while none is."""
    found = (at for at, sample in enumerate(_samples(recording)) if abs(sample) >= height)
    at = next(found, None)
    return None if at is None else at / RATE


def loudest_tone(recording: Path, hertz: float) -> float:
    """How much of the loudest tenth of a second is ``hertz``, from 0 to 1."""
    samples = _samples(recording)
    window = RATE // 10
    starts = range(0, len(samples) - window, window)
    return max((_share(samples[i : i + window], hertz) for i in starts), default=0.0)


def _samples(recording: Path) -> "array[int]":
    raw = recording.read_bytes()
    samples = array("h")
    samples.frombytes(raw[: len(raw) // 2 * 2])
    return samples


def _share(samples: "array[int]", hertz: float) -> float:
    """The share of the energy that is at ``hertz``, by Goertzel's recurrence."""
    energy = sum(sample * sample for sample in samples)
    if energy < len(samples) * 100**2:
        return 0.0  # silence
    turn = 2 * math.cos(2 * math.pi * hertz / RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + turn * last - before
    power = last * last + before * before - turn * last * before
    return power / (energy * len(samples) / 2)


def wait_until(is_so: Callable[[], bool], deadline_s: float = DEADLINE_S) -> None:
    ends_at = time.monotonic() + deadline_s
    while not is_so():
        assert time.monotonic() < ends_at, "it did not become so in time"
        time.sleep(0.02)
