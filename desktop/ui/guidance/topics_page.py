"""The first page: eight big cards, and what is always true."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.guidance.card_button import CardButton
from desktop.ui.guidance.key_hint import KeyHint
from desktop.ui.guidance.links import link_list
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.labels import Label
from desktop.ui.long_words import breakable
from desktop.ui.views.guidance_topics import TopicsView, TopicView

COLUMNS = 2
TOPIC_HEIGHT = 112
_LARGE = 1.75
"""The text size from which a topic shows its title alone; a screen reader says the rest."""


class TopicsPage(QWidget):
    """Draws a ``TopicsView``; ``card_wanted`` says which card was chosen."""

    card_wanted = Signal(str)

    def __init__(self, look: GuidanceLook, view: TopicsView) -> None:
        super().__init__()
        self._look, self.everything = look, view
        px = look.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(20))
        column.setSpacing(px(10))
        column.addWidget(look.heading(view.heading))
        self.topics = [self._topic(topic) for topic in view.topics]
        grid = QGridLayout()
        grid.setSpacing(px(10))
        for side in range(COLUMNS):
            grid.setColumnStretch(side, 1)
        for at, button in enumerate(self.topics):
            grid.addWidget(button, at // COLUMNS, at % COLUMNS)
        column.addLayout(grid)
        if view.always:
            column.addSpacing(px(8))
            column.addWidget(look.heading(view.always_heading))
            for line in view.always:
                words = look.line(line.icon, line.item)
                words.words.card_wanted.connect(self.card_wanted)
                column.addWidget(words)
        if view.to_read:
            column.addSpacing(px(8))
            column.addWidget(self._to_read(view))
        for heading, links in view.groups:
            column.addSpacing(px(8))
            column.addWidget(look.heading(heading))
            column.addWidget(link_list(look, links, self.card_wanted.emit))
        column.addStretch(1)

    def _topic(self, topic: TopicView) -> CardButton:
        look, px = self._look, self._look.px
        button = CardButton("topic", topic.name)
        is_large = look.theme.text_scale >= _LARGE  # so that all eight are seen at once
        if not is_large:
            button.setMinimumHeight(px(TOPIC_HEIGHT))
        column = QVBoxLayout(button)
        column.setContentsMargins(px(12), px(10), px(10), px(10))
        column.setSpacing(px(2))
        head = QHBoxLayout()
        head.addWidget(look.picture(topic.icon, "ink2", 20))
        head.addStretch(1)
        head.addWidget(KeyHint(look.theme, topic.key))
        column.addLayout(head)
        column.addSpacing(px(6))
        column.addWidget(Label(look.theme, "lead", breakable(topic.title), weight=600))
        if not is_large:
            column.addWidget(
                Label(look.theme, "label", breakable(topic.hint), tone="ink2", weight=400)
            )
        column.addStretch(1)
        button.let_through()
        button.clicked.connect(lambda: self.card_wanted.emit(topic.card))
        return button

    def _to_read(self, view: TopicsView) -> QWidget:
        look, px = self._look, self._look.px
        box = QWidget()
        box.setProperty("plate", "reading")
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(box)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(4))
        column.addWidget(Label(look.theme, "body_strong", view.to_read_heading))
        column.addWidget(link_list(look, view.to_read, self.card_wanted.emit))
        return box
