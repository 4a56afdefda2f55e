"""What we rest on: a Qt binding that does not eat the interpreter."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import desktop.ui  # noqa: F401 - importing it is what guards


def test_calling_qt_for_weeks_does_not_use_up_the_interpreters_none(qapp: QApplication) -> None:
    timer = QTimer()
    before = sys.getrefcount(None)
    for _ in range(300):
        timer.setSingleShot(True)
    lost_per_call = max(0.0, (before - sys.getrefcount(None)) / 300)
    assert lost_per_call * 1e12 < sys.getrefcount(None) or lost_per_call < 0.5
