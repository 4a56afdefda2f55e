"""The header of a card's file: TOML between two lines ``+++``."""

import re
import tomllib
from datetime import date
from typing import Any, TypeVar

import msgspec

from desktop.domain.guidance.card import Action, CardKind, Level
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.sentence import Sentence

MAX_BYTES = 12_000
"""The longest text of a card: two languages of it fit into one event."""

_FENCE = "+++"
_PLACE = re.compile(r"`\$(?:\[[^\]]*\])?\.?([a-z_]+)")
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
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise CardRefusedError(
            card,
            Sentence("It is longer than a card may be ({n} bytes).", {"n": MAX_BYTES}),
            advice="Make two cards of it, or attach the long text as a PDF.",
        )
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
    except (tomllib.TOMLDecodeError, RecursionError) as cause:
        raise CardRefusedError(
            card,
            Sentence("Its header is broken: {why}.", {"why": _line_of(str(cause))}),
            advice="Look at that line: texts stand in quotation marks, lists in [ ].",
        ) from cause
    return values, "\n".join(lines[end + 1 :])


def read_header(card: str, values: dict[str, Any], kind: type[T]) -> T:
    """The header as ``kind``; raises ``CardRefusedError`` naming the key that is wrong."""
    known = {field.name for field in msgspec.structs.fields(kind)}
    for key in values:
        if key not in known:
            raise CardRefusedError(
                card,
                Sentence("Nothing in a card's header is called “{key}”.", {"key": key}),
                advice="Look for a typing error; docs/guidance-cards.md lists the keys.",
            )
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as cause:
        said = str(cause)
        found = _PLACE.search(said)
        missing = re.search(r"missing required field `([a-z_]+)`", said)
        if missing and not found:
            raise CardRefusedError(
                card, Sentence("Its header lacks “{key}”.", {"key": missing[1]})
            ) from cause
        raise CardRefusedError(
            card,
            Sentence(
                "“{key}” in its header is not what it may be.",
                {"key": found[1] if found else said},
            ),
        ) from cause


def _line_of(said: str) -> Sentence:
    at = re.search(r"at line (\d+)", said)
    if at is None:
        return Sentence("it ends too early")
    return Sentence("see line {n}", {"n": int(at[1]) + 1})
