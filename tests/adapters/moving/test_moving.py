import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services.adapters import moving
from desktop.services.adapters.moving import move
from tests.support.windows import ON_WINDOWS


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[Path]]:
    """A virus scanner that holds a new file open for so many tries; returns what was tried."""
    replace = Path.replace
    tried: list[Path] = []

    def scan(times: int) -> list[Path]:
        def held(file: Path, place: Path) -> Path:
            tried.append(file)
            if len(tried) <= times:
                raise PermissionError(errno.EACCES, "Access is denied", str(file))
            return replace(file, place)

        monkeypatch.setattr(Path, "replace", held)
        return tried

    return scan


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    file = tmp_path / "fresh"
    file.write_text("new")
    return file


def test_on_windows_a_file_is_in_its_place_as_soon_as_the_virus_scanner_lets_go(
    scanned: Callable[[int], list[Path]], fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "sys", ON_WINDOWS)
    place = fresh.with_name("place")
    place.write_text("old")
    tried = scanned(3)
    move(fresh, place)
    assert len(tried) == 4
    assert place.read_text() == "new"
    assert not fresh.exists()


def test_a_file_that_another_program_keeps_open_is_a_refusal_after_a_while(
    scanned: Callable[[int], list[Path]], fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "sys", ON_WINDOWS)
    monkeypatch.setattr(moving, "GIVES_UP_AFTER", 0.1)
    tried = scanned(10_000)
    with pytest.raises(PermissionError):
        move(fresh, fresh.with_name("place"))
    assert len(tried) > 1
    assert fresh.read_text() == "new"


def test_elsewhere_a_refusal_is_one_at_once(
    scanned: Callable[[int], list[Path]], fresh: Path
) -> None:
    tried = scanned(1)
    with pytest.raises(PermissionError):
        move(fresh, fresh.with_name("place"))
    assert len(tried) == 1
