"""The floor's takeover: a bare window over the whole screen, filled with one colour. With --cue it
is as large as the cue of a counter's bar, and stays.
"""

import sys
from time import perf_counter
from typing import Any

import desktop.ui  # noqa: F401 -- it mends what PySide6 breaks (ADR 0033)

# isort: split
from threading import Thread

from paho.mqtt.client import MQTTMessage
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.homes import home_argument, identity_of
from benchmarks.processes import commands, say
from benchmarks.raw import connected, topic_root


class News(QObject):
    """The way from paho's thread to the window's."""

    came = Signal()
    told = Signal(dict)


class Bare(QWidget):
    """Tells when it has been painted for the first time since it was shown."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._is_painted = True

    def stay_small(self) -> None:
        self.resize(80, 32)
        self.show()

    def paint_anew(self) -> None:
        self._is_painted = False
        self.update()

    def fill_screen(self) -> None:
        self._is_painted = False
        self.setGeometry(self.screen().geometry())
        self.showFullScreen()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 -- the name that Qt calls
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.darkRed)
        painter.end()
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, lambda: say(painted=perf_counter()))


def main() -> None:
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    identity = identity_of(home_argument())
    news, window = News(), Bare()
    window.winId()
    if "--cue" in sys.argv:
        window.stay_small()
        news.came.connect(window.paint_anew)
    else:
        news.came.connect(window.fill_screen)

    def obey(_command: dict[str, Any]) -> None:
        window.hide()
        say(hidden=True)

    def take(_message: MQTTMessage) -> None:
        news.came.emit()

    def read() -> None:
        for command in commands():
            news.told.emit(command)
        news.told.disconnect()
        app.exit(0)

    news.told.connect(obey)
    presses = f"{topic_root(identity)}/a/{sys.argv[2]}"
    client = connected(identity, subscriptions=[presses], on_message=take)
    say(ready=True)
    Thread(target=read, daemon=True).start()
    app.exec()
    client.disconnect()
    client.loop_stop()


if __name__ == "__main__":
    main()
