"""The window in which a PC that is a station joins once more: for another role, or because it was
taken out of the site.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent

from desktop.ui.first_run import FirstRunWindow
from desktop.ui.theme import Appearance
from desktop.ui.views.first_run import Page
from desktop.ui.words import Words

HEIGHT = 660


class JoinAgainWindow(FirstRunWindow):
    """Asks for an address, a code and a name, and reports them by ``join_pressed``.

    What was begun is done: while it asks to be let in, nobody closes it, for nobody would know
    whether the code was used all the same.
    """

    def __init__(self, *, appearance: Appearance, words: Words, person: str) -> None:
        super().__init__(
            appearance=appearance, words=words, person=person, page=Page.AGAIN, height=HEIGHT
        )
        self.setWindowTitle(words("Join again"))
        self._has_joined = False

    def show_joined(self, sentence: str) -> None:
        """Say that it has, and what comes next; whoever waits for that need not look on."""
        self._has_joined = True
        self.show_progress(sentence)

    def open(self) -> None:
        """Bring it to the front, with the keyboard in it: somebody asked for it."""
        self.show()
        self.raise_()
        self.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_busy and not self._has_joined:
            event.ignore()
        else:
            super().closeEvent(event)

    def _go_back(self) -> None:
        self.close()
