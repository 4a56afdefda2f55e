"""What the doctor found, each with its fix."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

import msgspec

from desktop.domain.errors import DeskError


class Health(StrEnum):
    """How one thing stands. ``UNKNOWN``: this PC does not say, so somebody should look."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at. ``fix`` is one sentence, empty where nothing is to be done."""

    check: str
    health: Health
    message: str
    fix: str = ""


class Check(msgspec.Struct, frozen=True):
    """Something to look at, under the name that stays the same in every version."""

    name: str
    look: Callable[[], Iterable[Finding]]


def examine(checks: Iterable[Check]) -> Iterator[Finding]:
    """Look at everything in turn; what cannot be looked at is a finding too."""
    for check in checks:
        try:
            yield from check.look()
        except DeskError as error:
            yield Finding(check.name, Health.FAIL, str(error), error.advice)
        except OSError as error:
            reason = error.strerror or str(error)
            yield Finding(
                check.name,
                Health.UNKNOWN,
                f"It could not be looked at: {reason}.",
                "Run the doctor as the account that runs the station.",
            )


def is_healthy(findings: Iterable[Finding]) -> bool:
    """Nothing failed; warnings and unknowns are for a person to weigh."""
    return all(finding.health is not Health.FAIL for finding in findings)
