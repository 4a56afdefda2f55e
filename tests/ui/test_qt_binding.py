"""The Qt binding in use does not use up what Python shares (docs/adr/0033)."""

import subprocess
import sys

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
