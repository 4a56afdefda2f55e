"""Threat calls as they are written down elsewhere, on a supervisor's screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.reports.ports import LiveCall
from desktop.ui.removal import remove_all
from desktop.ui.reports.live_call import LiveCallCard
from desktop.ui.reports.look import Look
from desktop.ui.scrolling import ScrollingPage
from desktop.ui.theme import Appearance
from desktop.ui.words import Words

WIDTH, HEIGHT = 560, 640


class LiveCallsWindow(QWidget):
    """Comes up with each new call, over other programs, without taking the keyboard; closed by
    hand it stays away until the next call.
    """

    def __init__(self, appearance: Appearance, words: Words) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("liveCalls")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._appearance = appearance
        self._words = words
        self._calls: tuple[LiveCall, ...] = ()
        self._cards: dict[str, LiveCallCard] = {}
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        appearance.changed.connect(self._build)
        self._build()
        px = appearance.theme.px
        self.resize(px(WIDTH), px(HEIGHT))

    def show_calls(self, calls: tuple[LiveCall, ...]) -> None:
        """Draw the calls, the newest on top; a new one brings the window up."""
        is_new = any(not call.is_over and call.call not in self._cards for call in calls)
        self._calls = calls
        self._draw()
        if is_new:
            self.show()
            self.raise_()

    def _build(self) -> None:
        theme = self._appearance.theme
        remove_all(self._outer)
        self._cards = {}
        self.setWindowTitle(self._words("Threat call"))
        self.setStyleSheet(theme.style_sheet())
        self.setPalette(theme.palette())
        self.setFont(theme.font("body"))
        page = QWidget()
        self._column = QVBoxLayout(page)
        margin = theme.px(16)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(theme.px(12))
        self._column.addStretch(1)
        scroll = ScrollingPage()
        scroll.setWidget(page)
        self._outer.addWidget(scroll)
        self._draw()

    def _draw(self) -> None:
        known = {call.call for call in self._calls}
        for gone in [call for call in self._cards if call not in known]:
            card = self._cards.pop(gone)
            self._column.removeWidget(card)
            card.deleteLater()
        look = Look(self._appearance.theme, self._words)
        for place, call in enumerate(self._calls):
            if call.call not in self._cards:
                self._cards[call.call] = LiveCallCard(look)
                self._column.insertWidget(place, self._cards[call.call])
            self._cards[call.call].show_call(call)
