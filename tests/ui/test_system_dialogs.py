"""The system's dialogs: what was chosen is heard of, and no other window waits for them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.system_dialogs import (
    ask_for_folder,
    ask_to_open,
    ask_to_open_many,
    ask_to_save,
    warn,
)

ROOT = Path(__file__).resolve().parents[2]
BLOCKING = {
    "QMessageBox": ("warning", "information", "critical", "question", "about"),
    "QInputDialog": ("getText", "getItem", "getInt", "getDouble", "getMultiLineText"),
}


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def accepted(dialog: QFileDialog, file: Path) -> None:
    """Choose ``file`` as a person does."""
    assert dialog.windowModality() is Qt.WindowModality.WindowModal
    dialog.selectFile(str(file))
    dialog.accept()


def test_what_was_chosen_is_told(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "places.csv"
    file.write_text("x", "utf-8")
    told: list[object] = []
    accepted(ask_to_open(window, "Open", "CSV (*.csv)", told.append), file)
    assert told == [file]
    accepted(ask_to_open_many(window, "Add", told.append), file)
    assert told[1:] == [[file]]
    accepted(ask_for_folder(window, "Folder", str(tmp_path.parent), told.append), tmp_path)
    assert told[2:] == [tmp_path]


def test_a_name_typed_without_its_ending_gets_it(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[Path] = []
    proposed = tmp_path / "report.pdf"
    accepted(ask_to_save(window, "Save", proposed, "PDF (*.pdf)", told.append), tmp_path / "mine")
    assert told == [tmp_path / "mine.pdf"]


def test_nobody_hears_of_a_dialog_that_was_cancelled(window: QWidget, tmp_path: Path) -> None:
    told: list[Path] = []
    ask_to_save(window, "Save", tmp_path / "report.pdf", "PDF (*.pdf)", told.append).reject()
    assert told == []


def test_what_went_wrong_is_said_with_its_fix(window: QWidget) -> None:
    box = warn(window, "It is full.", "Free some space.")
    assert box.text() == "It is full.\n\nFree some space."
    assert box.windowModality() is Qt.WindowModality.WindowModal
    box.close()


def _calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Attribute(ast.Name(of), name)):
                yield of, name


def test_no_window_uses_a_dialog_that_blocks_bar_and_takeover() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {of}.{name}"
        for file in sorted((ROOT / "desktop").rglob("*.py"))
        for of, name in _calls(ast.parse(file.read_text("utf-8")))
        if name in BLOCKING.get(of, ()) or (of == "QFileDialog" and name.startswith("get"))
    ]
    assert found == []
