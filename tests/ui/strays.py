"""Widgets that are a window of their own for a moment: shown before they have a parent.

On a screen such a one flickers and takes the keyboard, and when it is gone no window has it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class _Watcher(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and not watched.windowTitle()  # each window that is meant has one
        ):
            self.seen.append(type(watched).__name__)
        return False


@contextmanager
def strays() -> Iterator[list[str]]:
    """The names of the strays that come up within it."""
    app = QApplication.instance()
    assert app is not None
    watcher = _Watcher()
    app.installEventFilter(watcher)
    try:
        yield watcher.seen
    finally:
        app.removeEventFilter(watcher)
