"""What can happen to an incident report: the facts that stations sign in ``records`` (DESIGN §5).

A submitted report never changes: amendments add to it. Facts about it name it by the id of the
event that submitted it. Texts here are as long as people made them, so none of their fields has
a name that ``log.reading`` cuts to a line.
"""

from enum import StrEnum

import msgspec

from desktop.domain.alerts.facts import AlertId
from desktop.domain.events.body import Fact
from desktop.domain.events.event import EventId
from desktop.domain.events.streams import Stream
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.field import Answers, Kind

ReportId = EventId
"""The event that submitted it."""


class Standing(StrEnum):
    """How far a report has come; the furthest fact present holds. What its reporter amends waits to
    be read again, whatever was done before.
    """

    SUBMITTED = "submitted"
    READ = "read"
    ACTED_ON = "acted_on"
    SIGNED = "signed"


class ReportFact(Fact, frozen=True, kw_only=True):
    """A fact in ``records``: no counter PC keeps it."""

    STREAM = Stream.RECORDS


class ReportSubmitted(ReportFact, frozen=True, kw_only=True):
    """Somebody reports an incident. This event's id is the report's.

    ``answers`` are inline, or, where they are longer than an event may be, the JSON in the blob
    ``longer``. ``zone`` is the reporter's offset from UTC in minutes, for the times answered.
    """

    TYPE = "report.submitted"
    number: str
    kind: Kind
    place: str
    reporter: str
    title: str = ""
    pin_checked: bool = False
    alert: AlertId = ""
    answers: Answers = msgspec.field(default_factory=dict)
    longer: Attachment | None = None
    attachments: tuple[Attachment, ...] = ()
    language: str = "en"
    zone: int = 0


class ReportAmended(ReportFact, frozen=True, kw_only=True):
    """Something is added or put right: ``answers`` hold from now on in place of those before.

    An answer set to an empty text is taken back. ``why`` is in the amender's own words.
    """

    TYPE = "report.amended"
    report: ReportId
    answers: Answers = msgspec.field(default_factory=dict)
    longer: Attachment | None = None
    attachments: tuple[Attachment, ...] = ()
    why: str = ""
    amender: str
    pin_checked: bool = False


class ReportPutRight(ReportAmended, frozen=True, kw_only=True):
    """As an amendment, but by a supervisor, to a report of whatever station.

    A type of its own, so that the one table says who may: an amendment itself is believed of the
    station alone that submitted the report.
    """

    TYPE = "report.put_right"


class ReportRead(ReportFact, frozen=True, kw_only=True):
    """A supervisor has read it, with the amendments named."""

    TYPE = "report.read"
    report: ReportId
    amendments: tuple[EventId, ...] = ()
    reader: str


class ReportCommented(ReportFact, frozen=True, kw_only=True):
    """A supervisor's comment, for the supervisors."""

    TYPE = "report.commented"
    report: ReportId
    comment: str
    author: str


class ActionListed(ReportFact, frozen=True, kw_only=True):
    """Something to be done because of it, by whom and when (``due`` is a date). Its event's id is
    the action's.
    """

    TYPE = "report.action_listed"
    report: ReportId
    what: str
    owner: str
    due: str = ""
    author: str


class ActionDone(ReportFact, frozen=True, kw_only=True):
    """The action was done; ``how`` is shown to the reporter, too."""

    TYPE = "report.action_done"
    report: ReportId
    action: EventId
    how: str = ""
    author: str


class ReportConcluded(ReportFact, frozen=True, kw_only=True):
    """What became of it, in words meant for the reporter."""

    TYPE = "report.concluded"
    report: ReportId
    outcome: str
    author: str


class ReportSigned(ReportFact, frozen=True, kw_only=True):
    """A supervisor countersigns it as it stood, with the amendments named."""

    TYPE = "report.signed"
    report: ReportId
    amendments: tuple[EventId, ...] = ()
    signer: str
    title: str = ""
    pin_checked: bool = False


class ReportKept(ReportFact, frozen=True, kw_only=True):
    """It is not to be deleted, and ``why``; up to and with the day ``until``, or until somebody
    releases it where that is empty. Its event's id is the mark's.
    """

    TYPE = "report.kept"
    report: ReportId
    why: str
    until: str = ""
    author: str


class ReportReleased(ReportFact, frozen=True, kw_only=True):
    """What it was kept for is over. It ends the ``marks`` that its author saw, and no other: who
    says *keep* at the same moment is not overruled, whatever any clock says.
    """

    TYPE = "report.released"
    report: ReportId
    marks: tuple[EventId, ...]
    why: str
    author: str


class ThreatCallTicked(ReportFact, frozen=True, kw_only=True):
    """One answer of the checklist while the caller is still on the phone, streamed as it is made.

    ``call`` is an id the station made up when the call began; ``at_s`` counts from then.
    ``is_over``: the caller hung up.
    """

    TYPE = "report.call_ticked"
    call: str
    place: str
    at_s: int
    answers: Answers = msgspec.field(default_factory=dict)
    is_over: bool = False
    taker: str = ""


REPORT_FACTS: tuple[type[Fact], ...] = (
    ReportSubmitted,
    ReportAmended,
    ReportPutRight,
    ReportRead,
    ReportCommented,
    ActionListed,
    ActionDone,
    ReportConcluded,
    ReportSigned,
    ReportKept,
    ReportReleased,
    ThreatCallTicked,
)


def report_of(event: EventId, fact: ReportFact) -> ReportId:
    """The report that a fact signed as ``event`` belongs to."""
    return str(getattr(fact, "report", "")) or event


def files_of(fact: ReportFact) -> tuple[Attachment, ...]:
    """The files that a fact names: attachments, and answers too long for an event."""
    if not isinstance(fact, ReportSubmitted | ReportAmended):
        return ()
    return (*fact.attachments, *((fact.longer,) if fact.longer else ()))
