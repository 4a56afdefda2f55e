"""The panel's foot: which keys do what on this page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.ui.guidance.key_hint import KeyHint
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.guidance.practice_page import PracticePage
from desktop.ui.guidance.search_page import SearchPage
from desktop.ui.guidance.topics_page import TopicsPage
from desktop.ui.labels import Label
from desktop.ui.removal import remove

_UP, _DOWN, _TO = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}", "\N{EN DASH}"
Keys = tuple[tuple[str, ...], str]
"""Keys, and what they do."""


class KeyFoot(QFrame):
    """Keys and what they do, side by side."""

    def __init__(self, look: GuidanceLook) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("panelFoot")
        px = look.px
        self.setMinimumHeight(px(52))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(px(16), px(8), px(16), px(8))
        self._row.setSpacing(px(6))
        self._shown: list[QWidget] = []

    def show_for(self, page: QWidget) -> None:
        """Say the keys of ``page``."""
        words = self._look.words
        hide: Keys = (("Esc",), words("hide"))
        if isinstance(page, SearchPage):
            self._lay_out([((_UP, _DOWN), words("move"))], [(("Enter",), words("open")), hide])
        elif isinstance(page, PracticePage):
            last = str(len(page.answers))
            self._lay_out([(("1", _TO, last), words("choose"))] if page.answers else [], [hide])
        else:
            topics = page.everything.topics if isinstance(page, TopicsPage) else ()
            figures = list(dict.fromkeys(topic.key for topic in topics))
            keys = (figures[0], _TO, figures[-1]) if figures[1:] else tuple(figures)
            opens: list[Keys] = [(keys, words("open"))] if keys else []
            self._lay_out(opens, [(("/",), words("search")), hide])

    def _lay_out(self, *sides: list[Keys]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                remove(widget)
        theme = self._look.theme
        for at, side in enumerate(sides):
            if at:
                self._row.addStretch(1)
            for keys, does in side:
                for key in keys:
                    hint = (
                        Label(theme, "caption", key, tone="ink2", wraps=False)
                        if key == _TO
                        else KeyHint(theme, key)
                    )
                    self._row.addWidget(hint, 0, Qt.AlignmentFlag.AlignVCenter)
                told = Label(theme, "label", does, tone="ink2", weight=400, wraps=False)
                self._row.addWidget(told)
                self._row.addSpacing(self._look.px(8))
