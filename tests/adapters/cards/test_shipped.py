import shutil
from pathlib import Path

import pytest

from desktop.assets import asset
from desktop.services.adapters.cards import read_folder, shipped
from desktop.services.adapters.cards.shipped import FILE, compiled, read_shipped
from desktop.words import LANGUAGES
from tests.support.shipped_cards import shipped as as_read

CARD = "great-service.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "guidance"
    for language in LANGUAGES:
        (made / language).mkdir(parents=True)
        shutil.copy(asset("guidance", language, CARD), made / language)
    (made / FILE).write_bytes(compiled(made, LANGUAGES))
    return made


def reads_texts(monkeypatch: pytest.MonkeyPatch, folder: Path) -> bool:
    """Whether the texts were read, and not what was compiled."""
    asked: list[Path] = []

    def remembers(folder: Path, languages: tuple[str, ...]) -> object:
        asked.append(folder)
        return read_folder(folder, languages)

    monkeypatch.setattr(shipped, "read_folder", remembers)
    read = read_shipped(folder, LANGUAGES)
    assert read == read_folder(folder, LANGUAGES)
    return bool(asked)


def test_the_cards_that_ship_are_compiled_from_the_texts_that_people_edit() -> None:
    """``python -m tests.adapters.cards.compiling`` makes them anew."""
    assert asset("guidance", FILE).read_bytes() == compiled(asset("guidance"), LANGUAGES)


def test_what_is_compiled_is_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not reads_texts(monkeypatch, asset("guidance"))
    assert read_shipped(asset("guidance"), LANGUAGES) == as_read()


def test_a_text_that_an_office_changed_holds_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not reads_texts(monkeypatch, folder)
    changed = next((folder / "en").glob("*.md"))
    changed.write_text(changed.read_text("utf-8") + "\nOne line more.\n", "utf-8")
    assert reads_texts(monkeypatch, folder)


def test_ends_of_lines_as_another_system_writes_them_change_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in folder.rglob("*.md"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert not reads_texts(monkeypatch, folder)


@pytest.mark.parametrize("held", [None, b"", b"no cards", b"\x92\xc4\x00\x80"])
def test_without_a_compiled_file_of_this_version_the_texts_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, held: bytes | None
) -> None:
    (folder / FILE).unlink()
    if held is not None:
        (folder / FILE).write_bytes(held)
    assert reads_texts(monkeypatch, folder)
