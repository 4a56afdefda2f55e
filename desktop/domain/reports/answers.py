"""Answers as they came, made fit to be kept: checked field by field, and never shortened."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

import msgspec
from msgspec.structs import fields, replace

from desktop.domain.errors import DeskError
from desktop.domain.plain_text import clean
from desktop.domain.reports.facts import ReportFact
from desktop.domain.reports.field import Answer, Answers, Entry, Field, Row, is_answered
from desktop.domain.reports.fields import BY_KEY, ESSENTIALS
from desktop.domain.sentence import Sentence, listed

T = TypeVar("T")
F = TypeVar("F", bound=ReportFact)


class AnswersRefusedError(DeskError):
    """Some answers are not of the shape that the report asks for, so none was taken."""

    code = "answers-refused"
    advice = "Correct the fields named; `countersign report new --schema` says what each takes."

    def __init__(self, wrong: "tuple[Wrong, ...]") -> None:
        super().__init__(" ".join(f"{one.where}: {one.why}" for one in wrong))
        self.wrong = wrong


class EssentialsMissingError(DeskError):
    """A report needs who reports it, when it was, and one sentence."""

    code = "essentials-missing"
    advice = "Fill these in; everything else may stay empty."

    def __init__(self, missing: "tuple[Field, ...]") -> None:
        fields = listed([Sentence(field.label) for field in missing], ", ")
        super().__init__("Not filled in yet: {fields}.", fields=fields)
        self.missing = missing


class Wrong(msgspec.Struct, frozen=True):
    """One answer that cannot be taken: which, and why in one sentence."""

    where: str
    why: str


def cleaned(fact: F) -> F:
    """``fact`` with its own texts cleaned, as they may be signed; answers are ``checked``."""
    said = {field.name: getattr(fact, field.name) for field in fields(fact)}
    own = {name: clean(text).strip() for name, text in said.items() if type(text) is str}
    return replace(fact, **own)


def checked(said: Mapping[str, Any]) -> Answers:
    """The answers in ``said``, cleaned; empty ones are left out.

    Raises ``AnswersRefusedError`` that names every field whose answer is of another shape, and
    every key that is no field.
    """
    wrong: list[Wrong] = []
    answers = _checked(said, BY_KEY.get, "", wrong)
    if wrong:
        raise AnswersRefusedError(tuple(wrong))
    return answers


def missing(answers: Mapping[str, Answer]) -> tuple[Field, ...]:
    """The essentials that nobody answered yet."""
    return tuple(field for field in ESSENTIALS if not is_answered(answers.get(field.key)))


def require_essentials(answers: Mapping[str, Answer]) -> None:
    """Raise ``EssentialsMissingError`` unless a report with these answers may be submitted."""
    lacking = missing(answers)
    if lacking:
        raise EssentialsMissingError(lacking)


def texts(answers: Mapping[str, Answer]) -> Iterator[str]:
    """Everything that was typed or chosen, for search; choices by their labels."""
    for key, answer in answers.items():
        field = BY_KEY.get(key)
        if field is not None:
            yield from _texts(field, answer)


def _texts(field: Field, answer: Answer) -> Iterator[str]:
    if isinstance(answer, bool):
        if answer:
            yield field.label
    elif isinstance(answer, str):
        choice = field.choice(answer)
        yield choice.label if choice else answer
    else:
        for one in answer:
            if isinstance(one, str):
                choice = field.choice(one)
                yield choice.label if choice else one
            else:
                for key, value in one.items():
                    column = field.row(key)
                    if column is not None:
                        yield from _texts(column, _as_answer(value))


def _as_answer(value: str | bool | list[str]) -> Answer:
    return [*value] if isinstance(value, list) else value


def _checked(
    said: Mapping[str, Any],
    field_of: Callable[[str], Field | None],
    at: str,
    wrong: list[Wrong],
) -> Answers:
    answers: Answers = {}
    for key, value in said.items():
        where = f"{at}{key}"
        field = field_of(str(key))
        if field is None:
            wrong.append(Wrong(where, "There is no such field."))
            continue
        try:
            answer = _answer(field, value, where, wrong)
        except ValueError as refusal:
            wrong.append(Wrong(where, str(refusal)))
            continue
        if is_answered(answer):
            answers[field.key] = answer
    return answers


def _answer(field: Field, value: Any, where: str, wrong: list[Wrong]) -> Answer:
    match field.entry:
        case Entry.YES_NO:
            if not isinstance(value, bool):
                raise ValueError("It takes true or false.")  # noqa: TRY004 (as below)
            return value
        case Entry.CHOICES | Entry.STEPS:
            return _several(field, value)
        case Entry.ROWS:
            return _rows(field, value, where, wrong)
        case _:
            return _text(field, value)


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("It takes a text.")  # noqa: TRY004 (what a person wrote, not our bug)
    text = clean(value).strip()
    if not text:
        return ""
    match field.entry:
        case Entry.LINE:
            return " ".join(text.split("\n"))
        case Entry.CHOICE:
            return _one_of(field, text)
        case Entry.MOMENT:
            return (
                _read(datetime.fromisoformat, text, "2026-03-09T10:00")
                .replace(tzinfo=None)
                .isoformat(timespec="minutes")
            )
        case Entry.DATE:
            return _read(date.fromisoformat, text, "2026-03-09").isoformat()
        case Entry.TIME:
            return _read(time.fromisoformat, text, "10:00").isoformat(timespec="minutes")
        case _:
            return text


def _read(read: Callable[[str], T], text: str, like: str) -> T:
    try:
        return read(text)
    except ValueError:
        raise ValueError(f"It takes a time like {like}.") from None


def _several(field: Field, value: Any) -> list[str | Row]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError("It takes a list of texts.")
    if field.entry is Entry.STEPS:  # the site's own cards have steps that this table does not know
        return list(dict.fromkeys(filter(None, (clean(one).strip() for one in value))))
    return list(dict.fromkeys(_one_of(field, one) for one in value))


def _one_of(field: Field, text: str) -> str:
    if field.choice(text) is None:
        known = ", ".join(choice.key for choice in field.choices)
        raise ValueError(f"It takes one of: {known}.")
    return text


def _rows(field: Field, value: Any, where: str, wrong: list[Wrong]) -> list[str | Row]:
    if not isinstance(value, list):
        raise ValueError("It takes a list.")  # noqa: TRY004 (as above)
    rows: list[str | Row] = []
    for number, one in enumerate(value):
        place = f"{where}[{number}]"
        if not isinstance(one, dict):
            wrong.append(Wrong(place, "It takes an object."))
            continue
        row = _checked(one, field.row, f"{place}.", wrong)
        if row:
            rows.append(_as_row(row))
    return rows


def _as_row(answers: Answers) -> Row:
    return {
        key: [str(one) for one in answer] if isinstance(answer, list) else answer
        for key, answer in answers.items()
    }
