"""What was answered, in words: for reading a report and for what an amendment changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from desktop.domain.reports.field import Answer, Answers, Entry, Field, Row, Section, is_answered
from desktop.domain.reports.fields import BY_KEY, in_section
from desktop.ui.views.dates import clock_words, date_words, moment_words
from desktop.ui.words import Words

_SHORT = 42


class Form(Enum):
    """How an answer is set: beside another, over the width, larger, as a list, as rows."""

    SHORT = auto()
    LONG = auto()
    STORY = auto()
    LIST = auto()
    ROWS = auto()


@dataclass(frozen=True, slots=True)
class Entered:
    """One person (or whatever a row is): who, and what is known, in words."""

    title: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One filled field. ``amended`` says since when it reads like this."""

    key: str
    label: str
    form: Form
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[Entered, ...] = ()
    amended: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The fields under one heading of their own, or under none."""

    title: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the table with every field that was filled."""

    title: str
    groups: tuple[Group, ...]


def parts_of(answers: Answers, *, words: Words, amended: Mapping[str, str]) -> tuple[Part, ...]:
    """Return the sections that have an answer, in the table's order."""
    parts = []
    for section in Section:
        groups = tuple(_groups(section, answers, words, amended))
        if groups:
            parts.append(Part(words(section.value), groups))
    strange = tuple(_strange(answers, words))
    if strange:
        parts.append(Part(words("Other answers"), (Group("", strange),)))
    return tuple(parts)


def answer_words(field: Field | None, answer: Answer | None, words: Words) -> str:
    """Return an answer in one text, for "before → after"."""
    if answer is None or not is_answered(answer):
        return words("(nothing)")
    if isinstance(answer, bool):
        return words("Yes") if answer else words("No")
    if isinstance(answer, str):
        return _one(field, answer, words)
    texts = (
        _one(field, one, words) if isinstance(one, str) else _entered(field, one, words)
        for one in answer
    )
    return "; ".join(text if isinstance(text, str) else _in_line(text) for text in texts)


def label_of(key: str, words: Words) -> str:
    """Return what readers call a field; a newer station's field has its key for a name."""
    field = BY_KEY.get(key)
    return words(field.read_as) if field else key.replace("_", " ")


def _groups(
    section: Section, answers: Answers, words: Words, amended: Mapping[str, str]
) -> Iterator[Group]:
    found: dict[str, list[Said]] = {}
    for field in in_section(section):
        answer = answers.get(field.key)
        if answer is not None and is_answered(answer):
            said = _said(field, answer, words, amended.get(field.key, ""))
            found.setdefault(field.read_under, []).append(said)
    for title, members in found.items():
        yield Group(words(title) if title else "", tuple(members))


def _strange(answers: Answers, words: Words) -> Iterator[Said]:
    for key, answer in answers.items():
        if key not in BY_KEY and is_answered(answer):
            text = answer_words(None, answer, words)
            yield Said(key=key, label=label_of(key, words), form=Form.LONG, text=text)


def _said(field: Field, answer: Answer, words: Words, amended: str) -> Said:
    label = words(field.read_as)
    if isinstance(answer, list) and field.entry is Entry.ROWS:
        rows = tuple(_entered(field, one, words) for one in answer if isinstance(one, dict))
        return Said(key=field.key, label=label, form=Form.ROWS, rows=rows, amended=amended)
    if isinstance(answer, list):
        items = tuple(_one(field, one, words) for one in answer if isinstance(one, str))
        return Said(key=field.key, label=label, form=Form.LIST, items=items, amended=amended)
    text = answer_words(field, answer, words)
    form = Form.STORY if field.key == "narrative" else Form.LONG
    if field.entry is not Entry.TEXT and len(text) <= _SHORT:
        form = Form.SHORT
    return Said(key=field.key, label=label, form=form, text=text, amended=amended)


def _one(field: Field | None, text: str, words: Words) -> str:
    if field is None:
        return text
    match field.entry:
        case Entry.MOMENT:
            return moment_words(text, words)
        case Entry.DATE:
            return date_words(text, words)
        case Entry.TIME:
            return clock_words(text, words)
        case _:
            choice = field.choice(text)
            return words(choice.label) if choice else text


def _entered(field: Field | None, row: Row, words: Words) -> Entered:
    """A row's first answer is its title where it is a name or the like; the others follow."""
    told = []
    columns = {column.key: column for column in field.rows} if field else {}
    for key in [*columns, *(key for key in row if key not in columns)]:
        value = row.get(key)
        answer: Answer | None = [*value] if isinstance(value, list) else value
        if answer is not None and is_answered(answer):
            column = columns.get(key)
            label = words(column.read_as) if column else key.replace("_", " ")
            told.append((key, label, answer_words(column, answer, words)))
    title = ""
    if told and columns and told[0][0] == next(iter(columns)):
        title = told.pop(0)[2]
    return Entered(title or words("Name not known"), tuple((one[1], one[2]) for one in told))


def _in_line(entered: Entered) -> str:
    details = ", ".join(f"{label}: {text}" for label, text in entered.details)
    return f"{entered.title} ({details})" if details else entered.title
