"""A folder of cards: ``LANGUAGE/ID.md`` each."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from desktop.domain.guidance.card import Card
from desktop.domain.guidance.errors import CardRefusedError
from desktop.domain.guidance.ids import CardId
from desktop.domain.sentence import Sentence
from desktop.services.adapters.cards.header import MAX_BYTES
from desktop.services.adapters.cards.reading import read_card


class ReadFolder(msgspec.Struct, frozen=True):
    """The cards of a folder by id, each by language; their texts; and what was refused, why."""

    cards: dict[CardId, dict[str, Card]]
    texts: dict[CardId, dict[str, str]]
    refused: tuple[CardRefusedError, ...]


def read_folder(folder: Path, languages: Iterable[str]) -> ReadFolder:
    """Read every card of ``folder``; the first of ``languages`` is the one that all must have.

    What cannot be used is left out and named in ``refused``, each once. A card that a language
    lacks is used without it and named, too. Raises ``OSError`` where the folder cannot be read.
    """
    os.scandir(folder).close()  # a glob finds nothing in a folder that is not there
    languages = tuple(languages)
    files = files_of(folder, languages)
    cards: dict[CardId, dict[str, Card]] = {}
    texts: dict[CardId, dict[str, str]] = {}
    refused: list[CardRefusedError] = []
    for name, by_language in files.items():
        try:
            read = {one: _text(name, file, one) for one, file in by_language.items()}
            found = read_card(read, name=name)
            _check_name(name, next(iter(found.values())).id, files)
        except CardRefusedError as refusal:
            refused.append(refusal)
            continue
        cards[name], texts[name] = found, read
        refused += [_untranslated(name, one) for one in languages if one not in found]
    return ReadFolder(cards, texts, tuple(refused))


def files_of(folder: Path, languages: tuple[str, ...]) -> dict[str, dict[str, Path]]:
    """The files by name and language. What begins with a dot is an editor's, or the system's."""
    found: dict[str, dict[str, Path]] = {}
    for language in languages:
        for file in (folder / language).glob("*.md"):
            if not file.name.startswith("."):
                found.setdefault(file.stem, {})[language] = file
    return {name: found[name] for name in sorted(found)}


def _check_name(name: str, card: CardId, files: Iterable[str]) -> None:
    if card == name:
        return
    if card in files:
        raise CardRefusedError(
            name,
            Sentence("Another file is the card “{id}” already.", {"id": card}),
            advice="Give one of the two another id, and call its file so.",
        )
    raise CardRefusedError(
        name,
        Sentence("Its id is “{id}”, and its file is called otherwise.", {"id": card}),
        advice="Call the file by the card's id.",
    )


def _untranslated(card: CardId, language: str) -> CardRefusedError:
    return CardRefusedError(
        card,
        Sentence("It is not translated ({language}).", {"language": language}),
        advice="Until it is, its first language is shown.",
        language=language,
    )


def _text(name: str, file: Path, language: str) -> str:
    try:
        if not file.is_file():  # reading a pipe would wait forever
            raise FileNotFoundError
        with file.open("rb") as opened:
            read = opened.read(MAX_BYTES + 4)
    except OSError as cause:
        raise CardRefusedError(
            name,
            Sentence("It cannot be read."),
            advice="See that it is a file, and that this account may read it.",
            language=language,
        ) from cause
    try:
        return read.decode("utf-8")
    except UnicodeDecodeError as cause:
        if len(read) > MAX_BYTES:  # cut in the middle of a letter
            return read.decode("utf-8", "replace")
        raise CardRefusedError(
            name,
            Sentence("It is not UTF-8 text."),
            advice="Save the file as UTF-8 text.",
            language=language,
        ) from cause
