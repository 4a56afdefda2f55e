"""What a supervisor does with a report: read, comment, list actions, conclude, sign."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from desktop.domain.events.event import EventId
from desktop.domain.months import months_after
from desktop.domain.reports.report import Action, KeepMark, Remark, Report
from desktop.ui.views.advice import Advice
from desktop.ui.views.badges import Badge, BadgeTone
from desktop.ui.views.dates import day_words, instant_words, no_date, read_day
from desktop.ui.views.reports import standing_badge
from desktop.ui.words import Words, on_this_clock


class Deed(StrEnum):
    """One thing that is done to a report, and that may be on its way or refused."""

    READ = "read"
    COMMENT = "comment"
    ACTION = "action"
    DONE = "done"
    OUTCOME = "outcome"
    SIGN = "sign"
    KEEP = "keep"
    RELEASE = "release"


class ActionBlank(StrEnum):
    """A field of the action that is being listed, where what is wrong with it stands."""

    WHAT = "what"
    OWNER = "owner"
    DUE = "due"


class KeepBlank(StrEnum):
    """The same of the mark *keep this report*."""

    WHY = "keep_why"
    UNTIL = "keep_until"


Place = Deed | ActionBlank | KeepBlank
"""Where something was refused."""


@dataclass(slots=True)
class Typed:
    """What somebody has typed for a report and not saved yet. It outlives every redrawing."""

    comment: str = ""
    outcome: str = ""
    what: str = ""
    owner: str = ""
    due: str = ""
    how: dict[EventId, str] = field(default_factory=dict)
    keep_why: str = ""
    keep_until: str = ""
    release: dict[EventId, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing waits to be saved."""
        texts = (
            *(self.comment, self.outcome, self.what, self.owner, self.due, *self.how.values()),
            *(self.keep_why, self.keep_until, *self.release.values()),
        )
        return not any(text.strip() for text in texts)


@dataclass(frozen=True, slots=True)
class ActionWanted:
    """An action to be listed; ``due`` is a date or empty."""

    what: str
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class ActionProblem:
    """Why it cannot be listed as typed: the field, and how to put it right."""

    at: ActionBlank
    advice: Advice


@dataclass(frozen=True, slots=True)
class KeepWanted:
    """Why it is to be kept; ``until`` is a date or empty."""

    why: str
    until: str


@dataclass(frozen=True, slots=True)
class KeepProblem:
    """Why that cannot be said as typed: the field, and how to put it right."""

    at: KeepBlank
    advice: Advice


