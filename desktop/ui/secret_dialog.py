"""A dialog in which a secret is typed: what looks at it takes a while, so a thread does."""

from collections.abc import Callable
from concurrent.futures import Executor, Future

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.ui.labels import Label
from desktop.ui.reports.lines import FormLine
from desktop.ui.reports.look import Look

Post = Callable[[Callable[[], None]], None]


class SecretDialog(QDialog):
    """Has a title, a sentence, and room for lines and buttons in its ``column``.

    What was begun is done: while the thread is at it, nobody cancels it, for nobody would know
    whether it was done all the same.
    """

    def __init__(
        self,
        look: Look,
        parent: QWidget | None,
        *,
        title: str,
        sentence: str,
        thread: Executor,
        post: Post,
    ) -> None:
        super().__init__(parent)
        self._look, self._thread, self._post = look, thread, post
        self._is_at_work = False
        px = look.px
        self.setObjectName("dialog")
        self.setStyleSheet(look.theme.style_sheet())
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        lead = Label(look.theme, "lead", title, weight=600)
        lead.setMinimumWidth(px(340))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(24), px(20), px(24), px(20))
        self.column.setSpacing(px(8))
        self.column.addWidget(lead)
        self.column.addWidget(Label(look.theme, "label", sentence, tone="ink2", weight=400))

    def _secret_line(
        self,
        name: str,
        *,
        entered: Callable[[], None],
        hints: Qt.InputMethodHint = Qt.InputMethodHint.ImhNone,
    ) -> FormLine:
        """A line that shows nothing of what is typed; Enter does what ``entered`` does."""
        line = FormLine(self._look, name)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setInputMethodHints(hints | Qt.InputMethodHint.ImhSensitiveData)
        line.returnPressed.connect(entered)
        return line

    @property
    def is_at_work(self) -> bool:
        """The thread has not come back yet."""
        return self._is_at_work

    def reject(self) -> None:
        if not self._is_at_work:
            super().reject()

    def _work(self, act: Callable[[], bool], answered: "Callable[[Future[bool]], None]") -> None:
        """Do ``act`` on the thread, and tell ``answered`` here, unless the window is gone then."""

        def come_back(answer: "Future[bool]") -> None:
            if not isValid(self):
                return
            self._is_at_work = False
            self._enable(is_so=True)
            answered(answer)

        self._is_at_work = True
        self._enable(is_so=False)
        done = self._thread.submit(act)
        done.add_done_callback(lambda answer: self._post(lambda: come_back(answer)))

    def _enable(self, *, is_so: bool) -> None:
        for button in self.findChildren(QPushButton):
            button.setEnabled(is_so)

    def _fit(self) -> None:
        """As high as its sentences are, however many lines they take at this size of text."""
        width = max(self.width(), self.column.sizeHint().width())
        self.resize(width, self.column.totalHeightForWidth(width))
