"""An incident report as its facts make it: folded as a set, so order and doubles change nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec

from desktop.domain.events.event import EventId
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.facts import (
    ActionDone,
    ActionListed,
    ReportAmended,
    ReportCommented,
    ReportConcluded,
    ReportFact,
    ReportId,
    ReportKept,
    ReportPutRight,
    ReportRead,
    ReportReleased,
    ReportSigned,
    ReportSubmitted,
    Standing,
)
from desktop.domain.reports.field import Answer, Answers, Kind, is_answered
from desktop.domain.roster.ids import DeviceId

FOR_GOOD = date.max.isoformat()
"""The last day of a mark that has none."""
Longer = Mapping[str, Answers]
"""Answers too long for an event, by the blob that holds them."""


class Told(msgspec.Struct, frozen=True):
    """A fact about a report as it stands in the log."""

    at: datetime
    event: EventId
    device: DeviceId
    fact: ReportFact


class Change(msgspec.Struct, frozen=True):
    """What an amendment did to one field; ``None`` where there was or is no answer."""

    key: str
    before: Answer | None
    after: Answer | None


class Amendment(msgspec.Struct, frozen=True, kw_only=True):
    """What was added or put right after submitting, and by whom."""

    event: EventId
    at: datetime
    device: DeviceId
    amender: str
    why: str
    changes: tuple[Change, ...]
    attachments: tuple[Attachment, ...]
    pin_checked: bool


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Something a supervisor said or did, without more: commented, concluded."""

    at: datetime
    person: str
    words: str = ""


class Reading(Remark, frozen=True, kw_only=True):
    """A supervisor has read it. ``is_current``: with every amendment of its reporter known here."""

    is_current: bool = True


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be done because of it; ``due`` is a date or empty."""

    id: EventId
    at: datetime
    what: str
    owner: str
    due: str
    author: str
    done_at: datetime | None = None
    done_by: str = ""
    how: str = ""

    @property
    def is_done(self) -> bool:
        """Somebody said that it was done."""
        return self.done_at is not None

    @property
    def has_day(self) -> bool:
        """It says until when; another program may have written something that is no day."""
        try:
            return date.fromisoformat(self.due).isoformat() == self.due
        except ValueError:
            return False


class KeepMark(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody said that the report is to be kept, and why; ``until`` is a date or empty."""

    id: EventId
    at: datetime
    why: str
    until: str
    author: str
    released_at: datetime | None = None
    released_by: str = ""
    release_why: str = ""

    @property
    def is_released(self) -> bool:
        """Somebody who had seen it said that it is over."""
        return self.released_at is not None

    @property
    def last_day(self) -> date:
        """The day up to which it keeps the report. What is no day, as another program may have
        written it, ends nothing.
        """
        try:
            return date.fromisoformat(self.until)
        except ValueError:
            return date.max

    def keeps_on(self, day: date) -> bool:
        """It keeps the report on that day."""
        return not self.is_released and day <= self.last_day


