"""The search field above a list of the console."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop.ui.icons import Icons
from desktop.ui.theme import Theme


class SearchField(QLineEdit):
    """Esc empties it; Down and Enter go on to the list."""

    left_downwards = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setFont(theme.font("body"))
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setToolTip("Ctrl+F, /")
        px = theme.px
        self._icon = QLabel(self)
        self._icon.setPixmap(Icons(theme).pixmap("search", color="ink2", size=px(16)))
        self._icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._icon.setFixedSize(px(16), px(16))
        self.setTextMargins(px(22), 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        middle = (self.height() - self._icon.height()) // 2
        self._icon.move(round(self._icon.width() * 0.7), middle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
                self.textEdited.emit("")
            else:
                self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
