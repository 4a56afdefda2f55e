"""One thing that a command can ask of the station, and what it must say for that."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

import msgspec

from desktop.domain.errors import DeskError
from desktop.services.adapters.control.server import BadRequestError

A = TypeVar("A", bound=msgspec.Struct)
T = TypeVar("T")
ANSWERS_WITHIN_S = 10.0


class StationSlowError(DeskError):
    """The station did not come to it in time, so it may or may not have happened."""

    code = "station-slow"
    advice = "Look at `countersign alert list` before you repeat the command."


class ReportSlowError(StationSlowError):
    """The disk has not answered yet, so the report may or may not be signed."""

    code = "report-slow"
    advice = "Give the command once more: what is signed already is not signed again."


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verb that takes nothing."""


class Verb(msgspec.Struct, Generic[A], frozen=True):
    """``do`` is called with the words of the request as ``takes``; on a thread of its own."""

    takes: type[A]
    do: Callable[[A], dict[str, Any]]

    def __call__(self, args: dict[str, Any]) -> dict[str, Any]:
        """Check what was said, and do it; raises ``BadRequestError`` for what does not fit."""
        try:
            said = msgspec.convert(args, self.takes)
        except msgspec.ValidationError as cause:
            raise BadRequestError(f"This station does not understand the command: {cause}.") from (
                cause
            )
        return self.do(said)


def settled(answer: "Future[T]") -> T:
    """What the alert thread answers; raises ``StationSlowError`` when that takes too long."""
    try:
        return answer.result(ANSWERS_WITHIN_S)
    except TimeoutError as cause:
        raise StationSlowError from cause
