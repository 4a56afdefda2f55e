"""What we rest on: a Qt binding that does not eat the interpreter."""

import sys

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

import desktop.ui  # noqa: F401 - importing it is what guards


def test_calling_qt_for_weeks_does_not_use_up_the_interpreters_none(qapp: QApplication) -> None:
    timer = QTimer()
    before = sys.getrefcount(None)
    for _ in range(300):
        timer.setSingleShot(True)
    lost_per_call = max(0.0, (before - sys.getrefcount(None)) / 300)
    assert lost_per_call * 1e12 < sys.getrefcount(None) or lost_per_call < 0.5


class _Bell(QObject):
    rung = Signal()


@pytest.mark.parametrize("constant", [True, False])
def test_signals_for_weeks_do_not_use_up_the_interpreters_booleans(
    qapp: QApplication, constant: bool
) -> None:
    bell = _Bell()
    before = sys.getrefcount(constant)
    for _ in range(100):
        bell.rung.emit()
    lost_per_emit = max(0.0, (before - sys.getrefcount(constant)) / 100)
    assert lost_per_emit * 1e12 < sys.getrefcount(constant) or lost_per_emit < 0.5
