"""The guidance panel under the benchmark's hand: opened, typed into, gone through."""

from collections.abc import Callable
from datetime import date
from time import perf_counter

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from desktop.assets import asset
from desktop.domain.guidance.conversation import Conversation
from desktop.domain.guidance.guidance import fold_guidance
from desktop.domain.guidance.practice import Practiced
from desktop.domain.guidance.search import CardSearch
from desktop.services.adapters.cards import read_card, read_folder
from desktop.ui.guidance.panel import GuidancePanel
from desktop.ui.guidance.source import Source
from desktop.ui.theme import Appearance, Scheme, load_fonts
from desktop.ui.views.counter_bar import Wording
from desktop.ui.words import Words
from desktop.words import LANGUAGES

_CORNER = QPoint(800, 800)


class _Around:
    wording = Wording.PLAIN
    conversation = Conversation()

    def confirmed(self) -> dict[str, str]:
        return {}

    def practiced(self) -> dict[str, Practiced]:
        return {}

    def today(self) -> date:
        return date(2026, 12, 1)


class PanelBench:
    """A panel over the cards that ship, kept ready as the program keeps it; and a bare window."""

    def __init__(self) -> None:
        self._app = QApplication.instance() or QApplication([])
        load_fonts()
        read = read_folder(asset("guidance"), LANGUAGES)
        guidance = fold_guidance(
            {name: (read.texts[name], card) for name, card in read.cards.items()},
            (),
            lambda name, texts: read_card(texts, name=name),
        )
        library = guidance.library("en")
        search = CardSearch(library)
        search.prepare()
        self._panel = GuidancePanel(
            Source(guidance=guidance, library=library, search=search),
            _Around(),
            appearance=Appearance(scheme=Scheme.LIGHT),
            words=Words.of("en"),
        )
        self._panel.winId()
        self._bare = QWidget(None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        self._bare.resize(412, 850)
        QVBoxLayout(self._bare).addWidget(QLabel("Guidance"))
        self._bare.winId()

    def opened(self) -> float:
        """Milliseconds from asking for the panel until all of it is painted."""
        took = self._timed(lambda: self._panel.open_above(_CORNER))
        self._panel.hide_at_once()
        self._app.processEvents()
        return took

    def bare(self) -> float:
        """The same with a bare window of that size."""
        took = self._timed(self._bare.show)
        self._bare.hide()
        self._app.processEvents()
        return took

    def card_opened(self, card: str) -> float:
        """Milliseconds from choosing a card until it is painted; the panel is open."""
        self._panel.open_above(_CORNER)
        self._app.processEvents()
        took = self._timed(lambda: self._panel.open_card(card))
        self._panel.hide_at_once()
        self._app.processEvents()
        return took

    def typed(self, text: str) -> list[float]:
        """Milliseconds from each letter until its results are painted."""
        self._panel.open_above(_CORNER)
        self._app.processEvents()
        line = self._panel.head.search
        took = [
            self._timed(lambda end=end: line.setText(text[:end]))  # type: ignore[misc] # bound early
            for end in range(1, len(text) + 1)
        ]
        self._panel.hide_at_once()
        self._app.processEvents()
        return took

    def _timed(self, act: Callable[[], object]) -> float:
        begun = perf_counter()
        act()
        for _ in range(3):  # layouts ask once more when their heights are known
            self._app.processEvents()
        return (perf_counter() - begun) * 1000
