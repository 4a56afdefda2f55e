"""One station of the demo: the real program in a process of its own, with a hand to press and an
eye to see.

It reads what to do as lines from standard input, does it where a person would (in the windows),
and leaves when standard input ends, which it does however the demo itself ends.
"""

import contextlib
import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop.app.counter_windows import CounterWindows
from desktop.app.main import Program
from desktop.app.supervisor_windows import SupervisorWindows
from desktop.demo.lines import SCRATCH, Answer, Ask, Fault, Moment, Said
from desktop.demo.sight import Sight
from desktop.domain.alerts.facts import AlertId, AlertOutcome
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board
from desktop.domain.errors import DeskError
from desktop.domain.roster.roles import Role
from desktop.services.adapters.home import Home
from desktop.services.reports.from_board import report_of
from desktop.services.trust.seats import Seat
from desktop.ui.bar_place import BarPlace, BarPlaces
from desktop.ui.bridge import Bridge
from desktop.ui.counter_bar import PressButton

LEAVES_WITHIN_S = 5.0
_BUG = "This is a fault of the program; please report it with the log of that station."

log = logging.getLogger(__name__)


class NothingToPressError(DeskError):
    """The story wants to press what is not on the screen."""

    code = "demo-nothing-to-press"
    advice = _BUG


def main(home: Path) -> int:
    """Play the station of ``home`` until standard input ends; returns the exit code.

    The home is the demo's own and is removed at the end.
    """
    said = _Voice(_take_standard_output())
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    try:
        program = Program(Home(home), opened=lambda _: None)
        hands = _Hands(program, said.tell)
        bridge = Bridge()
        threading.Thread(
            target=_listen, args=(hands, bridge, said, program), name="demo", daemon=True
        ).start()
        return program.run()
    finally:
        _clear_away(home)


def _listen(hands: "_Hands", bridge: Bridge, said: "_Voice", program: Program) -> None:
    for line in sys.stdin.buffer:
        ask = msgspec.json.decode(line, type=Ask)
        bridge.post(lambda ask=ask: said.tell(hands.answer(ask)))  # type: ignore[misc]
    program.quit()
    time.sleep(LEAVES_WITHIN_S)
    os._exit(1)  # the windows' thread hangs; the kernel ends the relay with this process


def _clear_away(home: Path) -> None:
    """Remove the home and, after the last of them, the demo's folder: a killed demo cannot."""
    if not home.parent.name.startswith(SCRATCH):
        return
    shutil.rmtree(home, ignore_errors=True)
    with contextlib.suppress(OSError):
        if not any(other.is_dir() for other in home.parent.iterdir()):
            shutil.rmtree(home.parent)


def _take_standard_output() -> BinaryIO:
    """Keep standard output for the lines alone; whatever else prints, prints to the log."""
    kept = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return kept


