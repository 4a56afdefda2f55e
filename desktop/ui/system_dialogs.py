"""The system's own dialogs, each in front of its window alone.

Qt's one-line calls for them block every window of the program until they are closed: a takeover
filled the screen and could not be answered, and a counter's bar called nobody. These leave both
free.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget


def ask_to_open(
    parent: QWidget, title: str, kinds: str, chosen: Callable[[Path], None]
) -> QFileDialog:
    """Ask for a file that is there; ``chosen`` hears of it, and of nothing if nobody chooses."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _opened(dialog, chosen)


def ask_to_open_many(
    parent: QWidget, title: str, chosen: Callable[[list[Path]], None]
) -> QFileDialog:
    """Ask for files that are there; as ``ask_to_open``."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda paths: chosen([Path(path) for path in paths]))
    _put_up(dialog)
    return dialog


def ask_for_folder(
    parent: QWidget, title: str, proposed: str, chosen: Callable[[Path], None]
) -> QFileDialog:
    """Ask for a folder; as ``ask_to_open``."""
    dialog = QFileDialog(parent, title, proposed)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _opened(dialog, chosen)


def ask_to_save(
    parent: QWidget, title: str, proposed: Path, kinds: str, chosen: Callable[[Path], None]
) -> QFileDialog:
    """Ask where to save; a file that is there is replaced only after a question."""
    dialog = QFileDialog(parent, title, str(proposed.parent), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposed.suffix.removeprefix("."))
    dialog.selectFile(proposed.name)
    return _opened(dialog, chosen)


def warn(parent: QWidget, sentence: str, fix: str) -> QMessageBox:
    """Say what went wrong and what to do about it."""
    box = QMessageBox(
        QMessageBox.Icon.Warning,
        "Countersign",
        f"{sentence}\n\n{fix}",
        QMessageBox.StandardButton.Ok,
        parent,
    )
    _put_up(box)
    return box


def _opened(dialog: QFileDialog, chosen: Callable[[Path], None]) -> QFileDialog:
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    _put_up(dialog)
    return dialog


def _put_up(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
