"""Closing a window that somebody wrote in: it goes once the disk has everything, or they say so."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.reports.question import Question
from desktop.ui.views.saving import Saving

Ask = Callable[[], Question]


class Closing(QObject):
    """Decides whether ``window`` may close, and closes it by itself once it may.

    ``saving`` is ``None`` where nothing is to be kept any more. ``ask`` makes the question of what
    would be lost. ``stayed`` when the window is to be written in again.
    """

    stayed = Signal()

    def __init__(
        self,
        window: QWidget,
        *,
        saving: Callable[[], Saving | None],
        ask: Ask,
        reading: Callable[[], int] = lambda: 0,
        is_sending: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._saving = saving
        self._ask_person = ask
        self._reading = reading
        self._is_sending = is_sending
        self._is_allowed = False
        self._is_waiting = False
        self.question: Question | None = None

    @property
    def is_allowed(self) -> bool:
        """The window may close whatever is kept."""
        return self._is_allowed

    def may_close(self) -> bool:
        """Whether the window may close now; else it closes by itself, or the person is asked."""
        if self._is_allowed:
            return True
        if self._is_sending():
            self._is_waiting = True
            return False
        saving = self._saving()
        if saving is None or (saving.is_clean and not self._reading()):
            return True
        if self._is_waiting:
            self._ask()  # whoever closes twice does not want to wait
        self._is_waiting = True
        return False

    def go_on(self) -> None:
        """Something that it waits for is done: close once everything is kept; ask once where the
        disk refuses it.
        """
        if not self._is_waiting or self._is_sending():
            return
        saving = self._saving()
        if saving is not None and saving.is_busy:
            return  # what it waits for comes back here
        if saving is not None and saving.state.is_dirty:
            if saving.state.error is None:
                saving.now()
            else:
                self._ask()
        elif not self._reading():
            self._window.close()

    def allow(self) -> None:
        """What is here is kept elsewhere: nothing is asked until something is written."""
        self._is_allowed = True

    def wrote(self) -> None:
        """Something was written since."""
        self._is_allowed = False

    def stay(self) -> None:
        """Wait for nothing: the window is to be written in again, and whoever waits for its end
        hears so.
        """
        self._is_waiting = False
        self.stayed.emit()

    def close_anyway(self) -> None:
        """Close whatever is kept: the person said so."""
        self._is_allowed = True
        self._window.close()

    def closed(self) -> None:
        """The window is gone, and so is the question."""
        self._is_waiting = False
        if self.question is not None:
            self.question.hide()

    def _ask(self) -> None:
        if self.question is not None and self.question.isVisible():
            return
        self.question = self._ask_person()
        self.question.no.setDefault(True)
        self.question.accepted.connect(self.close_anyway)
        self.question.rejected.connect(self.stay)
        self.question.open()
