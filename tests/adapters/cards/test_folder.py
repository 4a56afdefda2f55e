"""A folder of cards is read as far as it can be; what cannot be used is named, each once."""

import os
import sys
from pathlib import Path

import pytest

from desktop.services.adapters.cards import read_folder
from desktop.services.adapters.cards.folder import ReadFolder
from tests.support.card_texts import SITUACION, SITUATION, a_guide


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one card, in both languages."""
    write(tmp_path, "en/language.md", SITUATION)
    write(tmp_path, "es/language.md", SITUACION)
    return tmp_path


def write(folder: Path, name: str, text: str | bytes) -> None:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)


def read(folder: Path) -> ReadFolder:
    return read_folder(folder, ("en", "es"))


def refusals(folder: Path) -> list[tuple[str, str, str]]:
    """What was refused: the card, the language at fault and the sentence."""
    return [(one.card, one.language, str(one.what)) for one in read(folder).refused]


def test_a_card_is_read_in_all_its_languages_with_the_texts_it_was_read_from(folder: Path) -> None:
    found = read(folder)
    assert {name: list(card) for name, card in found.cards.items()} == {"language": ["en", "es"]}
    assert found.cards["language"]["es"].title == "Insultos"
    assert found.texts == {"language": {"en": SITUATION, "es": SITUACION}}
    assert found.refused == ()


def test_a_card_that_cannot_be_used_takes_no_other_with_it(folder: Path) -> None:
    write(folder, "en/bad.md", "No header.")
    write(folder, "es/bad.md", "Tampoco.")
    assert list(read(folder).cards) == ["language"]
    assert refusals(folder) == [("bad", "en", "It has no header between two lines of +++.")]


def test_a_card_that_a_language_lacks_is_used_without_it_and_named(folder: Path) -> None:
    write(folder, "en/guide.md", a_guide())
    assert list(read(folder).cards["guide"]) == ["en"]
    assert refusals(folder) == [("guide", "es", "It is not translated (es).")]


def test_a_translation_of_nothing_is_named(folder: Path) -> None:
    write(folder, "es/nada.md", '+++\nid = "nada"\ntitle = "Nada"\n+++\n')
    assert refusals(folder) == [("nada", "", "Its header lacks “kind”.")]


def test_a_card_that_the_first_language_lacks_is_used_and_named(folder: Path) -> None:
    write(folder, "es/propia.md", a_guide(id="propia"))
    assert "propia" in read(folder).cards
    assert refusals(folder) == [("propia", "en", "It is not translated (en).")]


def test_of_two_cards_with_one_id_the_one_that_is_called_so_is_used(folder: Path) -> None:
    write(folder, "en/abuse.md", SITUATION)
    write(folder, "es/abuse.md", SITUACION)
    assert list(read(folder).cards) == ["language"]
    assert refusals(folder) == [("abuse", "", "Another file is the card “language” already.")]


def test_a_file_that_is_not_called_by_its_cards_id_is_named(folder: Path) -> None:
    write(folder, "en/advice.md", a_guide())
    assert refusals(folder) == [
        ("advice", "", "Its id is “guide”, and its file is called otherwise.")
    ]


def test_a_megabyte_is_refused_and_not_read_to_its_end(folder: Path) -> None:
    for text in ("x" * 1_000_000, "é" * 500_000, " é" * 400_000):
        write(folder, "en/long.md", text)
        assert refusals(folder) == [
            ("long", "en", "It is longer than a card may be (12000 bytes).")
        ]


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    for encoding in ("utf-16", "cp1252"):
        write(folder, "es/language.md", SITUACION.encode(encoding))
        assert refusals(folder) == [("language", "es", "It is not UTF-8 text.")]


def test_a_folder_in_the_place_of_a_card_is_named(folder: Path) -> None:
    (folder / "en" / "guide.md").mkdir()
    assert refusals(folder) == [("guide", "en", "It cannot be read.")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_in_the_place_of_a_card_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "en" / "guide.md")
    assert refusals(folder) == [("guide", "en", "It cannot be read.")]


def test_what_is_no_card_is_left_alone(folder: Path) -> None:
    write(folder, "README.md", "About these cards.")
    write(folder, "en/.language.md.swp", "")
    write(folder, "en/._language.md", b"\0\5\26\7")
    write(folder, "en/language.md~", "An older one.")
    write(folder, "fr/language.md", "Pas encore.")
    assert refusals(folder) == []


def test_a_folder_that_is_not_there_is_no_empty_guidance(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        read(tmp_path / "nowhere")
    assert read(tmp_path).cards == {}
