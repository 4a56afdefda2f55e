"""The header of a card's file: TOML between two lines ``+++``."""

import re
import tomllib
from datetime import date
from typing import Any, TypeVar

import msgspec

from desktop.domain.guidance.card import Action, CardKind, Level
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.plain_text import printed
from desktop.domain.sentence import Sentence
from desktop.services.adapters.cards.wrong_key import wrong_key

MAX_BYTES = 12_000
"""The longest text of a card: two languages of it fit into one event."""

_FENCE = "+++"
_RUNGS_DEEP = 3
"""How deep the texts of a rung lie in the header; nothing that a card has lies deeper."""
T = TypeVar("T", bound=msgspec.Struct)


class RungWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a translation says of a rung."""

    id: str
    title: str
    text: str
    say: str = ""


class RungFacts(RungWords, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rung as the first language has it."""

    who: Level = Level.EMPLOYEE
    actions: tuple[Action, ...] = ()
    then: str = ""


class Translation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every language says for itself."""

    id: str
    title: str
    hint: str = ""
    words: tuple[str, ...] = ()
    rungs: tuple[RungWords, ...] = ()


class Facts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the first language says for all."""

    id: str
    kind: CardKind
    title: str
    hint: str = ""
    words: tuple[str, ...] = ()
    place: int = 0
    icon: str = ""
    topic: str = ""
    sources: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    ladder: str = ""
    rung: str = ""
    worse: str = ""
    owner: str = ""
    reviewed: date | None = None
    rungs: tuple[RungFacts, ...] = ()


def parted(card: str, text: str) -> tuple[dict[str, Any], str]:
    """The header's values and the body below it.

    Raises ``CardRefusedError`` where the text is too long, has no header, or a broken one.
    """
    _check_size(card, text)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if not lines or lines[0].strip() != _FENCE or _FENCE not in map(str.strip, lines[1:]):
        raise CardRefusedError(
            card,
            Sentence("It has no header between two lines of +++."),
            advice="Begin it with the header of another card, and change what is in there.",
        )
    end = next(at for at, line in enumerate(lines[1:], 1) if line.strip() == _FENCE)
    try:
        values = tomllib.loads("\n".join(lines[1:end]))
    except (ValueError, RecursionError) as cause:  # ValueError, too: a figure of 5000 digits
        raise CardRefusedError(
            card,
            Sentence("Its header is broken: {why}.", {"why": _why(cause)}),
            advice="Look at that line: texts stand in quotation marks, lists in [ ].",
        ) from cause
    return values, "\n".join(lines[end + 1 :])


def _check_size(card: str, text: str) -> None:
    """Also that it can be encoded at all: half a letter makes whoever meets it stumble."""
    try:
        size = len(text) if len(text) > MAX_BYTES else len(text.encode())
    except UnicodeEncodeError as cause:
        around = text[max(0, cause.start - 10) : cause.start + 10]
        raise CardRefusedError(
            card,
            Sentence(
                "A letter in “{what}” cannot be shown: U+{code}.",
                {"what": around, "code": f"{ord(text[cause.start]):04X}"},
            ),
        ) from cause
    if size > MAX_BYTES:
        raise CardRefusedError(
            card,
            Sentence("It is longer than a card may be ({n} bytes).", {"n": MAX_BYTES}),
            advice="Make two cards of it, or attach the long text as a PDF.",
        )


def read_header(card: str, values: dict[str, Any], kind: type[T]) -> T:
    """The header as ``kind``; raises ``CardRefusedError`` naming the key that is wrong."""
    try:
        return msgspec.convert(_on_one_line(values, _RUNGS_DEEP), kind)
    except msgspec.ValidationError as cause:
        raise wrong_key(card, str(cause), of_all_languages=kind is Facts) from cause


def _on_one_line(value: Any, deep: int) -> Any:
    """Texts over several lines are for whoever writes them; a card has its own lines."""
    match value:
        case str():
            return printed(value).strip()
        case list() if deep:
            return [_on_one_line(one, deep - 1) for one in value]
        case dict() if deep:
            return {key: _on_one_line(one, deep - 1) for key, one in value.items()}
        case _:
            return value


def _why(cause: Exception) -> Sentence:
    if isinstance(cause, RecursionError):
        return Sentence("it is nested too deeply")
    at = re.search(r"at line (\d+)", str(cause))
    if at is not None:
        return Sentence("see line {n}", {"n": int(at[1]) + 1})
    if "end of document" in str(cause):
        return Sentence("see its last line")
    return Sentence("it has a figure that is too large")