class Signing(msgspec.Struct, frozen=True, kw_only=True):
    """A supervisor's signature. ``is_current``: it has seen every amendment known here."""

    at: datetime
    signer: str
    title: str
    pin_checked: bool
    is_current: bool


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One incident report with everything this station knows of it.

    ``submitted`` are the answers as they were submitted, ``answers`` as they stand with all
    amendments. ``readings`` are each supervisor's first one, and those that saw amendments which
    this supervisor had not seen before. ``is_whole``: the answers that travel as a blob are here,
    too. ``events`` are all signed events that it is made of, sorted.
    """

    id: ReportId
    number: str
    kind: Kind
    place: str
    station: DeviceId
    reporter: str
    title: str
    pin_checked: bool
    alert: str
    language: str
    zone: int
    submitted_at: datetime
    submitted: Answers
    answers: Answers
    attachments: tuple[Attachment, ...]
    amendments: tuple[Amendment, ...]
    readings: tuple[Reading, ...]
    comments: tuple[Remark, ...]
    actions: tuple[Action, ...]
    conclusions: tuple[Remark, ...]
    signings: tuple[Signing, ...]
    keep_marks: tuple[KeepMark, ...]
    standing: Standing
    is_whole: bool
    events: tuple[EventId, ...]

    @property
    def signing(self) -> Signing | None:
        """The newest signature that has seen all of it."""
        return next((one for one in reversed(self.signings) if one.is_current), None)

    def is_read_by(self, person: str) -> bool:
        """This supervisor has read all of it that is known here."""
        return any(one.is_current and one.person == person for one in self.readings)

    @property
    def open_dues(self) -> tuple[str, ...]:
        """Until when what is open was to be done, the earliest day first."""
        return tuple(sorted(one.due for one in self.actions if one.has_day and not one.is_done))

    @property
    def kept_until(self) -> str:
        """The last day on which a mark keeps it; empty where none does, ``FOR_GOOD`` where one has
        no day.
        """
        days = [one.last_day.isoformat() for one in self.keep_marks if not one.is_released]
        return max(days, default="")

    @property
    def outcome(self) -> str:
        """What became of it, as said last."""
        return self.conclusions[-1].words if self.conclusions else ""


def fold(report: ReportId, told: Iterable[Told], longer: Longer = {}) -> Report | None:  # noqa: B006 (only read)
    """The report that these facts make; ``None`` while what submitted it is not among them."""
    facts = believed(report, told)
    first = next((one for one in facts if one.event == report), None)
    if first is None or not isinstance(first.fact, ReportSubmitted):
        return None
    submission = first.fact
    submitted = _answers(submission, longer)
    amendments, answers = _amended(submitted, facts, longer)
    seen = {amendment.event for amendment in amendments}
    signings = tuple(_signing(one, seen) for one in facts if isinstance(one.fact, ReportSigned))
    actions = tuple(_actions(facts))
    remarks = _Remarks(facts)
    added = frozenset(_added_by_reporter(facts))
    readings = tuple(_readings(facts, added))
    return Report(
        id=report,
        number=submission.number,
        kind=submission.kind,
        place=submission.place,
        station=first.device,
        reporter=submission.reporter,
        title=submission.title,
        pin_checked=submission.pin_checked,
        alert=submission.alert,
        language=submission.language,
        zone=submission.zone,
        submitted_at=first.at,
        submitted=submitted,
        answers=answers,
        attachments=(
            *submission.attachments,
            *(file for amendment in amendments for file in amendment.attachments),
        ),
        amendments=amendments,
        readings=readings,
        comments=remarks.comments,
        actions=actions,
        conclusions=remarks.conclusions,
        signings=signings,
        keep_marks=tuple(_keep_marks(facts)),
        standing=_standing(readings, remarks, actions, signings, is_amended=bool(added)),
        is_whole=all(blob in longer for blob in wanted_blobs(one.fact for one in facts)),
        events=tuple(sorted(one.event for one in facts)),
    )


class HeldReport(msgspec.Struct, frozen=True):
    """Everything that a log holds of one report."""

    report: ReportId
    told: Sequence[Told]
    longer: Longer = {}

    def folded(self, told: Iterable[Told]) -> Report | None:
        """The report that only these facts make."""
        return fold(self.report, told, self.longer)


def believed(report: ReportId, told: Iterable[Told]) -> list[Told]:
    """These facts without doubles, in the order of the senders' clocks, and without amendments by
    other stations: a station amends its own reports, and supervisors put any right.
    """
    facts = sorted({one.event: one for one in told}.values(), key=lambda one: (one.at, one.event))
    author = next((one.device for one in facts if one.event == report), None)
    return [
        one
        for one in facts
        if not isinstance(one.fact, ReportAmended)
        or isinstance(one.fact, ReportPutRight)
        or one.device == author
    ]


def wanted_blobs(facts: Iterable[ReportFact]) -> tuple[str, ...]:
    """The blobs that hold answers, of these facts."""
    return tuple(
        fact.longer.sha256
        for fact in facts
        if isinstance(fact, ReportSubmitted | ReportAmended) and fact.longer is not None
    )


class _Remarks:
    def __init__(self, facts: Iterable[Told]) -> None:
        comments: list[Remark] = []
        conclusions: list[Remark] = []
        for one in facts:
            match one.fact:
                case ReportCommented(comment=words, author=author):
                    comments.append(Remark(at=one.at, person=author, words=words))
                case ReportConcluded(outcome=words, author=author):
                    conclusions.append(Remark(at=one.at, person=author, words=words))
                case _:
                    pass
        self.comments = tuple(comments)
        self.conclusions = tuple(conclusions)


def _added_by_reporter(facts: Iterable[Told]) -> Iterable[EventId]:
    """The amendments that supervisors have still to read; what one of them put right is read."""
    for one in facts:
        if isinstance(one.fact, ReportAmended) and not isinstance(one.fact, ReportPutRight):
            yield one.event


def _readings(facts: Iterable[Told], added: frozenset[EventId]) -> Iterable[Reading]:
    seen_by: dict[str, frozenset[EventId]] = {}
    for one in facts:
        if not isinstance(one.fact, ReportRead):
            continue
        before = seen_by.get(one.fact.reader)
        seen = (before or frozenset()) | added.intersection(one.fact.amendments)
        if seen != before:
            seen_by[one.fact.reader] = seen
            yield Reading(at=one.at, person=one.fact.reader, is_current=seen == added)


def _answers(fact: ReportSubmitted | ReportAmended, longer: Longer) -> Answers:
    kept = longer.get(fact.longer.sha256, {}) if fact.longer else {}
    return {**kept, **fact.answers}


def _amended(
    submitted: Answers, facts: Iterable[Told], longer: Longer
) -> tuple[tuple[Amendment, ...], Answers]:
    answers = dict(submitted)
    amendments: list[Amendment] = []
    for one in facts:
        if not isinstance(one.fact, ReportAmended):
            continue
        changes: list[Change] = []
        for key, after in _answers(one.fact, longer).items():
            before = answers.get(key)
            if is_answered(after):
                answers[key] = after
            else:
                answers.pop(key, None)
            if before != answers.get(key):
                changes.append(Change(key, before, answers.get(key)))
        amendments.append(
            Amendment(
                event=one.event,
                at=one.at,
                device=one.device,
                amender=one.fact.amender,
                why=one.fact.why,
                changes=tuple(changes),
                attachments=one.fact.attachments,
                pin_checked=one.fact.pin_checked,
            )
        )
    return tuple(amendments), answers


def _actions(facts: Iterable[Told]) -> Iterable[Action]:
    facts = list(facts)
    done: dict[EventId, Told] = {}
    for one in facts:
        if isinstance(one.fact, ActionDone):
            done.setdefault(one.fact.action, one)
    for one in facts:
        if isinstance(one.fact, ActionListed):
            end = done.get(one.event)
            ending = end.fact if end else None
            yield Action(
                id=one.event,
                at=one.at,
                what=one.fact.what,
                owner=one.fact.owner,
                due=one.fact.due,
                author=one.fact.author,
                done_at=end.at if end else None,
                done_by=ending.author if isinstance(ending, ActionDone) else "",
                how=ending.how if isinstance(ending, ActionDone) else "",
            )


def _keep_marks(facts: Iterable[Told]) -> Iterable[KeepMark]:
    facts = list(facts)
    releases: dict[EventId, tuple[datetime, ReportReleased]] = {}
    for one in facts:
        if isinstance(one.fact, ReportReleased):
            for mark in one.fact.marks:
                releases.setdefault(mark, (one.at, one.fact))
    for one in facts:
        if isinstance(one.fact, ReportKept):
            ended_at, end = releases.get(one.event, (None, None))
            yield KeepMark(
                id=one.event,
                at=one.at,
                why=one.fact.why,
                until=one.fact.until,
                author=one.fact.author,
                released_at=ended_at,
                released_by=end.author if end else "",
                release_why=end.why if end else "",
            )


def _signing(one: Told, amendments: set[EventId]) -> Signing:
    assert isinstance(one.fact, ReportSigned)
    return Signing(
        at=one.at,
        signer=one.fact.signer,
        title=one.fact.title,
        pin_checked=one.fact.pin_checked,
        is_current=amendments <= set(one.fact.amendments),
    )


def _standing(
    readings: tuple[Reading, ...],
    remarks: _Remarks,
    actions: tuple[Action, ...],
    signings: tuple[Signing, ...],
    *,
    is_amended: bool,
) -> Standing:
    if any(signing.is_current for signing in signings):
        return Standing.SIGNED
    is_read = any(reading.is_current for reading in readings)
    if is_amended and not is_read:  # what was done before was done without knowing that
        return Standing.SUBMITTED
    if remarks.conclusions or any(action.is_done for action in actions):
        return Standing.ACTED_ON
    return Standing.READ if is_read else Standing.SUBMITTED
