"""Taking widgets off a window for good: out of its sight, its Tab order and its children."""

from PySide6.QtWidgets import QLayout, QWidget


def remove(widget: QWidget) -> None:
    """Take ``widget`` away now; Qt frees it once whatever it is doing has returned."""
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()


def remove_all(layout: QLayout) -> None:
    """Take away every widget that ``layout`` holds directly."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            remove(widget)
