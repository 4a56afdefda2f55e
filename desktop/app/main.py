"""Opening this station's windows: ``countersign`` without a command."""

import locale
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.app.running import RunningStation
from desktop.app.windows import CounterWindows, windows_for
from desktop.services.adapters.home import Home, Settings
from desktop.ui.theme import Appearance, Scheme, load_fonts
from desktop.ui.words import Words

SCHEMES = {"light": Scheme.LIGHT, "dark": Scheme.DARK, "contrast": Scheme.CONTRAST}


def open_windows(home: Home) -> int:
    """Run the station of ``home`` with its windows until it is quit; returns the exit code.

    Raises ``NoIdentityError`` and the others of ``RunningStation`` before anything is shown.
    """
    app = application()
    settings = home.settings()
    running = RunningStation(home, has_windows=True)
    load_fonts()
    windows = windows_for(running, appearance_of(settings), words_of(settings))
    windows.show()
    running.start()
    if isinstance(windows, CounterWindows):
        QTimer.singleShot(0, windows.show_tray)
    try:
        return app.exec()
    finally:
        running.stop()


def application() -> QApplication:
    """The one application object, named and kept alive without visible windows."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("countersign")
    app.setQuitOnLastWindowClosed(False)
    return app


def appearance_of(settings: Settings) -> Appearance:
    """The look that this PC's settings choose."""
    return Appearance(scheme=SCHEMES.get(settings.theme), text_scale=settings.text_scale)


def words_of(settings: Settings) -> Words:
    """The language that this PC's settings choose; the system's by default."""
    language = settings.language
    if language == "system":
        language = locale.getlocale()[0] or "en"
    return Words.of(language)
