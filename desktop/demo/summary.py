"""``summary.json``: what a played demo left, for programs. Its shape is part of docs/cli.md."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import msgspec
import PySide6

from desktop import __version__
from desktop.demo.story import Played
from desktop.services.adapters.mosquitto.finding import find_mosquitto

FILE_NAME = "summary.json"
SHAPE = "countersign.demo/1"


class AlertSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The alert of the story. ``code`` is the report's verification code."""

    id: str
    number: str
    kind: str
    place: str
    outcome: str
    code: str


class BeatSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the timeline: milliseconds since the press, at which station, and what."""

    ms: float
    where: str
    what: str


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """What it ran on."""

    countersign: str
    python: str
    qt: str
    mosquitto: str
    platform: str
    cores: int


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file. ``files`` are names in the same folder, by what they show.

    ``timings_ms`` are measured between finished paints in the stations' own windows;
    ``set_up_ms`` is what making the site and joining took.
    """

    shape: str = SHAPE
    site: str
    alert: AlertSummary
    timings_ms: dict[str, float]
    set_up_ms: dict[str, float]
    timeline: list[BeatSummary]
    files: dict[str, str]
    versions: Versions


def write_summary(summary: Summary, out: Path) -> Path:
    """Write it into ``out`` and return its path."""
    path = out / FILE_NAME
    path.write_bytes(msgspec.json.format(msgspec.json.encode(summary), indent=2) + b"\n")
    return path


def summary_of(played: Played, *, site: str, place: str, set_up_ms: dict[str, float]) -> Summary:
    """Sum up what was played."""
    return Summary(
        site=site,
        alert=AlertSummary(
            id=played.alert,
            number=played.number,
            kind=played.kind,
            place=place,
            outcome=played.outcome,
            code=played.code,
        ),
        timings_ms=_rounded(played.timings_ms),
        set_up_ms=_rounded(set_up_ms),
        timeline=[
            BeatSummary(ms=beat.ms, where=beat.where, what=beat.what) for beat in played.beats
        ],
        files=played.files,
        versions=Versions(
            countersign=__version__,
            python=platform.python_version(),
            qt=PySide6.__version__,
            mosquitto=_mosquitto_version(),
            platform=f"{sys.platform} {platform.release()} {platform.machine()}",
            cores=os.cpu_count() or 1,
        ),
    )


def _rounded(times: dict[str, float]) -> dict[str, float]:
    return {what: round(ms, 3) for what, ms in times.items()}


def _mosquitto_version() -> str:
    told = subprocess.run([find_mosquitto(), "-h"], capture_output=True, text=True, check=False)
    first = (told.stdout or told.stderr).partition("\n")[0]
    return first.removeprefix("mosquitto version ").strip()
