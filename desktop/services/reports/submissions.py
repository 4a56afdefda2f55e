"""A draft between its being submitted and its being let go of."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from desktop.domain.errors import DeskError
from desktop.domain.plain_text import clean
from desktop.domain.reports.answers import checked
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.draft import Draft, Filed
from desktop.domain.reports.field import Answers
from desktop.domain.reports.report import Amendment, Report
from desktop.services.reports.amendments import Said
from desktop.services.reports.drafting import DraftDesk

MOST_ATTACHMENTS = 40


class TooManyAttachmentsError(DeskError):
    """A report takes up to 40 files."""

    code = "too-many-attachments"
    advice = "Submit it with the most important ones, and add the others as an amendment."


class Submission(msgspec.Struct, frozen=True):
    """A draft as it is submitted, and as it was on the disk just then (``None`` after a restart,
    when nothing can have been written since).
    """

    draft: Draft
    kept: Draft | None = None

    @classmethod
    def of(cls, draft: Draft, drafts: DraftDesk) -> "Submission":
        """``draft`` is being submitted."""
        return cls(draft, drafts.kept(draft.id))

    @classmethod
    def of_amendment(cls, said: Said, drafts: DraftDesk) -> "Submission | None":
        """The draft that an amendment was written in, as it is said now; ``None`` if in none."""
        kept = drafts.kept(said.draft)
        if kept is None:
            return None
        draft = replace(kept, answers=said.answers, attachments=said.files, why=said.why)
        return cls(draft, kept)

    def is_written_on(self, drafts: DraftDesk) -> bool:
        """Something was written in it since."""
        now = drafts.kept(self.draft.id)
        before = (self.draft, self.kept)
        return now is not None and _content(now) not in [_content(one) for one in before if one]

    def let_go(self, drafts: DraftDesk) -> None:
        """Discard the draft, unless something was written in it since."""
        with drafts.standing_still():
            if not self.is_written_on(drafts):
                drafts.discard(self.draft.id)


def is_later(draft: Draft, filed: Filed) -> bool:
    """Something may have been written in it after it was submitted."""
    return draft.saved_at is not None and draft.saved_at > filed.submitted_at


def is_all_in(amendment: Amendment, report: Report, said: Answers, draft: Draft) -> bool:
    """``amendment`` says all that ``draft`` does; ``said`` are its answers as they are signed. What
    it says as ``report`` had it before changed nothing, and so stands in no amendment.
    """
    changed = {one.key: "" if one.after is None else one.after for one in amendment.changes}
    now = {key: report.answers.get(key, "") for key in said.keys() - changed.keys()}
    told = ({**now, **changed}, amendment.attachments, amendment.why)
    return told == (said, draft.attachments, clean(draft.why).strip())


def few(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """The files, which must not be too many; raises ``TooManyAttachmentsError``."""
    files = tuple(attachments)
    if len(files) > MOST_ATTACHMENTS:
        raise TooManyAttachmentsError
    return files


def checked_changes(answers: Answers) -> Answers:
    """What an amendment says, cleaned; an answer that is taken back stays as ``""``."""
    taken_back = {key: value for key, value in answers.items() if value in ("", [])}
    return {**checked(answers), **taken_back}


def _content(draft: Draft) -> tuple[object, ...]:
    answers = checked_changes(draft.answers) if draft.amends else checked(draft.answers)
    return draft.kind, answers, draft.attachments, draft.why.strip()
