"""The two ends of the benchmark ``now``: the console of a large site, and a bare widget."""

import time
from itertools import cycle

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.alerts.facts import Kind
from desktop.domain.board import Board, Desk
from desktop.domain.plan.plan import SitePlan, Spot
from desktop.domain.presence import Absence
from desktop.ui.console.window import ConsoleWindow
from desktop.ui.theme import Appearance, Scheme, Theme, load_fonts
from desktop.ui.words import Words
from tests.ui.plan_sample import GROUND, a_floor, plan_parts
from tests.ui.sample import MARCUS, NOW, Story, desk, live, supervisor_board

WIDE, HIGH = 1440, 900
STATIONS, ALERTS, PLACED = 200, 20, 190
_SILENT, _AWAY = 12, 18


class BareNow(QWidget):
    """Paints as much as a Now page shows, and does nothing else."""

    def __init__(self) -> None:
        super().__init__()
        theme = Theme(Scheme.LIGHT)
        self._lead, self._body, self._label = (
            theme.font(style) for style in ("lead", "body", "label")
        )
        self._picture = QPixmap(720, 480)
        self._picture.fill(QColor("#F8F8F8"))
        self.resize(WIDE, HIGH)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 (Qt's own name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("#F3F4F6"))
        for card in range(4):
            self._card(painter, QRect(232, 100 + card * 190, 384, 176))
        painter.setFont(self._label)
        for line in range(40):
            painter.drawText(640 + line % 2 * 360, 620 + line // 2 * 14, f"Station {line} answers.")
        painter.drawPixmap(640, 100, self._picture)
        painter.setBrush(QColor("#176B45"))
        for mark in range(PLACED):
            x, y = 650 + mark % 19 * 37, 110 + mark // 19 * 46
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(x, y, 10, 10)
            if mark % 2:
                painter.setPen(QColor("#434B57"))
                painter.drawText(x - 8, y + 24, f"Counter {mark}")
        painter.end()

    def _card(self, painter: QPainter, box: QRect) -> None:
        painter.setPen(QColor("#B3111F"))
        painter.setBrush(QColor("#FBE8E9"))
        painter.drawRoundedRect(box, 10, 10)
        fonts: tuple[QFont, ...] = (self._lead, self._lead, self._body, self._body, self._body)
        for line, font in enumerate(fonts):
            painter.setFont(font)
            painter.drawText(box.left() + 16, box.top() + 26 + line * 22, "Counter 3, Front desk")
        for button in range(3):
            at = QRect(box.left() + 16 + button * 110, box.bottom() - 46, 100, 36)
            painter.drawRoundedRect(at, 8, 8)
            painter.drawText(at, Qt.AlignmentFlag.AlignCenter, "I'm going")


class Bench:
    """Opens the console, and times what it paints."""

    def __init__(self) -> None:
        found = QApplication.instance()
        self._app = found if isinstance(found, QApplication) else QApplication([])
        load_fonts()
        self._appearance = Appearance(scheme=Scheme.LIGHT)
        self._bare = BareNow()
        self._bare.show()
        self._console: ConsoleWindow | None = None
        self._picture = QPixmap()

    def open(self, *, with_plan: bool) -> None:
        """Show a console, with the floor plan or without."""
        self._close_console()
        self._console = ConsoleWindow(
            appearance=self._appearance,
            words=Words.of("en"),
            plan_parts=plan_parts(self._app),
            monotonic=lambda: NOW,
        )
        self._boards = cycle(boards())
        self._console.resize(WIDE, HIGH)
        self._console.show_board(next(self._boards))
        self._console.show_plan(large_plan() if with_plan else SitePlan(), can_undo=False)
        self._console.show()
        self._app.processEvents()
        plan = self._console.page.plan
        while plan is not None and not plan.canvas.has_picture:
            self._app.processEvents()
        for _ in range(6):
            self.show_next_board()

    def show_next_board(self) -> tuple[float, float]:
        """Milliseconds from another board until all of it is painted, and how many of them this
        thread was busy: on a machine that does other things, too, that is what is ours.
        """
        assert self._console is not None
        board = next(self._boards)
        begun, worked = time.perf_counter(), time.thread_time()
        self._console.show_board(board)
        self._app.processEvents()
        self._app.processEvents()  # what the first round's layouts asked for
        return (time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000

    def paint_whole(self) -> float:
        """Milliseconds to paint all of the window into a picture: asked on the screen, parts that
        cover what is behind them would stay as they are.
        """
        assert self._console is not None
        if self._picture.size() != self._console.size():
            self._picture = QPixmap(self._console.size())
        begun = time.perf_counter()
        self._console.render(self._picture, QPoint())
        return (time.perf_counter() - begun) * 1000

    def paint_bare(self) -> float:
        """Milliseconds to paint the bare widget."""
        begun = time.perf_counter()
        self._bare.repaint()
        return (time.perf_counter() - begun) * 1000

    def close(self) -> None:
        """End it."""
        self._close_console()
        self._bare.close()

    def _close_console(self) -> None:
        if self._console is not None:
            self._console.page.close_down()
            self._console.close()
            self._console.deleteLater()
            self._console = None


def large_site() -> tuple[Desk, ...]:
    """The stations but this desk's own."""
    desks = []
    for number in range(1, STATIONS):
        changes: dict[str, object] = {}
        if number % (STATIONS // _SILENT) == 0:
            changes = {"is_present": False}
        elif number % (STATIONS // _AWAY) == 0:
            changes = {"absence": Absence.AWAY}
        desks.append(desk(f"{number:032d}", f"Counter {number}", **changes))
    return tuple(desks)


def large_plan() -> SitePlan:
    """A floor on which most of them stand."""
    spots = {
        f"{number:032d}": Spot(GROUND, (number % 19 + 0.5) / 19, (number // 19 + 0.5) / 11)
        for number in range(1, PLACED + 1)
    }
    return SitePlan(floors=(a_floor(GROUND, "Ground floor"),), spots=spots)


def boards() -> list[Board]:
    """A board, one on which a station fell silent, and one on which an alert is answered."""
    desks = large_site()
    stories = [
        Story(
            Kind.PANIC if number % 3 == 0 else Kind.ASSIST,
            station=f"{number * 7:032d}",
            place=f"Counter {number * 7}",
            name=f"b{number}",
        )
        for number in range(1, ALERTS + 1)
    ]
    for story in stories[::2]:
        story.going(MARCUS, "Marcus Bell")
    alerts = [live(story, ago=9.0 + at) for at, story in enumerate(stories)]
    board = supervisor_board(*alerts, desks=desks)
    silent = (*desks[:40], replace(desks[40], is_present=False), *desks[41:])
    answered = live(stories[1].going(MARCUS, "Marcus Bell"), ago=10.0)
    others = (alerts[0], answered, *alerts[2:])
    return [board, replace(board, desks=silent), replace(board, alerts=others)]
