"""Buttons of the calm windows: one *primary* in a view, the others plain or quiet."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton

from desktop.ui.icons import Icons
from desktop.ui.theme import Theme


def put_icon(
    button: QPushButton, icons: Icons, name: str, *, color: str = "ink2", size: int = 14
) -> None:
    """Put an icon before the button's words (after them where it lies from right to left).

    Qt leaves too little between the two, so that a space goes with the words.
    """
    words = button.text().strip()
    button.setIcon(icons.icon(name, color=color, size=size))
    button.setIconSize(QSize(icons.theme.px(size), icons.theme.px(size)))
    is_after = button.layoutDirection() is Qt.LayoutDirection.RightToLeft
    button.setText(f"{words} " if is_after else f" {words}")
    button.setAccessibleName(words)


def push_button(
    theme: Theme, text: str, *, role: str = "default", measure: str = "", about: str = ""
) -> QPushButton:
    """Return a button. ``measure``: ``row`` in lists, ``last`` for a form's last step.

    ``about`` says to a screen reader what it belongs to. A click leaves the keyboard where it
    is, so that the focus ring shows only to those who use the keyboard.
    """
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setProperty("measure", measure)
    made.setFont(theme.font("label" if measure == "row" else "body", weight=500))
    made.setAccessibleDescription(about)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
