"""The site's steps, as commands see and set them at a supervisor's desk."""

from collections.abc import Mapping
from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.boards import Boards
from desktop.cli.serving.verbs import Verb, settled
from desktop.domain.board import Board
from desktop.domain.protocol.errors import StepRefusedError, SupervisorsStepsError
from desktop.domain.protocol.site_protocol import SiteProtocol
from desktop.domain.protocol.steps import SHIPPED, Situation, Step
from desktop.services.alerts.site_steps import set_steps

_SHOWN_WITHIN_S = 2.0


class Show(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of one ``situation``, or of all."""

    situation: Situation | None = None


class TypedStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step as it was typed; what was not, stays as it is."""

    key: str
    text: str | None = None
    phone: str | None = None


class Set(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All steps of a situation in their order."""

    situation: Situation
    steps: list[TypedStep]


class Reset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Go by the steps that ship again."""

    situation: Situation


class ProtocolVerbs:
    """What ``countersign protocol`` asks of the station."""

    def __init__(self, running: RunningStation, boards: Boards) -> None:
        self._station = running.station
        self._boards = boards

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "protocol show": Verb(Show, self._show),
            "protocol set": Verb(Set, self._set),
            "protocol reset": Verb(Reset, self._reset),
        }

    def _show(self, said: Show) -> dict[str, Any]:
        wanted = [said.situation] if said.situation else list(Situation)
        return {"protocol": [_shape(self._protocol(), one) for one in wanted]}

    def _set(self, said: Set) -> dict[str, Any]:
        now = {step.key: step for step in SHIPPED[said.situation]}
        now |= {step.key: step for step in self._protocol().steps(said.situation)}
        self._say(said.situation, [_step(typed, now) for typed in said.steps])
        return _shape(self._protocol(), said.situation)

    def _reset(self, said: Reset) -> dict[str, Any]:
        self._say(said.situation, None)
        return _shape(self._protocol(), said.situation)

    def _protocol(self) -> SiteProtocol:
        """Raises ``SupervisorsStepsError`` at other stations: they are told none."""
        protocol = self._boards.newest.protocol
        if protocol is None:
            raise SupervisorsStepsError
        return protocol

    def _say(self, situation: Situation, steps: list[Step] | None) -> None:
        board, protocol = self._boards.newest, self._protocol()
        before = protocol.revisions.get(situation, 0)
        settled(set_steps(self._station, protocol, situation, steps, author=board.me.person))

        def is_shown(board: Board) -> bool:
            now = board.protocol
            return now is not None and now.revisions.get(situation, 0) > before

        self._boards.wait_for(is_shown, _SHOWN_WITHIN_S)


def _step(typed: TypedStep, now: Mapping[str, Step]) -> Step:
    known = now.get(typed.key)
    if typed.text is None and known is None:
        raise StepRefusedError(
            "“{key}” is a new step, so it needs words.",
            key=typed.key,
            advice=f'Such as: "{typed.key}: what is to be done | whom to call"',
        )
    text = typed.text if typed.text is not None else known.text if known else ""
    phone = typed.phone if typed.phone is not None else known.phone if known else ""
    return Step(key=typed.key, text=text, phone=phone)


def _shape(protocol: SiteProtocol, situation: Situation) -> dict[str, Any]:
    return {
        "situation": situation.value,
        "own": situation in protocol.own,
        "steps": [
            {"step": one.key, "text": one.text, "phone": one.phone}
            for one in protocol.steps(situation)
        ],
    }
