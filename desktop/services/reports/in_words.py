"""Answers in the words of a report on paper: each field that was answered, and no other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop.domain.reports.field import Answer, Answers, Entry, Field, Section, is_answered
from desktop.domain.reports.fields import BY_KEY, in_section
from desktop.services.reports.dates import Dates
from desktop.services.reports.paper_parts import (
    Block,
    Facts,
    Named,
    Part,
    Rows,
    Steps,
    Story,
    Ticked,
    Under,
)
from desktop.services.reports.redaction import Redaction
from desktop.words import Words

FITS_AT_THE_TOP = 80
"""Characters of a fact that stands among those at the top; a longer one is told whole below."""

_AT_THE_TOP = frozenset(
    {
        *("began", "is_about", "ended", "place", "hurt"),
        *("reporter_name", "reporter_title", "reporter_phone"),
    }
)
_PEOPLE = ("customers", "witnesses", "affected")
_WITHIN = {"Police"}  # groups whose facts stand among the others, each with the group's name
_COLUMNS = 4  # a table of more is told as names with the rest beside them
_SHORT = 110  # characters of a text that may stand beside others


@dataclass(frozen=True, slots=True)
class AnswersInWords:
    """Tells ``answers`` in one language; with a ``redaction``, what may stay of them."""

    answers: Answers
    words: Words
    dates: Dates
    redaction: Redaction | None = None

    def parts(self, sections: Iterable[Section]) -> Iterator[Part]:
        """The sections in which anything was answered."""
        for section in sections:
            blocks = tuple(self._section(section))
            if blocks:
                yield Part(self.words(section.value), blocks)

    def unknown(self) -> Iterator[Part]:
        """What was answered to questions that this version of the program does not know."""
        told = [
            Named(key, self._removed if self.redaction else _plain(answer))
            for key, answer in sorted(self.answers.items())
            if key not in BY_KEY and is_answered(answer)
        ]
        if told:
            words = self.words
            heading = words("Answers to questions that this version does not know")
            yield Part(heading, (Facts(tuple(told)),))

    def text(self, key: str) -> str:
        """The answer to a question of one line, in words; empty where there is none."""
        field, answer = BY_KEY[key], self.answers.get(key)
        if answer is None or not is_answered(answer):
            return ""
        return self.said(field, answer)

    def names(self, key: str) -> tuple[str, ...]:
        """The names in the rows of ``key``, or what is said instead where nobody is named."""
        rows = self.answers.get(key)
        if not isinstance(rows, list):
            return ()
        if self.redaction:
            return (self._counted(len(rows)),)
        named = (
            str(row.get("name") or row.get("description") or row.get("alias") or "")
            for row in rows
            if isinstance(row, dict)
        )
        words = self.words
        return tuple(name or words("Not named") for name in named)

    def label(self, field: Field) -> str:
        """The name of ``field`` as a document says it."""
        return self.words(field.read_as)

    def said(self, field: Field, answer: Answer) -> str:
        """``answer`` in words; rows one to a line. What must not stay is replaced."""
        if self.redaction and not self.redaction.keeps(field):
            return self._removed
        match answer:
            case bool():
                return self._yes_or_no(answer)
            case str():
                return self._one(field, answer)
            case _:
                lines = [
                    self._row(field, one) if isinstance(one, dict) else self._one(field, one)
                    for one in answer
                ]
                between = "\n" if field.entry is Entry.ROWS else ", "
                return between.join(lines)

    @property
    def _removed(self) -> str:
        words = self.words
        return words("[removed]")

    def _counted(self, people: int) -> str:
        return f"{self._removed} ({people})"

    def _yes_or_no(self, answer: bool) -> str:
        words = self.words
        return words("Yes") if answer else words("No")

    def kept(self, text: str) -> str:
        """What somebody typed, without the personal details within it in a redacted copy."""
        return self.redaction.text(text) if self.redaction else text

    def told(self, said: str, typed: str) -> str:
        """``said`` where what was typed could be read as a date or time, else as it was typed."""
        return said if said != typed else self.kept(typed)

    def _one(self, field: Field, text: str) -> str:
        if (choice := field.choice(text)) is not None:
            return self.words(choice.label)
        if field.entry in {Entry.MOMENT, Entry.DATE, Entry.TIME}:
            return self.told(self.dates.answered(text), text)
        if field.entry is Entry.STEPS and self.redaction:
            return self._removed
        return self.kept(text)

    def _row(self, field: Field, row: Mapping[str, str | bool | list[str]]) -> str:
        return "; ".join(
            f"{self.label(column)}: {self._cell(column, row[column.key])}"
            for column in field.rows
            if is_answered(_as_answer(row.get(column.key)))
        )

    def _cell(self, column: Field, value: str | bool | list[str]) -> str:
        answer = _as_answer(value)
        return "" if answer is None else self.said(column, answer)

    def _section(self, section: Section) -> Iterator[Block]:
        groups: dict[str, list[Field]] = {}
        for field in in_section(section):
            group = "" if field.group in _WITHIN else field.read_under
            groups.setdefault(group, []).append(field)
        for group, fields in groups.items():
            blocks = tuple(self._group(fields))
            if blocks and group:
                yield Under(self.words(group))
            yield from blocks

    def _group(self, fields: Iterable[Field]) -> Iterator[Block]:
        """The longer answers in their order; where the first short one is, all short ones."""
        facts: list[Named] = []
        ticked: list[str] = []
        people: list[tuple[str, ...]] = []
        before: list[Block] = []
        after: list[Block] = []
        for field in fields:
            answer = self.answers.get(field.key)
            if answer is None or not is_answered(answer) or self._is_at_the_top(field, answer):
                continue
            if answer is True:
                ticked.append(self._within(field))
            elif field.key in _PEOPLE and isinstance(answer, list) and not self.redaction:
                people += self._people(field, answer)
            else:
                block = self._block(field, answer)
                if isinstance(block, Named):
                    facts.append(block)
                elif field.key == "narrative":
                    before.insert(0, block)
                else:
                    (after if facts or ticked else before).append(block)
        yield from before
        if facts or ticked:
            yield Facts(tuple(facts), tuple(ticked))
        if people:
            words = self.words
            yield Rows("", (words("Who"), words("As"), words("What is known")), tuple(people))
        yield from after

    def _within(self, field: Field) -> str:
        """The name of ``field`` where it stands among those of other groups."""
        label = self.label(field)
        if field.group not in _WITHIN:
            return label
        return f"{self.words(field.read_under)}: {label[:1].lower()}{label[1:]}"

    def _people(self, field: Field, rows: Iterable[object]) -> Iterator[tuple[str, ...]]:
        words = self.words
        first, *others = field.rows
        for row in rows:
            if isinstance(row, dict):
                told = [
                    self._of_a_person(column, row[column.key])
                    for column in others
                    if is_answered(_as_answer(row.get(column.key)))
                ]
                yield (
                    self._cell(first, row.get(first.key, "")),
                    words("Witness") if field.key == "witnesses" else self.label(field),
                    "; ".join(told),
                )

    def _of_a_person(self, column: Field, value: str | bool | list[str]) -> str:
        if value is True:
            return self.label(column)
        said = self._cell(column, value)
        return said if column.choices else f"{self.label(column)}: {said}"

    def _is_at_the_top(self, field: Field, answer: Answer) -> bool:
        if field.key not in _AT_THE_TOP:
            return False
        if field.entry is Entry.YES_NO:
            return isinstance(answer, bool)
        return isinstance(answer, str) and len(answer) <= FITS_AT_THE_TOP

    def _block(self, field: Field, answer: Answer) -> Named | Block:
        name = self._within(field)
        if self.redaction and not self.redaction.keeps(field):
            if isinstance(answer, list):
                return Named(name, self._counted(len(answer)))
            return Named(name, self._removed)
        match field.entry, answer:
            case Entry.TEXT, str() if field.key == "narrative":
                return Story("", answer)
            case Entry.TEXT, str() if len(answer) > _SHORT or "\n" in answer:
                return Story(name, answer)
            case Entry.ROWS, list():
                return self._table(field, [row for row in answer if isinstance(row, dict)])
            case Entry.STEPS, list():
                return Steps(tuple(self._one(field, str(s)) for s in answer))
            case Entry.CHOICES, list() if field.key == "behavior":
                return Ticked(tuple(self._one(field, str(one)) for one in answer))
            case _:
                return Named(name, self.said(field, answer))

    def _table(self, field: Field, rows: list[dict[str, str | bool | list[str]]]) -> Block:
        columns = [
            column
            for at, column in enumerate(field.rows)
            if not at or any(is_answered(_as_answer(row.get(column.key))) for row in rows)
        ]
        label, (first, *others) = self.label(field), columns
        if len(columns) <= _COLUMNS:
            return Rows(
                "",
                (label, *(self.label(column) for column in others)),
                tuple(
                    tuple(self._cell(column, row.get(column.key, "")) for column in columns)
                    for row in rows
                ),
            )
        words = self.words
        return Rows(
            "",
            (label, words("What is known")),
            tuple(
                (
                    self._cell(first, row.get(first.key, "")),
                    self._row(field, {c.key: row[c.key] for c in others if c.key in row}),
                )
                for row in rows
            ),
        )


def _as_answer(value: str | bool | list[str] | None) -> Answer | None:
    return [*value] if isinstance(value, list) else value


def _plain(answer: Answer) -> str:
    """An answer of unknown meaning as it stands."""
    match answer:
        case list():
            return "; ".join(
                ", ".join(f"{key}: {value}" for key, value in one.items())
                if isinstance(one, dict)
                else str(one)
                for one in answer
            )
        case _:
            return str(answer)
