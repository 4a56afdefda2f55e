"""A part of a page that knows how high it is."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget


class OwnHeight(QFrame):
    """As high as its layout wants to be at the width that it has, and ``least`` at the least.

    Qt would ask every part of a page whose words wrap, again and again, whenever one of them says
    something else. This one is asked by itself alone, when its own words or its width change.
    """

    def __init__(self, parent: QWidget | None = None, *, least: int = 0) -> None:
        super().__init__(parent)
        self._least = least

    def hasHeightForWidth(self) -> bool:
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return is_done

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(max(self._least, layout.totalHeightForWidth(self.width())))
