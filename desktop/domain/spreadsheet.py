"""Tables that people open in a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def spreadsheet(rows: Iterable[Sequence[str]]) -> str:
    """``rows`` as CSV; what a person typed is never a formula there.

    Save it as ``utf-8-sig``, by which Excel knows that it is UTF-8.
    """
    out = StringIO()
    written = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    written.writerows([_no_formula(value) for value in row] for row in rows)
    return out.getvalue()


def _no_formula(value: str) -> str:
    """A leading apostrophe is how a spreadsheet is told that this is text."""
    return f"'{value}" if value.lstrip(" \u00a0").startswith(_FORMULAS) else value
