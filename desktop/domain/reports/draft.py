"""A report while it is written, and what its author keeps once it is submitted."""

from datetime import datetime

import msgspec

from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import ReportId, Standing
from desktop.domain.reports.field import Answers, Kind
from desktop.domain.roster.ids import DeviceId


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A report that somebody is writing on this PC; nobody else has a byte of it.

    ``author`` is the person and ``account`` the login it belongs to: in another login it does not
    open, and on a shared one for its author alone (``belonging``). ``alert`` is the id of the alert
    it was started from, or empty. ``number`` is given when it is being submitted.

    With ``amends`` it adds to that report, which was submitted: ``answers`` and ``attachments`` are
    what is new, ``""`` where an answer is taken back, and ``why`` says why.
    """

    id: str
    kind: Kind
    author: str
    account: str
    answers: Answers
    attachments: tuple[Attachment, ...] = ()
    alert: str = ""
    begun_at: datetime
    saved_at: datetime | None = None
    number: str = ""
    amends: ReportId = ""
    why: str = ""


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """What a reporter's station keeps of a report it submitted: number and status, no story.

    ``holders`` are the supervisors' stations that have signed for all of it, ``of`` how many
    there are. ``outcome`` is what the supervisors let the reporter know of what became of it.
    ``draft`` is the id of the draft that it was, ``author`` and ``account`` that one's; all three
    are empty in what was submitted before they were noted.
    """

    report: ReportId
    number: str
    kind: Kind
    submitted_at: datetime
    holders: tuple[DeviceId, ...] = ()
    of: int = 0
    standing: Standing = Standing.SUBMITTED
    outcome: str = ""
    news: tuple[str, ...] = ()
    draft: str = ""
    author: str = ""
    account: str = ""

    @property
    def got(self) -> int:
        """How many supervisors' stations hold it."""
        return len(self.holders)

    @property
    def is_delivered(self) -> bool:
        """A supervisor's station holds all of it."""
        return bool(self.holders)
