"""Many reports on paper at once: one file each, and a bad one does not stop the others."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.domain.errors import DeskError
from desktop.domain.reports.report import Report
from desktop.services.reports.variants import Variant

_LONGEST_NAME = 60
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)", re.IGNORECASE)


class Printer(Protocol):
    """Makes the document of a report; the same report gives the same bytes.

    ``paper`` is ``letter`` or ``a4``. Raises a ``DeskError`` where that document cannot be made.
    """

    def printed(self, report: Report, variant: Variant, paper: str) -> bytes: ...


Save = Callable[[bytes, Path], object]
"""Puts a document where it belongs, whole or not at all; raises a ``DeskError``."""


@dataclass(frozen=True, slots=True)
class NotExported:
    """A report that has no file now, and why."""

    number: str
    error: DeskError


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of an export. ``is_cancelled``: somebody stopped it before its end."""

    files: tuple[Path, ...]
    failed: tuple[NotExported, ...]
    is_cancelled: bool


def export(
    reports: Iterable[Report],
    folder: Path,
    *,
    of: int,
    variant: Variant,
    paper: str,
    printer: Printer,
    save: Save,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Exported:
    """Write one file for each of the ``of`` ``reports`` into ``folder``, which exists.

    ``progress`` hears how many are done, of how many, after each. ``is_cancelled`` is asked before
    each: what is written by then stays, and is whole. Replaces files of the same names.
    """
    files: list[Path] = []
    failed: list[NotExported] = []
    taken: set[str] = set()
    progress(0, of)
    for done, report in enumerate(reports, start=1):
        if is_cancelled():
            return Exported(tuple(files), tuple(failed), is_cancelled=True)
        path = folder / _unlike(file_name(report.number, variant), taken)
        try:
            save(printer.printed(report, variant, paper), path)
        except DeskError as error:
            failed.append(NotExported(report.number, error))
        else:
            files.append(path)
        progress(done, of)
    return Exported(tuple(files), tuple(failed), is_cancelled=False)


def file_name(number: str, variant: Variant) -> str:
    """Such as ``2026-C3-014.pdf``, whatever another station gave as a number."""
    safe = re.sub(r"[^A-Za-z0-9-]+", "-", number).strip("-")[:_LONGEST_NAME] or "report"
    if _DEVICES.fullmatch(safe):
        safe = f"report-{safe}"
    return f"{safe}.pdf" if variant is Variant.FULL else f"{safe}-{variant.value}.pdf"


def _unlike(name: str, taken: set[str]) -> str:
    """``name``, told apart from those in ``taken`` as file systems do: without regard to case."""
    stem, count, one = name.removesuffix(".pdf"), 1, name
    while one.lower() in taken:
        count += 1
        one = f"{stem}-{count}.pdf"
    taken.add(one.lower())
    return one
