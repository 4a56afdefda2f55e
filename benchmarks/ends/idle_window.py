"""A bare window that stays: the floor of an idle program."""

from threading import Thread

from PySide6.QtCore import QMetaObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.processes import commands, say


def main() -> None:
    """Shows it until the benchmark ends."""
    app = QApplication([])
    window = QWidget()
    window.resize(300, 44)
    window.show()
    say(ready=True)

    def wait() -> None:
        for _ in commands():
            continue
        QMetaObject.invokeMethod(app, "quit", Qt.ConnectionType.QueuedConnection)

    Thread(target=wait, daemon=True).start()
    app.exec()


if __name__ == "__main__":
    main()
