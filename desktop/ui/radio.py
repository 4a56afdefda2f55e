"""One of several choices: a ring, and a dot in it where it is chosen."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QStyle, QStyleOptionButton

from desktop.ui.theme import Theme


class Radio(QRadioButton):
    """Draws its ring itself: a style sheet's is no circle at every size and width of line."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        self.setFont(theme.font("body"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_RadioButtonIndicator
        box = QRectF(self.style().subElementRect(part, option, self))
        color = self._theme.color
        line = self._theme.px(2) if self.isChecked() else self._theme.border
        ring = box.adjusted(line / 2, line / 2, -line / 2, -line / 2)
        tone = "control"
        if self.isChecked():
            tone = "action"
        if not self.isEnabled():
            tone = "disabled"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color(tone), line))
        painter.setBrush(color("surface" if self.isEnabled() else "sunken"))
        painter.drawEllipse(ring)
        if self.isChecked():
            dot = box.width() / 4
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(tone))
            painter.drawEllipse(box.center(), dot, dot)
        painter.end()
