"""Whether what a window says can be read whole."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop.ui.console.station_lines import StationLine
from desktop.ui.glyph import Glyph
from desktop.ui.labels import Label

_MOST_ROUNDS = 200


def comes_to_rest(window: QWidget) -> None:
    """Let ``window`` lay itself out, until two more rounds of events move nothing in it."""
    places: list[QRect] = []
    still = 0
    for _ in range(_MOST_ROUNDS):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        before, places = places, [window.geometry()]
        places += [child.geometry() for child in window.findChildren(QWidget)]
        still = still + 1 if places == before else 0
        if still == 2:
            return
    raise AssertionError("it never comes to rest")


def assert_everything_has_room(window: QWidget) -> None:
    """No label is cut, and every button is as wide as its words and large enough to be hit."""
    for target in window.findChildren(QAbstractButton):
        if target.isVisible():
            assert min(target.width(), target.height()) >= 28, target.text()
            assert target.width() >= target.sizeHint().width(), target.text()
    assert_no_label_is_cut(window)


def assert_every_sign_has_a_word(window: QWidget) -> None:
    """Beside each sign stands a label, or it has a name of its own."""
    for glyph in window.findChildren(Glyph):
        around = glyph.parentWidget()
        assert around is not None
        assert around.findChildren(Label) or glyph.accessibleName()


def assert_no_label_is_cut(window: QWidget) -> None:
    """Every label that can be seen is as high as its lines and as wide as its longest word."""
    for label in window.findChildren(Label):
        if label.isVisible() and label.text().strip():
            assert label.height() >= label.heightForWidth(label.width()) - 1, label.text()
            assert label.width() >= longest_word(label), label.text()
    for line in window.findChildren(StationLine):
        if line.isVisible():
            assert line.height() >= line.height_at(line.width()), line.accessibleName()
            assert line.width() >= line.wide, line.accessibleName()


def longest_word(label: Label) -> int:
    metrics = label.fontMetrics()
    words = label.text().split() if label.wordWrap() else [label.text()]
    return max(metrics.horizontalAdvance(word) for word in words)
