"""A plate on which a window says what is wrong with all of it, or how it stands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label, set_property
from desktop.ui.theme import Theme
from desktop.ui.views.shapes import Shape


class AdvicePlate(QFrame):
    """A sign, a sentence and what to do: on an amber plate where something is wrong."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        px = theme.px
        self._px = px
        self._glyph = Glyph(theme, 20)
        self._sentence = Label(theme, "body_strong")
        self._fix = Label(theme, "body")
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._sentence)
        words.addWidget(self._fix)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(px(12))
        self._row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)

    def say(self, shape: Shape, sentence: str, fix: str = "", *, tone: str = "need") -> None:
        """Show it; nothing at all where there is no sentence."""
        self._glyph.show_shape(shape)
        self._sentence.setText(sentence)
        self._sentence.set_tone("" if tone == "need" else tone)
        self._fix.say(fix)
        set_property(self, "plate", "advice" if tone == "need" else "")
        inner = self._px(16 if tone == "need" else 0), self._px(12 if tone == "need" else 4)
        self._row.setContentsMargins(inner[0], inner[1], inner[0], inner[1])
        self.setAccessibleName(f"{sentence} {fix}".strip())
        self.setVisible(bool(sentence))