class _Voice:
    """Writes lines to the demo, from any thread."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def tell(self, said: Said) -> None:
        line = msgspec.json.encode(said) + b"\n"
        with self._lock:
            try:
                self._out.write(line)
            except OSError:
                log.info("nobody listens any more")


class _Hands:
    """Does what the demo asks: makes the station, opens it, presses, and takes pictures."""

    def __init__(self, program: Program, tell: Callable[[Moment], None]) -> None:
        self._program = program
        self._tell = tell
        self._sight: Sight | None = None
        self._readiness = ""
        self._standing: dict[str, State] = {}

    def answer(self, ask: Ask) -> Answer:
        """Do it; whatever keeps it from being done becomes the answer's fault."""
        try:
            result = getattr(self, f"do_{ask.do}")(**ask.args)
        except DeskError as error:
            fault = Fault(code=error.code, message=str(error), advice=error.advice)
            return Answer(id=ask.id, fault=fault)
        except Exception as error:  # the top of this process: the demo must not wait in vain
            log.exception("%s failed", ask.do)
            return Answer(id=ask.id, fault=Fault(code="internal", message=repr(error), advice=_BUG))
        return Answer(id=ask.id, result=result or {})

    def do_begin(self) -> None:
        """Be there: an answer means that the process has started."""

    def do_create(self, *, recovery_file: str, passphrase: str, **site: str) -> None:
        """Create the site, as the first-run window does."""
        from desktop.app.site_making import create_site  # the keys' libraries; once in a life
        from desktop.services.trust.creating import NewSite

        create_site(
            self._program.home,
            NewSite(**site),
            recovery_file=Path(recovery_file),
            passphrase=passphrase,
        )

    def do_join(self, *, code: str, host: str, port: int) -> None:
        """Join by the code, as the first-run window does."""
        from desktop.app.site_making import join_site  # as above

        join_site(self._program.home, code, [(host, port)])

    def do_open(self, *, along: float = 1.0) -> None:
        """Open the station's windows; a bar stands ``along`` the lower edge (0 left, 1 right)."""
        BarPlaces(self._program.home.path / "bar.json").save(BarPlace(along=along))
        self._program.open()
        windows = self._program.windows
        assert windows is not None
        assert self._program.running is not None
        self._sight = Sight(windows, self._tell)
        self._program.running.station.watch(self._tell_board)
        if self._program.running.records is not None:
            self._program.running.records.watch(self._tell_outcomes)

    def do_invite(self, *, place: str, area: str, name: str) -> dict[str, Any]:
        """Give out a code for a counter, as the console does."""
        running = self._program.running
        assert running is not None
        assert running.admitting is not None
        seat = Seat(role=Role.COUNTER, place=place, area=area, name=name)
        invitation = running.admitting.invite(seat)
        return {"code": str(invitation.code), "port": running.admitting.port}

    def do_click(self, *, on: str) -> dict[str, Any]:
        """Press the left button of the mouse on ``on`` and let it go."""
        button = self._button(on)
        at_ns = time.perf_counter_ns()
        _click(button)
        return {"at_ns": at_ns}

    def do_picture(self, *, of: str, to: str) -> None:
        """Save a picture of one window as it is now."""
        windows = self._program.windows
        if isinstance(windows, CounterWindows):
            shown: QWidget = windows.bar
        else:
            assert isinstance(windows, SupervisorWindows)
            shown = windows.console if of == "console" else windows.takeover.covers[0]
        shown.grab().save(to)

    def do_cues(self, *, folder: str, prefix: str) -> dict[str, str]:
        """Save the bar in every state it went through; gives the files by the cue's word."""
        assert self._sight is not None
        saved = {}
        for number, (word, picture) in enumerate(self._sight.cues.items(), start=1):
            name = f"{prefix}-{number}-{_slug(word)}.png"
            picture.save(str(Path(folder) / name))
            saved[word] = name
        return saved

    def do_report(self, *, alert: str, to: str) -> dict[str, Any]:
        """Save the alert's report as a PDF, and tell what it says."""
        from desktop.services.adapters.pdf.alert_report import save_alert_report  # reportlab

        running = self._program.running
        assert running is not None
        outcome = running.records.outcomes().get(alert) if running.records else None
        report = report_of(running.station.board, alert, outcome=outcome)
        save_alert_report(report, Path(to))
        return {
            "number": report.number,
            "code": report.code,
            "kind": report.kind.value,
            "outcome": outcome.outcome.value if outcome else "",
        }

    def _button(self, on: str) -> QAbstractButton:
        found = next((b for name, b in self._buttons() if name == on and b.isVisible()), None)
        if found is None:
            raise NothingToPressError(f"There is no “{on}” to press on this screen.")
        return found

    def _buttons(self) -> Iterator[tuple[str, QAbstractButton]]:
        windows = self._program.windows
        if isinstance(windows, CounterWindows):
            in_order = sorted(windows.bar.findChildren(PressButton), key=lambda b: b.x())
            yield from zip(("supervisor", "panic", "menu"), in_order, strict=True)
        elif isinstance(windows, SupervisorWindows):
            for cover in windows.takeover.covers:
                yield from ((button.button.act.value, button) for button in cover.buttons)

    def _tell_board(self, board: Board) -> None:
        """On the alert thread: how each alert stands, and how this station to the others."""
        for alert in (*(live.alert for live in board.alerts), *board.closed):
            if self._standing.get(alert.id) is not alert.state:
                self._standing[alert.id] = alert.state
                detail = {"alert": alert.id, "number": alert.number, "place": alert.place}
                self._tell_now("alert", alert.state.name.lower(), detail)
        self._tell_readiness(board)

    def _tell_readiness(self, board: Board) -> None:
        why = board.readiness.why
        present = sum(desk.is_present for desk in board.desks)
        words = f"{why.value if why else 'ready'}, {board.relays_up} relays, {present} desks"
        if words != self._readiness:
            self._readiness = words
            detail = {
                "why": why.value if why else None,
                "relays": board.relays_up,
                "desks": present,
            }
            self._tell_now("readiness", words, detail)

    def _tell_outcomes(self, outcomes: dict[AlertId, AlertOutcome]) -> None:
        """On the records thread: what went on record."""
        for alert, outcome in outcomes.items():
            self._tell_now("outcome", outcome.outcome.value, {"alert": alert})

    def _tell_now(self, what: str, words: str, detail: dict[str, Any]) -> None:
        self._tell(Moment(what=what, words=words, at_ns=time.perf_counter_ns(), detail=detail))


def _click(button: QWidget) -> None:
    middle = QPointF(button.rect().center())
    for kind, held in (
        (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        QApplication.sendEvent(
            button,
            QMouseEvent(
                kind,
                middle,
                button.mapToGlobal(middle),
                Qt.MouseButton.LeftButton,
                held,
                Qt.KeyboardModifier.NoModifier,
            ),
        )


def _slug(word: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in word.lower()).strip("-")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
