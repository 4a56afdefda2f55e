"""A folder of cards: ``LANGUAGE/ID.md`` each."""

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
    languages = tuple(languages)
    names = sorted({file.stem for one in languages for file in (folder / one).glob("*.md")})
    cards: dict[CardId, dict[str, Card]] = {}
    texts: dict[CardId, dict[str, str]] = {}
    refused: list[CardRefusedError] = []
    for name in names:
        try:
            read = {
                one: _text(name, folder / one / f"{name}.md")
                for one in languages
                if (folder / one / f"{name}.md").exists()
            }
            found = read_card(read, name=name)
        except CardRefusedError as refusal:
            refused.append(refusal)
            continue
        card = next(iter(found.values()))
        if card.id in cards:
            refused.append(_twice(name, card.id))
            continue
        cards[card.id], texts[card.id] = found, read
        refused += [_untranslated(card, one) for one in languages if one not in found]
    return ReadFolder(cards, texts, tuple(refused))


def _twice(name: str, card: CardId) -> CardRefusedError:
    return CardRefusedError(
        name,
        Sentence("Another file is the card “{id}” already.", {"id": card}),
        advice="Give one of the two another id.",
    )


def _untranslated(card: Card, language: str) -> CardRefusedError:
    return CardRefusedError(
        card.id,
        Sentence("It is not translated ({language}).", {"language": language}),
        advice="Until it is, its first language is shown.",
    )


def _text(name: str, file: Path) -> str:
    with file.open("rb") as opened:
        read = opened.read(MAX_BYTES + 4)
    try:
        return read.decode("utf-8")
    except UnicodeDecodeError as cause:
        if len(read) > MAX_BYTES:  # cut in the middle of a letter
            return read.decode("utf-8", "replace")
        raise CardRefusedError(
            name, Sentence("It is not UTF-8 text."), advice="Save the file as UTF-8 text."
        ) from cause
