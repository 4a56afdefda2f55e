"""Real windows for tests on a virtual screen: ``python -m tests.ui.stage PART``.

Parts are form, full-screen, bar, bar-again, bar-while-choosing, takeover and takeover-while-saving.
``bar FILE`` remembers in that file where it stands.

``look X,Y...`` says the colours there, and ``picture FILE`` saves the whole screen.

Each says on standard output what happens to it, one line per event.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication, QKeyEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.domain.board import LiveAlert
from desktop.monotonic import monotonic
from desktop.ui.counter_bar import CounterBar
from desktop.ui.system_dialogs import ask_to_open_many, ask_to_save
from desktop.ui.takeover.screens import TakeoverScreens
from desktop.ui.theme import Appearance, Scheme, load_fonts
from desktop.ui.views.counter_bar import CounterBarView
from desktop.ui.words import Words
from tests.ui.sample import Story, counter_board, supervisor_board


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class FocusWatch(QObject):
    """Says when its widget gets or loses the keyboard, and which function keys reach it."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            say("has the keyboard")
        elif event.type() is QEvent.Type.FocusOut:
            say("lost the keyboard")
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._tell(event.key())
        return False

    @staticmethod
    def _tell(key: int) -> None:
        if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
            say(f"key F{key - Qt.Key.Key_F1 + 1}")


class PlaceWatch(QObject):
    """Says where its window stands, whenever a window manager moves it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Move and isinstance(watched, QWidget):
            self.tell(watched)
        return False

    def tell(self, window: QWidget) -> None:
        say(f"at {window.x()} {window.y()} {window.width()} {window.height()}")


def form() -> QWidget:
    """The program that a clerk works in."""
    window = QLineEdit()
    window.setWindowTitle("Front Desk Scheduling")
    window.resize(900, 500)
    window.move(200, 200)
    watch = FocusWatch(window)
    window.installEventFilter(watch)
    window.textChanged.connect(lambda text: say(f"reads {text}"))
    window.show()
    return window


def full_screen() -> QWidget:
    """The same, in front of everything."""
    window = form()
    window.showFullScreen()
    return window


def bar() -> CounterBar:
    """A counter's bar in the corner, or where it stood before."""
    words = Words.of("en")
    made = CounterBar(
        CounterBarView.of(counter_board(), words=words),
        appearance=Appearance(scheme=Scheme.LIGHT),
        words=words,
        places_file=Path(sys.argv[2]) if len(sys.argv) > 2 else None,
    )
    made.panic_pressed.connect(lambda: say("panic"))
    made.assist_pressed.connect(lambda: say("supervisor"))
    made.show()
    places = PlaceWatch(made)
    made.installEventFilter(places)
    QTimer.singleShot(0, lambda: places.tell(made))
    return made


def bar_again() -> CounterBar:
    """A counter's bar that was hidden for a moment."""
    made = bar()

    def come_back() -> None:
        made.show()
        say("is back")

    QTimer.singleShot(500, made.hide)
    QTimer.singleShot(700, come_back)
    return made


def takeover() -> TakeoverScreens:
    """A panic that fills the screen."""
    screens = TakeoverScreens(words=Words.of("en"))
    screens.going_pressed.connect(lambda alert: say(f"going {alert}"))
    screens.painted.connect(lambda alert: say(f"painted {alert}"))
    alert = Story().alert()
    screens.show_board(supervisor_board(LiveAlert(alert=alert, since=monotonic())))
    return screens


def saving() -> QWidget:
    """A window whose person is just choosing where to save something."""
    window = QWidget()
    window.resize(900, 500)
    window.show()
    ask_to_save(window, "Save PDF", Path("report.pdf"), "PDF (*.pdf)", lambda _file: None)
    say("asks where to save")
    return window


def takeover_while_saving() -> tuple[QWidget, TakeoverScreens]:
    """A panic in the middle of that."""
    return saving(), takeover()


def bar_while_choosing() -> tuple[QWidget, CounterBar]:
    """A counter's bar beside a window whose person is choosing files for a report."""
    window = QWidget()
    window.resize(900, 500)
    window.show()
    ask_to_open_many(window, "Add files to the report", lambda _files: None)
    return window, bar()


def grabbed() -> QPixmap:
    """What all monitors show."""
    screen = QGuiApplication.primaryScreen()
    whole = screen.virtualGeometry()
    return screen.grabWindow(0, 0, 0, whole.width(), whole.height())


def look() -> None:
    """Say the colours of the screen at the points named, as x,y."""
    picture = grabbed().toImage()
    for point in sys.argv[2:]:
        x, y = (int(part) for part in point.split(","))
        say(picture.pixelColor(x, y).name())


def picture() -> None:
    """Save what the screen shows."""
    if not grabbed().save(sys.argv[2]):
        sys.exit("the picture could not be saved")


def main() -> None:
    """Open what was named and wait to be ended."""
    app = QApplication(sys.argv[:1])
    load_fonts()
    if sys.argv[1] in {"look", "picture"}:
        {"look": look, "picture": picture}[sys.argv[1]]()
        return
    QCursor.setPos(5, 5)
    parts: dict[str, Callable[[], object]] = {
        "form": form,
        "full-screen": full_screen,
        "bar": bar,
        "bar-again": bar_again,
        "bar-while-choosing": bar_while_choosing,
        "takeover": takeover,
        "takeover-while-saving": takeover_while_saving,
    }
    kept = parts[sys.argv[1]]()
    app.exec()
    del kept


if __name__ == "__main__":
    main()
