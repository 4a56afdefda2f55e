"""What a redacted copy leaves out: the one list of it.

- Fields that say something about a person (``Field.is_personal``), with the people in rows.
- Everything about the reporter: name, title, phone (the whole group *Reported by*).
- Free text, whoever wrote it: fields of many lines, steps that are on no card of ours, reasons of
  amendments, comments, actions, outcomes, notes of the alert's timeline.
- Names: of signers, amenders, readers, owners, of whoever did something in the timeline, and the
  supervisors' stations that have it.
- Attachments: names, fingerprints and pictures. Their kind and size stay.
- In what stays (places, agencies, and the like), every detail that ``identifying`` finds, each word
  of each name in the record among them, in small letters too, and whatever belongs to a word with
  a capital (*Zoe's desk*); and in what somebody typed there, also words with a capital that the
  free texts have, too (``mentions``), for one of them may be a name. These texts are a line each,
  so a word too many is better lost than a name kept.

The file's own properties say the site, the number, the code and the day, and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from desktop.domain.reports.field import Entry, Field
from desktop.domain.reports.report import Report
from desktop.services.reports.identifying import Known, without
from desktop.services.reports.known_people import known_of, told_of
from desktop.services.reports.mentions import mentioned_in

_REPORTER = "Reported by"


@dataclass(frozen=True, slots=True)
class Redaction:
    """Says what stays, and blackens the rest; ``mark`` is what stands in its place."""

    known: Known
    mark: str

    @classmethod
    def of(
        cls, report: Report, mark: str, *, people: Iterable[str], stations: Iterable[str] = ()
    ) -> Self:
        """What goes from a copy of ``report``; ``people`` are further names, ``stations`` what
        the site calls its own.
        """
        ours = [*stations]
        if not any("place" in said for said in (report.submitted, report.answers)):
            ours.append(report.place)  # nobody typed it: it is the station's
        mentioned = mentioned_in(frozenset(told_of(report)), ours)
        known = replace(known_of(report, people), mentioned=mentioned, is_strict=True)
        return cls(known, mark)

    def keeps(self, field: Field) -> bool:
        """Whether the answer to ``field`` stays, but for details within it."""
        return not field.is_personal and field.entry is not Entry.TEXT and field.group != _REPORTER

    def text(self, text: str) -> str:
        """What somebody typed, without the details that tell who somebody is."""
        return without(text, self.known, self.mark)

    def place(self, text: str) -> str:
        """A station's name, and what the program says around it, without them."""
        return without(text, replace(self.known, mentioned=frozenset()), self.mark)

    def happening(self, text: str) -> str:
        """A row of the alert's timeline without what somebody typed, which stands in “ ”."""
        words, quote, _ = text.partition("“")
        return self.place(words) + (f"“{self.mark}”" if quote else "")
