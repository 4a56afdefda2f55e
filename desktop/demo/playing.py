"""One demo from its beginning to its end."""

import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from desktop.demo.person import Audience
from desktop.demo.stage import COUNTERS, SITE, Stage
from desktop.demo.story import Story
from desktop.demo.summary import FILE_NAME, Summary, summary_of, write_summary
from desktop.domain.errors import DeskError


class OutFolderError(DeskError):
    """The folder for what the demo leaves cannot be written."""

    code = "demo-out"
    advice = "Choose another folder with --out DIR."


class NoScreenError(DeskError):
    """There is no screen to open windows on."""

    code = "no-screen"
    advice = "Play it without windows: countersign demo --headless"


def has_screen() -> bool:
    """Whether windows can be opened for a person here."""
    if sys.platform != "linux":
        return True
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal", "vnc")):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def play_headless(out: Path, say: Callable[[str], None]) -> Summary:
    """Play the story without a screen and leave its pictures, the report and ``summary.json``.

    Every process it starts is ended before this returns or raises, also on SIGINT, SIGTERM and
    SIGHUP (as ``KeyboardInterrupt`` or ``SystemExit``).
    """
    with _ended_by_signals(), Stage(logs=_made(out), has_windows=False, say=say) as stage:
        say("")
        played = Story(stage, out, say).play()
        summary = summary_of(played, site=SITE, place=COUNTERS[0], set_up_ms=stage.took_ms)
    write_summary(summary, out)
    return summary


def play_with_a_person(out: Path, say: Callable[[str], None]) -> None:
    """Open the site's windows and tell what happens in them until Ctrl+C, or one is quit.

    Leaves a report as PDF in ``out`` for each alert that is closed. Raises ``NoScreenError``.
    """
    if not has_screen():
        raise NoScreenError
    audience = Audience(out, say)
    logs = _made(out)
    with (
        _ended_by_signals(),
        Stage(logs=logs, has_windows=True, say=say, hears=audience.hear) as stage,
    ):
        with contextlib.suppress(KeyboardInterrupt):  # that is how it is meant to end
            audience.watch(stage)
        say("The demo is over, and everything that it started is ended.")


def _made(out: Path) -> Path:
    """Make ``out`` and the folder in it for the stations' logs, which is returned."""
    logs = out / "log"
    try:
        logs.mkdir(parents=True, exist_ok=True)
        (out / FILE_NAME).unlink(missing_ok=True)  # nobody shall take the last one for this one
        for folder in (out, logs):
            with tempfile.TemporaryFile(dir=folder):
                pass
    except OSError as cause:
        raise OutFolderError(f"{out} cannot be written: {cause.strerror}.") from cause
    return logs


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind the stack as Ctrl+C does, so that the actors are ended."""

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    names = ("SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
