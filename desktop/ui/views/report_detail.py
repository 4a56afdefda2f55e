"""A report as a supervisor reads it: the sections, what was amended, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.field import Answer, Answers, is_answered
from desktop.domain.reports.fields import BY_KEY
from desktop.domain.reports.report import Amendment, Report
from desktop.ui.views.badges import Badge
from desktop.ui.views.dates import day_words, instant_words, moment_words
from desktop.ui.views.people import quoted
from desktop.ui.views.report_answers import Part, answer_words, label_of, parts_of
from desktop.ui.views.reports import Mark, kind_name, marks_of, standing_badge
from desktop.ui.views.shapes import Shape
from desktop.ui.words import Words

_THREATS = ("threat_to_person", "general_threat", "weapon")


@dataclass(frozen=True, slots=True)
class Changed:
    """What an amendment did to one field."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """One amendment: when and by whom, why, what changed, which files came."""

    title: str
    why: str
    changes: tuple[Changed, ...]
    files: str


@dataclass(frozen=True, slots=True)
class FileView:
    """An attachment: its name, how large it is and who added it, and the blob it is."""

    name: str
    detail: str
    attachment: Attachment


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    at: datetime
    shape: Shape
    when: str
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailView:
    """Everything that is read of a report, in reading order."""

    report: str
    number: str
    badge: Badge
    marks: tuple[Mark, ...]
    where_when: str
    reporter: str
    alert: str
    alert_text: str
    waiting: str
    parts: tuple[Part, ...]
    amended_title: str
    amended: tuple[Amended, ...]
    files_title: str
    files: tuple[FileView, ...]
    steps_title: str
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, report: Report, *, words: Words) -> "DetailView":
        """Return ``report`` as it is read now."""
        began = report.answers.get("began")
        place = _text(report.answers, "place") or report.place
        when = moment_words(began, words) if isinstance(began, str) else ""
        sent = instant_words(report.submitted_at, words)
        reporter = ", ".join(part for part in (report.reporter, report.title) if part)
        return cls(
            report=report.id,
            number=report.number,
            badge=standing_badge(report.standing, words),
            marks=marks_of(words, is_threat=_is_threat(report), is_hurt=_is_hurt(report)),
            where_when=" · ".join(p for p in (kind_name(report.kind, words), place, when) if p),
            reporter=words("Reported by {name}, submitted {time}", name=reporter, time=sent),
            alert=report.alert,
            alert_text=words("It began with an alert.") if report.alert else "",
            waiting=""
            if report.is_whole
            else words("Part of it is still on its way to this desk. Read on in a few minutes."),
            parts=parts_of(report.answers, words=words, amended=_amended_on(report, words)),
            amended_title=words("Amendments"),
            amended=tuple(_amended(one, words) for one in report.amendments),
            files_title=words("Attachments"),
            files=tuple(_file(one, words) for one in report.attachments),
            steps_title=words("What was done with it"),
            steps=tuple(_steps(report, words)),
        )


def _text(answers: Answers, key: str) -> str:
    answer = answers.get(key)
    return answer if isinstance(answer, str) else ""


def _is_threat(report: Report) -> bool:
    behavior = report.answers.get("behavior")
    said = behavior if isinstance(behavior, list) else []
    return any(one in _THREATS for one in said) or _is_any(
        report.answers, ("threat_wording", "exact_words")
    )


def _is_any(answers: Answers, keys: tuple[str, ...]) -> bool:
    return any(is_answered(answers.get(key)) for key in keys)


def _is_hurt(report: Report) -> bool:
    hurt: Answer | None = report.answers.get("hurt")
    return hurt is True


def _amended_on(report: Report, words: Words) -> dict[str, str]:
    """Since when each changed field reads as it does."""
    found: dict[str, str] = {}
    for amendment in report.amendments:
        on = words("amended {time}", time=instant_words(amendment.at, words, with_year=False))
        found |= {change.key: on for change in amendment.changes}
    return found


def _amended(amendment: Amendment, words: Words) -> Amended:
    title = words(
        "{time}, by {name}", time=instant_words(amendment.at, words), name=amendment.amender
    )
    names = ", ".join(file.name for file in amendment.attachments)
    return Amended(
        title=title,
        why=quoted(amendment.why, words),
        changes=tuple(
            Changed(
                label_of(change.key, words),
                answer_words(BY_KEY.get(change.key), change.before, words),
                answer_words(BY_KEY.get(change.key), change.after, words),
            )
            for change in amendment.changes
        ),
        files=words("Added: {names}", names=names) if names else "",
    )


def _file(attachment: Attachment, words: Words) -> FileView:
    parts = [size_words(attachment.size)]
    if attachment.added_by:
        parts.append(words("added by {name}", name=attachment.added_by))
    return FileView(attachment.name, " · ".join(parts), attachment)


def size_words(size: int) -> str:
    """Return 640 KB, 3.2 MB; never "0 KB" of a file that has something in it."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000)) if size else 0} KB"
    return f"{size / 1_000_000:.1f} MB"


def _steps(report: Report, words: Words) -> list[Step]:
    def step(at: datetime, shape: Shape, what: str, said: str = "") -> Step:
        return Step(at, shape, instant_words(at, words), what, said)

    done = Shape.DONE
    named = report.reporter or words("Somebody")
    steps = [step(report.submitted_at, done, words("{name} submitted it", name=named))]
    for amendment in report.amendments:
        what = words("{name} amended it", name=amendment.amender)
        steps.append(step(amendment.at, done, what))
    steps.extend(
        step(reading.at, done, words("{name} read it", name=reading.person))
        for reading in report.readings
    )
    for comment in report.comments:
        what = words("{name} commented", name=comment.person)
        steps.append(step(comment.at, done, what, comment.words))
    for action in report.actions:
        listed = words("{name} listed an action", name=action.author)
        steps.append(step(action.at, done, listed, action.what))
        if action.done_at is not None:
            what = words("{name}: done", name=action.done_by)
            steps.append(step(action.done_at, done, what, action.how or action.what))
    for conclusion in report.conclusions:
        what = words("{name} told the reporter", name=conclusion.person)
        steps.append(step(conclusion.at, done, what, conclusion.words))
    for mark in report.keep_marks:
        kept = words("{name} wants it kept", name=mark.author)
        if mark.last_day < date.max:
            day = day_words(mark.last_day, words)
            kept = words("{name} wants it kept until {day}", name=mark.author, day=day)
        steps.append(step(mark.at, done, kept, mark.why))
        if mark.released_at is not None:
            what = words("{name} released it", name=mark.released_by)
            steps.append(step(mark.released_at, done, what, mark.release_why))
    for signing in report.signings:
        shape = done if signing.is_current else Shape.NOBODY
        steps.append(step(signing.at, shape, words("{name} signed it", name=signing.signer)))
    return sorted(steps, key=lambda one: one.at)
