"""The panel's head: the search field, and a way out."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from desktop.ui.buttons import push_button
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.guidance.typing_line import TypingLine

MOST_LETTERS = 200


class PanelHead(QFrame):
    """``closed`` hides the panel, ``asked_keyboard`` wants to type."""

    closed = Signal()
    asked_keyboard = Signal()

    def __init__(self, look: GuidanceLook) -> None:
        super().__init__()
        self.setObjectName("panelHead")
        px, words = look.px, look.words
        self.search = TypingLine()
        self.search.setMaxLength(MOST_LETTERS)
        self.search.setFont(look.theme.font("body"))
        self.search.setPlaceholderText(words("Search guidance"))
        self.search.setAccessibleName(words("Search guidance"))
        icon = look.icons.icon("search", color="ink2", size=16)
        sign = self.search.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        sign.setText(words("Search guidance"))
        self.search.clicked.connect(self.asked_keyboard)
        self.close_button = push_button(look.theme, "", role="quiet", measure="icon")
        self.close_button.setIcon(look.icons.icon("x", color="ink", size=16))
        self.close_button.setIconSize(QSize(px(16), px(16)))
        self.close_button.setAccessibleName(words("Hide the guidance"))
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(12), px(12), px(12))
        row.setSpacing(px(8))
        row.addWidget(self.search, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
