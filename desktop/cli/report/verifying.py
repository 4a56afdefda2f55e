"""``countersign report verify``: is this copy, or the code on one, what the log says?

It only reads, beside a running station too, and asks it nothing: whoever doubts a copy does not ask
the station that printed it.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser
from desktop.cli.session import Session
from desktop.domain.errors import DeskError

if TYPE_CHECKING:
    from desktop.cli.report.site_here import SiteHere
    from desktop.services.reports.verifying import Finding

MAX_BYTES = 256 * 1024 * 1024
"""No copy of ours is larger: its pictures are drawn anew for the paper."""
_MAX_SHOWN = 200


class CopyFileError(DeskError):
    """The copy cannot be read."""

    code = "copy-file"
    advice = "Give the PDF itself, or type the code that stands beside its QR code."


def teach(acts: "argparse._SubParsersAction[Parser]") -> None:
    command = acts.add_parser("verify", help="check a copy, or the code on one, against the log")
    command.add_argument(
        "copy", nargs="+", metavar="FILE|CODE", help="a PDF, or the code printed on it"
    )
    command.set_defaults(run=verify)


def verify(session: Session, options: Options) -> int:
    from desktop.cli.report.site_here import SiteHere
    from desktop.services.reports.verifying import Verdict, verify_code

    said = " ".join(options.copy)  # a code stands on paper in four parts
    document = _document(said)
    site = SiteHere(session.home)
    found = verify_code(said, site.shelf) if document is None else _verify_file(document, site)
    session.output.result(_shape(found), _lines(found))
    return exits.DONE if found.verdict is Verdict.GENUINE else exits.REFUSED


def _verify_file(document: bytes, site: "SiteHere") -> "Finding":
    """Whoever completed a form for an authority is no part of the record: each known is tried."""
    from desktop.services.adapters.pdf.reading import read_copy
    from desktop.services.reports.copy_mark import CopyMark
    from desktop.services.reports.variants import Variant
    from desktop.services.reports.verifying import Verdict, verify_file

    mark = CopyMark.read(read_copy(document).keywords)
    is_form = mark is not None and mark.variant is Variant.OSHA_301
    found: Finding | None = None
    for person in site.completers if is_form else ("",):
        again = verify_file(
            document,
            site.shelf,
            read=read_copy,
            printer=site.printer(person).as_marked,
            letterhead=site.letterhead,
        )
        if found is None or _closer(again, found):
            found = again
        if again.verdict is not Verdict.ALTERED:
            break
    assert found is not None
    return found


def _closer(one: "Finding", other: "Finding") -> bool:
    """Whether ``one`` agrees with the copy further than ``other``."""
    if one.difference is None or other.difference is None:
        return one.difference is None
    return (one.difference.page, one.difference.line) > (
        other.difference.page,
        other.difference.line,
    )


def _document(said: str) -> bytes | None:
    """What is in the file of that name; ``None`` for a code. Raises ``CopyFileError``."""
    from desktop.services.reports.verification import CODE_LETTERS

    path = Path(said)
    try:
        if not path.exists():
            code = said.strip().rpartition(":")[2]
            if sum(letter.isalnum() for letter in code) == CODE_LETTERS and "." not in code:
                return None
            raise CopyFileError(
                f"There is no file “{_short(said)}”, and a code has {CODE_LETTERS} letters and"
                " digits."
            )
        if not path.is_file():
            raise CopyFileError(f"“{_short(said)}” is no file.")
        with path.open("rb") as file:
            document = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as cause:
        why = getattr(cause, "strerror", None) or str(cause)
        raise CopyFileError(f"“{_short(said)}” cannot be read: {why}.") from cause
    if len(document) > MAX_BYTES:
        raise CopyFileError(f"“{_short(said)}” is larger than 256 MB, and no copy of ours is.")
    return document


def _short(said: str) -> str:
    return said if len(said) <= _MAX_SHOWN else said[: _MAX_SHOWN - 1] + "…"


def _shape(found: "Finding") -> dict[str, Any]:
    where = found.difference
    return {
        "verdict": found.verdict.value,
        "number": found.number,
        "exact": found.is_exact,
        "says": found.says,
        "later": list(found.later),
        "difference": (
            {"page": where.page, "line": where.line, "record": where.record, "copy": where.copy}
            if where
            else None
        ),
    }


def _lines(found: "Finding") -> Iterator[str]:
    yield found.says
    if found.is_exact:
        yield "Each byte of the file is as this record prints here and now."
