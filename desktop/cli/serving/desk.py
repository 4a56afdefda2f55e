"""The station as commands see it: every verb there is, and who does it."""

import os
from collections.abc import Callable
from typing import Any

import msgspec

from desktop import __version__
from desktop.app.running import RunningStation
from desktop.cli.serving.alerts import AlertVerbs
from desktop.cli.serving.attention import AttentionVerbs
from desktop.cli.serving.backup import BackupVerbs
from desktop.cli.serving.boards import Boards
from desktop.cli.serving.buttons import ButtonVerbs
from desktop.cli.serving.drafts import DraftVerbs
from desktop.cli.serving.drills import DrillVerbs
from desktop.cli.serving.duress import DuressVerbs
from desktop.cli.serving.guidance import GuidanceVerbs
from desktop.cli.serving.insights import InsightsVerbs
from desktop.cli.serving.log import LogVerbs
from desktop.cli.serving.openings import OpeningVerbs
from desktop.cli.serving.outside import OutsideVerbs
from desktop.cli.serving.pins import PinVerbs
from desktop.cli.serving.plans import PlanVerbs
from desktop.cli.serving.protocol import ProtocolVerbs
from desktop.cli.serving.reports import ReportVerbs
from desktop.cli.serving.settings import SettingsVerbs
from desktop.cli.serving.shapes import of_board, of_button, of_hotkeys
from desktop.cli.serving.site import SiteVerbs
from desktop.cli.serving.verbs import Nothing, Verb
from desktop.cli.session import ENDING
from desktop.domain.errors import DeskError
from desktop.services.adapters import machine
from desktop.services.adapters.control.server import BadRequestError, as_error


class StationEndingError(DeskError):
    """This station is ending and does nothing any more."""

    code = ENDING
    advice = "Repeat the command when it has ended."


class Show(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``session`` is the asker's, where several share the folder; ``quietly`` moves no window."""

    session: str = ""
    quietly: bool = False


class CommandDesk:
    """Does for commands what the running station can do; an ``Owner`` for the control server.

    ``show`` brings the windows to the front; ``None`` where there are none. ``quit`` asks the
    program to end. Both are called on a command's thread and must only pass it on.
    ``is_on_demand``: a command started this station, so windows may take its place.
    """

    def __init__(
        self,
        running: RunningStation,
        *,
        show: Callable[[], None] | None,
        quit: Callable[[], None],  # noqa: A002 -- what it does
        is_on_demand: bool = False,
    ) -> None:
        self._running = running
        self._show_windows = show
        self._quit_program = quit
        self._is_on_demand = is_on_demand
        self._is_closed = False
        self._boards = Boards(running.station)
        alerts = AlertVerbs(running, self._boards)
        self._verbs: dict[str, Verb[Any]] = {
            "status": Verb(Nothing, self._status),
            "show": Verb(Show, self._show),
            "quit": Verb(Nothing, self._quit),
            **alerts.verbs(),
            **SiteVerbs(running, self._boards).verbs(),
            **DraftVerbs(running, alerts).verbs(),
            **ReportVerbs(running).verbs(),
            **ButtonVerbs(running).verbs(),
            **OutsideVerbs(running).verbs(),
            **GuidanceVerbs(running).verbs(),
            **OpeningVerbs(running).verbs(),
            **DrillVerbs(running).verbs(),
            **InsightsVerbs(running).verbs(),
            **PinVerbs(running).verbs(),
            **ProtocolVerbs(running, self._boards).verbs(),
            **PlanVerbs(running).verbs(),
            **DuressVerbs(running).verbs(),
            **AttentionVerbs(running, self._boards).verbs(),
            **SettingsVerbs(running).verbs(),
            **BackupVerbs(running, self._boards).verbs(),
            **LogVerbs(running, alerts, self._boards).verbs(),
        }

    def handle(self, verb: str, args: dict[str, Any]) -> dict[str, Any]:
        """Do ``verb``; raises ``BadRequestError`` for one that this version does not know."""
        if self._is_closed:
            raise StationEndingError
        known = self._verbs.get(verb)
        if known is None:
            raise BadRequestError(f"This station does not know the command “{verb}”.")
        return known(args)

    def close(self) -> None:
        """Refuse everything from now on: what the verbs work on is about to go."""
        self._is_closed = True

    def _status(self, _: Nothing) -> dict[str, Any]:
        running, board = self._running, self._boards.newest
        relay = running.relay
        return {
            "version": __version__,
            "pid": os.getpid(),
            "home": str(running.home.path),
            "windows": self._show_windows is not None,
            "on_demand": self._is_on_demand,
            **of_board(board),
            "relay": (
                {"running": relay.is_running, "port": relay.port, "pid": relay.pid}
                if relay is not None
                else None
            ),
            "open_alerts": len(board.alerts),
            "troubles": [as_error(trouble) for trouble in running.troubles],
            "hotkeys": of_hotkeys(running.hotkeys),
            "buttons": [of_button(standing) for standing in running.late.buttons],
            "outside": {
                "sender": running.station.device
                in dict(running.settings.outside).get("senders", ()),
            },
        }

    def _show(self, said: Show) -> dict[str, Any]:
        """Windows of another session are not to be seen by whoever asks."""
        if said.session and said.session != machine.session_name():
            return {"shown": False, "elsewhere": True, "on_demand": self._is_on_demand}
        if self._show_windows is not None and not said.quietly:
            self._show_windows()
        return {
            "shown": self._show_windows is not None,
            "on_demand": self._is_on_demand,
            "pid": os.getpid(),
        }

    def _quit(self, _: Nothing) -> dict[str, Any]:
        self._quit_program()
        return {"quitting": True, "pid": os.getpid()}
