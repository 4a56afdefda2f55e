"""What one question of an incident report is: the type of a row of the field table."""

from collections.abc import Mapping
from enum import Enum, StrEnum

import msgspec

Scalar = str | bool
Row = dict[str, str | bool | list[str]]
Answer = str | bool | list[str | Row]
Answers = dict[str, Answer]
"""What was answered, by field key. A field that nobody answered is not in it."""


class Kind(StrEnum):
    """How the incident came, which decides what is asked."""

    COUNTER = "counter"
    PHONE = "phone"
    CORRESPONDENCE = "correspondence"
    VISIT = "visit"
    DIGITAL = "digital"
    THREAT_CALL = "threat_call"


KIND_LABELS = {
    Kind.COUNTER: "At the counter",
    Kind.PHONE: "Phone call",
    Kind.CORRESPONDENCE: "Letter or message",
    Kind.VISIT: "Field visit",
    Kind.DIGITAL: "Digital channel",
    Kind.THREAT_CALL: "Threat call",
}


class Section(Enum):
    """The parts of a report, in this order and under these names in form and PDF alike."""

    HAPPENED = "What happened"
    PEOPLE = "People"
    BEHAVIOR = "Behavior"
    STAFF = "What staff did"
    ESCALATION = "Escalation"
    HARM = "Harm"
    AFTERWARDS = "Afterwards"


class Entry(Enum):
    """How a field is answered, and as what its answer is kept.

    ``LINE`` and ``TEXT`` are strings, of one line and of many; ``MOMENT`` is a local date and time
    ``2026-03-09T10:00``, ``DATE`` its first part and ``TIME`` its last; ``YES_NO`` is a bool;
    ``CHOICE`` is one choice's key, ``CHOICES`` a list of them; ``STEPS`` a list of guidance steps;
    ``ROWS`` is a list of objects with the keys of the field's own ``rows``.
    """

    LINE = "line"
    TEXT = "text"
    MOMENT = "moment"
    DATE = "date"
    TIME = "time"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    STEPS = "steps"
    ROWS = "rows"


class Choice(msgspec.Struct, frozen=True):
    """One thing to tick: what is kept, and what people read."""

    key: str
    label: str


class When(msgspec.Struct, frozen=True, kw_only=True):
    """When a field is asked: for these kinds (none: all), and where one of these was answered.

    ``answered`` maps a field to the answers that ask for this one; an empty set means any answer
    but "no".
    """

    kinds: frozenset[Kind] = frozenset()
    answered: tuple[tuple[str, frozenset[str]], ...] = ()

    def holds(self, kind: Kind, answers: Mapping[str, Answer]) -> bool:
        """Whether it is asked in a report of ``kind`` with these answers."""
        if self.kinds and kind not in self.kinds:
            return False
        return not self.answered or any(
            _says(answers.get(key), wanted) for key, wanted in self.answered
        )


ALWAYS = When()


class Field(msgspec.Struct, frozen=True):
    """One row of the table. ``group`` is a heading of its own within the section.

    ``is_short``: on the short form from the start; others open on demand or where the case asks.
    ``is_personal``: says something about a person, so the redacted copy leaves it out.
    ``osha`` is its item on OSHA's Form 301, ``sb553`` its column in California's log.
    ``reading`` and ``reading_group`` are what label and group are to those who read the answer,
    where what asks for it does not read well above it.
    """

    key: str
    label: str
    section: Section
    entry: Entry = Entry.LINE
    group: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    rows: tuple["Field", ...] = ()
    when: When = ALWAYS
    is_short: bool = False
    is_essential: bool = False
    is_personal: bool = False
    osha: str = ""
    sb553: str = ""
    reading: str = ""
    reading_group: str = ""

    @property
    def read_as(self) -> str:
        """What stands above the answer where it is read, in a window or on paper."""
        return self.reading or self.label

    @property
    def read_under(self) -> str:
        """The heading within the section under which the answer is read."""
        return self.reading_group or self.group

    def choice(self, key: str) -> Choice | None:
        """The choice with that key."""
        return next((choice for choice in self.choices if choice.key == key), None)

    def row(self, key: str) -> "Field | None":
        """The field of a row with that key."""
        return next((field for field in self.rows if field.key == key), None)


def is_answered(answer: Answer | None) -> bool:
    """Somebody wrote or ticked something there; "no" to a question is an answer, too."""
    return answer is not None and answer not in ("", [])


def _says(answer: Answer | None, wanted: frozenset[str]) -> bool:
    if answer is None or answer is False or not is_answered(answer):
        return False
    if not wanted:
        return True
    said = answer if isinstance(answer, list) else [answer]
    return any(str(one) in wanted for one in said)
