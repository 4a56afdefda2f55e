"""Whether what a window says can be read whole."""

from PySide6.QtWidgets import QWidget

from desktop.ui.labels import Label


def assert_no_label_is_cut(window: QWidget) -> None:
    """Every label that can be seen is as high as its lines and as wide as its longest word."""
    for label in window.findChildren(Label):
        if label.isVisible() and label.text().strip():
            assert label.height() >= label.heightForWidth(label.width()) - 1, label.text()
            assert label.width() >= longest_word(label), label.text()


def longest_word(label: Label) -> int:
    metrics = label.fontMetrics()
    words = label.text().split() if label.wordWrap() else [label.text()]
    return max(metrics.horizontalAdvance(word) for word in words)
