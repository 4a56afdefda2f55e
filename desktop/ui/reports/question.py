"""A dialog of one question and two buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.focus_ring import FocusRing
from desktop.ui.labels import Label
from desktop.ui.reports.look import Look
from desktop.ui.theme import Appearance


class Question(QDialog):
    """Asks before something that cannot be taken back. Esc means no.

    Where it ``is_grave``, Return means no as well.
    """

    def __init__(
        self,
        look: Look,
        appearance: Appearance,
        parent: QWidget,
        *,
        title: str,
        question: str,
        yes: str,
        no: str,
        detail: str = "",
        is_grave: bool = False,
    ) -> None:
        super().__init__(parent)
        px = look.px
        self.setWindowTitle(title)
        self.setObjectName("dialog")
        self.setStyleSheet(look.theme.style_sheet())
        self.setWindowModality(Qt.WindowModality.WindowModal)
        words = Label(look.theme, "lead", question, weight=500)
        words.setMinimumWidth(px(380))
        self.yes = push_button(look.theme, yes, role="primary")
        self.no = push_button(look.theme, no)
        (self.no if is_grave else self.yes).setDefault(True)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(px(12))
        foot.addStretch(1)
        foot.addWidget(self.no)
        foot.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(20))
        column.setSpacing(px(12))
        column.addWidget(words)
        if detail:
            column.addWidget(Label(look.theme, "label", detail, tone="ink2", weight=400))
        column.addSpacing(px(4))
        column.addLayout(foot)
        self.setAccessibleName(question)
        self._ring = FocusRing(self, appearance)


def losing(
    look: Look, appearance: Appearance, parent: QWidget, *, title: str, question: str = ""
) -> Question:
    """The question before a window closes that keeps something which is on no disk."""
    words = look.words
    return Question(
        look,
        appearance,
        parent,
        title=title,
        question=question or words("This report is NOT saved. Close it, and lose what you wrote?"),
        yes=words("Close without saving"),
        no=words("Go on writing"),
    )
