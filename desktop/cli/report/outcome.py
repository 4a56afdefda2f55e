"""What became of an export: its JSON, its exit code, and a line for each report that failed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.cli import exits
from desktop.domain.errors import DeskError
from desktop.services.reports.variants import Variant


def shape(
    folder: Path, variant: Variant, *, of: int, files: "tuple[Path, ...]", cancelled: bool
) -> dict[str, Any]:
    """What became of an export; ``failed`` is for the caller to fill."""
    return {
        "folder": str(folder),
        "variant": variant.value,
        "of": of,
        "files": [file.name for file in files],
        "failed": [],
        "cancelled": cancelled,
    }


def failure(number: str, error: DeskError) -> dict[str, Any]:
    """A report that has no paper now, and why."""
    from desktop.services.reports.sb553 import IdentifyingDetailsError

    leaks = error.leaks if isinstance(error, IdentifyingDetailsError) else ()
    return {
        "number": number,
        "code": error.code,
        "message": str(error),
        "advice": error.advice,
        "leaks": [
            {
                "column": leak.column,
                "detail": leak.found.detail.value,
                "words": leak.found.words,
                "at": leak.found.start + 1,
            }
            for leak in leaks
        ],
    }


def ended(answer: dict[str, Any]) -> int:
    """The exit code of an export."""
    if answer["cancelled"]:
        return exits.INTERRUPTED
    return exits.REFUSED if answer["failed"] else exits.DONE


def failures(answer: dict[str, Any]) -> Iterator[str]:
    """Each that failed, why, and what to do."""
    for one in answer["failed"]:
        said = one["message"]
        yield said if said.startswith(one["number"]) else f"{one['number']}: {said}"
        yield f"  {one['advice']}"
