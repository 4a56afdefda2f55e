"""The cards that ship, read without reading Markdown: they are compiled beside their texts.

Reading 188 texts takes a third of a second of a processor and 4 MB, at every start of every bar.
``python -m tests.adapters.cards.compiling`` makes the file anew. It holds only for the very texts
that it was made of; where an office changed one, or where the file is missing or of another
version, the texts are read.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from desktop.domain.guidance.card import Card
from desktop.domain.guidance.ids import CardId
from desktop.services.adapters.cards.folder import ReadFolder, files_of, read_folder

FILE = "compiled.msgpack"


class Compiled(msgspec.Struct, frozen=True):
    """Cards as they were read, and a digest of what they were read from."""

    digest: bytes
    cards: dict[CardId, dict[str, Card]]


def read_shipped(folder: Path, languages: Iterable[str]) -> ReadFolder:
    """What ``read_folder`` gives, and raises."""
    languages = tuple(languages)
    try:
        made = msgspec.msgpack.decode((folder / FILE).read_bytes(), type=Compiled)
        texts = _texts(folder, languages)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError):
        return read_folder(folder, languages)
    if made.digest != _digest(texts):
        return read_folder(folder, languages)
    return ReadFolder(made.cards, texts, ())


def compiled(folder: Path, languages: Iterable[str]) -> bytes:
    """What ``FILE`` is to hold; every card there must be in order."""
    languages = tuple(languages)
    read = read_folder(folder, languages)
    assert not read.refused, read.refused
    return msgspec.msgpack.encode(Compiled(_digest(_texts(folder, languages)), read.cards))


def _texts(folder: Path, languages: tuple[str, ...]) -> dict[CardId, dict[str, str]]:
    return {
        name: {one: file.read_bytes().decode("utf-8") for one, file in by_language.items()}
        for name, by_language in files_of(folder, languages).items()
    }


def _digest(texts: Mapping[CardId, Mapping[str, str]]) -> bytes:
    """The same on every system, whatever a checkout made of the ends of lines."""
    whole = sha256()
    for name, by_language in sorted(texts.items()):
        for language, text in sorted(by_language.items()):
            said = text.replace("\r\n", "\n").encode()
            whole.update(f"{name} {language} {len(said)}\n".encode() + said)
    return whole.digest()
