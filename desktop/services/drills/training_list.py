"""The training record as a spreadsheet reads it."""

import csv
from io import StringIO

from desktop.domain.drills.training import Training
from desktop.domain.plain_text import one_line

HEAD = ("person", "what", "which", "when", "in_use", "next_drill_due")
_FORMULA = ("=", "+", "-", "@", "\t")


def training_csv(training: Training) -> bytes:
    """One line for each drill and each card of each person, with a mark that spreadsheets need
    to read any letter. What somebody typed is never a formula there.
    """
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for person in training.people:
        due = person.due.isoformat() if person.due else ""
        for drill in person.drills:
            writer.writerow(
                [_text(person.name), "drill", drill.number, drill.at.isoformat(), "", due]
            )
        for one in person.read:
            in_use = "yes" if one.is_current else "no"
            writer.writerow(
                [_text(person.name), "card", _text(one.title), one.at.isoformat(), in_use, due]
            )
    return out.getvalue().encode("utf-8-sig")


def _text(said: str) -> str:
    line = one_line(said)
    return f"'{line}" if line.startswith(_FORMULA) else line
