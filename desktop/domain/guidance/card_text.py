"""Changing the text of a card without having to know its form (docs/guidance-cards.md)."""

import json
import re
import tomllib
from datetime import date

import msgspec

from desktop.domain.folding import folded
from desktop.domain.guidance.card import CardKind, Part
from desktop.domain.guidance.headings import HEADINGS, part_of
from desktop.domain.guidance.ids import CardId

_FENCE = "+++"
_TRANSLATED = ("id", "title", "hint")
"""What the header of a translation says again; its words are found anew in every language."""


def key_of(text: str, key: str) -> str:
    """What the header of ``text`` says for ``key``; ``""`` where it says nothing readable."""
    lines, top, _ = _header(text)
    for line in lines[1:top]:
        if _names(line, key):
            try:
                return str(tomllib.loads(line.strip())[key])
            except (tomllib.TOMLDecodeError, KeyError, RecursionError):
                return ""
    return ""


def with_key(text: str, key: str, value: str | date) -> str:
    """``text`` with ``value`` for ``key`` in its header, and not a letter changed besides.

    An empty value takes the key away. A text without a header stays as it is.
    """
    lines, top, end = _header(text)
    if not end:
        return text
    said = _line(key, value) if value else None
    at = next((n for n, line in enumerate(lines[1:top], 1) if _names(line, key)), None)
    if at is not None:
        lines[at : at + 1] = [said] if said else []
    elif said:
        lines.insert(top, said)
    return "\n".join(lines)


def first_language(texts: dict[str, str]) -> str:
    """The language whose text holds the facts: the first that names the card's kind."""
    return next((one for one, text in texts.items() if key_of(text, "kind")), next(iter(texts), ""))


def id_from(title: str, taken: frozenset[CardId]) -> CardId:
    """An id for a new card of that title, unlike those that are ``taken``."""
    plain = "-".join(re.findall("[a-z0-9]+", folded(title)))[:40].strip("-") or "card"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}-{number}", number + 1
    return name


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """What a new card of the site's own begins with. ``rungs`` are a ladder's, from the first on:
    a title and a text each.
    """

    card: CardId
    kind: CardKind
    title: str
    owner: str
    reviewed: date
    body: str = ""
    place: int = 0
    topic: CardId = ""
    ladder: CardId = ""
    rung: str = ""
    rungs: tuple[tuple[str, str], ...] = ()


def new_text(new: Beginning) -> str:
    """The text of that card, with what its kind needs in the header."""
    said: tuple[tuple[str, str | date], ...] = (
        ("topic", new.topic),
        ("ladder", new.ladder),
        ("rung", new.rung),
        ("owner", new.owner),
        ("reviewed", new.reviewed),
    )
    lines = [
        _line("id", new.card),
        _line("kind", new.kind.value),
        *([f"place = {new.place}"] if new.place else []),
        _line("title", new.title),
        _line("hint", ""),
        "words = []",
        'sources = ["site"]',
        *(_line(key, value) for key, value in said if value),
    ]
    for at, (title, text) in enumerate(new.rungs, 1):
        then = f"rung-{at + 1}" if at < len(new.rungs) else ""
        facts = {"id": f"rung-{at}", "title": title, "text": text, "then": then}
        lines += ["", "[[rungs]]", *(_line(key, value) for key, value in facts.items() if value)]
    return "\n".join([_FENCE, *lines, _FENCE, "", new.body.strip(), ""])


def translation_of(text: str, language: str, into: str) -> str:
    """What to begin the translation of ``text`` with: what it says itself, under the headings of
    the language ``into``.
    """
    lines, top, end = _header(text)
    header = [_line(key, key_of(text, key)) for key in _TRANSLATED if key_of(text, key)]
    body = [_heading(line, language, into) for line in lines[end + 1 :]]
    return "\n".join([_FENCE, *header, "words = []", *_rungs(lines[top:end]), _FENCE, *body])


def _header(text: str) -> tuple[list[str], int, int]:
    """The lines of ``text``, which of them ends the header's own keys, and which the header with
    its rungs; 0 and 0 where there is none.
    """
    lines = text.split("\n")
    if lines[0].removeprefix("\ufeff").strip() != _FENCE:
        return lines, 0, 0
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == _FENCE), 0)
    top = next((n for n, line in enumerate(lines[1:end], 1) if line.startswith("[[")), end)
    return lines, top, end


def _names(line: str, key: str) -> bool:
    return re.match(rf"\s*{re.escape(key)}\s*=", line) is not None


def _line(key: str, value: str | date) -> str:
    said = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
    return f"{key} = {said}"


def _heading(line: str, language: str, into: str) -> str:
    if not line.startswith("## "):
        return line
    part = part_of(line[3:], language)
    return line if part is Part.OTHER else f"## {HEADINGS[into][part]}"


def _rungs(tables: list[str]) -> list[str]:
    """Of every rung what a translation says again."""
    kept = (line for line in tables if line.startswith("[[") or not line.strip() or _is_said(line))
    return ["", *kept] if tables else []


def _is_said(line: str) -> bool:
    return any(_names(line, key) for key in ("id", "title", "text", "say"))
