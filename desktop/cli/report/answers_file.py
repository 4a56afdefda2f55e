"""The JSON file with a report's answers, as ``report new`` and ``report amend`` take it."""

import json
import sys
from pathlib import Path
from typing import Any

from desktop.domain.errors import DeskError

STANDARD_INPUT = "-"
MAX_BYTES = 16 * 1024 * 1024
_KEYS = {"kind", "alert", "answers", "attachments"}


class ReportFileError(DeskError):
    """The file with the report's answers cannot be read."""

    code = "report-file"
    advice = "See what it takes with: countersign report new --schema"


def read(file: str, *, also: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The JSON object in ``file``, which may hold the keys ``also``; raises ``ReportFileError``."""
    try:
        if file == STANDARD_INPUT:
            text = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                text = opened.read(MAX_BYTES + 1)
        if len(text) > MAX_BYTES:
            raise ReportFileError(f"{file} is larger than 16 MB.")
        said = json.loads(text)
    except OSError as cause:
        raise ReportFileError(f"{file} cannot be read: {cause.strerror}.") from cause
    except (ValueError, RecursionError) as cause:
        raise ReportFileError(f"{file} is no JSON: {cause}.") from cause
    if not isinstance(said, dict):
        raise ReportFileError(f"{file} holds no JSON object.")
    unknown = sorted(set(said) - _KEYS - also)
    if unknown:
        raise ReportFileError(f"{file} has what no report has: {', '.join(unknown)}.")
    return said


def answers(said: dict[str, Any]) -> dict[str, Any]:
    """Its answers; raises ``ReportFileError`` where it has none."""
    found = said.get("answers")
    if not isinstance(found, dict):
        raise ReportFileError("The file has no object “answers”.")
    return found


def attachments(said: dict[str, Any], file: str) -> list[Path]:
    """The files that it names; a path that begins nowhere begins in the folder of ``file``.

    Raises ``ReportFileError``.
    """
    named = said.get("attachments", [])
    if not isinstance(named, list) or not all(isinstance(one, str) and one for one in named):
        raise ReportFileError("“attachments” must be a list of paths.")
    folder = Path.cwd() if file == STANDARD_INPUT else Path(file).absolute().parent
    return [folder / one for one in named]
