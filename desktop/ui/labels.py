"""Words on a window: a label in a type style and a tone of the theme."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop.ui.theme import Theme


class Label(QLabel):
    """Plain text, never markup, that wraps and grows with the text size."""

    def __init__(
        self,
        theme: Theme,
        style: str,
        text: str = "",
        *,
        tone: str = "",
        weight: int | None = None,
        tabular: bool = False,
        wraps: bool = True,
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        self.setFont(theme.font(style, weight=weight, tabular=tabular))
        self.set_tone(tone)

    def set_tone(self, tone: str) -> None:
        """Colour the text: ``ink2``, ``need``, ``panic``... or "" for the plain ink."""
        set_property(self, "tone", tone)

    def say(self, text: str) -> None:
        """Show ``text``, and nothing at all where it is empty."""
        if text != self.text():
            self.setText(text)
        set_shown(self, is_shown=bool(text))


def set_shown(widget: QWidget, *, is_shown: bool) -> None:
    """Show or hide ``widget`` where it will be. Without a parent yet, Qt would give it a window of
    its own, and that takes the keyboard from the one it is made for.
    """
    if is_shown and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)
    else:
        widget.setVisible(is_shown)


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set what the style sheet goes by, and have it looked at again if it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def mark_problem(line: QWidget, said: str) -> None:
    """Mark ``line`` as wrong, and let a screen reader say why; "" takes the mark away."""
    line.setAccessibleDescription(said)
    set_property(line, "problem", "true" if said else "false")


def dividing_line() -> QFrame:
    """Return a line one pixel high."""
    line = QFrame()
    line.setProperty("plate", "line")
    line.setFixedHeight(1)
    return line
