"""Days and months as a person writes them after a command."""

import argparse
import re
from datetime import date

_MONTH = re.compile(r"(\d{4})-(\d{2})$", re.ASCII)


def a_day(text: str) -> date:
    """The day that ``text`` is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("it must be a day such as 2026-11-02") from None


def a_month(text: str) -> date:
    """The first day of the month that ``text`` is."""
    found = _MONTH.match(text)
    if found is None or not 1 <= int(found[2]) <= 12 or not int(found[1]):
        raise argparse.ArgumentTypeError("it must be a month such as 2026-11")
    return date(int(found[1]), int(found[2]), 1)