@dataclass(frozen=True, slots=True)
class RemarkView:
    """What somebody said, and who and when."""

    words: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An action, or a mark that keeps the report: what it is, who has to do it or said it, and
    until when; how it ended, where it did.
    """

    id: EventId
    text: str
    who: str
    badge: Badge | None
    is_open: bool
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningView:
    """The signature as it stands. ``again`` says why it no longer covers everything."""

    said: tuple[str, ...]
    again: str
    button: str
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """The side column. ``advice`` stands beside what was refused, ``busy`` beside what waits."""

    report: str
    standing_title: str
    badge: Badge
    readers: str
    may_read: bool
    read_button: str
    actions_title: str
    actions: tuple[EntryView, ...]
    actions_hint: str
    outcome_title: str
    outcome_hint: str
    outcomes: tuple[RemarkView, ...]
    outcome_button: str
    signing_title: str
    signing: SigningView
    comments_title: str
    comments_hint: str
    comments: tuple[RemarkView, ...]
    keeping_title: str
    keeping_hint: str
    keep_marks: tuple[EntryView, ...]
    busy: frozenset[Deed]
    advice: Mapping[Place, Advice]

    @classmethod
    def of(
        cls,
        report: Report,
        *,
        me: str,
        today: date,
        words: Words,
        oldest_day: date = date.min,
        busy: frozenset[Deed] = frozenset(),
        advice: Mapping[Place, Advice] | None = None,
    ) -> "ReviewView":
        """Return the side column for ``me``, the supervisor who sits here. ``oldest_day`` is the
        first last day that keeps a report still (``domain.retention.holding``).
        """
        reporter = report.reporter or words("the reporter")
        actions = sorted(report.actions, key=lambda one: (one.is_done, one.due or "9", one.at))
        return cls(
            report=report.id,
            standing_title=words("Status"),
            badge=standing_badge(report.standing, words),
            readers=_readers(report, words),
            may_read=not report.is_read_by(me),
            read_button=words("Mark as read"),
            actions_title=words("Actions"),
            actions=tuple(_action(one, today, words) for one in actions),
            actions_hint="" if actions else words("Nothing is listed to be done."),
            outcome_title=words("What became of it"),
            outcome_hint=words("{name} reads these words.", name=reporter),
            outcomes=tuple(_remark(one, words) for one in report.conclusions),
            outcome_button=words("Tell the reporter"),
            signing_title=words("Signature"),
            signing=_signing(report, words),
            comments_title=words("Comments"),
            comments_hint=words("Supervisors alone read comments."),
            comments=tuple(_remark(one, words) for one in report.comments),
            keeping_title=words("Keep this report"),
            keeping_hint=_keeping_hint(report, oldest_day, words),
            keep_marks=tuple(_keep_mark(one, oldest_day, words) for one in report.keep_marks),
            busy=busy,
            advice=dict(advice or {}),
        )


def _readers(report: Report, words: Words) -> str:
    if not report.readings:
        return words("Nobody has read it yet.")
    current = [one for one in report.readings if one.is_current]
    if not current:
        return words("Nobody has read it since it was amended.")
    first = current[0]
    time = instant_words(first.at, words)
    if len(current) == 1:
        return words("Read by {name}, {time}", name=first.person, time=time)
    return words.plural(
        "Read by {name}, {time}, and {n} more",
        "Read by {name}, {time}, and {n} more",
        len(current) - 1,
        name=first.person,
        time=time,
    )


def _remark(remark: Remark, words: Words) -> RemarkView:
    return RemarkView(remark.words, f"{remark.person} · {instant_words(remark.at, words)}")


def _action(action: Action, today: date, words: Words) -> EntryView:
    badge = None
    if not action.is_done and action.due:
        badge = _due(action.due, today, words)
    done = ""
    if action.done_at is not None:
        when = instant_words(action.done_at, words, with_year=False)
        done = words("Done {time} by {name}", time=when, name=action.done_by)
        if action.how:
            done = f"{done}: {action.how}"
    return EntryView(
        id=action.id,
        text=action.what,
        who="" if action.is_done else action.owner or words("Nobody is named"),
        badge=badge,
        is_open=not action.is_done,
        ended=done,
    )


def _keeping_hint(report: Report, oldest_day: date, words: Words) -> str:
    if any(one.keeps_on(oldest_day) for one in report.keep_marks):
        return words("It stays, whatever time is set for reports.")
    return words(
        "It is deleted once the time is over that is set for reports, if there is one. Keep it "
        "where a court, an insurer or a complaint needs it."
    )


def _keep_mark(mark: KeepMark, oldest_day: date, words: Words) -> EntryView:
    badge, ended = None, ""
    if mark.released_at is not None:
        when = instant_words(mark.released_at, words, with_year=False)
        ended = words("Released {time} by {name}", time=when, name=mark.released_by)
        if mark.release_why:
            ended = f"{ended}: {mark.release_why}"
    elif mark.last_day < date.max:
        day = day_words(mark.last_day, words)
        if mark.keeps_on(oldest_day):
            badge = Badge(words("Until {day}", day=day), BadgeTone.HAND)
        else:
            ended = words("Its last day was {day}.", day=day)
    return EntryView(
        id=mark.id,
        text=mark.why,
        who=f"{mark.author} · {instant_words(mark.at, words)}",
        badge=badge,
        is_open=mark.keeps_on(oldest_day),
        ended=ended,
    )


def _due(text: str, today: date, words: Words) -> Badge:
    try:
        due = date.fromisoformat(text)
    except ValueError:
        return Badge(text)
    if due == today:
        return Badge(words("Due today"), BadgeTone.NEED)
    if due < today:
        late = words.plural("{n} day overdue", "{n} days overdue", (today - due).days)
        return Badge(late, BadgeTone.NEED)
    return Badge(words("Due {day}", day=day_words(due, words, with_year=due.year != today.year)))


def _signing(report: Report, words: Words) -> SigningView:
    said = []
    for one in report.signings:
        name = ", ".join(part for part in (one.signer, one.title) if part)
        when = instant_words(one.at, words)
        said.append(
            words("{name}, {time}, with PIN", name=name, time=when)
            if one.pin_checked
            else words("{name}, {time}", name=name, time=when)
        )
    again = ""
    is_signed = report.signing is not None
    if report.signings and not is_signed:
        last = on_this_clock(report.amendments[-1].at).date()
        day = day_words(last, words, with_year=False)
        again = words("Signed before the amendment of {day}. Sign again.", day=day)
    return SigningView(
        said=tuple(said) or (words("Nobody has signed it yet."),),
        again=again,
        button=words("Sign again") if again else words("Sign"),
        is_asked=not is_signed,
    )


def action_of(typed: Typed, *, words: Words, today: date) -> "ActionWanted | ActionProblem":
    """Return the action that was typed, or what is wrong with it and how to put it right."""
    if not typed.what.strip():
        return ActionProblem(ActionBlank.WHAT, Advice(words("Say what is to be done.")))
    due = ""
    if typed.due.strip():
        day = read_day(typed.due, words, today=today)
        if day is None:
            wrong = no_date(typed.due, today + timedelta(days=7), words)
            return ActionProblem(ActionBlank.DUE, wrong)
        due = day.isoformat()
    return ActionWanted(typed.what.strip(), typed.owner.strip(), due)


def keeping_of(typed: Typed, *, words: Words, today: date) -> KeepWanted | KeepProblem:
    """Return the mark that was typed, or what is wrong with it and how to put it right."""
    if not typed.keep_why.strip():
        wrong = words("Say why it is to be kept, for whoever reads that later.")
        return KeepProblem(KeepBlank.WHY, Advice(wrong))
    until = ""
    if typed.keep_until.strip():
        day = read_day(typed.keep_until, words, today=today)
        next_year = months_after(today, 12)
        if day is None:
            return KeepProblem(KeepBlank.UNTIL, no_date(typed.keep_until, next_year, words))
        if day < today:
            return KeepProblem(
                KeepBlank.UNTIL,
                Advice(
                    words("{day} is over.", day=day_words(day, words)),
                    words("Write a later day, or none to keep it until somebody releases it."),
                ),
            )
        until = day.isoformat()
    return KeepWanted(typed.keep_why.strip(), until)
