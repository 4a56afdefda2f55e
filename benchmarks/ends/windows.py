"""What the ends with windows share: a Qt application that also listens to the benchmark."""

import sys
from collections.abc import Callable
from threading import Thread
from typing import Any

from desktop.ui.bridge import Bridge  # first: it imports what PySide6 needs (ADR 0033)

# isort: split
from PySide6.QtWidgets import QApplication

from benchmarks.processes import commands
from desktop.ui.theme import load_fonts


def application() -> QApplication:
    """The one Qt application, with the bundled fonts."""
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    load_fonts()
    return app


def listen(bridge: Bridge, obey: Callable[[dict[str, Any]], None]) -> None:
    """Obey the benchmark on the windows' thread; quit when it has ended."""
    app = QApplication.instance()
    assert app is not None

    def read() -> None:
        for command in commands():
            bridge.post(lambda command=command: obey(command))  # type: ignore[misc]  # bound now
        bridge.post(app.quit)

    Thread(target=read, daemon=True).start()
