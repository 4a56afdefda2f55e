"""What a redacted copy leaves out: the one list of it.

- Fields that say something about a person (``Field.is_personal``), with the people in rows.
- Everything about the reporter: name, title, phone (the whole group *Reported by*).
- Free text, whoever wrote it: fields of many lines, steps that are on no card of ours, reasons of
  amendments, comments, actions, outcomes, notes of the alert's timeline.
- Names: of signers, amenders, readers, owners, of whoever did something in the timeline, and the
  supervisors' stations that have it.
- Attachments: names, fingerprints and pictures. Their kind and size stay.
- In what stays (places, agencies, and the like), every detail that ``identifying`` finds.

The file's own properties say the site, the number, the code and the day, and nothing else.
"""

from dataclasses import dataclass

from desktop.domain.reports.field import Entry, Field
from desktop.services.reports.identifying import Known, without

_REPORTER = "Reported by"


@dataclass(frozen=True, slots=True)
class Redaction:
    """Says what stays, and blackens the rest; ``mark`` is what stands in its place."""

    known: Known
    mark: str

    def keeps(self, field: Field) -> bool:
        """Whether the answer to ``field`` stays, but for details within it."""
        return not field.is_personal and field.entry is not Entry.TEXT and field.group != _REPORTER

    def text(self, text: str) -> str:
        """``text`` without the details that tell who somebody is."""
        return without(text, self.known, self.mark)

    def happening(self, text: str) -> str:
        """A row of the alert's timeline without what somebody typed, which stands in “ ”."""
        words, quote, _ = text.partition("“")
        return self.text(words) + (f"“{self.mark}”" if quote else "")
