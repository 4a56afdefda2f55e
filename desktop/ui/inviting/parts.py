"""What the dialog's pages have in common."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.labels import Label
from desktop.ui.theme import Theme

ADDRESS_PX = 18


def addresses_of(theme: Theme, addresses: Sequence[str]) -> QWidget:
    """Return the addresses as they are typed, each on a line of its own."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(2))
    for address in addresses:
        label = Label(theme, "lead", address, wraps=False)
        label.setFont(theme.mono(ADDRESS_PX))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
    return made
