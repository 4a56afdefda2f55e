"""A page that scrolls down and is as high as its words need at its width."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_MARGIN = 24
_PASSES = 3
"""A line's height changes its card's, and that the page's."""


class ScrollingPage(QScrollArea):
    """Holds a page of wrapping text. Qt alone squeezes such a page instead of scrolling it.

    One that ``keeps_its_width`` is no wider than the window, whatever long word stands on it: the
    word alone is cut, and nothing beside or below it.
    """

    def __init__(self, *, keeps_its_width: bool = False) -> None:
        super().__init__()
        self._keeps_its_width = keeps_its_width
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def hold(self, page: QWidget) -> None:
        """Show ``page``, whose layout says how high it must be."""
        page.setObjectName("page")
        paint_what_moved(page)
        page.installEventFilter(self)
        self.setWidget(page)
        self._fit()

    def bring_up(self, part: QWidget) -> None:
        """Scroll until ``part`` is seen as it stands now, also where it has only just grown."""
        page = self.widget()
        layout = page.layout() if page is not None else None
        if layout is None or page is None:
            return
        layout.activate()
        self._fit()
        page.resize(self.viewport().width(), max(page.minimumHeight(), self.viewport().height()))
        layout.activate()
        self.ensureWidgetVisible(part, 0, _MARGIN)

    def settle(self) -> None:
        """Lay out now what was changed, all the way up: left to Qt, a page whose height changes is
        painted twice, before and after.
        """
        for _ in range(_PASSES):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        page = self.widget()
        layout = page.layout() if page is not None else None
        if layout is not None and page is not None:
            if self._keeps_its_width:
                page.setMaximumWidth(self.viewport().width())
            page.setMinimumHeight(max(0, layout.totalHeightForWidth(self.viewport().width())))


def paint_what_moved(part: QWidget) -> None:
    """Where ``part`` becomes higher or lower, paint what is new or elsewhere in it, and not all."""
    part.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
