"""One sentence where something was refused, with its fix; or a tick where it went well."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label, set_shown
from desktop.ui.theme import Theme
from desktop.ui.views.advice import Advice
from desktop.ui.views.shapes import Shape


class AdviceLine(QWidget):
    """Stands in place, below what it is about; takes no room while there is nothing to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        px = theme.px
        self._glyph = Glyph(theme, 16)
        self._sentence = Label(theme, "label", tone="need")
        self._fix = Label(theme, "label", tone="ink2", weight=400)
        words = QVBoxLayout()
        words.setSpacing(px(1))
        words.addWidget(self._sentence)
        words.addWidget(self._fix)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(2), 0, px(2))
        row.setSpacing(px(8))
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()

    def show_advice(self, advice: Advice | None, *, shape: Shape = Shape.ATTENTION) -> None:
        """Say ``advice``; ``None`` takes it away."""
        if advice is not None:
            self._glyph.show_shape(shape)
            self._sentence.set_tone("need" if shape is Shape.ATTENTION else "")
            self._sentence.say(advice.sentence)
            self._fix.say(advice.fix)
            self.setAccessibleName(f"{advice.sentence} {advice.fix}".strip())
        set_shown(self, is_shown=advice is not None)
