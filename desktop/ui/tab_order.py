"""The order in which the Tab key goes through a page that has groups of chips."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def order_tabs(controls: Sequence[QWidget]) -> None:
    """Have Tab go through ``controls`` in this order.

    Qt passes over what Tab does not reach now, and of each group of chips that is all but one: the
    next time it may be another.
    """
    away = [one for one in controls if one.focusPolicy() is Qt.FocusPolicy.NoFocus]
    for control in away:
        control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for before, after in pairwise(controls):
        QWidget.setTabOrder(before, after)
    for control in away:
        control.setFocusPolicy(Qt.FocusPolicy.NoFocus)
