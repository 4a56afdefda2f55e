"""Links from one card to others."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.buttons import push_button
from desktop.ui.guidance.look import GuidanceLook
from desktop.ui.views.guidance_card import LinkView


def link_list(
    look: GuidanceLook, links: tuple[LinkView, ...], wanted: Callable[[str], object]
) -> QWidget:
    """Links to cards, one below the other."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look.px(2))
    for link in links:
        button = push_button(look.theme, link.title, role="link", measure="row", about=link.hint)
        button.clicked.connect(lambda _=False, card=link.card: wanted(card))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return box
