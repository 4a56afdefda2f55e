"""What stands at the right of the header while the Guidance page is open."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from desktop.ui.buttons import push_button, put_icon
from desktop.ui.icons import Icons
from desktop.ui.labels import set_shown
from desktop.ui.theme import Theme
from desktop.ui.words import Words


class GuidanceTools(QWidget):
    """Buttons; one menu of the same where there is little room."""

    said_wanted = Signal()
    adding_wanted = Signal()
    pocket_card_wanted = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.setObjectName("guidanceTools")
        self._theme = theme
        icons = Icons(theme)
        self._acts = (
            (words("What people say"), "message-circle", self.said_wanted),
            (words("Pocket card"), "file-text", self.pocket_card_wanted),
            (words("Add a card"), "plus", self.adding_wanted),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self._buttons: list[QPushButton] = []
        for text, icon, signal in self._acts:
            button = push_button(theme, text)
            put_icon(button, icons, icon, size=16)
            button.clicked.connect(signal)
            self._buttons.append(button)
            row.addWidget(button)
        self._more = push_button(theme, words("More"))
        self._more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        put_icon(self._more, icons, "chevron-down")
        self._more.clicked.connect(self._offer)
        row.addWidget(self._more)
        self.fold(is_folded=False)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches."""
        return [*self._buttons, self._more]

    def fold(self, *, is_folded: bool) -> None:
        """Put all of it into one menu."""
        for button in self._buttons:
            set_shown(button, is_shown=not is_folded)
        set_shown(self._more, is_shown=is_folded)

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(self._theme.font("body"))
        for text, _, signal in self._acts:
            menu.addAction(text, signal.emit)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + self._theme.px(4))))
