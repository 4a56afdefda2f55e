"""How windows are looked at, and how they become pictures."""

from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.theme import Scheme

LOOKS = (
    (Scheme.LIGHT, 1.0),
    (Scheme.DARK, 1.0),
    (Scheme.CONTRAST, 1.0),
    (Scheme.LIGHT, 2.0),
)


def look_of(scheme: Scheme, scale: float) -> str:
    return f"{scheme.value}-{round(scale * 100)}"


def settle(app: QApplication) -> None:
    """Let layouts find their heights."""
    for _ in range(3):
        app.processEvents()


def save(widget: QWidget, file: Path) -> Path:
    widget.ensurePolished()
    if not widget.isVisible():
        widget.adjustSize()
    widget.grab().save(str(file))
    return file


def sheet(widgets: list[QWidget], file: Path, *, columns: int) -> Path:
    """Lay several small windows on one picture."""
    gap = 16
    shots = [widget.grab() for widget in widgets]
    cell = QSize(max(s.width() for s in shots) + gap, max(s.height() for s in shots) + gap)
    rows = -(-len(shots) // columns)
    sheet = QPixmap(cell.width() * columns + gap, cell.height() * rows + gap)
    sheet.fill(QColor("#8a97a5"))
    painter = QPainter(sheet)
    for index, shot in enumerate(shots):
        column, row = divmod(index, rows)
        painter.drawPixmap(QPoint(gap + column * cell.width(), gap + row * cell.height()), shot)
    painter.end()
    sheet.save(str(file))
    return file
