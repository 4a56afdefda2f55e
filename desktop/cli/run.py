"""``countersign run``: keep this station at work, with its windows or without.

``countersign`` alone is the same as ``countersign run``.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

from desktop.cli.ending import Ending
from desktop.cli.keeping import Keeping, kept_until_it_leaves
from desktop.cli.logs import logging_to
from desktop.cli.session import ENDING, Session
from desktop.cli.turns import end_in_time, may_be_anothers, wait_for_turn, watch_for_turns
from desktop.domain.errors import DeskError
from desktop.domain.turns import Turn
from desktop.services.adapters import machine
from desktop.services.adapters.control.client import (
    ControlClient,
    NoOwnerError,
    OwnerEndedError,
    RefusedByOwnerError,
)

if TYPE_CHECKING:
    from desktop.app.main import Program
    from desktop.app.running import RunningStation
    from desktop.cli.options import Options, Parser
    from desktop.cli.serving.desk import CommandDesk
    from desktop.services.adapters.control.server import ControlServer

_RIVAL_S = 10.0
_LOOK_AGAIN_S = 0.05
_LOOK_SELDOM_S = 1.0


class NoDisplayError(DeskError):
    """There is no screen to open windows on."""

    code = "no-display"
    advice = "Run it in a desktop session, or without windows: countersign run --headless"


class RunsWithoutWindowsError(DeskError):
    """The station of this home already runs, without windows."""

    code = "runs-without-windows"
    advice = "End it with `countersign stop`, then start it again."


def teach(command: "Parser") -> None:
    import argparse  # whoever teaches has it

    command.add_argument("--headless", action="store_true", help="without windows")
    command.add_argument(
        "--once", action="store_true", help="do not start it again when it crashes"
    )
    # What a command adds when it starts the station itself: windows may then take its place.
    command.add_argument("--on-demand", action="store_true", help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def run(session: Session, options: "Options") -> int:
    if options.headless:
        return run_headless(session, is_on_demand=options.on_demand)
    return open_windows(session, is_once=options.once)


def open_windows(session: Session, *, is_kept: bool = False, is_once: bool = False) -> int:
    """Open this station's windows, or bring those of the running station to the front.

    From then on a keeper starts it again after a crash, unless it is to run ``is_once``;
    ``is_kept``: that has just happened.
    """
    keeping = Keeping(session, is_kept=is_kept, is_once=is_once)
    with kept_until_it_leaves(keeping):
        code = _open_windows(session, keeping)
    keeping.start_itself()
    return code


def _open_windows(session: Session, keeping: Keeping) -> int:
    if keeping.is_kept and not wait_for_turn(session.home):
        return 0
    if _owner_of(session, is_kept=keeping.is_kept) is Owner.SHOWN:
        return 0
    _require_display()
    gc.disable()  # until the program has settled: nothing that a start makes is garbage
    # The station's parts, Qt among them, cost what no other command needs to pay.
    from desktop.app.main import Program

    ends: list[Callable[[], None]] = []

    def opened(running: "RunningStation") -> None:
        from desktop.cli.serving.desk import CommandDesk  # once the bar is armed
        from desktop.services.adapters.control.server import ControlServer

        desk = CommandDesk(running, show=program.show, quit=program.quit)
        control = ControlServer(session.home, desk)
        _start(control, session)
        ends.append(control.stop)
        program.app.aboutToQuit.connect(desk.close)
        program.app.aboutToQuit.connect(keeping.leave)  # the last that is heard on Windows
        keeping.start()
        watch = watch_for_turns(session.home, lose)
        if watch is not None:
            ends.append(watch.close)

    def lose(turn: Turn) -> None:
        if turn is Turn.WAIT:
            keeping.come_again()
        else:
            keeping.leave()
        end_in_time()
        program.end_now()

    with logging_to(session.home):
        program = Program(session.home, opened=opened, begins_anew=keeping.begin_anew)
        if not _open_or_show(session, program, is_kept=keeping.is_kept):
            return 0
        try:
            return program.run()
        finally:
            for end in ends:
                end()


class Owner(Enum):
    """Who has the home that is to be opened."""

    NOBODY = "nobody"
    SHOWN = "shown"
    """A station whose windows are in front now, or need not be."""
    ELSEWHERE = "elsewhere"
    """A station in another session, which lets go once it hears that this one is in front."""


def _owner_of(session: Session, *, is_kept: bool = False) -> Owner:
    """Ask a running station to show itself; one that a command started makes room instead.

    Nobody asked for windows in front where the keeper starts the program: then it only leaves.
    """
    try:
        with ControlClient.connect(session.home) as client:
            answer = client.ask("show", _asked_by(session, is_kept=is_kept))
            if answer["shown"] or (is_kept and not answer["on_demand"] and not _is_far(answer)):
                said = "The station is already running; it is in front now."
                session.output.result(answer, [said])
                return Owner.SHOWN
            if not answer["on_demand"]:
                if _is_far(answer):
                    return Owner.ELSEWHERE
                raise RunsWithoutWindowsError(
                    f"The station already runs without windows (process {answer['pid']})."
                )
        session.ask_running("quit")
    except (NoOwnerError, OwnerEndedError):  # it may have let go for us, just now
        return Owner.NOBODY
    except RefusedByOwnerError as refusal:
        if refusal.code != ENDING:
            raise
    session.wait_until_gone()
    return Owner.NOBODY


def _asked_by(session: Session, *, is_kept: bool) -> dict[str, object]:
    asked: dict[str, object] = {"quietly": True} if is_kept else {}
    if session.home.is_shared:
        asked["session"] = machine.session_name()
    return asked


def _is_far(answer: dict[str, Any]) -> bool:
    return bool(answer.get("elsewhere"))


def _open_or_show(session: Session, program: "Program", *, is_kept: bool = False) -> bool:
    """Open the windows; ``False`` where another start was quicker by a moment and shows its own.

    Another session's station is waited for as long as it takes, for it may belong to an account
    whose files say nothing to this one.
    """
    from desktop.services.adapters.home_lock import HomeInUseError

    deadline = time.monotonic() + _RIVAL_S
    is_told = False
    while True:
        try:
            program.open()
        except HomeInUseError:
            owner = _owner_of(session, is_kept=is_kept)
            if owner is Owner.SHOWN:
                return False
            if owner is Owner.ELSEWHERE and not is_told:
                session.output.aside("Another session has this station; it opens here after that.")
                is_told = True
            is_late = time.monotonic() > deadline
            if is_late and owner is Owner.NOBODY and not may_be_anothers(session.home):
                raise
            # Its commands are answered, or its lock is free, in another moment.
            time.sleep(_LOOK_SELDOM_S if is_late else _LOOK_AGAIN_S)
        else:
            return True


def _require_display() -> None:
    """Qt ends the process with a core dump where there is none."""
    if sys.platform in {"win32", "darwin"} or "QT_QPA_PLATFORM" in os.environ:
        return
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        raise NoDisplayError


def run_headless(session: Session, *, is_on_demand: bool = False) -> int:
    """Work without windows until a signal or ``countersign stop``."""
    from desktop.app.running import RunningStation
    from desktop.cli.serving.desk import CommandDesk
    from desktop.services.adapters.control.server import ControlServer

    ending = Ending()
    with logging_to(session.home), ending.by_signals():
        running = RunningStation(session.home, has_windows=False)
        desk = CommandDesk(running, show=None, quit=ending.ask, is_on_demand=is_on_demand)
        control = ControlServer(session.home, desk)
        watch = None
        try:
            running.start()
            _start(control, session)
            _tell_ready(session, desk)
            if is_on_demand:
                watch = watch_for_turns(session.home, lambda _: ending.ask())
            ending.wait()
        finally:
            if watch is not None:
                watch.close()
            desk.close()
            running.stop()
            control.stop()  # last: who finds nobody listening may rely on the home being free
    return 0


def _start(control: "ControlServer", session: Session) -> None:
    """Commands are a way in among others: a full disk must not keep the station from working."""
    from desktop.services.adapters.control.server import ControlUnavailableError

    try:
        control.start()
    except ControlUnavailableError as error:
        session.output.error(code=error.code, message=str(error), advice=error.advice)


def _tell_ready(session: Session, desk: "CommandDesk") -> None:
    status = desk.handle("status", {})
    me = status["me"]
    session.output.result(
        status, [f"{me['place']} ({me['role']}) of {status['site']} is at work. Ctrl+C ends it."]
    )
