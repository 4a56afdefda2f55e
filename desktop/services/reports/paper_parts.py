"""What a report on paper is made of, in words and without layout; the adapter lays it out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A short fact with its name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Short facts that may stand beside each other, and what was answered with yes."""

    facts: tuple[Named, ...]
    ticked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Text of any length under its name; either may be empty."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was ticked of a list of choices."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """What was done, one after the other."""

    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table. ``code`` is the column whose words are no language (a fingerprint)."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Under:
    """A heading within a part."""

    name: str


Block = Facts | Story | Ticked | Steps | Rows | Under


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its heading and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """A typed name on a line and what is said under it; without a name, room for a pen."""

    name: str
    under: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An attached picture: what is written under it, and the blob that holds it."""

    name: str
    under: str
    sha256: str
