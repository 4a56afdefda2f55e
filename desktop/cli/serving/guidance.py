"""The guidance, as commands read it and open its panel."""

from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.guidance.in_use import InUse
from desktop.cli.serving.verbs import Verb
from desktop.domain.errors import DeskError
from desktop.words import Words, on_this_clock

_READ_WITHIN_S = 5.0


class Read(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which language; ``None`` for this PC's."""

    language: str | None = None


class Open(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether what is typed goes to the panel from then on."""

    keyboard: bool = False


class NoPanelError(DeskError):
    """This station runs without windows, so it has no panel to open."""

    code = "no-panel"
    advice = "Open its windows with: countersign"


class GuidanceVerbs:
    """What ``countersign guidance`` asks of the station."""

    def __init__(self, running: RunningStation) -> None:
        self._running = running

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "guidance read": Verb(Read, self._read),
            "guidance open": Verb(Open, self._open),
        }

    def _read(self, said: Read) -> dict[str, Any]:
        running = self._running
        cards = running.late.guiding().cards
        cards.wait_until_read(_READ_WITHIN_S)  # a station that has just started has its site's soon
        roster = running.station.roster
        in_use = InUse.of(
            cards.guidance,
            language=Words.of(said.language or running.language).language,
            today=on_this_clock(running.clock.now()).date(),
            site_name=roster.name,
            call_instead=roster.call_instead,
        )
        return {"in_use": msgspec.to_builtins(in_use)}

    def _open(self, said: Open) -> dict[str, Any]:
        open_panel = self._running.open_guidance
        if open_panel is None:
            raise NoPanelError
        open_panel(said.keyboard)
        return {"opened": True, "keyboard": said.keyboard}
