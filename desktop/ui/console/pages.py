"""What the console's window needs of a page, and what it knows of one that is not open yet."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme

NOW = "now"
"""The page that is always there."""


class ConsolePage(QWidget):
    """One page of the console. ``sentence`` stands in the window's header while it is open.

    ``tools`` is drawn at the right of that header. A page is made anew when the look changes, so
    what people typed into it is kept by whoever made it.
    """

    sentence_changed = Signal(str)

    def __init__(self, sentence: str, *, tools: QWidget | None = None) -> None:
        super().__init__()
        self.sentence = sentence
        self.tools = tools

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key reaches in reading order, the tools first."""
        return []

    def say(self, sentence: str) -> None:
        """Put ``sentence`` into the header."""
        if sentence != self.sentence:
            self.sentence = sentence
            self.sentence_changed.emit(sentence)

    def start(self) -> None:
        """It was opened: put the keyboard where the person begins."""

    def search(self) -> None:
        """Ctrl+F: put the keyboard into the search field, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """A page as the navigation names it; ``build`` makes it when it is first opened."""

    key: str
    name: str
    icon: str
    build: Callable[[Theme], ConsolePage]
