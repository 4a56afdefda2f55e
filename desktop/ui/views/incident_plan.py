"""Which fields of a part are on the form, in what lines, and what opens on demand.

The short form shows what a common case needs. The rest opens with a quiet button of its own, by
itself where the case asks for it, and wherever something was answered.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from desktop.domain.reports.field import Answer, Entry, Field, Kind, is_answered
from desktop.domain.reports.fields import asked
from desktop.ui.views.incident_parts import Part
from desktop.ui.words import Words

UNITS = 4
"""A full line has four: date, from, to, where."""

_UNITS = {Entry.DATE: 1, Entry.TIME: 1, Entry.MOMENT: 2, Entry.LINE: 2}
_UNTITLED = {"Reported by"}
_NARROW = {"place", "reporter_title", "reporter_phone", "caller_age"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A field and its share of the line."""

    field: Field
    units: int


@dataclass(frozen=True, slots=True)
class Line:
    """Fields side by side."""

    fields: tuple[Placed, ...]

    @property
    def units(self) -> int:
        """How much of the line they take."""
        return sum(placed.units for placed in self.fields)


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a group of fields."""

    text: str


@dataclass(frozen=True, slots=True)
class Opener:
    """A quiet button that shows the rest of a group."""

    key: str
    text: str
    spoken: str


Block = Line | Heading | Opener


def opener_key(part: Part, group: str) -> str:
    """What is kept of a group that was opened."""
    return f"{part.name}/{group}"


def plan_of(
    part: Part,
    kind: Kind,
    answers: Mapping[str, Answer],
    *,
    opened: Collection[str],
    seen: Collection[str] = (),
    capacity: int = UNITS,
    is_finished: bool = False,
    words: Words,
) -> tuple[Block, ...]:
    """The blocks of a part from top to bottom.

    ``seen`` are fields that were shown before: they stay while they are asked, so that nothing
    goes from under somebody's cursor. ``capacity`` is the units that a line has room for. Where
    the report ``is_finished``, what was answered is all there is.
    """
    groups: dict[str, list[Field]] = {}
    for field in asked(kind, answers):
        if field.section is part.section:
            groups.setdefault(field.group, []).append(field)
    blocks: list[Block] = []
    for group, fields in groups.items():
        key = opener_key(part, group)
        shown = [
            field
            for field in fields
            if is_answered(answers.get(field.key))
            or (not is_finished and (key in opened or field.key in seen or _opens_itself(field)))
        ]
        if group and shown and group not in _UNTITLED:
            blocks.append(Heading(words(group)))
        blocks += lines_of(shown, capacity)
        hidden = len(fields) - len(shown)
        if hidden and not is_finished:
            blocks.append(_opener(part, group, hidden, has_shown=bool(shown), words=words))
    return tuple(blocks)


def shown_fields(blocks: Collection[Block]) -> tuple[Field, ...]:
    """The fields of a plan, in reading order."""
    return tuple(
        placed.field for block in blocks if isinstance(block, Line) for placed in block.fields
    )


def _opens_itself(field: Field) -> bool:
    """It is on the short form, or the case asks for it; a group of its own waits for a click."""
    return field.is_short or (bool(field.when.answered) and not field.group)


def _opener(part: Part, group: str, hidden: int, *, has_shown: bool, words: Words) -> Opener:
    count = words.plural("{n} question", "{n} questions", hidden)
    if not group:
        text = {
            Part.HAPPENED: words("More about what happened"),
            Part.PEOPLE: words("More about the people"),
            Part.BEHAVIOR: words("More about the behavior"),
            Part.STAFF: words("More about what staff did"),
            Part.ESCALATION: words("More about the escalation"),
            Part.HARM: words("More about the harm"),
        }.get(part, words("More about the time afterwards"))
    elif has_shown:
        text = words("More: {group}", group=words(group))
    else:
        text = words(group)
    return Opener(opener_key(part, group), text, f"{text}, {count}")


def lines_of(fields: Collection[Field], capacity: int) -> list[Line]:
    """``fields`` packed into lines, in their order."""
    lines: list[Line] = []
    line: list[Placed] = []
    used = 0
    for field in fields:
        units = min(_units(field), capacity)
        if line and used + units > capacity:
            lines.append(Line(tuple(line)))
            line, used = [], 0
        line.append(Placed(field, units))
        used += units
    if line:
        lines.append(Line(tuple(line)))
    return lines


def _units(field: Field) -> int:
    if field.key in _NARROW:
        return 1
    if field.entry is Entry.YES_NO:
        return UNITS if field.is_short else 2
    return _UNITS.get(field.entry, UNITS)
