"""Undo and redo across the whole form: one step for each answer, one for a stretch of typing."""

import time
from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from desktop.ui.views.incident_sheet import Sheet, Value

PAUSE_S = 1.5
"""Typing goes on in the same step until somebody pauses this long or goes to another field."""

_TYPING = 1


class Write(QUndoCommand):
    """One answer written; ``where`` is its field, or the cell of its row."""

    def __init__(
        self,
        sheet: Sheet,
        key: str,
        value: Value,
        *,
        where: str = "",
        is_typing: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._sheet = sheet
        self._key = key
        self.where = where or key
        self._before = sheet.value(key)
        self.after = value
        self._is_typing = is_typing
        self.at = clock()

    def id(self) -> int:
        return _TYPING if self._is_typing else -1

    def redo(self) -> None:
        self._sheet.put(self._key, self.after)

    def undo(self) -> None:
        self._sheet.put(self._key, self._before)

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Write) or other.where != self.where:
            return False
        if other.at - self.at > PAUSE_S:
            return False
        self.after, self.at = other.after, other.at
        return True
