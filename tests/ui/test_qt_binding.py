"""The Qt binding in use does not use up what Python shares (docs/adr/0033)."""

import ast
import subprocess
import sys
from pathlib import Path

ROUNDS = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

app = QCoreApplication([])

class Sender(QObject):
    plain = Signal()
    carrying = Signal(object)

sender, timer = Sender(), QTimer()
sender.plain.connect(lambda: None, Qt.ConnectionType.QueuedConnection)
sender.carrying.connect(lambda _: None)
shared = (None, True, False, 0, 1, (), "")
before = [sys.getrefcount(one) for one in shared]
for _ in range(300):
    timer.setSingleShot(True)
    timer.isActive()
    sender.plain.emit()
    sender.carrying.emit(object())
    sender.blockSignals(False)
    app.processEvents()
lost = [then - sys.getrefcount(one) for then, one in zip(before, shared)]
assert max(lost) < 50, lost
"""


def test_calling_qt_thousands_of_times_uses_up_nothing_that_python_shares() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ROUNDS], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_no_window_is_asked_for_its_screen() -> None:
    """``QWidget.screen()`` makes the screen the widget's child: see ``desktop.ui.room``."""
    asked = [
        f"{file.name}:{node.lineno}"
        for file in sorted((Path(__file__).parents[2] / "desktop").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "screen"
        and not node.args
    ]
    assert asked == []
