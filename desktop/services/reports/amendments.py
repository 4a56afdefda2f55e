"""Amendments that were signed while nobody heard so, lest they are signed a second time."""

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import ReportId
from desktop.domain.reports.field import Answers


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody adds to a report; ``draft`` is what it was written in, where it has an id."""

    draft: str
    answers: Answers
    files: tuple[Attachment, ...]
    why: str
    by: str

    @property
    def is_nothing(self) -> bool:
        """There is nothing in it."""
        return not (self.answers or self.files or self.why)

    def is_again(self, other: "Said") -> bool:
        """It is ``other`` once more: out of the same window, or the same in each word."""
        if self.draft or other.draft:
            return self.draft == other.draft
        return (self.answers, self.why, self.by) == (other.answers, other.why, other.by) and [
            _same(file) for file in self.files
        ] == [_same(file) for file in other.files]

    def beyond(self, earlier: "Said", *, before: Answers) -> "Said":
        """What of it was not said in ``earlier``; an answer that was said there and is not here
        becomes again what it was ``before``. A file that was added stays: nothing takes one back.
        """
        known = {_same(file) for file in earlier.files}
        answers: Answers = {
            key: said for key, said in self.answers.items() if earlier.answers.get(key) != said
        }
        for key in earlier.answers.keys() - self.answers.keys():
            answers[key] = before.get(key, "")
        return msgspec.structs.replace(
            self,
            answers=answers,
            files=tuple(file for file in self.files if _same(file) not in known),
            why="" if self.why == earlier.why else self.why,
        )


class Unheard:
    """What was signed and may be on the disk, though whoever said it was told otherwise, or does
    not wait any more. For one thread alone; a restart forgets what the disk never took.
    """

    def __init__(self) -> None:
        self._of: dict[ReportId, list[_Signed]] = {}

    def add(self, report: ReportId, said: Said) -> "_Signed":
        """It is being signed."""
        signed = _Signed(said)
        self._of.setdefault(report, []).append(signed)
        return signed

    def find(self, report: ReportId, said: Said) -> "_Signed | None":
        """What is said once more in ``said``."""
        return next((one for one in self._of.get(report, ()) if said.is_again(one.said)), None)

    def forget(self, report: ReportId, signed: "_Signed") -> None:
        """Whoever said it knows, or nothing was signed."""
        left = [one for one in self._of.get(report, ()) if one is not signed]
        if left:
            self._of[report] = left
        else:
            self._of.pop(report, None)


class _Signed(msgspec.Struct):
    said: Said
    event: EventId = ""
    """What it was signed as, once that is on the disk."""

    @property
    def is_kept(self) -> bool:
        """It is on the disk."""
        return bool(self.event)


def _same(file: Attachment) -> tuple[str, str]:
    return file.sha256, file.name
