"""The opening test that a counter is making, in a file that anything may happen to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.domain.opening.progress import Progress
from desktop.services.adapters.opening_file import ProgressFile
from tests.ui.opening_stage import SENT, confirmed, looked


def at_once(action: Callable[[], None]) -> None:
    action()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "opening-test.json"


def test_what_was_done_comes_back_as_it_was_kept(path: Path) -> None:
    kept = looked(confirmed(SENT), wrong="Boxes “ñ”").noted("Told facilities")
    ProgressFile(path, at_once).write(kept)
    assert ProgressFile(path, at_once).read() == kept
    ProgressFile(path, at_once).write(kept.finished())
    assert ProgressFile(path, at_once).read().done_on == kept.day


@pytest.mark.parametrize(
    "damaged", [b"", b"\x00" * 500, b"{", b'{"looks": {"roof": {}}}', b'{"day": 7}', b"[" * 100_000]
)
def test_a_file_that_is_no_test_is_one_that_is_due(path: Path, damaged: bytes) -> None:
    path.write_bytes(damaged)
    assert ProgressFile(path, at_once).read() == Progress()


def test_a_folder_that_takes_nothing_costs_no_more_than_to_be_asked_again(path: Path) -> None:
    file = ProgressFile(path / "missing", at_once)
    path.write_text("a file where a folder is needed")
    file.write(SENT)
    assert file.read() == Progress()
