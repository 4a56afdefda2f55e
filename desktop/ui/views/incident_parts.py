"""The parts of the form: the report's sections, the attachments and the signature, and how far
each has come.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from desktop.domain.reports.answers import missing
from desktop.domain.reports.attachments import Attachment
from desktop.domain.reports.field import Answer, Field, Kind, Section, is_answered
from desktop.domain.reports.fields import BY_KEY, asked, in_section
from desktop.ui.views.typed_times import kept_moment
from desktop.ui.words import Words


class Part(Enum):
    """A part of the form, in its order."""

    HAPPENED = "What happened"
    PEOPLE = "People"
    BEHAVIOR = "Behavior"
    STAFF = "What staff did"
    ESCALATION = "Escalation"
    HARM = "Harm"
    AFTERWARDS = "Afterwards"
    ATTACHMENTS = "Attachments"
    SIGN = "Sign"

    @property
    def section(self) -> Section | None:
        """The report's section that it asks for."""
        return _SECTIONS.get(self)


_SECTIONS = {Part(section.value): section for section in Section}
_PARTS = {section: part for part, section in _SECTIONS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One line of the list of parts. ``is_optional``: nobody misses it."""

    part: Part
    number: int
    name: str
    is_current: bool
    is_done: bool
    is_optional: bool
    needs_attention: bool
    note: str = ""
    spoken: str = ""


_GIVEN = frozenset({"reporter_name", "reporter_title", "reporter_phone"})
"""Filled in by the form itself, so they do not make a part done."""


def part_of(field: Field) -> Part:
    """Where a field is asked."""
    return _PARTS[field.section]


def parts_of(kind: Kind, answers: Mapping[str, Answer]) -> tuple[Part, ...]:
    """The parts that this report has: Harm only where someone or something was hurt."""
    sections = {field.section for field in asked(kind, answers)}
    return tuple(part for part in Part if part.section is None or part.section in sections)


def needed(answers: Mapping[str, Answer]) -> tuple[Field, ...]:
    """What a report cannot be submitted without and is not there yet."""
    lacking = missing(answers)
    began = BY_KEY["began"]
    if began not in lacking and kept_moment(answers.get("began")) is None:
        return (began, *lacking)
    return lacking


def is_done(part: Part, answers: Mapping[str, Answer], files: Collection[Attachment]) -> bool:
    """Somebody told something there, and no essential of it is missing."""
    if part is Part.ATTACHMENTS:
        return bool(files)
    if part.section is None:
        return False
    own = in_section(part.section)
    told = any(is_answered(answers.get(field.key)) for field in own if field.key not in _GIVEN)
    return told and not any(field in own for field in needed(answers))


def part_views(
    kind: Kind,
    answers: Mapping[str, Answer],
    files: Collection[Attachment],
    *,
    current: Part,
    troubled: Collection[Part],
    words: Words,
) -> tuple[PartView, ...]:
    """The list of parts as it is drawn."""
    views = []
    for number, part in enumerate(parts_of(kind, answers), 1):
        done = is_done(part, answers, files)
        note = ""
        if part is Part.ATTACHMENTS and files:
            note = words.plural("{n} file", "{n} files", len(files))
        state = (
            words("something to check")
            if part in troubled
            else words("done")
            if done
            else words("not filled in")
        )
        views.append(
            PartView(
                part=part,
                number=number,
                name=words(part.value),
                is_current=part is current,
                is_done=done,
                is_optional=part is Part.ATTACHMENTS,
                needs_attention=part in troubled,
                note=note,
                spoken=", ".join(filter(None, (words(part.value), note, state))),
            )
        )
    return tuple(views)
